"""The applicant's pages: what is asked, one page an indicator, documents, handing in."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from labelapp.assessments.forms import LinkDocumentForm
from labelapp.assessments.queries import documents_of, scheme_of
from labelapp.evidence.operations import known_as, take_upload
from labelapp.evidence.uploading import as_json, sent_files, take_each
from labelapp.extensions import db
from labelapp.reviews.clarifications import policy, replying
from labelapp.reviews.clarifications.forms import HandInForm
from labelapp.reviews.clarifications.labels import round_tag
from labelapp.reviews.clarifications.queries import (
    CasePlace,
    OfferPlace,
    ReplyPlace,
    RoundPlace,
    find_case,
    find_offer,
    find_reply,
    find_round,
)
from labelapp.reviews.clarifications.replies import Clash
from labelapp.reviews.clarifications.reply_page import Line, document_choices, lines_of, reply_page
from labelapp.reviews.clarifications.views.blueprint import bp
from labelapp.web.access import requires_on
from labelapp.web.errors import DomainError, InvalidInput, wants_json
from labelapp.web.fields import choices


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
    form = offer or LinkDocumentForm(formdata=None)
    form.document.choices = choices(document_choices(place))
    codes = place.round.indicators
    at = codes.index(place.indicator.code)
    return render_template(
        "reviews/clarifications/reply.html",
        place=place,
        page=reply_page(place, clashes),
        offer=form if form.document.choices else None,
        refusals=refusals,
        following=codes[at + 1] if at + 1 < len(codes) else None,
        clashes=clashes,
        may_reply=policy.may_reply(current_user, place),
    )


@bp.post("/clarifications/<int:round_id>/<code>")
@requires_on(find_reply, policy.may_reply)
def save(place: ReplyPlace) -> ResponseReturnValue:
    """Save the page as a draft; a clash keeps what was typed and shows the other value."""
    clashes = replying.save_reply(place, request.form, current_user)
    if clashes:
        # Everything else on the page is saved, though the answer is a 409 and would give it up.
        db.session.commit()
        return _page(place, clashes), 409
    target = request.form.get("go", "")
    if target == "list":
        return redirect(url_for("clarifications.questions", round_id=place.round.id), 303)
    if target in place.round.indicators:
        return redirect(url_for("clarifications.reply", round_id=place.round.id, code=target), 303)
    flash(_("Saved. It is not handed in yet."))
    return redirect(_address(place), 303)


@bp.post("/clarifications/<int:round_id>/<code>/documents")
@requires_on(find_reply, policy.may_reply)
def add_document(place: ReplyPlace) -> ResponseReturnValue:
    """Receive files into the library and offer them here."""

    def take(sent: FileStorage) -> tuple[str, bool]:
        taken = take_upload(place.cluster, sent, by=current_user)
        replying.offer_document(place, taken.document, None, "", current_user)
        if taken.known:
            return _("%(known)s It is offered for this indicator now.", known=known_as(taken.revision)), False
        return _("“%(title)s” is offered for this indicator.", title=taken.document.title), True

    outcome = take_each(sent_files(), take)
    if wants_json():
        return as_json(outcome, _address(place, "evidence"))
    if outcome.refused and not outcome.taken:
        return _page(place, refusals=outcome.refused), outcome.status
    for sentence in outcome.taken:
        flash(sentence)
    for sentence in outcome.refused:
        flash(sentence, "error")
    return redirect(_address(place, "evidence"), 303)


@bp.post("/clarifications/<int:round_id>/<code>/documents/link")
@requires_on(find_reply, policy.may_reply)
def link_document(place: ReplyPlace) -> ResponseReturnValue:
    """Offer a document that is in the library already."""
    form = LinkDocumentForm()
    documents = {str(one.id): one for one in documents_of(place.cluster)}
    form.document.choices = choices((number, one.title) for number, one in documents.items())
    if form.validate_on_submit():
        document = documents[form.document.data]
        try:
            replying.offer_document(place, document, form.page.data, form.note.data or "", current_user)
        except InvalidInput as error:
            form.page.errors = [error.message]
        else:
            flash(_("“%(title)s” is offered for this indicator.", title=document.title))
            return redirect(_address(place, "evidence"), 303)
    return _page(place, offer=form), 422


@bp.post("/clarifications/<int:round_id>/<code>/documents/<int:offer_id>/remove")
@requires_on(find_offer, policy.may_reply)
def take_back_document(place: OfferPlace) -> ResponseReturnValue:
    """Offer a document no longer."""
    title = place.offer.document.title
    replying.take_back_document(place, place.offer)
    flash(_("“%(title)s” is no longer offered here. It stays in the library.", title=title))
    return redirect(_address(place, "evidence"), 303)


def _address(place: ReplyPlace, anchor: str | None = None) -> str:
    return url_for("clarifications.reply", round_id=place.round.id, code=place.indicator.code, _anchor=anchor)


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
