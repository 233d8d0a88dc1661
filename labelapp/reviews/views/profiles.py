"""Profiles of assessors, kept by themselves and by the secretariat."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from labelapp.accounts.models import User
from labelapp.clock import today
from labelapp.extensions import schemes
from labelapp.reviews import operations, policy
from labelapp.reviews.forms import ProfileForm
from labelapp.reviews.queries.candidates import assessors, profile_of
from labelapp.reviews.queries.reviews import find_person
from labelapp.reviews.views.blueprint import bp, reader
from labelapp.web.access import requires, requires_on
from labelapp.web.locale import scheme_text


@bp.get("/assessors")
@requires(policy.may_edit_profiles)
def assessor_list() -> ResponseReturnValue:
    """All assessors with country, languages, qualifications and open cases."""
    return render_template("reviews/assessors.html", assessors=assessors(), labels=_labels(), today=today())


@bp.get("/assessors/<int:user_id>")
@requires_on(find_person, policy.may_edit_profile)
def profile(person: User) -> ResponseReturnValue:
    """The profile of one assessor."""
    return _page(person, ProfileForm(obj=profile_of(person)).offer())


@bp.post("/assessors/<int:user_id>")
@requires_on(find_person, policy.may_edit_profile)
def save_profile(person: User) -> ResponseReturnValue:
    """Save the profile. Which labels somebody is qualified for is the secretariat's to say."""
    form, stored = ProfileForm().offer(), profile_of(person)
    if not form.validate_on_submit():
        return _page(person, form), 422
    qualifications = stored.qualifications if stored else []
    if policy.may_edit_profiles(reader()):
        qualifications = form.qualifications.data or []
    said = operations.Profile(
        country=form.country.data,
        languages=form.languages.data,
        qualifications=qualifications,
        most_cases=form.most_cases.data,
        away_until=form.away_until.data,
        employer=(form.employer.data or "").replace("\0", "").strip(),
    )
    operations.save_profile(person, said, by=reader())
    flash(_("The profile is saved."))
    if policy.may_edit_profiles(reader()):
        return redirect(url_for("reviews.assessor_list"), 303)
    return redirect(url_for("reviews.profile", user_id=person.id), 303)


def _page(person: User, form: ProfileForm) -> str:
    qualify = policy.may_edit_profiles(reader())
    stored, labels = profile_of(person), _labels()
    qualified = ", ".join(
        labels[code] for code in (stored.qualifications if stored else []) if code in labels
    )
    return render_template(
        "reviews/profile.html", person=person, form=form, qualify=qualify, qualified=qualified
    )


def _labels() -> dict[str, str]:
    """The names of all labels by scheme code."""
    return {scheme.code: scheme_text(scheme.name) for scheme in schemes().latest()}
