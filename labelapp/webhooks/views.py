"""The pages on which endpoints are looked after, and what was told to them is read."""

from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from labelapp.web.access import requires, requires_on
from labelapp.web.errors import InvalidInput
from labelapp.web.fields import refuse
from labelapp.web.paging import read_position
from labelapp.webhooks import operations, presentation, queries
from labelapp.webhooks.forms import EndpointForm, NewEndpointForm
from labelapp.webhooks.models import Delivery, Endpoint
from labelapp.webhooks.policy import may_look_after, may_read_delivery, may_use_webhooks

bp = Blueprint("webhooks", __name__, url_prefix="/webhooks")


@bp.get("")
@requires(may_use_webhooks)
def index() -> ResponseReturnValue:
    """The endpoints that a person looks after."""
    owners = queries.owners_for(current_user)
    found = queries.endpoints_of(owners)
    return _page("index", endpoints=found, several=len(owners) > 1)


@bp.route("/new", methods=["GET", "POST"])
@requires(may_use_webhooks)
def add() -> ResponseReturnValue:
    """Add an endpoint. The answer shows the secret, the only time."""
    owners = {owner.key: owner for owner in queries.owners_for(current_user)}
    form = NewEndpointForm(list(owners.values()))
    if form.validate_on_submit():
        try:
            endpoint, secret = operations.add_endpoint(
                owners[form.owner.data], form.address.data, form.kinds.data, current_user
            )
        except InvalidInput as error:
            _refuse(form, error)
        else:
            return _with_secret(endpoint, secret, _("The address is added."))
    return _page("form", form=form, endpoint=None, several=len(owners) > 1), 422 if form.errors else 200


@bp.get("/<int:endpoint_id>")
@requires_on(queries.find_endpoint, may_look_after)
def show(endpoint: Endpoint) -> ResponseReturnValue:
    """One endpoint, and the messages to it."""
    page = queries.list_deliveries(endpoint, read_position(request.args.get("at")))
    return _page("show", endpoint=endpoint, owner=queries.owner_of(endpoint), page=page)


@bp.route("/<int:endpoint_id>/change", methods=["GET", "POST"])
@requires_on(queries.find_endpoint, may_look_after)
def change(endpoint: Endpoint) -> ResponseReturnValue:
    """Change its address and what it is told of."""
    form = EndpointForm(queries.owner_of(endpoint).kinds, obj=endpoint)
    if form.validate_on_submit():
        try:
            operations.change_endpoint(endpoint, form.address.data, form.kinds.data, current_user)
        except InvalidInput as error:
            _refuse(form, error)
        else:
            flash(_("Saved."))
            return _back(endpoint)
    return _page("form", form=form, endpoint=endpoint, several=False), 422 if form.errors else 200


@bp.get("/<int:endpoint_id>/secret")
@requires_on(queries.find_endpoint, may_look_after)
def secret(endpoint: Endpoint) -> ResponseReturnValue:
    """Ask before a new secret is made."""
    return _page("secret", endpoint=endpoint)


@bp.post("/<int:endpoint_id>/secret")
@requires_on(queries.find_endpoint, may_look_after)
def change_secret(endpoint: Endpoint) -> ResponseReturnValue:
    """Make a new secret. The answer shows it, the only time."""
    made = operations.change_secret(endpoint, current_user)
    return _with_secret(endpoint, made, _("The new secret is in force."))


@bp.post("/<int:endpoint_id>/off")
@requires_on(queries.find_endpoint, may_look_after)
def switch_off(endpoint: Endpoint) -> ResponseReturnValue:
    """Send nothing for the time being."""
    operations.switch_off(endpoint, current_user)
    flash(_("Nothing is sent any more until you switch it on again."))
    return _back(endpoint)


@bp.post("/<int:endpoint_id>/on")
@requires_on(queries.find_endpoint, may_look_after)
def switch_on(endpoint: Endpoint) -> ResponseReturnValue:
    """Send again."""
    operations.switch_on(endpoint, current_user)
    flash(_("Messages are sent again."))
    return _back(endpoint)


@bp.post("/<int:endpoint_id>/test")
@requires_on(queries.find_endpoint, may_look_after)
def test(endpoint: Endpoint) -> ResponseReturnValue:
    """Send a test."""
    operations.send_test(endpoint)
    flash(_("The test is on its way. Reload the page in a few seconds."))
    return _back(endpoint)


@bp.get("/<int:endpoint_id>/remove")
@requires_on(queries.find_endpoint, may_look_after)
def remove(endpoint: Endpoint) -> ResponseReturnValue:
    """Ask before it is removed."""
    return _page("remove", endpoint=endpoint)


@bp.post("/<int:endpoint_id>/remove")
@requires_on(queries.find_endpoint, may_look_after)
def remove_confirmed(endpoint: Endpoint) -> ResponseReturnValue:
    """Remove it."""
    operations.remove_endpoint(endpoint, current_user)
    flash(_("The address is removed."))
    return redirect(url_for("webhooks.index"), 303)


@bp.get("/deliveries/<int:delivery_id>")
@requires_on(queries.find_delivery, may_read_delivery)
def delivery(found: Delivery) -> ResponseReturnValue:
    """One message: what was sent and what came back."""
    return _page("delivery", delivery=found, endpoint=found.endpoint)


@bp.post("/deliveries/<int:delivery_id>/again")
@requires_on(queries.find_delivery, may_read_delivery)
def again(found: Delivery) -> ResponseReturnValue:
    """Send a message again."""
    operations.send_again(found)
    flash(_("The message is on its way again. Reload the page in a few seconds."))
    return redirect(url_for("webhooks.delivery", delivery_id=found.id), 303)


def _page(name: str, **content: Any) -> str:
    return render_template(f"webhooks/{name}.html", words=presentation, **content)


def _with_secret(endpoint: Endpoint, made: str, done: str) -> Response:
    """The page with a secret: not behind a redirect, which would have to carry it, and kept by no browser."""
    response = make_response(_page("made", endpoint=endpoint, secret=made, done=done))
    response.cache_control.no_store = True
    return response


def _back(endpoint: Endpoint) -> Response:
    return make_response(redirect(url_for("webhooks.show", endpoint_id=endpoint.id), 303))


def _refuse(form: EndpointForm, error: InvalidInput) -> None:
    refuse(form.kinds if isinstance(error, operations.WrongKinds) else form.address, error)
