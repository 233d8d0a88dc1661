"""The form of an endpoint."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField

from labelapp.web.fields import MultiCheckboxField, choices, text_field
from labelapp.webhooks.addresses import LONGEST
from labelapp.webhooks.kinds import NAMES, Kind
from labelapp.webhooks.queries import Owner


class EndpointForm(FlaskForm):
    """Where messages go, and of what they tell."""

    address = text_field(
        _l("Address"),
        _l("Write the address that takes the messages."),
        LONGEST,
        description=_l("It begins with https:// and is reached from the internet on port 443 or 8443."),
        render_kw={"autocomplete": "off", "spellcheck": "false", "translate": "no"},
    )
    kinds = MultiCheckboxField(
        _l("What you want to be told of"),
        description=_l("Of one event you get one message, of the kind that fits best."),
    )

    def __init__(self, kinds: Sequence[Kind], **values: Any) -> None:
        super().__init__(**values)
        self.kinds.choices = choices((kind.value, NAMES[kind]) for kind in kinds)


class NewEndpointForm(EndpointForm):
    """The same with on whose behalf."""

    owner = RadioField(_l("On whose behalf"))

    def __init__(self, owners: Sequence[Owner]) -> None:
        offered = {kind for owner in owners for kind in owner.kinds}
        only = owners[0].key if len(owners) == 1 else None
        super().__init__([kind for kind in Kind if kind in offered], owner=only)
        self.owner.choices = choices((owner.key, owner.name) for owner in owners)
