"""What a workbook would change, as a person reads it before deciding."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from markupsafe import Markup

from labelapp.assessments.answers import Content, content_text
from labelapp.assessments.differences import mark_differences
from labelapp.assessments.queries import Given, GivenAnswers
from labelapp.assessments.questionnaire import Question, questions_of
from labelapp.assessments.workbook.comparing import Change, Reading
from labelapp.assessments.workbook.reader import Place
from labelapp.schemes.definition import Indicator, Scheme
from labelapp.web.locale import scheme_text


@dataclass(frozen=True)
class Difference:
    """One answer with two values, named `key` in the form. The platform's has `version`, 0 when there is none."""

    key: str
    title: str
    question: str
    places: str
    old: Markup
    new: Markup
    version: int
    author: str
    changed_at: datetime | None


@dataclass(frozen=True)
class Unreadable:
    """One cell that cannot be read."""

    title: str
    question: str
    place: str
    shown: str
    why: str


@dataclass(frozen=True)
class Preview:
    """Changes to be applied, conflicts to be decided, cells to be mended. The rest is counts and names."""

    changes: list[Difference]
    conflicts: list[Difference]
    problems: list[Unreadable]
    unchanged: int
    missing: list[str]
    unknown: list[str]

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to apply."""
        return not self.changes and not self.conflicts


def preview(scheme: Scheme, given: GivenAnswers, reading: Reading) -> Preview:
    """Compare what was read with the answers as they stand now."""
    changes, conflicts, already = list[Difference](), list[Difference](), 0
    for change in reading.changes:
        now = given.get((change.indicator, change.field))
        if _content(now) == change.content:
            already += 1
            continue
        untouched = (now.version if now else 0) == change.version
        (changes if untouched else conflicts).append(_difference(scheme, change, now))
    return Preview(
        changes=changes,
        conflicts=conflicts,
        problems=[
            Unreadable(
                title=_title(scheme.indicators[one.indicator]),
                question=_question(scheme, one.indicator, one.field).label,
                place=_address(one.place),
                shown=one.shown,
                why=_(one.message, **one.params),
            )
            for one in reading.problems
        ],
        unchanged=reading.unchanged + already,
        missing=[_named(scheme, indicator, field) for indicator, field in reading.missing],
        unknown=[_address(place) for place in reading.unknown],
    )


def _difference(scheme: Scheme, change: Change, now: Given | None) -> Difference:
    indicator = scheme.indicators[change.indicator]
    old, new = mark_differences(
        _readable(indicator, change.field, _content(now)), _readable(indicator, change.field, change.content)
    )
    return Difference(
        key=f"{change.indicator}|{change.field}",
        title=_title(indicator),
        question=_question(scheme, change.indicator, change.field).label,
        places=_addresses(change.places),
        old=old,
        new=new,
        version=now.version if now else 0,
        author=now.author if now else "",
        changed_at=now.changed_at if now else None,
    )


def _content(given: Given | None) -> Content:
    return given.content if given else {"value": None}


def _readable(indicator: Indicator, code: str, content: Content) -> str:
    return content_text(indicator, code, content) or str(_("empty"))


def _question(scheme: Scheme, indicator: str, field: str) -> Question:
    return next(one for one in questions_of(scheme, scheme.indicators[indicator]) if one.code == field)


def _title(indicator: Indicator) -> str:
    return f"{indicator.code} {scheme_text(indicator.name)}"


def _named(scheme: Scheme, indicator: str, field: str) -> str:
    return f"{indicator} {_question(scheme, indicator, field).label}"


def _address(place: Place) -> str:
    return str(_("%(cell)s in “%(sheet)s”", cell=place.cell, sheet=place.sheet))


def _addresses(places: list[Place]) -> str:
    """All cells of one answer; they stand in one sheet unless somebody moved them."""
    if len({place.sheet for place in places}) != 1:
        return ", ".join(_address(place) for place in places)
    return _address(Place(places[0].sheet, ", ".join(place.cell for place in places)))
