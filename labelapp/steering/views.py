"""How the work goes, on a page a subject, and as files for a meeting of the board."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from labelapp.accounts.models import User
from labelapp.certificates.register.wishes import LEVELS
from labelapp.clock import today
from labelapp.extensions import schemes
from labelapp.reviews.interests.queries import count_to_declare
from labelapp.steering import export, policy, presentation, tables, words
from labelapp.steering.figures import read_work
from labelapp.steering.periods import offered_months
from labelapp.steering.queries import overdue as late
from labelapp.steering.queries import renewals as ends
from labelapp.steering.queries.agreement import read_cycles
from labelapp.steering.queries.deadlines import Late
from labelapp.steering.queries.experts import by_country, by_expert, read_parts
from labelapp.steering.queries.runs import count_shut
from labelapp.steering.scope import Scope, read_scope
from labelapp.web.access import requires
from labelapp.web.paging import read_position

bp = Blueprint("steering", __name__)
Chosen = TypeVar("Chosen", bound=StrEnum)
EXPERTS_SHOWN = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/steering")
@requires(policy.may_steer)
def index() -> ResponseReturnValue:
    """Throughput by month, and days per step."""
    scope, day = _scope(), today()
    work = read_work(_reader(), scope, day)
    return _page(
        "index",
        scope,
        flows=presentation.flow_rows(work.counts),
        marks=presentation.month_names(scope.period.months),
        steps=presentation.step_rows(work, day, named=policy.may_see_cases_behind(current_user)),
        axis=presentation.steps_axis(work.steps),
        throughput=tables.throughput_table(work.counts, scope.period),
        durations=tables.steps_table(work.steps, work.laps, day),
    )


@bp.get("/steering/overdue")
@requires(policy.may_steer)
def overdue() -> ResponseReturnValue:
    """What is late: its numbers, and for officers the cases."""
    scope, day, user = _scope(), today(), _reader()
    asked = late.Asked(
        kind=_one_of(Late, request.args.get("kind")),
        sort=_one_of(late.Sort, request.args.get("sort")) or late.Sort.DUE,
        descending=request.args.get("order") == "descending",
        position=read_position(request.args.get("at")),
    )
    counts = late.count_overdue(user, scope, day)
    officer = policy.may_see_cases_behind(user)
    return _page(
        "overdue",
        scope,
        asked=asked,
        first=replace(asked, position=None),
        counts=counts,
        overdue=tables.overdue_table(counts, day),
        page=late.list_overdue(user, scope, asked, day) if officer else None,
        undeclared=count_to_declare(user) if officer else 0,
        url_of=presentation.url_of_late,
        day=day,
    )


@bp.get("/steering/experts")
@requires(policy.may_steer)
def experts() -> ResponseReturnValue:
    """How much experts have to do."""
    scope = _scope()
    parts = read_parts(_reader(), scope)
    people = by_expert(parts)
    return _page(
        "experts",
        scope,
        loads=people[:EXPERTS_SHOWN],
        others=max(len(people) - EXPERTS_SHOWN, 0),
        countries=tables.countries_table(by_country(parts)),
        people=tables.experts_table(people[:EXPERTS_SHOWN]),
    )


@bp.get("/steering/agreement")
@requires(policy.may_see_cases_behind)
def agreement() -> ResponseReturnValue:
    """How far assessors agree in each cycle."""
    scope = _scope()
    cycles = read_cycles(_reader(), scope)
    return _page("agreement", scope, cycles=cycles, agreement=tables.agreement_table(cycles))


@bp.get("/steering/renewals")
@requires(policy.may_steer)
def renewals() -> ResponseReturnValue:
    """Which labels end in the coming months, and how far their renewals are."""
    scope, day, user = _scope(), today(), _reader()
    months = ends.months_ahead(day)
    level = request.args.get("level", "")
    asked = ends.Asked(
        month=_month(request.args.get("month", ""), months),
        level=level if level in LEVELS else "",
        state=_one_of(ends.Renewal, request.args.get("state")),
        position=read_position(request.args.get("at")),
    )
    endings = ends.count_endings(user, scope, day)
    return _page(
        "renewals",
        scope,
        asked=asked,
        first=replace(asked, position=None),
        ahead=months,
        level_rows=presentation.level_rows(endings, months),
        ahead_marks=presentation.month_names(months),
        cells=ends.by_month_and_level(endings),
        endings=tables.renewals_table(endings),
        states=list(ends.Renewal),
        page=ends.list_endings(user, scope, asked, day) if policy.may_see_cases_behind(user) else None,
    )


@bp.get("/steering/board.pdf")
@requires(policy.may_steer)
def board_paper() -> Response:
    """The paper for a meeting of the board."""
    return _file(export.board_paper(_reader(), _scope(), today()), "application/pdf", "pdf")


@bp.get("/steering/board.xlsx")
@requires(policy.may_steer)
def board_workbook() -> Response:
    """The same as a workbook, with the load of each expert."""
    return _file(export.board_workbook(_reader(), _scope(), today()), XLSX, "xlsx")


def _file(content: bytes, mimetype: str, ending: str) -> Response:
    name = f"steering-{today().isoformat()}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype=mimetype, headers=headers)


def _page(name: str, scope: Scope, **content: Any) -> str:
    """A page with the filters that all have."""
    labels = {one.code: one for one in schemes().all()}
    return render_template(
        f"steering/{name}.html",
        scope=scope,
        arguments=scope.arguments(),
        months=offered_months(today()),
        levels=LEVELS,
        labels=sorted(labels.values(), key=lambda scheme: scheme.code),
        left_out=count_shut(_reader(), scope),
        left_out_words=export.left_out_words,
        words=words,
        sees_cases=policy.may_see_cases_behind(current_user),
        **content,
    )


def _reader() -> User:
    user: User = current_user._get_current_object()
    return user


def _scope() -> Scope:
    arguments: Mapping[str, str] = request.args
    return read_scope(arguments, today())


def _one_of(kind: type[Chosen], text: str | None) -> Chosen | None:
    return kind(text) if text in set(kind) else None


def _month(text: str, months: list[date]) -> date | None:
    return next((month for month in months if month.isoformat()[:7] == text), None)
