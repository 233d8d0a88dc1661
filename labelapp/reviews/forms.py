"""Forms of a review."""

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
from labelapp.extensions import schemes
from labelapp.reviews.models import MOST_CASES, Interest
from labelapp.web.fields import MultiCheckboxField, choices
from labelapp.web.locale import scheme_text

LONGEST = Length(max=10_000, message=_("This text is too long: at most 10 000 characters."))


class DueDateForm(FlaskForm):
    """The day by which the report is expected."""

    due_on = DateField(_("Report expected by"), [Optional()])


class ProfileForm(FlaskForm):
    """What the rules of assignment need to know of an assessor."""

    country = SelectField(
        _("Country where you work"),
        [InputRequired(_("Choose the country"))],
        description=_("Some labels ask for an assessor from another country than the cluster."),
    )
    languages = MultiCheckboxField(
        _("Languages in which you can read answers and evidence"),
        [InputRequired(_("Choose at least one language"))],
    )
    most_cases = IntegerField(
        _("Open cases at once, at most"),
        [NumberRange(0, 50, _("Enter a number from 0 to 50."))],
        description=_("Proposals of the secretariat keep to this."),
        default=MOST_CASES,
    )
    away_until = DateField(
        _("Away until"),
        [Optional()],
        description=_("Until the end of this day you are proposed for no case."),
    )
    qualifications = MultiCheckboxField(_("Labels for which the assessor is qualified"), [Optional()])

    def offer(self) -> "ProfileForm":
        """Fill in the choices in the reader's language."""
        self.country.choices = choices([("", "–"), *country_choices()])
        self.languages.choices = choices(language_choices())
        self.qualifications.choices = choices((one.code, scheme_text(one.name)) for one in schemes().latest())
        return self


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


class ReportForm(FlaskForm):
    """What the lead adds to the record."""

    assessed_on = DateField(
        _("Date of the assessment"),
        [InputRequired(_("Enter the date, such as 23/11/2026"))],
        description=_("The last day of the visit. The validity of a certificate counts from it."),
    )
    summary = TextAreaField(
        _("Summary"),
        [LONGEST],
        description=_("For the board and the cluster organisation: what was found, in a few paragraphs."),
    )


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
