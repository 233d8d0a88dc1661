"""One indicator as its page shows it: fields, score, ladder, neighbours, last cycle."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from labelapp.assessments.answers import (
    NONE_OF_THESE,
    Typed,
    answerable,
    content_text,
    digest,
    problem,
    typed_of,
)
from labelapp.assessments.computed import is_own, overrulings
from labelapp.assessments.cycle.carrying import scheme_of_snapshot
from labelapp.assessments.models import Overruling, Submission
from labelapp.assessments.overview import Overview
from labelapp.assessments.queries import Given, Place
from labelapp.assessments.snapshot import Snapshot, load
from labelapp.dataroom.presentation import rows_text
from labelapp.schemes.answers import NOT_APPLICABLE, look_up
from labelapp.schemes.definition import AnyField, Indicator, Scheme
from labelapp.schemes.field_types import parts
from labelapp.web.formats import date_short
from labelapp.web.formats import points as points_text
from labelapp.web.locale import scheme_text


@dataclass(frozen=True)
class Posted:
    """What a form held that comes back: the value of each field, and the versions that it had shown."""

    values: Mapping[str, Typed]
    bases: Mapping[str, str]


@dataclass(frozen=True)
class FigureView:
    """What the data room gives for a field. `own`: a value of the team's own counts, `why` and `who` say how come."""

    text: str
    rows: str
    rows_url: str
    url: str
    own: bool
    why: str = ""
    who: str = ""


@dataclass(frozen=True)
class FieldView:
    """A field as `scheme_field` prints it, and `shown`, the name of what it shows."""

    name: str
    arguments: dict[str, Any]
    version: int
    shown: str
    figure: FigureView | None = None

    @property
    def errors(self) -> list[str]:
        """What is wrong with the value."""
        errors: list[str] = self.arguments["errors"]
        return errors


@dataclass(frozen=True)
class Neighbours:
    """Where the indicator stands in its dimension (`code` is that one's), and the codes before and after it."""

    code: str
    dimension: str
    position: int
    count: int
    previous: str | None
    following: str | None


@dataclass(frozen=True)
class LastCycle:
    """The answer of an earlier submission: (label, text) pairs, and what it came to."""

    on: date
    version: str
    pairs: list[tuple[str, str]]
    points: str | None


def field_views(place: Place, whole: Overview, posted: Posted | None = None) -> list[FieldView]:
    """The fields of an indicator; what was `posted` stands before what is stored."""
    views = []
    reasons = overrulings(place.assessment) if _may_be_overruled(place, whole) else {}
    for field in place.indicator.fields:
        if field.from_ is not None:
            views.append(_taken(place, whole, field))
        else:
            view = _asked(place, whole, field.code, field, posted)
            views.append(replace(view, figure=figure_view(place, whole, field, reasons)))
    return views


def _may_be_overruled(place: Place, whole: Overview) -> bool:
    return any(
        field.figure in whole.figures and is_own(whole.given, place.indicator.code, field.code)
        for field in place.indicator.fields
    )


def figure_view(
    place: Place, whole: Overview, field: AnyField, reasons: Mapping[tuple[str, str], Overruling]
) -> FigureView | None:
    """What the data room gives for a field; None when it has no figure for it."""
    figure = whole.figures.get(field.figure or "")
    if figure is None or field.from_ is not None:
        return None
    reason = reasons.get((place.indicator.code, field.code))
    return FigureView(
        text=content_text(place.indicator, field.code, {"value": figure.value}),
        rows=rows_text(figure.code, figure.rows),
        rows_url=url_for(
            "dataroom.figure",
            cluster_id=place.assessment.cluster_id,
            figure=figure.code,
            on=figure.on.isoformat(),
        ),
        url=url_for(
            "assessments.figure",
            assessment_id=place.assessment.id,
            code=place.indicator.code,
            field=field.code,
        ),
        own=is_own(whole.given, place.indicator.code, field.code),
        why=reason.reason if reason else "",
        who=_("%(name)s, %(date)s", name=reason.overruled_by.name, date=date_short(reason.overruled_at))
        if reason
        else "",
    )


def reason_view(place: Place, whole: Overview, posted: Posted | None = None) -> FieldView | None:
    """The field for why the indicator does not apply; None when its rule does not allow that."""
    if NOT_APPLICABLE not in answerable(place.indicator):
        return None
    return _asked(place, whole, NOT_APPLICABLE, None, posted)


