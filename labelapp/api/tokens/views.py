"""Pages under the account: one's tokens, a new one, and the question before one is revoked."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from labelapp.accounts.sign_in import fresh
from labelapp.api.scopes import SCOPE_LABELS
from labelapp.api.tokens import queries
from labelapp.api.tokens.forms import TokenForm
from labelapp.api.tokens.models import AccessToken
from labelapp.api.tokens.operations import make_token, revoke_token
from labelapp.api.tokens.policy import may_revoke
from labelapp.api.tokens.state import state_of
from labelapp.web.access import requires_on, signed_in
from labelapp.web.errors import DomainError
from labelapp.web.fields import refuse

bp = Blueprint("tokens", __name__, url_prefix="/account/tokens")


@bp.get("")
@signed_in
def index() -> ResponseReturnValue:
    """One's own tokens."""
    working, ended = queries.tokens_of(current_user)
    return render_template(
        "api/tokens.html", working=working, ended=ended, labels=SCOPE_LABELS, state_of=state_of
    )


@bp.route("/new", methods=["GET", "POST"])
@signed_in
@fresh
def make() -> ResponseReturnValue:
    """Make a token. The answer to the form shows it, once: it is in no address and in no session."""
    form = TokenForm()
    if form.validate_on_submit():
        try:
            token, secret = make_token(
                current_user._get_current_object(), form.name.data or "", form.chosen(), form.days.data
            )
        except DomainError as error:
            refuse(form.name, error)
        else:
            return render_template("api/token_made.html", token=token, secret=secret), 201
    return render_template("api/token_new.html", form=form), 422 if form.errors else 200


@bp.get("/<int:token_id>/revoke")
@requires_on(queries.find_token, may_revoke)
def revoke(token: AccessToken) -> ResponseReturnValue:
    """Ask first: what uses it stops working."""
    return render_template("api/token_revoke.html", token=token)


@bp.post("/<int:token_id>/revoke")
@requires_on(queries.find_token, may_revoke)
def revoke_confirmed(token: AccessToken) -> ResponseReturnValue:
    """End it."""
    revoke_token(token, current_user)
    flash(_("“%(name)s” is revoked.", name=token.name), "success")
    return redirect(url_for("tokens.index"), 303)
