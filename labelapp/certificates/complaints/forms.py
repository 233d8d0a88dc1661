"""Forms of complaints."""

from flask_babel import lazy_gettext as _
from flask_security import forms as checks
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, EmailField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from labelapp.certificates.complaints.models import ComplaintOutcome
from labelapp.certificates.complaints.operations import Closing
from labelapp.web.fields import choices, not_blank, text_field

LONGEST = Length(max=10_000, message=_("This text is too long: at most 10 000 characters."))
OUTCOMES = {
    ComplaintOutcome.NOT_ADMISSIBLE: _("Not admissible: it is not examined"),
    ComplaintOutcome.UNFOUNDED: _("Unfounded"),
    ComplaintOutcome.FOUNDED: _("Founded, without a consequence"),
    ComplaintOutcome.FOUNDED_SURVEILLANCE: _("Founded: the surveillance of the certificate looks at it"),
}


class ComplaintForm(FlaskForm):
    """What anybody sends, without an account."""

    text = TextAreaField(
        _("What is wrong?"),
        [InputRequired(_("Write what is wrong.")), not_blank(_("Write what is wrong.")), LONGEST],
        description=_("What happened, when, and how you know."),
        render_kw={"rows": 8},
    )
    name = text_field(_("Your name"), _("Enter your name."), 120)
    email = EmailField(
        _("Your e-mail address"),
        [checks.email_required, checks.EmailValidation(verify=True), Length(max=255)],
        description=_("We confirm your complaint there, and tell you what came of it."),
    )
    website = StringField(_("Leave this field empty"), [Optional()], render_kw={"autocomplete": "off"})

    @property
    def is_of_a_robot(self) -> bool:
        """Whether the field was filled in that nobody sees; robots fill in everything."""
        return bool(self.website.data)


class ChargeForm(FlaskForm):
    """A member of the secretariat takes a complaint in charge."""

    apart = BooleanField(_("I had no part in what this complaint is about"))
    statement = TextAreaField(
        _("If you had: why can nobody else take it?"),
        [Optional(), LONGEST],
        description=_("It stands in the record of the complaint."),
        render_kw={"rows": 3},
    )


class QuestionForm(FlaskForm):
    """What the holder is asked."""

    question = TextAreaField(
        _("What the holder is to answer"),
        [InputRequired(_("Write what the holder is to answer.")), LONGEST],
        description=_("In your words, without anything that shows who complained."),
        render_kw={"rows": 6},
    )


class AnswerForm(FlaskForm):
    """The statement of a holder, or the opinion of an assessor."""

    text = TextAreaField(
        _("Your answer"), [InputRequired(_("Write your answer.")), LONGEST], render_kw={"rows": 8}
    )


class ClosingForm(FlaskForm):
    """What came of a complaint."""

    outcome = RadioField(
        _("Outcome"),
        [InputRequired(_("Choose the outcome."))],
        choices=choices((outcome.value, label) for outcome, label in OUTCOMES.items()),
    )
    reasons = TextAreaField(
        _("Reasons, for the record"),
        [InputRequired(_("Write the reasons.")), LONGEST],
        render_kw={"rows": 5},
    )
    answer = TextAreaField(
        _("What the complainant is told"),
        [InputRequired(_("Write what the complainant is told.")), LONGEST],
        description=_("In general words, without anything confidential of the holder."),
        render_kw={"rows": 5},
    )
    note = TextAreaField(
        _("What the surveillance is to look at"),
        [Optional(), LONGEST],
        description=_("If the surveillance looks at it. Only the secretariat sees it."),
        render_kw={"rows": 3},
    )
    due_on = DateField(_("To be looked at by"), [Optional()])

    def read(self) -> Closing:
        """What was chosen and written."""
        return Closing(
            ComplaintOutcome(self.outcome.data),
            self.reasons.data or "",
            self.answer.data or "",
            self.note.data or "",
            self.due_on.data,
        )
