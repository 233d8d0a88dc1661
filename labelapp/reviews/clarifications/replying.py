"""The applicant's side of a round: saving drafts, offering documents, handing in."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import MultiDict

from labelapp.accounts.models import User
from labelapp.assessments.evidence_check import require_clean_evidence
from labelapp.assessments.linking import check_place, refuse_infected
from labelapp.assessments.snapshot import OverruledFacts, PersonFacts, evidence_files
from labelapp.clock import now
from labelapp.events.log import record
from labelapp.evidence.models import Document
from labelapp.extensions import db
from labelapp.reviews.clarifications import closing
from labelapp.reviews.clarifications.models import ClarificationEvidence, ClarificationReply, Ending
from labelapp.reviews.clarifications.queries import ReplyPlace, RoundPlace, find_reply, offers_in
from labelapp.reviews.clarifications.replies import (
    Clash,
    Draft,
    draft_of,
    merge,
    problems,
    says_something,
    write,
)
from labelapp.reviews.clarifications.supplements import Change, Part
from labelapp.reviews.operations.transitions import hold
from labelapp.schemes.answers import NOT_APPLICABLE
from labelapp.web.errors import DomainError, InvalidInput


class NotReady(InvalidInput):
    """Replies that cannot be handed in as they are; `sentences` has one for each fault, by indicator."""

    def __init__(self, sentences: dict[str, list[str]]) -> None:
        super().__init__(_("Mend these first: %(codes)s.", codes=", ".join(sentences)))
        self.sentences = sentences


def _open(place: RoundPlace) -> None:
    """Let one change follow the other. Raises DomainError (409) when the round takes no answers any more."""
    hold(place.review)
    closing.require_open(place.round)
    db.session.expire(place.round, ["replies"])
    if not place.round.takes_answers:
        raise DomainError(_("The days for answers are over. What was handed in counts."))


def _open_reply(place: ReplyPlace) -> Draft:
    _open(place)
    draft = draft_of(place)
    if draft.handed_in:
        raise DomainError(_("This was handed in already and cannot be changed."))
    return draft


def save_reply(place: ReplyPlace, form: MultiDict[str, str], by: User) -> list[Clash]:
    """Save what a form says about one indicator; whatever is in the form beside its inputs is not looked at.

    Returns what was not stored because somebody else saved another value meanwhile. Raises DomainError (409) for a
    round that has ended or a reply that was handed in, InvalidInput (422) for signs that are no text.
    """
    draft = _open_reply(place)
    merged, clashes = merge(draft, form)
    reply = draft.reply or ClarificationReply(
        round_id=place.round.id, indicator=place.indicator.code, answers={}, reasons={}
    )
    write(reply, draft, merged)
    reply.changed_at, reply.changed_by_id = now(), by.id
    db.session.add(reply)
    db.session.flush()
    db.session.expire(place.round, ["replies"])
    return clashes


def offer_document(
    place: ReplyPlace, document: Document, page: int | None, note: str, by: User, *, file: int | None = None
) -> ClarificationEvidence:
    """Offer a document of the library besides what was submitted.

    Raises InvalidInput (422) for a foreign, removed or infected document, one that the submission holds for this
    indicator in the same content, or a page that it does not have; DomainError (409) like `save_reply`.
    """
    draft = _open_reply(place)
    if document.cluster_id != place.cluster.id or document.removed_at is not None:
        raise InvalidInput(_("Choose one of your documents."))
    check_place(document, file, page)
    refuse_infected(document)
    offer = ClarificationEvidence(
        round_id=place.round.id,
        indicator=place.indicator.code,
        document=document,
        file=file,
        page=page,
        note=note.strip(),
        offered_at=now(),
        offered_by_id=by.id,
    )
    there = {one.sha256 for one in draft.base.indicators[place.indicator.code].evidence}
    if all(one.sha256 in there for one in offer.files):
        raise InvalidInput(_("The assessors have this document already. Offer one that is new to them."))
    try:
        with db.session.begin_nested():
            db.session.add(offer)
    except IntegrityError:
        raise DomainError(_("This document is offered here already.")) from None
    return offer


def take_back_document(place: ReplyPlace, offer: ClarificationEvidence) -> None:
    """Offer a document no longer; it stays in the library. Raises DomainError (409) like `save_reply`."""
    _open_reply(place)
    db.session.delete(offer)
    db.session.flush()


def hand_in(place: RoundPlace, codes: Sequence[str], by: User) -> None:
    """Hand in what was written about these indicators, for good. When it was the last, the round ends.

    Raises NotReady (422) while something cannot be read or a reason is missing, InvalidInput (422) for an indicator
    without any reply, DomainError (409) when the round has ended or one was handed in already.
    """
    _open(place)
    drafts = [_draft_to_hand_in(place, code) for code in dict.fromkeys(codes)]
    if not drafts:
        raise InvalidInput(_("Choose at least one indicator to hand in."))
    faults = {
        draft.place.indicator.code: [sentence for _name, sentence in found]
        for draft in drafts
        if (found := problems(draft))
    }
    if faults:
        raise NotReady(faults)
    handed = [draft.place.indicator.code for draft in drafts]
    require_clean_evidence([offer for offer in offers_in(place.round) if offer.indicator in handed])
    for draft in drafts:
        _freeze(draft, by)
    db.session.flush()
    db.session.expire(place.round, ["replies"])
    record("clarification.handed_in", place.review, actor=by, round=place.round.number, indicators=handed)
    if all(_is_handed_in(place, code) for code in place.round.indicators):
        closing.end_round(place.round, Ending.ANSWERED, by)


def _is_handed_in(place: RoundPlace, code: str) -> bool:
    reply = place.round.reply_to(code)
    return reply is not None and reply.frozen is not None


def _draft_to_hand_in(place: RoundPlace, code: str) -> Draft:
    found = find_reply(place.round.id, code)
    if found is None:
        raise InvalidInput(_("Nothing was asked about %(code)s.", code=code))
    draft = draft_of(found)
    if draft.handed_in:
        raise DomainError(_("%(code)s was handed in already.", code=code))
    offered = {one.indicator for one in offers_in(place.round)}
    if not says_something(place.round, code, offered):
        raise InvalidInput(_("Nothing was written about %(code)s yet.", code=code))
    return draft


def _freeze(draft: Draft, by: User) -> None:
    place, moment = draft.place, now()
    code = place.indicator.code
    reply = draft.reply or ClarificationReply(
        round_id=place.round.id,
        indicator=code,
        answers={},
        reasons={},
        comment="",
        changed_at=moment,
        changed_by_id=by.id,
    )
    there = {one.sha256 for one in draft.base.indicators[code].evidence}
    offered = [one for offer in offers_in(place.round, code) for one in evidence_files(offer)]
    part = Part(
        asked=closing.asked_about(place.round, code),
        comment=draft.comment,
        changes={
            field: Change(before=draft.before(field)["value"], after=draft.content(field)["value"])
            for field in [*draft.fields, NOT_APPLICABLE]
            if field in draft.answers
        },
        overruled={
            field: _overruled(draft, field, by)
            for field in draft.fields
            if field in draft.answers and draft.figure(field) is not None
        },
        evidence=[one for one in offered if one.sha256 not in there],
        handed_in_by=PersonFacts(id=by.id, name=by.name),
        handed_in_at=moment,
    )
    reply.frozen = part.model_dump(mode="json")
    reply.handed_in_at, reply.handed_in_by_id = moment, by.id
    db.session.add(reply)


def _overruled(draft: Draft, field: str, by: User) -> OverruledFacts | None:
    """None for a field that went back to the value of the data room."""
    if not draft.needs_reason(field):
        return None
    return OverruledFacts(
        value=draft.content(field)["value"], reason=draft.reasons[field], by=by.name, at=now()
    )
