"""The applicant's pages: what is asked, one page an indicator, documents, handing in."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import FileStorage, MultiDict

from labelapp.assessments.forms import LinkDocumentForm
from labelapp.assessments.queries import documents_of, scheme_of
from labelapp.evidence.operations import known_as, take_upload
from labelapp.evidence.uploading import Outcome, sent_files, take_each
from labelapp.extensions import db
from labelapp.reviews.clarifications import policy, replying
from labelapp.reviews.clarifications.forms import HandInForm
from labelapp.reviews.clarifications.labels import round_tag
from labelapp.reviews.clarifications.queries import (
    CasePlace,
    ReplyPlace,
    RoundPlace,
    find_case,
    find_reply,
    find_round,
    offers_in,
)
from labelapp.reviews.clarifications.replies import Clash
from labelapp.reviews.clarifications.reply_page import Line, document_choices, lines_of, reply_page
from labelapp.reviews.clarifications.views.blueprint import bp
from labelapp.web.access import requires_on
from labelapp.web.errors import DomainError
from labelapp.web.fields import choices, refuse

OFFER = "offer-"
TAKE_BACK = "take-back."


@bp.get("/assessments/<int:assessment_id>/clarifications")
@requires_on(find_case, policy.may_read_questions)
def of_assessment(place: CasePlace) -> ResponseReturnValue:
    """All rounds about one submission."""
    return render_template(
        "reviews/clarifications/list.html",
        place=place,
        scheme=scheme_of(place.assessment),
        tags={one.id: round_tag(one) for one in place.rounds},
    )


@bp.get("/clarifications/<int:round_id>")
@requires_on(find_round, policy.may_read_questions)
def questions(place: RoundPlace) -> ResponseReturnValue:
    """What is asked in a round, and how far the answers are."""
    return render_template(
        "reviews/clarifications/questions.html",
        place=place,
        lines=lines_of(place),
        tag_of_round=round_tag(place.round),
        hands_in=policy.may_hand_in(current_user, place),
        replies=policy.may_reply(current_user, place),
    )


@bp.get("/clarifications/<int:round_id>/<code>")
@requires_on(find_reply, policy.may_read_questions)
def reply(place: ReplyPlace) -> ResponseReturnValue:
    """The questions about one indicator, its answers, and documents that are new."""
    return _page(place)


def _page(
    place: ReplyPlace,
    clashes: Sequence[Clash] = (),
    *,
    offer: LinkDocumentForm | None = None,
    refusals: Sequence[str] = (),
) -> str:
    codes = place.round.indicators
    at = codes.index(place.indicator.code)
    return render_template(
        "reviews/clarifications/reply.html",
        place=place,
        page=reply_page(place, clashes),
        offer=offer or _offer_form(place),
        refusals=refusals,
        following=codes[at + 1] if at + 1 < len(codes) else None,
        clashes=clashes,
        may_reply=policy.may_reply(current_user, place),
    )


@bp.post("/clarifications/<int:round_id>/<code>")
@requires_on(find_reply, policy.may_reply)
def save(place: ReplyPlace) -> ResponseReturnValue:
    """Save the whole page as a draft: answers, files, a document of the library, one that is taken back.

    What cannot be kept comes back with its reason; everything else on the page is saved all the same.
    """
    clashes = replying.save_reply(place, request.form, current_user)
    outcome = take_each(files, lambda sent: _take(place, sent)) if (files := sent_files()) else Outcome()
    form = _offer_form(place, request.form)
    linked = not form.document.data or _link(place, form)
    if not linked:
        outcome.refused.append(_("The document of the library was not added. See below why."))
    _take_back(place, request.form.get("go", ""))
    if clashes or outcome.refused:
        # The answer is an error and would give up what was saved.
        db.session.commit()
        return _page(
            place, clashes, offer=None if linked else form, refusals=outcome.refused
        ), 409 if clashes else 422
    for sentence in outcome.taken:
        flash(sentence)
    return redirect(_onward(place, request.form.get("go", "")), 303)


def _onward(place: ReplyPlace, target: str) -> str:
    if target == "list":
        return url_for("clarifications.questions", round_id=place.round.id)
    if target not in place.round.indicators:
        flash(_("Saved. It is not handed in yet."))
        target = place.indicator.code
    return url_for("clarifications.reply", round_id=place.round.id, code=target)


def _take(place: ReplyPlace, sent: FileStorage) -> tuple[str, bool]:
    taken = take_upload(place.cluster, sent, by=current_user)
    replying.offer_document(place, taken.document, None, "", current_user)
    if taken.known:
        return _("%(known)s It is offered for this indicator now.", known=known_as(taken.revision)), False
    return _("“%(title)s” is offered for this indicator.", title=taken.document.title), True


def _offer_form(place: ReplyPlace, posted: MultiDict[str, str] | None = None) -> LinkDocumentForm:
    """The choice of a document, a part of the page's one form, which may be left open."""
    form = LinkDocumentForm(formdata=posted, prefix=OFFER, meta={"csrf": False})
    form.document.choices = choices([("", "–"), *document_choices(place)])
    return form


