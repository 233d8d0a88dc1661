"""What the pages of a visit show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import gettext as _

from labelapp.assessments.answers import digest
from labelapp.reviews.case import Case, scheme_of
from labelapp.reviews.desk import answer_view
from labelapp.reviews.models import Review
from labelapp.reviews.visit.models import Visit, VisitMode, VisitNote, VisitQuestion, VisitSlot
from labelapp.reviews.visit.zones import to_local
from labelapp.web.formats import clock_time
from labelapp.web.locale import scheme_text


@dataclass(frozen=True)
class SlotView:
    """A slot on the clock of the visit."""

    slot: VisitSlot
    starts: datetime
    ends: datetime


@dataclass(frozen=True)
class SheetRow:
    """One indicator on the visit sheet: short answers and long ones as (label, text), questions, the reader's note."""

    code: str
    name: str
    facts: list[tuple[str, str]]
    texts: list[tuple[str, str]]
    questions: list[str]
    note: VisitNote | None

    @property
    def shown(self) -> str:
        """What the page shows, so that a posted form tells which notes were changed on it."""
        return digest(self.note.text if self.note else "")


def days(visit: Visit) -> list[tuple[date, list[SlotView]]]:
    """The agenda by day."""
    found: dict[date, list[SlotView]] = {}
    for slot in visit.slots:
        starts = to_local(slot.starts_at, visit.timezone)
        found.setdefault(starts.date(), []).append(
            SlotView(slot, starts, starts + timedelta(minutes=slot.minutes))
        )
    return list(found.items())


def mode_name(mode: VisitMode) -> str:
    """The word for how people meet."""
    return str(_("On site") if mode is VisitMode.ON_SITE else _("By video"))


def indicator_choices(review: Review) -> list[tuple[str, str]]:
    """The indicators of the case to choose from."""
    scheme = scheme_of(review)
    order = [code for dimension in scheme.dimensions for code in dimension.indicators]
    return [(code, f"{code} {scheme_text(scheme.indicators[code].name)}") for code in order]


def questions_of(visit: Visit | None, review: Review) -> list[tuple[str, str, list[VisitQuestion]]]:
    """The questions by indicator in the order of the scheme: code, name, questions."""
    asked: dict[str, list[VisitQuestion]] = {}
    for question in visit.questions if visit else []:
        asked.setdefault(question.indicator, []).append(question)
    return [(code, name, asked[code]) for code, name in indicator_choices(review) if code in asked]


def sheet_rows(case: Case, visit: Visit | None, notes: Mapping[str, VisitNote]) -> list[SheetRow]:
    """The indicators with questions first, each group in the order of the scheme."""
    asked = {code: questions for code, _name, questions in questions_of(visit, case.review)}
    rows = [
        _row(case, code, [one.text for one in asked.get(code, [])], notes.get(code))
        for code in case.questions
    ]
    return sorted(rows, key=lambda row: not row.questions)


def _row(case: Case, code: str, questions: list[str], note: VisitNote | None) -> SheetRow:
    indicator = case.scheme.indicators[code]
    view = answer_view(case, indicator, earlier=None, judged=None)
    texts = [(str(_("Does not apply")), view.excused)] if view.excused else view.texts
    return SheetRow(code, scheme_text(indicator.name), view.facts, texts, questions, note)


def saved_words(note: VisitNote) -> str:
    """When a note was saved."""
    return str(_("Saved %(time)s", time=clock_time(note.changed_at)))


def clash_versions(note: VisitNote, mine: str) -> list[dict[str, Any]]:
    """Two values of a note for the macro `conflict`."""
    return [
        {"key": mine, "title": _("On this page"), "value": mine, "note": _("not saved yet")},
        {
            "key": note.text,
            "title": _("In your notes"),
            "value": note.text,
            "note": _("saved from another window"),
        },
    ]
