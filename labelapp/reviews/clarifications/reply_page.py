"""One indicator of a round as the applicant answers it: questions, inputs with what was submitted, documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from labelapp.assessments.answers import content_text, digest, field_of, problem
from labelapp.assessments.indicator_page import described
from labelapp.assessments.queries import documents_of
from labelapp.evidence.models import CheckState
from labelapp.evidence.scanning import states_of
from labelapp.reviews.clarifications.desk_view import questions_about
from labelapp.reviews.clarifications.models import ClarificationEvidence
from labelapp.reviews.clarifications.queries import ReplyPlace, RoundPlace, offers_in
from labelapp.reviews.clarifications.replies import (
    COMMENT,
    REASON,
    Clash,
    Draft,
    draft_of,
    problems,
    says_something,
    stored_inputs,
)
from labelapp.schemes.answers import NOT_APPLICABLE, look_up
from labelapp.web.locale import scheme_text


@dataclass(frozen=True)
class Input:
    """One input of the page: what `scheme_field` prints, the name of what it shows, what was submitted, what is given.

    `reason` is the input for why a computed value does not hold, None where the data room gives none.
    """

    name: str
    arguments: dict[str, Any]
    shown: str
    submitted: str = ""
    given: str = ""
    changed: bool = False
    computed: bool = False
    reason: "Input | None" = None


@dataclass(frozen=True)
class Offer:
    """A document that is offered in this round."""

    row: ClarificationEvidence
    state: CheckState
    url: str


@dataclass(frozen=True)
class ReplyPage:
    """Everything about one indicator of a round."""

    draft: Draft
    questions: list[tuple[str, str]]
    inputs: list[Input]
    taken: list[tuple[str, str]]
    comment: Input
    offers: list[Offer]
    wrong: list[tuple[str, str]]


@dataclass(frozen=True)
class Line:
    """An indicator in the list of a round. `state` is a tag: kind, icon, words."""

    code: str
    name: str
    questions: list[tuple[str, str]]
    state: tuple[str, str, str]
    ready: bool
    handed_in: bool


def reply_page(place: ReplyPlace, clashes: Sequence[Clash] = ()) -> ReplyPage:
    """The page of an indicator, also after a clash."""
    draft = draft_of(place)
    lost = {clash.name: clash for clash in clashes}
    inputs = [_field(draft, field, lost) for field in draft.fields]
    return ReplyPage(
        draft=draft,
        questions=questions_about(place.round, place.indicator.code),
        inputs=inputs,
        taken=_taken(draft),
        comment=_text(
            draft, COMMENT, _("Comment"), lost, hint=_("Anything else that helps to understand the answer.")
        ),
        offers=_offers(offers_in(place.round, place.indicator.code)),
        wrong=[] if draft.handed_in else [(f"f-{name}", sentence) for name, sentence in problems(draft)],
    )


def _field(draft: Draft, name: str, lost: dict[str, Clash]) -> Input:
    indicator, stored = draft.place.indicator, stored_inputs(draft)
    field = None if name == NOT_APPLICABLE else field_of(indicator, name)
    wrong, theirs = (
        problem(indicator, name, draft.content(name)),
        content_text(indicator, name, draft.content(name)),
    )
    arguments = described(indicator, field) | {
        "name": name,
        "value": lost[name].typed if name in lost else stored[name],
        "errors": [_clash(theirs)] if name in lost else [wrong] if wrong else [],
        "required": field is not None and field.required,
    }
    reason = None
    if draft.figure(name) is not None:
        reason = _text(
            draft,
            REASON + name,
            _("Why the value of the data room does not hold"),
            lost,
            hint=_("Needed only when you change the value."),
        )
    return Input(
        name=name,
        arguments=arguments,
        shown=digest(stored[name]),
        submitted=content_text(indicator, name, draft.before(name)),
        given=theirs,
        changed=name in draft.answers,
        computed=reason is not None,
        reason=reason,
    )


def _text(draft: Draft, name: str, label: str, lost: dict[str, Clash], hint: str = "") -> Input:
    stored = stored_inputs(draft)[name]
    arguments = {
        "type": "text",
        "name": name,
        "label": label,
        "hint": hint,
        "value": lost[name].typed if name in lost else stored,
        "errors": [_clash(str(stored or ""))] if name in lost else [],
        "required": False,
    }
    return Input(name, arguments, digest(stored))


def _clash(theirs: str) -> str:
    return str(
        _("Somebody else saved this meanwhile: “%(value)s”. Save again to keep yours.", value=theirs or "–")
    )


def _taken(draft: Draft) -> list[tuple[str, str]]:
    """Values that come from other indicators and cannot be changed here."""
    place = draft.place
    return [
        (
            scheme_text(field.label),
            content_text(
                place.indicator,
                field.code,
                {"value": look_up(place.scheme, place.indicator, field, draft.base.answers)},
            )
            or "–",
        )
        for field in place.indicator.fields
        if field.from_ is not None
    ]


def _offers(rows: Sequence[ClarificationEvidence]) -> list[Offer]:
    states = states_of(file.sha256 for row in rows for file in row.files)
    order = (CheckState.INFECTED, CheckState.WAITING, CheckState.UNSCANNED, CheckState.CLEAN)
    return [
        Offer(
            row,
            min((states[file.sha256] for file in row.files), key=order.index),
            url_for("evidence.document", document_id=row.document_id),
        )
        for row in rows
    ]


def lines_of(place: RoundPlace) -> list[Line]:
    """The indicators of a round with how far their answers are."""
    offered = {offer.indicator for offer in offers_in(place.round)}
    return [_line(place, code, offered) for code in place.round.indicators]


def _line(place: RoundPlace, code: str, offered: set[str]) -> Line:
    reply = place.round.reply_to(code)
    handed_in = reply is not None and reply.frozen is not None
    begun = says_something(place.round, code, offered)
    if handed_in:
        state = ("good", "check", _("Handed in"))
    elif begun:
        state = ("open", "half", _("Written, not handed in"))
    else:
        state = ("attention", "talk", _("Question open"))
    return Line(
        code=code,
        name=scheme_text(place.scheme.indicators[code].name),
        questions=questions_about(place.round, code),
        state=state,
        ready=begun and not handed_in,
        handed_in=handed_in,
    )


def document_choices(place: ReplyPlace) -> list[tuple[str, str]]:
    """The documents of the library that are not offered in this round yet."""
    there = {offer.document_id for offer in offers_in(place.round, place.indicator.code)}
    return [(str(one.id), one.title) for one in documents_of(place.cluster) if one.id not in there]
