"""How long it takes to propose assessors for 500 cases from 80 experts: reading, solving, explaining.

    .venv/bin/python benchmarks/proposal.py [CASES] [EXPERTS]

`LABELAPP_DATABASE_URL` names an empty database to use instead of SQLite in a folder of its own. The exit status is 1
when it takes 5 seconds or more, a case is left out, a hard rule is broken, a seat stays empty, or the loads of those
who may take every part differ by more than one case.
"""

import os
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from flask_migrate import upgrade
from sqlalchemy import select

from labelapp.accounts.models import RoleName, User
from labelapp.accounts.operations import create_account
from labelapp.app import create_app
from labelapp.assessments.models import Assessment, AssessmentState, Submission
from labelapp.clock import now, today
from labelapp.clusters.models import TeamRole
from labelapp.clusters.operations import Facts, add_member, create_cluster
from labelapp.clusters.portfolios import PORTFOLIOS
from labelapp.extensions import db, schemes
from labelapp.reviews.models import AssessorProfile
from labelapp.reviews.operations import declare_none_in
from labelapp.reviews.proposal.plan import CaseProposal, plan
from labelapp.reviews.register.models import Qualification
from labelapp.reviews.register.standing import parts
from labelapp.reviews.rules import is_qualified
from labelapp.schemes.months import add_months
from labelapp.settings import Settings

LIMIT = 5
COUNTRIES = ("DK", "DE", "FR", "PT", "IT", "ES", "FI", "NL", "AT", "BE", "SE", "PL")
LANGUAGES = ("da", "de", "fr", "pt")
SCHEMES = ("cme-gold", "cme-gold", "cme-silver", "cme-bronze")
# One in so many experts leads no Gold case, one in so many is away.
NO_LEAD, AWAY = 8, 20


def make_experts(count: int, chance: random.Random) -> list[User]:
    """Experts of 12 countries who read English and one of four other languages, some with limits."""
    found = []
    for number in range(count):
        user = create_account(
            f"Expert {number}", f"expert.{number}@people.example", roles=[RoleName.ASSESSOR]
        )
        db.session.add(
            AssessorProfile(
                user=user,
                country=chance.choice(COUNTRIES),
                languages=["en", chance.choice(LANGUAGES)],
                sectors=chance.sample(list(PORTFOLIOS), 3),
                most_cases=40,
                away_until=today() if number % AWAY == AWAY - 1 else None,
            )
        )
        for part in parts():
            if part.key != "cme-gold.lead" or number % NO_LEAD:
                db.session.add(
                    Qualification(
                        user=user,
                        scheme_code=part.scheme.code,
                        role=part.role,
                        granted_on=today(),
                        ends_on=add_months(today(), 36),
                        recorded_at=now(),
                    )
                )
        found.append(user)
    return found


def make_cases(count: int, experts: list[User], chance: random.Random) -> None:
    """Submissions that look for assessors; an expert belongs to the team of every tenth cluster organisation."""
    manager = create_account("Mette Lindholt", "manager@people.example")
    for number in range(count):
        country = chance.choice(COUNTRIES)
        facts = Facts(
            name=f"Cluster {number}",
            country=country,
            place="Somewhere",
            portfolios=tuple(chance.sample(list(PORTFOLIOS), 2)),
            language=chance.choice(("en", *LANGUAGES)),
        )
        cluster = create_cluster(facts)
        if number % 10 == 0:
            add_member(cluster, chance.choice(experts), TeamRole.VIEWER)
        scheme = schemes().get(SCHEMES[number % len(SCHEMES)])
        assessment = Assessment(
            cluster=cluster,
            scheme_code=scheme.code,
            scheme_version=scheme.version,
            scheme_hash="0" * 64,
            state=AssessmentState.SUBMITTED,
            started_at=now(),
            started_by_id=manager.id,
        )
        db.session.add(
            Submission(
                assessment=assessment, content={}, sha256="0" * 64, submitted_at=now(), confirmed_by=manager
            )
        )


def broken_rules(proposals: list[CaseProposal]) -> list[str]:
    """Every hard rule that a proposal breaks."""
    found = []
    for one in proposals:
        people = [(seat.role, seat.person) for seat in one.seats if seat.person]
        cluster, team = one.case.cluster, {member.user_id for member in one.case.cluster.team}
        abroad = sum(
            person.profile is not None and person.profile.country != cluster.country
            for _role, person in people
        )
        if len({person.user.id for _role, person in people}) < len(people):
            found.append(f"{cluster.name}: one person on two seats")
        if len(people) == len(one.seats) and abroad < one.case.scheme.assessors.from_another_country:
            found.append(f"{cluster.name}: nobody from another country")
        for role, person in people:
            if not is_qualified(one.case.scheme, person, role):
                found.append(f"{cluster.name}: {person.user.name} is not qualified")
            if person.user.id in team:
                found.append(f"{cluster.name}: {person.user.name} belongs to the team")
            if person.profile is None or person.profile.is_away(today()):
                found.append(f"{cluster.name}: {person.user.name} is away")
    return found


def spread(proposals: list[CaseProposal], experts: list[int]) -> tuple[int, int]:
    """The least and the most cases of those whom no rule but the number of cases holds back."""
    load = Counter(seat.person.user.id for one in proposals for seat in one.seats if seat.person)
    able = [
        load[person]
        for number, person in enumerate(experts)
        if number % NO_LEAD and number % AWAY != AWAY - 1
    ]
    return min(able), max(able)


def measure(cases: int, experts: int) -> bool:
    """Propose, say how long it took, and check it; return whether all is well."""
    chance = random.Random(20261125)
    office = create_account("Elin Vesterby", "office@people.example", roles=[RoleName.SECRETARIAT])
    people = make_experts(experts, chance)
    make_cases(cases, people, chance)
    db.session.flush()
    declare_none_in(db.session.scalars(select(Submission)).all(), office)
    db.session.commit()
    reader, people_ids = office.id, [user.id for user in people]
    db.session.expunge_all()
    office = db.session.get_one(User, reader)
    start = time.perf_counter()
    proposals = plan(office)
    seconds = time.perf_counter() - start
    empty = sum(seat.person is None for one in proposals for seat in one.seats)
    compromises = sum(bool(one.compromises) for one in proposals)
    low, high = spread(proposals, people_ids)
    wrong = broken_rules(proposals)
    print(f"{len(proposals)} cases, {experts} experts: {seconds:.2f} s")
    print(f"empty seats: {empty}; cases with a compromise: {compromises}; loads from {low} to {high}")
    print("\n".join(wrong) or "every hard rule is kept")
    all_there = len(proposals) == cases and empty == 0
    return seconds < LIMIT and not wrong and all_there and high - low <= 1


def main() -> int:
    """Measure and print."""
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    experts = int(sys.argv[2]) if len(sys.argv) > 2 else 80
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        settings = Settings(
            _env_file=None,
            secret_key="a key for measuring only, long enough",
            password_salt="a salt for measuring only",
            database_url=os.environ.get("LABELAPP_DATABASE_URL", f"sqlite:///{place / 'measured.db'}"),
            storage=place / "files",
            mail_folder=place / "mails",
        )
        app = create_app(settings)
        with app.test_request_context():
            upgrade()
            good = measure(cases, experts)
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
