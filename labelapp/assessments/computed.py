"""Answers that are computed from the data room: read with the others, never stored, and overruled with a reason.

Where a field names a figure, the data room holds rows for it and the team gave no value of its own, the figure is
the value. A value of the team's own counts before the figure.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from labelapp.accounts.models import User
from labelapp.assessments.answers import Content, typed_of
from labelapp.assessments.models import Assessment, AssessmentState, Overruling
from labelapp.assessments.queries import Answers, GivenAnswers, Place, as_answers, given_answer
from labelapp.assessments.saving import Clash, require_draft, save_answer
from labelapp.assessments.snapshot import FigureFacts, OverruledFacts, load
from labelapp.clock import now
from labelapp.dataroom.figures import Figure, Figures, figures_of, source_digest
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.schemes.answers import consulted
from labelapp.schemes.definition import AnyField, Scheme
from labelapp.web.errors import DomainError, InvalidInput


@dataclass(frozen=True)
class Bound:
    """A field that names a figure which the data room has."""

    indicator: str
    field: AnyField
    figure: Figure


def bound_fields(scheme: Scheme, figures: Figures) -> Iterator[Bound]:
    """The fields of a scheme whose figure is known, in the scheme's order."""
    for indicator in scheme.indicator_list:
        for field in indicator.fields:
            if field.figure and field.figure in figures and field.from_ is None:
                yield Bound(indicator.code, field, figures[field.figure])


def with_figures(scheme: Scheme, answers: Answers, figures: Figures) -> Answers:
    """Answers completed by the figures; what the team gave stays as it is."""
    merged = {code: dict(fields) for code, fields in answers.items()}
    for bound in bound_fields(scheme, figures):
        merged.setdefault(bound.indicator, {}).setdefault(bound.field.code, bound.figure.value)
    return merged


def complete_answers(scheme: Scheme, given: GivenAnswers, figures: Figures) -> Answers:
    """The stored answers completed by the figures. A value that cannot be read is the team's own, too."""
    unreadable = {key for key, one in given.items() if "raw" in one.content}
    merged = with_figures(scheme, as_answers(given.values()), figures)
    for code, field in unreadable:
        merged.get(code, {}).pop(field, None)
    return {code: fields for code, fields in merged.items() if fields}


def answers_for(place: Place, contents: Mapping[tuple[str, str], Content], on: date) -> Answers:
    """The answers that count for one indicator, completed by the figures; `contents` as by `queries.contents_for`.

    Figures are read only when one of the indicators asks for any.
    """
    codes = consulted(place.scheme, place.indicator)
    answers: Answers = {}
    for (indicator, field), content in contents.items():
        if content["value"] is not None:
            answers.setdefault(indicator, {})[field] = content["value"]
    asked = {field.figure for code in codes for field in place.scheme.indicators[code].fields if field.figure}
    for bound in bound_fields(place.scheme, figures_of(place.cluster, on, asked)):
        content = contents.get((bound.indicator, bound.field.code), {"value": None})
        if bound.indicator in codes and content == {"value": None}:
            answers.setdefault(bound.indicator, {})[bound.field.code] = bound.figure.value
    return answers


def counted(scheme: Scheme, given: GivenAnswers, figures: Figures) -> frozenset[tuple[str, str]]:
    """Indicator and field of each answer that is a figure."""
    bound = ((one.indicator, one.field.code) for one in bound_fields(scheme, figures))
    return frozenset(key for key in bound if not is_own(given, *key))


def figures_for(assessment: Assessment, on: date) -> Figures:
    """The figures that count for a self-assessment: of the data room as of a day, and none once it is closed.

    What was submitted keeps the figures of its snapshot, see `frozen_answers`.
    """
    if assessment.state in (AssessmentState.DRAFT, AssessmentState.AWAITING_CONFIRMATION):
        return figures_of(assessment.cluster, on)
    return frozen_figures(assessment)


def frozen_figures(assessment: Assessment) -> Figures:
    """The figures that the submission of a self-assessment took; none without a submission."""
    if assessment.state is not AssessmentState.SUBMITTED or assessment.submission is None:
        return {}
    taken = load(assessment.submission).figures
    return {
        facts.figure: Figure(facts.figure, facts.value, facts.on, facts.rows)
        for fields in taken.values()
        for facts in fields.values()
    }


