"""Forms of an objection."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

LONGEST = Length(max=4_000, message=_("This text is too long: at most 4 000 characters."))


class ObjectionForm(FlaskForm):
    """Why a nominee should not assess."""

    reason = TextAreaField(
        _("Why should this person not assess you?"),
        [InputRequired(_("Write why this person should not assess you.")), LONGEST],
        description=_("The secretariat reads this and decides. The person is not told."),
        render_kw={"rows": 5},
    )


class SettlementForm(FlaskForm):
    """What the secretariat says to an objection."""

    outcome = RadioField(
        _("Your decision"),
        [InputRequired(_("Choose whether you uphold the objection."))],
        choices=[
            SelectChoice("uphold", _("Uphold it: the seat is free again")),
            SelectChoice("reject", _("Reject it: the person stays")),
        ],
    )
    answer = TextAreaField(
        _("Reason"),
        [InputRequired(_("Write the reason. The cluster organisation reads it.")), LONGEST],
        description=_("The cluster organisation reads it in a mail and on its page."),
        render_kw={"rows": 4},
    )
