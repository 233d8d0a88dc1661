"""The pages of the register: finding experts, inviting them, granting and withdrawing qualifications."""

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from typing import Any, TypeVar

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from labelapp.accounts.models import User
from labelapp.accounts.operations import EmailInUse
from labelapp.accounts.operations import send_invitation as mail_invitation
from labelapp.accounts.sign_in import fresh
from labelapp.clock import today
from labelapp.clusters.places import language_choices, sort_key
from labelapp.clusters.portfolios import PORTFOLIOS, portfolio_name
from labelapp.reviews.models import AssessorRole
from labelapp.reviews.queries.reviews import find_person
from labelapp.reviews.register import operations, policy
from labelapp.reviews.register.forms import InviteExpertForm, QualificationForm, WithdrawalForm
from labelapp.reviews.register.models import Qualification
from labelapp.reviews.register.queries import (
    Account,
    Asked,
    Availability,
    Load,
    Sort,
    count_experts,
    countries_of_experts,
    find_qualification,
    list_experts,
)
from labelapp.reviews.register.standing import DAYS_BEFORE, name_of, parts, standing_parts
from labelapp.web.access import requires, requires_on
from labelapp.web.errors import InvalidInput
from labelapp.web.fields import refuse
from labelapp.web.formats import country_name
from labelapp.web.paging import read_position

bp = Blueprint("experts", __name__)
Chosen = TypeVar("Chosen", bound=StrEnum)


@bp.get("/assessors")
@requires(policy.may_see_register)
def register() -> ResponseReturnValue:
    """All experts with what they are qualified for, their load and whether they are free."""
    asked = _asked()
    countries = sorted(countries_of_experts(), key=lambda code: sort_key(country_name(code)))
    return render_template(
        "reviews/register/experts.html",
        asked=asked,
        first=replace(asked, position=None),
        page=list_experts(asked),
        count=count_experts(asked),
        today=today(),
        ends_soon=DAYS_BEFORE,
        countries=[(code, country_name(code)) for code in countries],
        reading=language_choices(),
        sectors=list(PORTFOLIOS.items()),
        parts=parts(),
        standing_parts=standing_parts,
        portfolio_name=portfolio_name,
    )


def _asked() -> Asked:
    args = request.args
    part = next((one for one in parts() if one.key == args.get("part")), None)
    return Asked(
        search=args.get("search", "").replace("\0", "")[:100].strip(),
        country=_code(args.get("country", "")),
        language=_code(args.get("language", "")),
        sector=args.get("sector", "") if args.get("sector") in PORTFOLIOS else "",
        part=(part.scheme.code, AssessorRole(part.role)) if part else None,
        availability=_one_of(Availability, args.get("availability")),
        load=_one_of(Load, args.get("load")),
        account=_one_of(Account, args.get("account")),
        sort=_one_of(Sort, args.get("sort")) or Sort.NAME,
        descending=args.get("order") == "descending",
        position=read_position(args.get("at")),
    )


def _code(text: str) -> str:
    return text if text.isascii() and text.isalpha() and len(text) == 2 else ""


def _one_of(kind: type[Chosen], text: str | None) -> Chosen | None:
    return kind(text) if text in set(kind) else None


@bp.route("/assessors/invite", methods=["GET", "POST"])
@requires(policy.may_see_register)
@fresh
def invite() -> ResponseReturnValue:
    """Invite a new expert: account, profile and qualifications in one go."""
    form = InviteExpertForm(granted_on=today())
    form.offer()
    if form.validate_on_submit():
        person = operations.NewExpert(form.name.data or "", form.email.data or "", form.locale.data)
        invitation = _attempt(form, lambda: _invite(form, person))
        if invitation is not None:
            flash(_("The invitation to %(email)s is on its way.", email=invitation.user.email))
            return redirect(url_for("reviews.profile", user_id=invitation.user_id), 303)
    return render_template("reviews/register/invite.html", form=form), 422 if form.errors else 200


def _invite(form: InviteExpertForm, person: operations.NewExpert) -> Any:
    return operations.invite_expert(person, form.said(), form.chosen(), form.granted_on.data, _reader())


def _attempt(form: Any, work: Callable[[], Any]) -> Any:
    """What `work` comes to; None, with the reason at its field, when it is refused."""
    try:
        return work()
    except EmailInUse as error:
        refuse(form.email, error)
    except InvalidInput as error:
        refuse(form.granted_on, error)
    return None


@bp.post("/assessors/<int:user_id>/invitation")
@requires_on(find_person, policy.may_invite_again)
def invite_again(person: User) -> ResponseReturnValue:
    """Send the invitation again; the earlier link ends."""
    mail_invitation(person, _reader())
    flash(_("The invitation to %(email)s is on its way.", email=person.email))
    return redirect(url_for("reviews.profile", user_id=person.id), 303)


@bp.route("/assessors/<int:user_id>/qualifications", methods=["GET", "POST"])
@requires_on(find_person, policy.may_qualify)
def grant(person: User) -> ResponseReturnValue:
    """Grant or renew qualifications of an expert."""
    form = QualificationForm(granted_on=today())
    form.offer()
    if form.validate_on_submit():
        granted = _attempt(
            form,
            lambda: operations.grant_qualifications(person, form.chosen(), form.granted_on.data, _reader()),
        )
        if granted:
            flash(
                ngettext(
                    "%(num)s qualification is granted.", "%(num)s qualifications are granted.", len(granted)
                )
            )
            return redirect(url_for("reviews.profile", user_id=person.id), 303)
    page = render_template("reviews/register/grant.html", person=person, form=form)
    return page, 422 if form.errors else 200


@bp.route("/assessors/<int:user_id>/qualifications/<int:qualification_id>/withdraw", methods=["GET", "POST"])
@requires_on(find_qualification, policy.may_withdraw)
def withdraw(one: Qualification) -> ResponseReturnValue:
    """Withdraw a qualification, after asking for the reason."""
    form = WithdrawalForm()
    if form.validate_on_submit():
        try:
            operations.withdraw_qualification(one, form.reason.data or "", _reader())
        except InvalidInput as error:
            refuse(form.reason, error)
        else:
            flash(_("The qualification is withdrawn."))
            return redirect(url_for("reviews.profile", user_id=one.user_id), 303)
    page = render_template("reviews/register/withdraw.html", one=one, name=name_of(one), form=form)
    return page, 422 if form.errors else 200


def _reader() -> User:
    user: User = current_user._get_current_object()
    return user