def is_own(given: GivenAnswers, indicator: str, field: str) -> bool:
    """Whether the team gave a value of its own, readable or not."""
    one = given.get((indicator, field))
    return one is not None and (one.content["value"] is not None or "raw" in one.content)


def overrulings(assessment: Assessment) -> dict[tuple[str, str], Overruling]:
    """Why figures were overruled, by (indicator, field)."""
    by = joinedload(Overruling.overruled_by, innerjoin=True).lazyload(User.roles)
    query = select(Overruling).where(Overruling.assessment_id == assessment.id).options(by)
    return {(one.indicator, one.field): one for one in db.session.scalars(query)}


def overrule(place: Place, bound: Bound, reason: str, by: User) -> None:
    """Let the team's own value count from now on; it begins with the figure and is changed on the page.

    Raises InvalidInput without a reason, DomainError when answers are closed or somebody else was quicker.
    """
    if not reason.strip():
        raise InvalidInput(_("Say why the value of the data room does not hold."))
    require_draft(place.assessment)
    given = given_answer(place.assessment, place.indicator.code, bound.field.code)
    if given is None or given.content["value"] is None:
        typed = typed_of(bound.field, {"value": bound.figure.value})
        _save(place, bound, typed, given.version if given else 0, by)
    _forget(place, bound)
    row = Overruling(
        assessment_id=place.assessment.id,
        indicator=place.indicator.code,
        field=bound.field.code,
        reason=reason.strip(),
        overruled_at=now(),
        overruled_by_id=by.id,
    )
    db.session.add(row)
    _note(place, bound, "overruled", by)


def take_figure(place: Place, bound: Bound, by: User) -> None:
    """Go back to the figure: the team's own value is emptied, and stays in the history of the answer.

    Raises DomainError when answers are closed or somebody else was quicker.
    """
    require_draft(place.assessment)
    given = given_answer(place.assessment, place.indicator.code, bound.field.code)
    if given is not None and (given.content["value"] is not None or "raw" in given.content):
        _save(place, bound, None, given.version, by)
    _forget(place, bound)
    _note(place, bound, "taken", by)


def _save(place: Place, bound: Bound, typed: Any, version: int, by: User) -> None:
    if isinstance(save_answer(place, bound.field.code, typed, version, by), Clash):
        raise DomainError(_("Somebody else changed this answer at the same moment. Look at the page again."))


def _forget(place: Place, bound: Bound) -> None:
    db.session.execute(
        delete(Overruling).where(
            Overruling.assessment_id == place.assessment.id,
            Overruling.indicator == place.indicator.code,
            Overruling.field == bound.field.code,
        )
    )


def _note(place: Place, bound: Bound, what: str, by: User) -> None:
    record(
        f"figure.{what}",
        place.assessment,
        actor=by,
        indicator=place.indicator.code,
        field=bound.field.code,
        figure=bound.figure.code,
    )


def freeze_figures(
    assessment: Assessment, scheme: Scheme, answers: Answers, given: GivenAnswers, figures: Figures
) -> dict[str, dict[str, FigureFacts]]:
    """What a submission keeps of every figure that a field of it names, used or overruled."""
    reasons = overrulings(assessment)
    digests: dict[str, str] = {}
    facts: dict[str, dict[str, FigureFacts]] = {}
    for bound in bound_fields(scheme, figures):
        figure = bound.figure
        if figure.code not in digests:
            digests[figure.code] = source_digest(assessment.cluster, figure.code, figure.on)
        key = (bound.indicator, bound.field.code)
        overruled = None
        if is_own(given, *key):
            overruled = _overruled(answers[bound.indicator][bound.field.code], given, key, reasons.get(key))
        facts.setdefault(bound.indicator, {})[bound.field.code] = FigureFacts(
            figure=figure.code,
            value=figure.value,
            on=figure.on,
            rows=figure.rows,
            digest=digests[figure.code],
            overruled=overruled,
        )
    return facts


def _overruled(
    value: Any, given: GivenAnswers, key: tuple[str, str], reason: Overruling | None
) -> OverruledFacts:
    """A value that was typed without a reason is kept as such, with who typed it."""
    if reason is None:
        return OverruledFacts(value=value, reason="", by=given[key].author, at=given[key].changed_at)
    return OverruledFacts(
        value=value, reason=reason.reason, by=reason.overruled_by.name, at=reason.overruled_at
    )