def _link(place: ReplyPlace, form: LinkDocumentForm) -> bool:
    if not form.validate():
        return False
    documents = {str(one.id): one for one in documents_of(place.cluster)}
    page, note = form.page.data, form.note.data or ""
    try:
        replying.offer_document(place, documents[form.document.data], page, note, current_user)
    except DomainError as error:
        refuse(form.page, error)
        return False
    return True


def _take_back(place: ReplyPlace, target: str) -> None:
    """The button beside a document says which one; any other number is none of this indicator's."""
    for offer in offers_in(place.round, place.indicator.code):
        if target == f"{TAKE_BACK}{offer.id}":
            replying.take_back_document(place, offer)
            flash(
                _(
                    "“%(title)s” is no longer offered here. It stays in the library.",
                    title=offer.document.title,
                )
            )


@bp.get("/clarifications/<int:round_id>/hand-in")
@requires_on(find_round, policy.may_hand_in)
def hand_in(place: RoundPlace) -> ResponseReturnValue:
    """What is handed in, before it is done."""
    lines = lines_of(place)
    form = HandInForm(formdata=None, codes=[line.code for line in lines if line.ready])
    return _hand_in_page(place, form, lines)


def _hand_in_page(
    place: RoundPlace, form: HandInForm, lines: Sequence[Line], faults: dict[str, list[str]] | None = None
) -> str:
    if not place.round.takes_answers:
        raise DomainError(_("The days for answers are over. What was handed in counts."))
    form.codes.choices = choices((line.code, f"{line.code} {line.name}") for line in lines if line.ready)
    return render_template(
        "reviews/clarifications/hand_in.html",
        place=place,
        form=form,
        silent=[line for line in lines if not line.ready and not line.handed_in],
        faults=faults or {},
    )


@bp.post("/clarifications/<int:round_id>/hand-in")
@requires_on(find_round, policy.may_hand_in)
def handed_in(place: RoundPlace) -> ResponseReturnValue:
    """Hand in for good."""
    form, lines = HandInForm(), lines_of(place)
    form.codes.choices = choices((line.code, line.name) for line in lines if line.ready)
    if not form.validate_on_submit():
        return _hand_in_page(place, form, lines), 422
    try:
        replying.hand_in(place, form.codes.data or [], current_user)
    except replying.NotReady as error:
        return _hand_in_page(place, form, lines, error.sentences), 422
    except DomainError as error:
        form.codes.errors = [error.message]
        return _hand_in_page(place, form, lines), error.status
    if place.round.closed_at is None:
        flash(_("Handed in. The assessors see it when the round ends."))
    else:
        flash(_("Handed in. The assessors can see your answers now."))
    return redirect(url_for("clarifications.questions", round_id=place.round.id), 303)
