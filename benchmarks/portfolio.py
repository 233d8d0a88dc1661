"""A portfolio of cluster organisations that is large enough to measure comparisons with it."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from operator import attrgetter
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, insert, select, text

from labelapp.accounts.models import User
from labelapp.app import create_app
from labelapp.assessments.models import Assessment, AssessmentState, Submission
from labelapp.assessments.snapshot import (
    ClusterFacts,
    IndicatorFacts,
    PersonFacts,
    SchemeFacts,
    Snapshot,
    TotalFacts,
    as_json,
)
from labelapp.benchmarks.cells import cells
from labelapp.benchmarks.columns.storing import FORMAT, to_bytes
from labelapp.benchmarks.columns.table import Row, Table
from labelapp.benchmarks.disclosure.blocks import Candidate, form_blocks
from labelapp.benchmarks.disclosure.thresholds import MINIMUM_GROUP
from labelapp.benchmarks.models import BenchmarkBlock, BlockColumns, BlockMember
from labelapp.benchmarks.queries import Waiting
from labelapp.benchmarks.traits import traits_of
from labelapp.benchmarks.values import Contribution, contribution
from labelapp.clock import today
from labelapp.clusters.models import Cluster, ClusterPortfolio
from labelapp.clusters.portfolios import PORTFOLIOS
from labelapp.extensions import db, schemes
from labelapp.schemes.definition import Scheme
from labelapp.schemes.field_types import parts
from labelapp.settings import Settings

SCHEME = "cme-bronze"
_PORTION = 10_000
_DIFFERENT = 20_000
_COUNTRIES = ("DK", "DE", "FR", "PT", "IT", "ES", "FI", "NL", "AT", "BE", "SE", "PL", "GR", "BG", "MT")
Answers = dict[str, dict[str, Any]]


@dataclass
class Side:
    """An instance with so many cluster organisations."""

    app: Flask
    count: int
    given: list[dict[str, Fraction]] = field(default_factory=list)
    chance: random.Random = field(default_factory=lambda: random.Random(20261126))


def open_side(count: int, folder: Path) -> Side:
    """The instance, filled, before its first report date."""
    folder.mkdir()
    settings = Settings(
        _env_file=None,
        secret_key="a key for measuring only, long enough",
        password_salt="a salt for measuring only",
        database_url=f"sqlite:///{folder / 'measured.db'}",
        storage=folder / "files",
        mail_folder=folder / "mails",
    )
    side = Side(create_app(settings), count)
    with side.app.app_context():
        upgrade()
        db.session.add(
            User(
                id=1,
                name="Somebody",
                email="somebody@example.org",
                fs_uniquifier="x",
                created_at=datetime.now(UTC),
            )
        )
        db.session.commit()
        for start in range(0, count, _PORTION):
            enter_blocks(side, min(_PORTION, count - start))
        enter_whole(side, 1, agree=False)
        db.session.execute(text("ANALYZE"))
        db.session.commit()
    return side


def enter_blocks(side: Side, count: int) -> None:
    """So many more cluster organisations in blocks with their columns."""
    chance, scheme = side.chance, schemes().get(SCHEME)
    entered = enter(side, [{} for _number in range(count + count // 2)], agree=True)
    while len(side.given) < min(_DIFFERENT, side.count):
        side.given.append(cells(_contribution(scheme, chance), _contribution(scheme, chance)))
        side.given.append(cells(_contribution(scheme, chance), None))
    members = {one.submission_id: one for one in entered}
    formed = form_blocks([Candidate(one.submission_id, one.traits) for one in entered], MINIMUM_GROUP + 1)
    blocks = [_enter_block([members[one.key] for one in block]) for block in formed]
    db.session.flush()
    table = Table.of(
        (block.key, [_row(member, side) for member in sorted(block.members, key=attrgetter("submission_id"))])
        for block in blocks
    )
    kept = BlockColumns(format=FORMAT, content=to_bytes(table))
    db.session.add(kept)
    db.session.flush()
    for block in blocks:
        block.columns_id = kept.id
    db.session.commit()
    db.session.expunge_all()


def _row(member: BlockMember, side: Side) -> Row:
    """The number of a submission says which of the drawn ones it is: odd ones have no cycle before."""
    place = member.submission_id * 2 + (member.earlier_id is None)
    return Row(member.cluster_id, member.traits, side.given[place % len(side.given)], datetime.now(UTC))


def _enter_block(members: list[Waiting]) -> BenchmarkBlock:
    block = BenchmarkBlock(
        formed_on=today(),
        members=[
            BlockMember(
                submission_id=one.submission_id,
                cluster_id=one.cluster_id,
                earlier_id=one.earlier_id,
                traits=sorted(map(str, one.traits)),
            )
            for one in members
        ],
    )
    db.session.add(block)
    return block


def enter_whole(side: Side, count: int, *, agree: bool) -> None:
    """So many more cluster organisations with all that they answered, in no block yet."""
    scheme = schemes().get(SCHEME)
    contents = [as_json(_snapshot(scheme, side.chance)) for _number in range(count + count // 2)]
    enter(side, contents, agree=agree)
    db.session.commit()


def enter(side: Side, contents: list[dict[str, Any]], *, agree: bool) -> list[Waiting]:
    """Cluster organisations with so many submissions: every third is that of a cycle before."""
    chance, scheme = side.chance, schemes().get(SCHEME)
    count = len(contents) - len(contents) // 3
    first = (db.session.scalar(select(func.max(Cluster.id))) or 0) + 1
    numbers = range(first, first + count)
    clusters = {number: _cluster(number, chance, agree=agree) for number in numbers}
    fields = {number: chance.sample(list(PORTFOLIOS), 2) for number in numbers}
    last = (db.session.scalar(select(func.max(Assessment.id))) or 0) + 1
    cycles = dict(enumerate([*numbers[: len(contents) - count], *numbers], last))
    db.session.execute(insert(Cluster), list(clusters.values()))
    db.session.execute(
        insert(ClusterPortfolio),
        [{"cluster_id": number, "portfolio": code} for number in numbers for code in fields[number]],
    )
    db.session.execute(
        insert(Assessment), [_assessment(place, number, scheme) for place, number in cycles.items()]
    )
    db.session.execute(
        insert(Submission),
        [_submission(place, content, chance) for place, content in zip(cycles, contents, strict=True)],
    )
    latest = {number: place for place, number in cycles.items()}
    earlier = {number: place for place, number in cycles.items() if latest[number] != place}
    return [
        Waiting(
            submission_id=latest[number],
            cluster_id=number,
            earlier_id=earlier.get(number),
            submitted_on=today(),
            traits=traits_of(
                country=clusters[number]["country"],
                portfolios=fields[number],
                level=None,
                founded_on=clusters[number]["founded_on"],
                legal_form=None,
                participants=Fraction(chance.randrange(150)),
                day=today(),
            ),
        )
        for number in numbers
    ]


def _cluster(number: int, chance: random.Random, *, agree: bool) -> dict[str, Any]:
    return {
        "id": number,
        "name": f"Cluster {number}",
        "country": chance.choice(_COUNTRIES),
        "place": "Somewhere",
        "founded_on": today() - timedelta(days=chance.randrange(300, 8000)),
        "benchmark_consent": agree,
        "created_at": datetime.now(UTC),
    }


def _assessment(number: int, cluster_id: int, scheme: Scheme) -> dict[str, Any]:
    return {
        "id": number,
        "cluster_id": cluster_id,
        "scheme_code": scheme.code,
        "scheme_version": scheme.version,
        "scheme_hash": scheme.content_hash,
        "state": AssessmentState.SUBMITTED,
        "started_at": datetime.now(UTC),
        "started_by_id": 1,
    }


def _submission(number: int, content: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    return {
        "id": number,
        "assessment_id": number,
        "content": content,
        "sha256": f"{number:064}",
        "submitted_at": datetime.now(UTC) - timedelta(days=chance.randrange(1, 700)),
        "confirmed_by_id": 1,
    }


def _contribution(scheme: Scheme, chance: random.Random) -> Contribution:
    answers, measures = _answers(scheme, chance)
    return contribution(scheme, answers, measures)


def _snapshot(scheme: Scheme, chance: random.Random) -> Snapshot:
    answers, measures = _answers(scheme, chance)
    facts = {
        code: IndicatorFacts(
            points="1", max="1", minimum_met=None, measure=measure, scored=True, status="scored", evidence=[]
        )
        for code, measure in measures.items()
    }
    return Snapshot(
        assessment_id=1,
        started_at=datetime.now(UTC),
        cluster=ClusterFacts(
            id=1, name="Cluster", name_language="en", language="en", country="DK", place="Somewhere",
            founded_on=None, website=None, portfolios=[],
        ),
        scheme=SchemeFacts(code=scheme.code, version=scheme.version, hash=scheme.content_hash),
        answers=answers,
        indicators=facts,
        total=TotalFacts(points="36", max="36", percent="100"),
        confirmed_by=PersonFacts(id=1, name="Somebody"),
        confirmed_at=datetime.now(UTC),
    )  # fmt: skip


def _answers(scheme: Scheme, chance: random.Random) -> tuple[Answers, dict[str, str | None]]:
    """Answers to all that is compared, one in twenty left out: amounts to the cent, counts, ratios and choices."""
    answers: Answers = {code: {} for code in scheme.indicators}
    measures: dict[str, str | None] = dict.fromkeys(scheme.indicators)
    for indicator, choice in scheme.compared_choices:
        codes = [code for code, _label in choice.options]
        some = [code for code in codes if chance.random() < 0.5]
        answers[indicator.code][choice.field] = some if choice.way == "checklist" else chance.choice(codes)
    for indicator in scheme.indicators.values():
        compared = indicator.benchmark
        if compared is None or compared.kind == "choices" or chance.random() < 0.05:
            continue
        if compared.kind == "value" and compared.of == "measure":
            measures[indicator.code] = _number(compared.unit, chance)
        elif compared.kind == "value":
            answers[indicator.code][compared.of] = _number(compared.unit, chance)
        else:
            asked = parts(indicator.field(compared.of))
            answers[indicator.code][compared.of] = {one.code: chance.randrange(0, 60) for one in asked}
    return answers, measures


def _number(unit: str, chance: random.Random) -> str:
    if unit == "percent":
        of = chance.randrange(5, 400)
        return f"{100 * chance.randrange(0, of + 1)}/{of}"
    if unit == "euro":
        return f"{chance.lognormvariate(12, 1):.2f}"
    return str(round(chance.lognormvariate(3, 1)))
