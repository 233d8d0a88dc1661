"""What exists so far while the demonstration is built."""

from dataclasses import dataclass, field
from datetime import date
from random import Random

from labelapp.accounts.models import User
from labelapp.clusters.models import Cluster
from labelapp.demo.cases import People
from labelapp.demo.people import Cast
from labelapp.extensions import db
from labelapp.reviews.models import AssessorProfile


@dataclass
class World:
    """The day of the demonstration, everybody in it, and which clusters have an open case."""

    today: date
    random: Random
    cast: Cast
    clusters: dict[str, Cluster] = field(default_factory=dict)
    managers: dict[str, User] = field(default_factory=dict)
    busy: set[str] = field(default_factory=set)

    def take(self, name: str) -> Cluster:
        """A cluster by name, for an open case."""
        self.busy.add(name)
        return self.clusters[name]

    def take_any(self) -> Cluster:
        """A cluster without an open case."""
        return self.take(self.random.choice([name for name in self.clusters if name not in self.busy]))

    def people_for(self, cluster: Cluster, *, two: bool) -> People:
        """Assessors for a case from among those without a password: a lead, and a second from another country."""
        asleep = self.cast.assessors[self.cast.awake :]
        lead, co = self.random.sample(asleep, 2)
        while _country(co) == cluster.country:
            lead, co = self.random.sample(asleep, 2)
        others = [one for one in asleep if one not in (lead, co) and _country(one) != cluster.country]
        return People(
            manager=self.managers[cluster.name],
            lead=lead,
            co=co if two else None,
            secretariat=self.cast.secretariat,
            board=self.cast.board[1],
            busy=others[cluster.id % len(others)],
        )


def _country(assessor: User) -> str:
    return db.session.get_one(AssessorProfile, assessor.id).country
