"""Forms of a review."""

from dataclasses import replace

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from labelapp.clusters.places import country_choices, language_choices
from labelapp.clusters.portfolios import PORTFOLIOS
from labelapp.reviews.models import MOST_CASES, Interest
from labelapp.reviews.operations.profiles import Profile
from labelapp.web.fields import MultiCheckboxField, choices

LONGEST = Length(max=10_000, message=_("This text is too long: at most 10 000 characters."))


class DueDateForm(FlaskForm):
    """The day by which the report is expected."""

    due_on = DateField(_("Report expected by"), [Optional()])


class ExpertFacts(FlaskForm):
    """What the rules of assignment need to know of an expert."""

    country = SelectField(
        _("Country of work"),
        [InputRequired(_("Choose the country"))],
        description=_("Some labels ask for an assessor from another country than the cluster."),
    )
    languages = MultiCheckboxField(
        _("Languages in which answers and evidence can be read"),
        [InputRequired(_("Choose at least one language"))],
    )
    sectors = MultiCheckboxField(
        _("Fields of work"),
        [Optional()],
        description=_("Proposals prefer somebody who knows the field of the cluster."),
    )
    most_cases = IntegerField(
        _("Open cases at once, at most"),
        [NumberRange(0, 50, _("Enter a number from 0 to 50."))],
        description=_("Proposals of the secretariat keep to this."),
        default=MOST_CASES,
    )
    employer = StringField(
        _("Organisation that you work for"),
        [Optional(), Length(max=200, message=_("This text is too long: at most 200 characters."))],
        description=_("It shows us interests that you would have to declare."),
    )

    def offer(self) -> None:
        """Fill in the choices in the reader's language."""
        self.country.choices = choices([("", "–"), *country_choices()])
        self.languages.choices = choices(language_choices())
        self.sectors.choices = choices(PORTFOLIOS.items())

    def said(self) -> Profile:
        """The profile that was filled in."""
        return Profile(
            country=self.country.data,
            languages=self.languages.data,
            sectors=self.sectors.data or (),
            most_cases=self.most_cases.data,
            employer=(self.employer.data or "").strip(),
        )


class ProfileForm(ExpertFacts):
    """What experts say of themselves."""

    away_from = DateField(
        _("Away from"), [Optional()], description=_("Leave it empty when the absence has begun.")
    )
    away_until = DateField(
        _("Away until"),
        [Optional()],
        description=_("Until the end of this day no case is proposed."),
    )

    def validate(self, extra_validators: object = None) -> bool:
        """An absence ends, and not before it begins."""
        valid = bool(super().validate(extra_validators))
        start, end = self.away_from.data, self.away_until.data
        if start and (end is None or end < start):
            self.away_until.errors = [str(_("Enter the last day of your absence, on or after the first."))]
            return False
        return valid

    def said(self) -> Profile:
        """The profile that was filled in."""
        return replace(super().said(), away_from=self.away_from.data, away_until=self.away_until.data)


class InterestForm(FlaskForm):
    """A declaration of interests. Nothing is ticked beforehand, so that no answer is taken for a `no`."""

    none = BooleanField(_("I have none of these interests in this cluster organisation"))
    interests = MultiCheckboxField(
        _("Interests that exclude you from the case"),
        choices=choices(
            [
                (Interest.EMPLOYMENT.value, _("I work or worked for it in the last three years")),
                (Interest.PAID_ADVICE.value, _("I gave it paid advice in the last three years")),
                (
                    Interest.BOARD_SEAT.value,
                    _("I have a seat in one of its bodies, or in one of a participant"),
                ),
                (Interest.FAMILY.value, _("A close relative or friend works for it")),
                (Interest.COMPETITOR.value, _("I work for a competing cluster organisation")),
                (Interest.RECIPROCAL.value, _("Somebody of its team assesses or assessed my organisation")),
                (Interest.OTHER.value, _("Another interest, described below")),
            ]
        ),
    )
    note = TextAreaField(
        _("Details"), [Optional(), LONGEST], description=_("Only the secretariat reads this.")
    )

    def validate(self, extra_validators: object = None) -> bool:
        """Either none or at least one: silence is no declaration."""
        valid = bool(super().validate(extra_validators))
        if bool(self.none.data) == bool(self.interests.data):
            self.none.errors = [str(_("Tick either that you have none, or each interest that you have."))]
            return False
        return valid

    @property
    def declared(self) -> list[Interest]:
        """The interests that were ticked."""
        return [Interest(value) for value in self.interests.data or []]


class ScoreForm(FlaskForm):
    """What an assessor says about one indicator."""

    points = StringField(_("Points"), [Optional(), Length(max=20)])
    minimum_met = StringField(_("Minimum requirement"), [Optional()])
    plausible = StringField(_("Are the answers plausible?"), [Optional()])
    justification = TextAreaField(_("Justification"), [Optional(), LONGEST])
    strengths = TextAreaField(_("Strengths"), [Optional(), LONGEST])
    improvements = TextAreaField(_("Areas for improvement"), [Optional(), LONGEST])
    visit_question = TextAreaField(_("Question for the site visit"), [Optional(), LONGEST])
    flagged = StringField(_("Flag"), [Optional()])


class AgreementForm(FlaskForm):
    """What both assessors agreed for one indicator."""

    points = StringField(_("Agreed points"), [Optional(), Length(max=20)])
    minimum_met = StringField(_("Minimum requirement"), [Optional()])
    plausible = StringField(_("Are the answers plausible?"), [Optional()])
    reason = TextAreaField(_("Reason"), [Optional(), LONGEST])


class DisputeForm(FlaskForm):
    """Why the assessors do not come to an agreement."""

    why = TextAreaField(_("Why do you not agree?"), [Optional(), LONGEST])


def yes_no(value: str | None) -> bool | None:
    """The truth value of a radio button; None when none is pressed."""
    return {"yes": True, "no": False}.get(value or "")


class ExpertForm(FlaskForm):
    """Who is to hold an interview. No list of experts is shown: managers know whom the secretariat sends them."""

    email = StringField(
        _("E-mail address of the expert"),
        [InputRequired(_("Enter the address that the secretariat gave you."))],
        description=_(
            "The expert enters answers together with you and sees this self-assessment until you end it."
        ),
        filters=[lambda text: text.replace("\0", "").strip() if text else text],
    )
