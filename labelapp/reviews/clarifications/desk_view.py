"""Clarifications about one indicator as the desk shows them: what was asked, what changed, what is to be asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from markupsafe import Markup

from labelapp.accounts.models import User
from labelapp.assessments.answers import content_text
from labelapp.assessments.differences import mark_differences
from labelapp.assessments.snapshot import Evidence, Snapshot
from labelapp.reviews.case import Case
from labelapp.reviews.clarifications.asking import rounds_left
from labelapp.reviews.clarifications.forms import AskForm
from labelapp.reviews.clarifications.labels import ending_name, reason_name
from labelapp.reviews.clarifications.models import ClarificationRequest, ClarificationRound
from labelapp.reviews.clarifications.queries import open_round, own_drafts
from labelapp.reviews.clarifications.supplements import Supplement, overlay
from labelapp.schemes.answers import NOT_APPLICABLE, look_up
from labelapp.schemes.definition import Indicator, Scheme
from labelapp.web.locale import scheme_text


@dataclass(frozen=True)
class FieldChange:
    """A field whose value a round changed, against the frozen submission; words that differ are marked.

    `reason`: why the value of the data room does not hold.
    """

    label: str
    submitted: Markup
    now: Markup
    reason: str


@dataclass(frozen=True)
class RoundOnDesk:
    """One closed round about one indicator; `elsewhere`: the value changed because another indicator's answer did."""

    number: int
    ended_on: date
    ending: str
    asked: list[tuple[str, str]]
    answered: bool
    comment: str
    fields: list[FieldChange]
    evidence: list[Evidence]
    elsewhere: bool


@dataclass(frozen=True)
class Clarified:
    """Everything about clarifications beside one indicator. `asking` is None where no question can be noted."""

    rounds: list[RoundOnDesk]
    open: ClarificationRound | None
    open_questions: list[tuple[str, str]]
    draft: ClarificationRequest | None
    asking: AskForm | None
    outdated: bool
    new_files: set[str]


def clarified(case: Case, indicator: Indicator, reader: User, *, may_ask: bool, outdated: bool) -> Clarified:
    """What the desk shows to one reader, who sees no draft but the own one."""
    current = open_round(case.review)
    draft = own_drafts(case.review, reader).get(indicator.code)
    rounds = rounds_about(case, indicator)
    return Clarified(
        rounds=rounds,
        open=current,
        open_questions=questions_about(current, indicator.code) if current else [],
        draft=draft,
        asking=_form(draft) if may_ask and (draft or rounds_left(case.review)) else None,
        outdated=outdated,
        new_files={one.sha256 for shown in rounds for one in shown.evidence},
    )


def _form(draft: ClarificationRequest | None) -> AskForm:
    data = {"reason": draft.reason.value, "question": draft.question} if draft else {}
    return AskForm(formdata=None, data=data).offer()


def questions_about(round_: ClarificationRound, code: str) -> list[tuple[str, str]]:
    """Reason and question of each request about an indicator."""
    return [
        (reason_name(request.reason), request.question)
        for request in round_.requests
        if request.indicator == code
    ]


def rounds_about(case: Case, indicator: Indicator) -> list[RoundOnDesk]:
    """The closed rounds that asked about an indicator or changed its value, oldest first."""
    found, before = [], case.submitted
    for supplement in case.supplements:
        after = overlay(before, [supplement])
        fields = _changes(case.scheme, indicator, (case.submitted, before, after), supplement)
        if fields or indicator.code in supplement.indicators:
            found.append(_round(supplement, indicator, fields))
        before = after
    return found


def _round(supplement: Supplement, indicator: Indicator, fields: Sequence[FieldChange]) -> RoundOnDesk:
    part = supplement.indicators.get(indicator.code)
    return RoundOnDesk(
        number=supplement.number,
        ended_on=supplement.ended_at.date(),
        ending=ending_name(supplement.ending),
        asked=[(reason_name(one.reason), one.question) for one in part.asked] if part else [],
        answered=part is not None and part.handed_in_at is not None,
        comment=part.comment if part else "",
        fields=list(fields),
        evidence=part.evidence if part else [],
        elsewhere=part is None,
    )


def _changes(
    scheme: Scheme,
    indicator: Indicator,
    states: tuple[Snapshot, Snapshot, Snapshot],
    supplement: Supplement,
) -> list[FieldChange]:
    """The fields that a round changed. `states`: the case as submitted, before the round, after it."""
    part = supplement.indicators.get(indicator.code)
    overruled = part.overruled if part else {}
    found = []
    for field in indicator.fields:
        values = [look_up(scheme, indicator, field, state.answers) for state in states]
        if values[1] != values[2]:
            texts = [content_text(indicator, field.code, {"value": value}) for value in values]
            given = overruled.get(field.code)
            found.append(_change(scheme_text(field.label), texts, given.reason if given else ""))
    excuses = [str(state.answers.get(indicator.code, {}).get(NOT_APPLICABLE) or "") for state in states]
    if excuses[1] != excuses[2]:
        found.append(_change(_("Does not apply"), excuses, ""))
    return found


def _change(label: str, texts: Sequence[str], reason: str) -> FieldChange:
    submitted, now = mark_differences(texts[0] or "–", texts[2] or "–")
    return FieldChange(label, submitted, now, reason)
