"""The forms of a plan."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, SelectField, TextAreaField
from wtforms.validators import Length, Optional

from labelapp.clusters.queries import team_of
from labelapp.plans.models import ItemState, PlanItem
from labelapp.plans.operations import Details
from labelapp.plans.presentation import state_name
from labelapp.web.fields import choices, stripped


class ItemForm(FlaskForm):
    """Who does it until when, and how far it is."""

    owner = SelectField(_l("Who takes care of it"), default="")
    due_on = DateField(_l("Until when"), [Optional()])
    state = RadioField(_l("How far it is"))
    note = TextAreaField(
        _l("Note"),
        [Optional(), Length(max=4000)],
        description=_l("What is to be done. Only your team reads it."),
        filters=[stripped],
    )

    def __init__(self, item: PlanItem) -> None:
        super().__init__(
            owner=str(item.owner_id or ""), due_on=item.due_on, state=item.state.value, note=item.note
        )
        people = [member.user for member in team_of(item.cluster) if member.user.active]
        self.owner.choices = choices(
            [("", _l("Nobody yet")), *((str(user.id), user.name) for user in people)]
        )
        self.state.choices = choices([(state.value, state_name(state)) for state in ItemState])

    def details(self) -> Details:
        """What was entered."""
        return Details(
            owner_id=int(self.owner.data) if self.owner.data else None,
            due_on=self.due_on.data,
            state=ItemState(self.state.data),
            note=self.note.data or "",
        )
