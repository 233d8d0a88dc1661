"""The form of a new token."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField

from labelapp.api.scopes import SCOPE_LABELS, Scope
from labelapp.api.tokens.operations import MOST_DAYS, USUAL_DAYS
from labelapp.web.fields import MultiCheckboxField, choices, text_field


class TokenForm(FlaskForm):
    """Name, scopes and end of a new token. Without a scope it reads what is public, with limits of its own."""

    name = text_field(
        _l("Name"),
        _l("Enter a name by which you will know the token."),
        80,
        description=_l("The program that will use it, such as “Import into our database”."),
        render_kw={"autocomplete": "off"},
    )
    scopes = MultiCheckboxField(
        _l("What it may do"),
        description=_l("Never more than you may yourself. The public register needs no tick."),
        choices=choices((scope.value, label) for scope, label in SCOPE_LABELS.items()),
    )
    days = SelectField(
        _l("It works for"),
        coerce=int,
        default=USUAL_DAYS,
        choices=choices(
            [
                ("30", _l("30 days")),
                (str(USUAL_DAYS), _l("90 days")),
                ("180", _l("180 days")),
                (str(MOST_DAYS), _l("a year")),
            ]
        ),
    )

    def chosen(self) -> set[Scope]:
        """The scopes that are ticked."""
        return {Scope(code) for code in self.scopes.data or ()}
