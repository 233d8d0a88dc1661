"""The secretariat's pages of partners, their people and their remit."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from labelapp.clusters.places import sort_key
from labelapp.consortium import listing, operations
from labelapp.consortium.forms import PartnerForm, PersonForm
from labelapp.consortium.models import Partner, PartnerPerson
from labelapp.consortium.policy import may_manage_partner, may_manage_partners
from labelapp.web.access import requires, requires_on
from labelapp.web.errors import InvalidInput
from labelapp.web.fields import refuse
from labelapp.web.formats import country_name

bp = Blueprint("partners", __name__)


@bp.get("/partners")
@requires(may_manage_partners)
def index() -> ResponseReturnValue:
    """All partners and all programmes."""
    return render_template(
        "consortium/partners.html",
        partners=listing.all_partners(),
        programmes=listing.all_programmes(),
        names_of=_names,
    )


@bp.route("/partners/new", methods=["GET", "POST"])
@requires(may_manage_partners)
def create() -> ResponseReturnValue:
    """Enter a partner."""
    form = _form(None)
    if form.validate_on_submit():
        try:
            partner = operations.save_partner(None, form.facts(), current_user)
        except InvalidInput as error:
            refuse(form.name, error)
        else:
            flash(_("The partner is entered. Now add the people who work for it."), "success")
            return redirect(url_for("partners.show", partner_id=partner.id), 303)
    return render_template("consortium/partner_new.html", form=form), 422 if form.errors else 200


@bp.route("/partners/<int:partner_id>", methods=["GET", "POST"])
@requires_on(listing.find_partner, may_manage_partner)
def show(partner: Partner) -> ResponseReturnValue:
    """One partner: its remit to change, and its people."""
    form = _form(partner)
    if form.validate_on_submit():
        try:
            operations.save_partner(partner, form.facts(), current_user)
        except InvalidInput as error:
            refuse(form.name, error)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("partners.show", partner_id=partner.id), 303)
    return _page(partner, form, PersonForm(formdata=None)), 422 if form.errors else 200


@bp.post("/partners/<int:partner_id>/people")
@requires_on(listing.find_partner, may_manage_partner)
def add_person(partner: Partner) -> ResponseReturnValue:
    """Let somebody work for the partner."""
    form = PersonForm()
    if form.validate_on_submit():
        try:
            person = operations.add_person(partner, form.email.data or "", current_user)
        except InvalidInput as error:
            refuse(form.email, error)
        else:
            flash(_("%(name)s now works for the partner.", name=person.user.name), "success")
            return redirect(url_for("partners.show", partner_id=partner.id), 303)
    return _page(partner, _form(partner, read=False), form), 422


def may_remove(user: Any, person: PartnerPerson) -> bool:
    """Whoever keeps the partner."""
    return may_manage_partner(user, person.partner)


@bp.post("/partners/<int:partner_id>/people/<int:user_id>/remove")
@requires_on(listing.find_partner_person, may_remove)
def remove_person(person: PartnerPerson) -> ResponseReturnValue:
    """Somebody no longer works for the partner."""
    partner_id, name = person.partner_id, person.user.name
    operations.remove_person(person, current_user)
    flash(_("%(name)s no longer works for the partner.", name=name), "success")
    return redirect(url_for("partners.show", partner_id=partner_id), 303)


def _form(partner: Partner | None, *, read: bool = True) -> PartnerForm:
    """The form with what is stored; with what was sent unless `read` says that this was another form."""
    programmes = [one.programme for one in listing.all_programmes()]
    kept = partner.countries if partner else []
    data = {
        "name": partner.name if partner else "",
        "countries": kept,
        "programmes": [one.id for one in partner.programmes] if partner else [],
    }
    further = {} if read else {"formdata": None}
    return PartnerForm(programmes, kept, data=data, **further)


def _page(partner: Partner, form: PartnerForm, person_form: PersonForm) -> str:
    return render_template(
        "consortium/partner.html",
        partner=partner,
        size=listing.size_of_remit(partner),
        form=form,
        person_form=person_form,
    )


def _names(codes: list[str]) -> str:
    return ", ".join(sorted((country_name(code) for code in codes), key=sort_key))
