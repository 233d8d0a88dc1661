"""The form of a change."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from labelapp.certificates.changes.models import ChangeKind
from labelapp.certificates.changes.operations import Change
from labelapp.certificates.members import Members
from labelapp.web.fields import choices, not_blank

LONGEST = Length(max=10_000, message=_("This text is too long: at most 10 000 characters."))
KINDS = {
    ChangeKind.MANAGEMENT: _("Management team"),
    ChangeKind.MEMBERSHIP: _("Members"),
    ChangeKind.NAME: _("Name"),
    ChangeKind.LEGAL_FORM: _("Legal form"),
    ChangeKind.REGION: _("Region or seat"),
    ChangeKind.LABEL_USE: _("Use of the label"),
    ChangeKind.END: _("The organisation ends or merges with another one"),
    ChangeKind.OTHER: _("Something else"),
}
MOST_MEMBERS = NumberRange(min=0, max=100_000, message=_("Enter a whole number."))


def members_field(label: Any, description: Any = "") -> IntegerField:
    """A number of members."""
    return IntegerField(label, [Optional(), MOST_MEMBERS], description=description)


class ChangeForm(FlaskForm):
    """What changed."""

    kind = RadioField(
        _("What changed?"),
        [InputRequired(_("Choose what changed."))],
        choices=choices((kind.value, label) for kind, label in KINDS.items()),
    )
    happened_on = DateField(_("When?"), [InputRequired(_("Enter the day."))])
    text = TextAreaField(
        _("What happened?"),
        [InputRequired(_("Write what changed.")), not_blank(_("Write what changed.")), LONGEST],
        description=_("What was before, and what is now."),
        render_kw={"rows": 5},
    )
    then = members_field(_("Members when the label was assessed"), _("For a change of the members."))
    joined = members_field(_("Joined since"))
    left = members_field(_("Left since"))

    def read(self) -> Change:
        """What was chosen and written; without all three numbers there are no members."""
        numbers = (self.then.data, self.joined.data, self.left.data)
        members = None if None in numbers else Members(*numbers)
        return Change(ChangeKind(self.kind.data), self.happened_on.data, self.text.data or "", members)
