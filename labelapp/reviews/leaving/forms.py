"""Forms of leaving a case."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import InputRequired

from labelapp.reviews.forms import LONGEST


class DeclineForm(FlaskForm):
    """Why a nominee does not take part."""

    reason = TextAreaField(
        _("Reason"),
        [InputRequired(_("Say in a few words why, so that the secretariat can plan.")), LONGEST],
        description=_("The secretariat reads it. An interest is no reason to decline: declare it instead."),
    )


class ReplacementForm(FlaskForm):
    """Why a person is taken off a case."""

    reason = TextAreaField(
        _("Reason"),
        [InputRequired(_("Give the reason; it is kept with the case.")), LONGEST],
        description=_(
            "It is kept with the case for the secretariat. The person is told only that they are off."
        ),
    )
