"""What the applicant is writing about one indicator: read from the case and the draft, written from a posted form.

Every input is posted with a short name of what it had shown (`shown.<name>`). Only what was touched is saved, and only
where nobody else saved another value meanwhile, so that nothing is overwritten and nothing typed is lost.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from labelapp.assessments.answers import (
    Content,
    Typed,
    answerable,
    content_of,
    digest,
    field_of,
    problem,
    typed_in_form,
    typed_of,
)
from labelapp.assessments.snapshot import FigureFacts, Snapshot, load
from labelapp.reviews.clarifications.models import ClarificationReply, ClarificationRound
from labelapp.reviews.clarifications.queries import ReplyPlace
from labelapp.reviews.clarifications.supplements import overlay, supplements_of

COMMENT = "comment"
REASON = "reason."
LONGEST = 10_000


@dataclass(frozen=True)
class Draft:
    """A reply as it stands. `base` is the case before this round, which the answers lie over."""

    place: ReplyPlace
    base: Snapshot
    reply: ClarificationReply | None

    @property
    def fields(self) -> list[str]:
        """The fields of the indicator that can be answered, the reason of not applying last."""
        return answerable(self.place.indicator)

    @property
    def handed_in(self) -> bool:
        """Whether it was handed in, and cannot change any more."""
        return self.reply is not None and self.reply.frozen is not None

    @property
    def comment(self) -> str:
        """What the team says besides."""
        return self.reply.comment if self.reply else ""

    @property
    def answers(self) -> Mapping[str, Content]:
        """The contents of the fields that differ from the base."""
        return self.reply.answers if self.reply else {}

    @property
    def reasons(self) -> Mapping[str, str]:
        """Why computed values do not hold, by field."""
        return self.reply.reasons if self.reply else {}

    def before(self, field: str) -> Content:
        """The content of a field in the case before this round."""
        return {"value": self.base.answers.get(self.place.indicator.code, {}).get(field)}

    def content(self, field: str) -> Content:
        """The content of a field with this reply."""
        return self.answers.get(field, self.before(field))

    def figure(self, field: str) -> FigureFacts | None:
        """The value that the data room had for a field on the day of the submission."""
        return self.base.figures.get(self.place.indicator.code, {}).get(field)

    def needs_reason(self, field: str) -> bool:
        """Whether a computed value was changed to another one than the data room gives."""
        figure = self.figure(field)
        return (
            figure is not None and field in self.answers and self.answers[field].get("value") != figure.value
        )


@dataclass(frozen=True)
class Clash:
    """Somebody else saved another value meanwhile. `typed` was not stored and comes back to the form."""

    name: str
    typed: Typed


def draft_of(place: ReplyPlace) -> Draft:
    """The reply as it stands, on the case as it was before this round."""
    earlier = [one for one in supplements_of(place.review) if one.number < place.round.number]
    base = overlay(load(place.review.submission), earlier)
    return Draft(place, base, place.round.reply_to(place.indicator.code))


def stored_inputs(draft: Draft) -> dict[str, Typed]:
    """What stands in each input: the fields, the reasons for computed ones, the comment."""
    indicator = draft.place.indicator
    found: dict[str, Typed] = {}
    for field in draft.fields:
        found[field] = typed_of(field_of(indicator, field), draft.content(field))
        if draft.figure(field) is not None:
            found[REASON + field] = draft.reasons.get(field) or None
    return found | {COMMENT: draft.comment or None}


def posted_inputs(draft: Draft, form: MultiDict[str, str]) -> dict[str, Typed]:
    """What a form holds for each input that it had shown. Raises InvalidInput for what is no text."""
    found: dict[str, Typed] = {}
    for name in stored_inputs(draft):
        if f"shown.{name}" in form:
            is_field = name in draft.fields
            found[name] = typed_in_form(
                field_of(draft.place.indicator, name) if is_field else None, name, form
            )
    return found


def merge(draft: Draft, form: MultiDict[str, str]) -> tuple[dict[str, Typed], list[Clash]]:
    """What is to be stored for each input after a form came in, and what clashes with somebody else's."""
    merged, clashes = stored_inputs(draft), []
    for name, typed in posted_inputs(draft, form).items():
        shown, stored = form[f"shown.{name}"], merged[name]
        if digest(typed) in (shown, digest(stored)):
            continue
        if digest(stored) == shown:
            merged[name] = typed
        else:
            clashes.append(Clash(name, typed))
    return merged, clashes


def write(reply: ClarificationReply, draft: Draft, inputs: Mapping[str, Typed]) -> None:
    """Put what stands in the inputs into a reply: of the fields, those that differ from the base."""
    indicator = draft.place.indicator
    answers: dict[str, Any] = {}
    for field in draft.fields:
        content, before = content_of(indicator, field, inputs[field]), draft.before(field)
        as_before = digest(inputs[field]) == digest(typed_of(field_of(indicator, field), before))
        if content != before and not as_before:
            answers[field] = content
    reply.answers = answers
    reply.reasons = {
        field: str(inputs[REASON + field])[:LONGEST] for field in draft.fields if inputs.get(REASON + field)
    }
    reply.comment = str(inputs[COMMENT] or "")[:LONGEST]


def problems(draft: Draft) -> list[tuple[str, str]]:
    """What has to be mended before the reply can be handed in: (name of the input, sentence)."""
    found = []
    for field in draft.fields:
        if wrong := problem(draft.place.indicator, field, draft.content(field)):
            found.append((field, wrong))
        if draft.needs_reason(field) and not draft.reasons.get(field):
            found.append((REASON + field, str(_("Say why the value of the data room does not hold."))))
    return found


def says_something(round_: ClarificationRound, code: str, offered: set[str]) -> bool:
    """Whether there is anything to hand in about an indicator; `offered`: indicators with documents."""
    reply = round_.reply_to(code)
    return code in offered or (reply is not None and bool(reply.answers or reply.comment))