def _asked(
    place: Place, whole: Overview, code: str, field: AnyField | None, posted: Posted | None
) -> FieldView:
    given = whole.given.get((place.indicator.code, code))
    stored = typed_of(field, given.content if given else None)
    value, version, shown = stored, given.version if given else 0, digest(stored)
    if posted is not None and code in posted.values:
        value = posted.values[code]
        version = _number(posted.bases.get(f"version.{code}"), version)
        shown = posted.bases.get(f"shown.{code}", shown)
    arguments = described(place.indicator, field) | {
        "name": code,
        "value": value,
        "errors": _errors(place, code, given, value == stored),
        "version": version,
    }
    return FieldView(code, arguments, version, shown)


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() else otherwise


def _errors(place: Place, code: str, given: Given | None, as_stored: bool) -> list[str]:
    found = problem(place.indicator, code, given.content) if given and as_stored else None
    return [found] if found else []


def described(indicator: Indicator, field: AnyField | None) -> dict[str, Any]:
    """What `scheme_field` prints about a field besides its value; None is the reason of not applying."""
    if field is None:
        return {
            "type": "text",
            "label": _("If this does not apply to you, say why"),
            "hint": scheme_text(indicator.not_applicable.when or ""),
            "required": False,
        }
    unit = getattr(field, "unit", None) or getattr(field, "currency", None)
    return {
        "type": field.type,
        "label": scheme_text(field.label),
        "hint": scheme_text(field.hint or ""),
        "unit": scheme_text(unit) if unit else "",
        "choices": _choices(indicator, field),
        "words": getattr(field, "words", None),
        "required": field.required,
    }


def _choices(indicator: Indicator, field: AnyField) -> list[tuple[str, str]]:
    if field.type == "rubric":
        return [(points_text(level.points), scheme_text(level.text)) for level in indicator.levels]
    choices = [(part.code, scheme_text(part.label)) for part in parts(field)]
    return [*choices, (NONE_OF_THESE, _("None of these"))] if field.type == "checklist" else choices


def _taken(place: Place, whole: Overview, field: AnyField) -> FieldView:
    source, _dot, name = (field.from_ or "").rpartition(".")
    value = look_up(place.scheme, place.indicator, field, whole.answers)
    origin = place.scheme.indicators[source]
    arguments = described(place.indicator, field) | {
        "name": field.code,
        "value": typed_of(origin.field(name), {"value": value}),
        "errors": [],
        "version": 0,
        "taken_from": f"{source} {scheme_text(origin.name)}",
        "taken_url": url_for("assessments.indicator", assessment_id=place.assessment.id, code=source),
    }
    return FieldView(field.code, arguments, 0, "")


def answer_pairs(
    scheme: Scheme, indicator: Indicator, answers: Mapping[str, Mapping[str, Any]]
) -> list[tuple[str, str]]:
    """Labels and answers of one indicator as people read them; unanswered fields with a dash."""
    given = answers.get(indicator.code, {})
    if NOT_APPLICABLE in given:
        return [(_("Does not apply"), str(given[NOT_APPLICABLE]))]
    pairs = []
    for field in indicator.fields:
        value = look_up(scheme, indicator, field, answers)
        text = content_text(indicator, field.code, {"value": value})
        pairs.append((scheme_text(field.label), text or "–"))
    return pairs


def neighbours(scheme: Scheme, code: str) -> Neighbours:
    """The way through the scheme, in the order of the dimensions."""
    order = [one for dimension in scheme.dimensions for one in dimension.indicators]
    at = order.index(code)
    dimension = next(one for one in scheme.dimensions if code in one.indicators)
    return Neighbours(
        code=dimension.code,
        dimension=scheme_text(dimension.name),
        position=dimension.indicators.index(code) + 1,
        count=len(dimension.indicators),
        previous=order[at - 1] if at else None,
        following=order[at + 1] if at + 1 < len(order) else None,
    )


def last_cycle(place: Place, submission: Submission | None) -> LastCycle | None:
    """What an earlier submission says about the same indicator, in the words of its version; None when it does not."""
    if submission is None:
        return None
    snapshot: Snapshot = load(submission)
    scheme = scheme_of_snapshot(snapshot)
    facts = snapshot.indicators.get(place.indicator.code)
    if scheme is None or facts is None or place.indicator.code not in snapshot.answers:
        return None
    return LastCycle(
        on=snapshot.confirmed_at.date(),
        version=snapshot.scheme.version,
        pairs=answer_pairs(scheme, scheme.indicators[place.indicator.code], snapshot.answers),
        points=facts.points,
    )


def used_also(links: Sequence[Any], code: str) -> dict[int, list[str]]:
    """Other indicators for which each document is offered, by document."""
    found: dict[int, list[str]] = {}
    for link in links:
        if link.indicator != code:
            found.setdefault(link.document_id, []).append(link.indicator)
    return found
