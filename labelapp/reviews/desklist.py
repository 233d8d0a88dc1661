"""The list of indicators on an assessor's desk: its rows, its filters, and the way through it."""

from collections.abc import Collection
from enum import StrEnum
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from labelapp.reviews.case import Case
from labelapp.reviews.judging import Asking, Judgement, Question
from labelapp.reviews.operations import incomplete
from labelapp.reviews.queries.sheets import Entry
from labelapp.reviews.result import tally
from labelapp.web.formats import points as points_text
from labelapp.web.locale import scheme_text


class Shown(StrEnum):
    """Which indicators the list of the desk shows."""

    ALL = "all"
    OPEN = "open"
    FLAGGED = "flagged"
    FAILED = "failed"


def shown_codes(case: Case, entries: dict[str, Entry], shown: Shown) -> list[str]:
    """The indicators that a filter lets through, in the order of the scheme."""
    match shown:
        case Shown.OPEN:
            lacking = incomplete(case, entries)
            return [code for code in case.questions if code in lacking]
        case Shown.FLAGGED:
            return [code for code in case.questions if code in entries and entries[code].flagged]
        case Shown.FAILED:
            failed = tally(case, {code: entry.judgement for code, entry in entries.items()}).failed
            return [code for code in case.questions if code in failed]
        case _:
            return list(case.questions)


def list_filters(case: Case, entries: dict[str, Entry], chosen: Shown, code: str) -> list[dict[str, Any]]:
    """The filters of the list with how many indicators each lets through."""
    names = {
        Shown.ALL: _("All"),
        Shown.OPEN: _("Open"),
        Shown.FLAGGED: _("Flagged"),
        Shown.FAILED: _("Minimum not met"),
    }
    return [
        {
            "name": name,
            "count": len(shown_codes(case, entries, shown)),
            "url": _address(case, code, shown),
            "current": shown is chosen,
        }
        for shown, name in names.items()
    ]


def _address(case: Case, code: str, shown: Shown) -> str:
    show = None if shown is Shown.ALL else shown.value
    return url_for("reviews.desk_indicator", review_id=case.review.id, code=code, show=show)


def list_groups(
    case: Case, entries: dict[str, Entry], shown: Shown, asked: Collection[str]
) -> list[tuple[str, list[dict[str, Any]]]]:
    """The indicators by dimension with the reader's own points, for the macro `desk_list`.

    `asked`: the indicators about which the applicant was asked and has not answered yet.
    """
    groups, codes = [], set(shown_codes(case, entries, shown))
    for dimension in case.scheme.dimensions:
        items = [
            desk_item(case, code, entries.get(code), asked, shown)
            for code in dimension.indicators
            if code in codes
        ]
        if items:
            groups.append((f"{dimension.code} {scheme_text(dimension.name)}", items))
    return groups


def desk_item(
    case: Case, code: str, entry: Entry | None, asked: Collection[str], shown: Shown = Shown.ALL
) -> dict[str, Any]:
    """One row of the list."""
    return {
        "code": code,
        "name": scheme_text(case.scheme.indicators[code].name),
        "url": _address(case, code, shown),
        "points": mark(case.questions[code], entry),
        "question": code in asked,
        "flagged": entry is not None and entry.flagged,
    }


def mark(asked: Question, entry: Entry | None) -> str | None:
    """What stands at the end of a row: points, or yes and no where there are none; None while nothing is said."""
    judgement = entry.judgement if entry else Judgement()
    if judgement.points is not None and asked.asks_points(judgement):
        return points_text(judgement.points)
    if asked.asks_points(judgement):
        return None
    said = judgement.minimum_met if asked.asks_minimum(judgement) else judgement.plausible
    return None if said is None else str(_("yes") if said else _("no"))


def neighbours(
    case: Asking, code: str, codes: Collection[str] | None = None
) -> tuple[str | None, str | None]:
    """The indicators before and after one in the order of the desk; of `codes` alone, where the list is filtered."""
    order = list(case.questions)
    at, wanted = order.index(code), order if codes is None else codes
    before = [one for one in order[:at] if one in wanted]
    after = [one for one in order[at + 1 :] if one in wanted]
    return (before[-1] if before else None), (after[0] if after else None)
