"""Profiles of assessors, kept by themselves and by the secretariat."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from labelapp.accounts.models import User
from labelapp.accounts.queries import last_invitation
from labelapp.clock import today
from labelapp.reviews import operations, policy
from labelapp.reviews.calibration.results import results_of_person
from labelapp.reviews.forms import ProfileForm
from labelapp.reviews.queries.candidates import profile_of
from labelapp.reviews.queries.reviews import find_person
from labelapp.reviews.register.policy import may_invite_again, may_qualify
from labelapp.reviews.register.queries import account_of, qualifications_of
from labelapp.reviews.register.standing import State, name_of, state_on
from labelapp.reviews.views.blueprint import bp, reader
from labelapp.web.access import requires_on


@bp.get("/assessors/<int:user_id>")
@requires_on(find_person, policy.may_edit_profile)
def profile(person: User) -> ResponseReturnValue:
    """The profile of one assessor."""
    form = ProfileForm(obj=profile_of(person))
    form.offer()
    return _page(person, form)


@bp.post("/assessors/<int:user_id>")
@requires_on(find_person, policy.may_edit_profile)
def save_profile(person: User) -> ResponseReturnValue:
    """Save the profile. What somebody is qualified for does not stand in it."""
    form = ProfileForm()
    form.offer()
    if not form.validate_on_submit():
        return _page(person, form), 422
    operations.save_profile(person, form.said(), by=reader())
    flash(_("The profile is saved."))
    if person.id != reader().id:
        return redirect(url_for("experts.register"), 303)
    return redirect(url_for("reviews.profile", user_id=person.id), 303)


def _page(person: User, form: ProfileForm) -> str:
    held = qualifications_of([person.id]).get(person.id, [])
    invitation = None if person.password else last_invitation(person)
    return render_template(
        "reviews/profile.html",
        person=person,
        form=form,
        own=person.id == reader().id,
        office=policy.may_edit_profiles(reader()),
        may_qualify=may_qualify(reader(), person),
        may_invite=may_invite_again(reader(), person),
        account=account_of(person, invitation),
        invitation=invitation,
        qualifications=[(one, name_of(one), _tag(state_on(one, held, today()))) for one in held],
        withdrawable=(State.CURRENT, State.ENDING),
        state_of=lambda one: state_on(one, held, today()),
        calibrations=results_of_person(person, reader()) if policy.may_edit_profiles(reader()) else None,
    )


def _tag(state: State) -> tuple[str, str, Any]:
    """Kind, icon and words for where a qualification stands."""
    return {
        State.CURRENT: ("good", "check", _("Counts")),
        State.ENDING: ("attention", "clock", _("Ends soon")),
        State.RENEWED: ("open", "again", _("Renewed")),
        State.ENDED: ("open", "ring", _("Ended")),
        State.WITHDRAWN: ("alert", "stop", _("Withdrawn")),
    }[state]
