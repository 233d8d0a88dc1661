"""The data room of the demonstration: the facts of one invented cluster. Seeded, with a dice of its own."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from sqlalchemy import insert

from labelapp.clusters.models import Cluster
from labelapp.dataroom.models import Activity, Income, Member, Post
from labelapp.demo.answers import Answers
from labelapp.extensions import db
from labelapp.schemes.months import add_months

SEED = 2611
FIRST = (
    "Virk", "Brix", "Katt", "Nord", "Skov", "Linde", "Øster", "Gren", "Marst", "Hav",
    "Strand", "Ravn", "Elm", "Ager", "Klit", "Søn", "Vester", "Ege", "Birk", "Fyr",
)  # fmt: skip
SECOND = ("holm", "tofte", "sund", "borg", "ø", "strup", "vig", "lund")
TRADES = ("Rederi", "Værft", "Sensorer", "Logistik", "Elektronik", "Kompositter", "Robotics", "Offshore")
OTHERS = (
    ("Lindeborg Universitet", "research"),
    ("Søfartsskolen Havnsund", "education"),
    ("Institut for Marin Teknik", "research"),
    ("Havnsund Kommune", "public"),
    ("Ostersand Havn", "public"),
    ("Dansk Fjordforening", "association"),
    ("Kystkapital", "finance"),
)
POSTS = (
    ("Mette Lindholt", "head", "1", "6", date(2014, 3, 1), None),
    ("Jonas Krag", "team", "0.8", "4.5", date(2019, 8, 1), None),
    ("Communication", "team", "0.6", "3", date(2021, 1, 1), None),
    ("International projects", "team", "0.75", "5", date(2022, 9, 1), None),
    ("Office", "support", "0.5", "1", date(2018, 5, 1), None),
    ("Project officer, green ports", "project", "1", "2", date(2025, 1, 1), None),
)
MONEY = {
    "fees": 168_000,
    "services": 94_500,
    "sponsoring": 21_000,
    "regional": 180_000,
    "national": 120_000,
    "european": 96_250,
}
# Fields that the team leaves to the data room, by indicator; elsewhere it typed values of its own.
LEFT_TO_FIGURES = {"1.1": "listed", "1.2": "types", "1.3": "committed", "2.2": "fte", "2.4": "days"}


def leave_to_the_data_room(answers: Answers) -> None:
    """Take the answers out that come from the data room."""
    for code, field in LEFT_TO_FIGURES.items():
        answers.get(code, {}).pop(field, None)
    answers.get("1.3", {}).pop("cutoff", None)


def fill_data_room(cluster: Cluster, today: date) -> None:
    """Members, posts, income of two years and a year of activities."""
    random = Random(SEED)  # noqa: S311  not a secret: it makes two runs agree
    for model, rows in (
        (Member, _members(random, today)),
        (Post, _posts(today)),
        (Income, _income(today)),
        (Activity, _activities(today)),
    ):
        db.session.execute(insert(model), [row | {"cluster_id": cluster.id} for row in rows])


def _members(random: Random, today: date) -> list[dict[str, Any]]:
    names = [f"{one}{two}" for one in FIRST for two in SECOND]
    random.shuffle(names)
    firms = [
        (f"{name} {random.choice(TRADES)}", "large" if number % 8 == 0 else "sme")
        for number, name in enumerate(names[:84])
    ]
    return [
        _member(random, name, kind, number, today) for number, (name, kind) in enumerate([*firms, *OTHERS])
    ]


def _member(random: Random, name: str, kind: str, number: int, today: date) -> dict[str, Any]:
    joined = today - timedelta(days=random.randint(20, 3000))
    stays = number % 17 != 3
    left = today - timedelta(days=random.randint(10, 600)) if not stays else None
    country = "SE" if number % 11 == 5 else "DE" if number % 29 == 7 else "DK"
    return {
        "name": name,
        "number": str(1001 + number),
        "kind": kind,
        "country": country,
        "region": {"DK": "DK03", "SE": "SE22", "DE": "DEF0"}[country],
        "joined_on": min(joined, left - timedelta(days=200)) if left else joined,
        "left_on": left,
        "committed": number % 9 != 4,
    }


def _posts(today: date) -> list[dict[str, Any]]:
    last = ("Events", "team", "0.5", "2", date(2020, 2, 1), add_months(today, -9))
    return [
        {
            "name": name,
            "role": role,
            "fte": Decimal(fte),
            "training_days": Decimal(days),
            "from_on": start,
            "until_on": end,
        }
        for name, role, fte, days, start, end in (*POSTS, last)
    ]


def _income(today: date) -> list[dict[str, Any]]:
    return [
        {
            "year": today.year - back,
            "source": source,
            "name": "Accounts of the year",
            "amount": Decimal(amount * (100 - 6 * (back - 1)) // 100),
        }
        for back in (1, 2)
        for source, amount in MONEY.items()
    ]


def _activities(today: date) -> list[dict[str, Any]]:
    rows = [
        _activity(
            "event", f"Harbour talk {number}", today - timedelta(days=24 * number), sort=sort, count=count
        )
        for number, (sort, count) in enumerate(
            [("participants", 42), ("open", 118), ("international", 65)] * 4 + [("service", 9)] * 3, 1
        )
    ]
    for number, name in enumerate(("Green ports", "Digital yard", "Skills at sea")):
        began = date(2023, 3 + number, 1)
        rows.append(_activity("group", name, began, count=3 + number, who="Virkholm Rederi"))
    for number, name in enumerate(("Electric ferries", "Reuse of hulls", "Port data space")):
        began = date(2024, 1 + number, 1)
        rows.append(_activity("project", name, began, count=4 + number, who="Lindeborg Universitet"))
    for number in range(9):
        sort = ("regional", "wider", "story")[number % 3]
        rows.append(
            _activity("press", f"Report {number + 1}", today - timedelta(days=30 * number + 9), sort=sort)
        )
    return rows


def _activity(kind: str, name: str, day: date, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "name": name, "held_on": day, "sort": "", "count": None, "who": ""} | more
