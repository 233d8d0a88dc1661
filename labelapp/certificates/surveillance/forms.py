"""The form of a surveillance."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length


class FindingForm(FlaskForm):
    """What was found."""

    finding = TextAreaField(
        _("What was found"),
        [
            InputRequired(_("Write what was found.")),
            Length(max=10_000, message=_("This text is too long: at most 10 000 characters.")),
        ],
        description=_(
            "It cannot be changed afterwards. Suspend or withdraw the certificate apart, if need be."
        ),
        render_kw={"rows": 6},
    )
