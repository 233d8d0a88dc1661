"""Forms of the register of experts."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, EmailField, SelectField, TextAreaField
from wtforms.validators import Email, InputRequired, Length

from labelapp.accounts.forms import locale_choices
from labelapp.reviews.forms import LONGEST, ExpertFacts
from labelapp.reviews.register.standing import Part, parts
from labelapp.web.fields import MultiCheckboxField, choices, text_field


class QualificationForm(FlaskForm):
    """For which parts an expert is qualified, and since when."""

    parts = MultiCheckboxField(
        _("Qualified for"),
        [InputRequired(_("Choose at least one part."))],
        description=_("What the expert holds already is prolonged from its present end."),
    )
    granted_on = DateField(
        _("Granted on"),
        [InputRequired(_("Enter the day, such as 23/11/2026"))],
        description=_("For instance the day of the training. The scheme says how long it counts."),
    )

    def offer(self) -> None:
        """Fill in the choices in the reader's language."""
        self.parts.choices = choices((part.key, part.name) for part in parts())

    def chosen(self) -> list[Part]:
        """The parts that are ticked."""
        ticked = set(self.parts.data or ())
        return [part for part in parts() if part.key in ticked]


class WithdrawalForm(FlaskForm):
    """Why a qualification ends before its time."""

    reason = TextAreaField(
        _("Reason"),
        [InputRequired(_("Give the reason; the expert reads it.")), LONGEST],
        description=_("The expert reads it."),
    )


class InviteExpertForm(ExpertFacts, QualificationForm):
    """A new expert: the account, what assignment needs to know, and what they are qualified for."""

    name = text_field(_("Name"), _("Enter the name of the person."), 120, render_kw={"autocomplete": "off"})
    email = EmailField(
        _("E-mail address"),
        [
            InputRequired(_("Enter an e-mail address such as name@cluster.example.")),
            Email(_("Enter an e-mail address such as name@cluster.example.")),
            Length(max=255),
        ],
        description=_("The invitation goes there. It is also what the person signs in with."),
        render_kw={"autocomplete": "off"},
    )
    locale = SelectField(_("Language of the invitation"), default="en")

    def offer(self) -> None:
        """Fill in the choices in the reader's language."""
        ExpertFacts.offer(self)
        QualificationForm.offer(self)
        self.locale.choices = choices(locale_choices())
