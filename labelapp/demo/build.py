"""Building the demonstration: 154 invented clusters, three years of labels, and cases that wait in each state."""

import csv
from datetime import date, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import update

from labelapp.accounts.models import User
from labelapp.benchmarks.operations import renew_blocks
from labelapp.clusters.models import Cluster, TeamRole
from labelapp.clusters.operations import Facts, add_member, create_cluster, give_consents
from labelapp.demo.answers import SAMPLES, varied_answers
from labelapp.demo.calibration import make_exercises
from labelapp.demo.cases import Concluded, conclude
from labelapp.demo.experts import fill_register, qualify_all
from labelapp.demo.names import name_of
from labelapp.demo.people import account, make_cast, sleeping_account
from labelapp.demo.surveillance import make_surveillance
from labelapp.demo.travel import travel_to
from labelapp.demo.waiting import FRENCH, SHOWCASE, make_waiting_cases
from labelapp.demo.workbook import send_back_a_workbook
from labelapp.demo.world import World
from labelapp.events.models import OutboxMail
from labelapp.extensions import db, schemes
from labelapp.schemes.months import add_months

SEED = 20261123
DOCUMENTS_IN = {"FR": "fr", "BE": "fr", "DE": "de", "AT": "de", "GR": "el", "CY": "el", "BG": "bg"}
CHANGE_OF_SCHEME = date(2026, 1, 1)
PEOPLE_OF = {
    SHOWCASE: (("Mette Lindholt", "manager"), ("Henrik Sommer", "legal"), "en"),
    FRENCH: (("Maëlle Morvannec", "manager.fr"), ("Hugo Lestrade", "legal.fr"), "fr"),
}


def build(today: date) -> None:
    """Fill an empty database. The same day gives the same instance, but for secrets such as verification codes."""
    random = Random(SEED)  # noqa: S311  not a secret: it makes two runs agree
    travel_to(today - timedelta(days=3 * 365 + 30))
    world = World(today, random, make_cast())
    qualify_all(world.cast.assessors, world.cast.secretariat)
    for number, row in enumerate(_rows()):
        _enter(world, row, number)
    db.session.commit()
    for past in sorted(_past(world), key=lambda past: past.assessed_on):
        conclude(past, world.people_for(past.cluster, two=past.scheme == "cme-gold"), world.random)
        db.session.commit()
    fill_register(world.cast, today)
    make_exercises(world.cast, today)
    make_waiting_cases(world)
    make_surveillance(world, SHOWCASE)
    travel_to(today)
    send_back_a_workbook(world.clusters[SHOWCASE])
    renew_blocks(today)
    db.session.execute(update(OutboxMail).values(sent_at=OutboxMail.created_at))
    db.session.commit()


def _rows() -> list[dict[str, str]]:
    with (Path(__file__).parent / "clusters.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _enter(world: World, row: dict[str, str], number: int) -> None:
    random = world.random
    cluster = create_cluster(
        Facts(
            name=row["name"],
            country=row["country"],
            place=row["place"],
            name_language=row["language"],
            language=DOCUMENTS_IN.get(row["country"], "en"),
            founded_on=date(random.randint(1998, 2021), random.randint(1, 12), 1),
            legal_form=row["legal_form"] or None,
            website=f"https://cluster-{number + 1}.example",
            portfolios=tuple(row["portfolios"].split()),
        )
    )
    manager = _make_manager(cluster, number)
    give_consents(cluster, benchmark=random.random() < 0.95, partners=random.random() < 0.6, by=manager)
    world.clusters[cluster.name] = cluster
    world.managers[cluster.name] = manager


def _make_manager(cluster: Cluster, number: int) -> User:
    """The manager, who is the legal representative too, but for the clusters whose people have a password."""
    if cluster.name in PEOPLE_OF:
        manager, legal, locale = PEOPLE_OF[cluster.name]
        add_member(cluster, account(*legal, locale=locale), TeamRole.LEGAL_REPRESENTATIVE)
        user = account(*manager, locale=locale)
    else:
        user = sleeping_account(name_of(cluster.country, number), f"manager.{number + 1}")
        add_member(cluster, user, TeamRole.LEGAL_REPRESENTATIVE)
    add_member(cluster, user, TeamRole.MANAGER)
    return user


def _past(world: World) -> list[Concluded]:
    found: list[Concluded] = []
    for cluster in world.clusters.values():
        found += _career(world, cluster)
    return found


def _career(world: World, cluster: Cluster) -> list[Concluded]:
    """The labels that a cluster came by: none, or Bronze, often Silver or Gold after it."""
    random = world.random
    if cluster.name == SHOWCASE:
        return [_concluded(world, cluster, "cme-silver", add_months(world.today, -24) + timedelta(days=69))]
    first = world.today - timedelta(days=random.randint(60, 3 * 365))
    highest = random.choices(("", "cme-bronze", "cme-silver", "cme-gold"), (5, 42, 30, 23))[0]
    if not highest:
        return []
    later = first + timedelta(days=random.randint(540, 700))
    if highest == "cme-bronze" or later >= world.today - timedelta(days=30):
        return [_concluded(world, cluster, highest, first)]
    return [_concluded(world, cluster, "cme-bronze", first), _concluded(world, cluster, highest, later)]


def _concluded(world: World, cluster: Cluster, scheme: str, day: date) -> Concluded:
    version = "2026.1" if day - timedelta(days=40) >= CHANGE_OF_SCHEME else "2023.1"
    answers = varied_answers(schemes().get(scheme, version), SAMPLES[scheme], world.random)
    return Concluded(cluster, scheme, version, answers, day)
