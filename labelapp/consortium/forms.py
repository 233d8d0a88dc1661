"""The secretariat's forms of partners and programmes."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_security import forms as checks
from flask_wtf import FlaskForm
from wtforms import EmailField, SelectField
from wtforms.validators import Length

from labelapp.clusters.places import country_choices
from labelapp.consortium.models import Programme
from labelapp.consortium.operations import PartnerFacts
from labelapp.web.fields import MultiCheckboxField, choices, text_field

# The Union, the rest of the European Economic Area, and the countries beside them whose clusters take part.
EUROPE = frozenset(
    (
        "AL", "AT", "BA", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR",
        "GB", "GE", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MD", "ME",
        "MK", "MT", "NL", "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "TR", "UA", "XK",
    )
)  # fmt: skip


class PartnerForm(FlaskForm):
    """A partner and its remit."""

    name = text_field(_l("Name of the partner"), _l("Enter the name."), 200)
    countries = MultiCheckboxField(
        _l("Countries"), description=_l("Every cluster organisation of these countries is in the remit.")
    )
    programmes = MultiCheckboxField(
        _l("Programmes"),
        coerce=int,
        description=_l(
            "Every cluster organisation of these programmes is in the remit, whatever its country."
        ),
    )

    def __init__(self, programmes: Iterable[Programme], kept: Iterable[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        offered = EUROPE.union(kept)
        self.countries.choices = choices(one for one in country_choices() if one[0] in offered)
        self.programmes.choices = choices((str(one.id), one.name) for one in programmes)

    def facts(self) -> PartnerFacts:
        """What was entered."""
        return PartnerFacts(self.name.data, self.countries.data or (), self.programmes.data or ())


class PersonForm(FlaskForm):
    """Somebody who works for a partner."""

    email = EmailField(
        _l("E-mail address"),
        [checks.email_required, Length(max=255)],
        description=_l("Of an account that has the role of a partner."),
        render_kw={"autocomplete": "off"},
    )


class ProgrammeForm(FlaskForm):
    """A funding programme."""

    name = text_field(_l("Name of the programme"), _l("Enter the name."), 200)
    country = SelectField(_l("Country"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country.choices = choices([("", _("No single country")), *country_choices()])
