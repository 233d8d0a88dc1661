"""One's own account, invitations, and the administration of people."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from labelapp.accounts import operations, queries
from labelapp.accounts.forms import ROLE_LABELS, AcceptForm, AccountForm, InviteForm, RolesForm
from labelapp.accounts.models import RoleName, User
from labelapp.accounts.policy import may_close, may_manage_people, may_manage_person
from labelapp.accounts.settings import account_pages
from labelapp.accounts.sign_in import fresh
from labelapp.web.access import public, requires, requires_on, signed_in
from labelapp.web.errors import DomainError
from labelapp.web.fields import refuse
from labelapp.web.locale import COOKIE
from labelapp.web.paging import read_position

bp = Blueprint("accounts", __name__)


@bp.route("/account", methods=["GET", "POST"])
@signed_in
def account() -> ResponseReturnValue:
    """One's own name, language and password. The language chosen here counts from now on in this browser too."""
    form = AccountForm(obj=current_user)
    if form.validate_on_submit():
        operations.change_account(current_user._get_current_object(), form.name.data, form.locale.data)
        response = redirect(url_for("accounts.account"))
        response.delete_cookie(COOKIE)
        flash(_("Saved."), "success")
        return response
    page = render_template("accounts/account.html", form=form, role_labels=ROLE_LABELS, pages=account_pages())
    return page, 422 if form.errors else 200


@bp.route("/invitations/<token>", methods=["GET", "POST"])
@public
def accept_invitation(token: str) -> ResponseReturnValue:
    """Choose the first password. Who holds an expired or used link learns what to do, and nothing else."""
    invitation = queries.find_invitation(token)
    if invitation is None or not queries.is_open(invitation):
        used = invitation is not None and invitation.user.password is not None
        return render_template("accounts/invitation_closed.html", used=used), 410 if invitation else 404
    form = AcceptForm()
    if form.validate_on_submit():
        try:
            operations.accept_invitation(invitation, form.password.data)
        except operations.PasswordRefused as error:
            refuse(form.password, error)
        else:
            flash(_("Your account is ready. Sign in with your e-mail address and the password."), "success")
            return redirect(url_for("security.login"))
    page = render_template("accounts/invitation.html", form=form, invitation=invitation, token=token)
    return page, 422 if form.errors else 200


@bp.get("/people")
@requires(may_manage_people)
def people() -> ResponseReturnValue:
    """All accounts."""
    asked = queries.PeopleRequest(
        search=request.args.get("search", "")[:100].strip(),
        role=_known(request.args.get("role", ""), tuple(RoleName)),
        sort=_known(request.args.get("sort", ""), queries.SORTS) or "name",
        descending=request.args.get("order") == "descending",
        position=read_position(request.args.get("at")),
    )
    return render_template(
        "accounts/people.html",
        asked=asked,
        first=replace(asked, position=None),
        page=queries.list_people(asked),
        count=queries.count_people(asked),
        role_labels=ROLE_LABELS,
    )


def _known(value: str, values: tuple[str, ...]) -> str:
    return value if value in values else ""


@bp.route("/people/invite", methods=["GET", "POST"])
@requires(may_manage_people)
@fresh
def invite() -> ResponseReturnValue:
    """Invite somebody to an account."""
    form = InviteForm()
    if form.validate_on_submit():
        try:
            operations.invite_person(
                form.email.data, form.name.data, form.locale.data, form.chosen(), current_user
            )
        except operations.EmailInUse as error:
            refuse(form.email, error)
        else:
            flash(_("The invitation to %(email)s is on its way.", email=form.email.data), "success")
            return redirect(url_for("accounts.people"))
    return render_template("accounts/invite.html", form=form), 422 if form.errors else 200


@bp.route("/people/<int:person_id>", methods=["GET", "POST"])
@requires_on(queries.find_person, may_manage_person)
@fresh
def person(found: User) -> ResponseReturnValue:
    """One account: its facts, and its roles to change."""
    form = RolesForm(roles=[role.name for role in found.roles])
    if form.validate_on_submit():
        try:
            operations.set_roles(found, form.chosen(), current_user)
        except DomainError as error:
            refuse(form.roles, error)
        else:
            flash(_("The roles of %(name)s are saved.", name=found.name), "success")
            return redirect(url_for("accounts.person", person_id=found.id))
    page = render_template(
        "accounts/person.html",
        person=found,
        form=form,
        invitation=queries.last_invitation(found),
        closable=may_close(current_user, found),
    )
    return page, 422 if form.errors else 200


@bp.post("/people/<int:person_id>/invitation")
@requires_on(queries.find_person, may_manage_person)
def send_invitation(found: User) -> ResponseReturnValue:
    """Send the invitation again; the earlier link ends."""
    operations.send_invitation(found, current_user)
    flash(_("The invitation to %(email)s is on its way.", email=found.email), "success")
    return redirect(url_for("accounts.person", person_id=found.id))


@bp.route("/people/<int:person_id>/close", methods=["GET", "POST"])
@requires_on(queries.find_person, may_close)
@fresh
def close(found: User) -> ResponseReturnValue:
    """Close an account, after asking."""
    if request.method == "GET":
        return render_template("accounts/close.html", person=found)
    operations.deactivate(found, current_user)
    flash(_("The account of %(name)s is closed.", name=found.name), "success")
    return redirect(url_for("accounts.person", person_id=found.id))


@bp.post("/people/<int:person_id>/open")
@requires_on(queries.find_person, may_manage_person)
def reopen(found: User) -> ResponseReturnValue:
    """Open a closed account again."""
    operations.reactivate(found, current_user)
    flash(_("The account of %(name)s is open again.", name=found.name), "success")
    return redirect(url_for("accounts.person", person_id=found.id))
