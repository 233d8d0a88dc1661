"""The form of the secretariat."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length


class ReasonForm(FlaskForm):
    """Why the status of a certificate changes."""

    reason = TextAreaField(
        _("Reason"),
        [
            InputRequired(_("Write the reason. It is published with the certificate.")),
            Length(max=2000, message=_("This text is too long: at most 2000 characters.")),
        ],
        description=_(
            "One or two sentences. They are published with the certificate and sent to its holder."
        ),
    )
