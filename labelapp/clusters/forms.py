"""Forms of profile and team."""

from datetime import date
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_security import forms as checks
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, EmailField, RadioField, SelectField, StringField, ValidationError
from wtforms.validators import InputRequired, Length, Optional

from labelapp.accounts.forms import locale_choices
from labelapp.clock import today
from labelapp.clusters.models import TeamRole
from labelapp.clusters.operations import Facts
from labelapp.clusters.places import country_choices, language_choices, sort_key
from labelapp.clusters.policy import WORKING_ROLES
from labelapp.clusters.portfolios import PORTFOLIOS, portfolio_name
from labelapp.clusters.queries import Member
from labelapp.clusters.roles import EXPLAINED
from labelapp.web.fields import MultiCheckboxField, choices, stripped, text_field
from labelapp.web.locale import document_languages, language_name


def _with_scheme(value: str | None) -> str | None:
    """cluster.example is what people type; https is what they mean."""
    return f"https://{value}" if value and "://" not in value else value or None


class ProfileForm(FlaskForm):
    """The facts of a cluster organisation."""

    name = text_field(_l("Name of the cluster organisation"), _l("Enter the name."), 200)
    name_language = SelectField(
        _l("Language of the name"), description=_l("So that it is read out correctly."), default="en"
    )
    country = SelectField(_l("Country"), [InputRequired(_l("Choose the country."))])
    place = text_field(
        _l("Place"), _l("Enter the town or region."), 120, description=_l("As it stands on a certificate.")
    )
    founded_on = DateField(
        _l("Founding date"), [Optional()], description=_l("Some indicators count the years from here.")
    )
    website = StringField(_l("Website"), [Optional(), Length(max=255)], filters=[stripped, _with_scheme])
    portfolios = MultiCheckboxField(
        _l("Comparison portfolios"),
        description=_l("The technology fields in which you want to be compared with others."),
    )
    language = SelectField(
        _l("Language of documents"),
        description=_l(
            "Certificates come in this language. So do letters and reports, if the whole platform speaks it; "
            "otherwise they come in English."
        ),
        default="en",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name_language.choices = choices(language_choices())
        self.country.choices = choices([("", _("Choose …")), *country_choices()])
        self.language.choices = choices((code, language_name(code)) for code in document_languages())
        self.founded_on.flags.optional = False  # it can come later, but a complete profile has it
        self.portfolios.choices = choices(_portfolio_choices())

    def validate_founded_on(self, field: DateField) -> None:
        """A day in the past that can be true."""
        if field.data and not date(1800, 1, 1) <= field.data <= today():
            raise ValidationError(_("Enter a day in the past."))

    def validate_website(self, field: StringField) -> None:
        """An address on the web, and nothing that a browser would run."""
        if not field.data:
            return
        try:
            address = urlsplit(field.data)
            good = address.scheme in ("http", "https") and "." in (address.hostname or "")
        except ValueError:
            good = False
        if not good or any(letter.isspace() for letter in field.data):
            raise ValidationError(_("Enter an address such as https://cluster.example."))

    def facts(self) -> Facts:
        """What was entered."""
        return Facts(
            name=self.name.data,
            name_language=self.name_language.data,
            country=self.country.data,
            place=self.place.data,
            founded_on=self.founded_on.data,
            website=self.website.data or None,
            portfolios=tuple(self.portfolios.data or ()),
            language=self.language.data,
        )


def _portfolio_choices() -> list[tuple[str, str]]:
    """By name, with the residual class at the end."""
    return sorted(
        ((code, portfolio_name(code)) for code in PORTFOLIOS),
        key=lambda choice: (choice[0] == "other", sort_key(choice[1])),
    )


class OwnProfileForm(ProfileForm):
    """The profile as a manager sees it: with the consents."""

    benchmark_consent = BooleanField(
        _l("Our figures may enter anonymous comparisons"),
        description=_l(
            "Others then see medians of a group, never a single organisation, and nothing of small groups."
        ),
    )
    partner_consent = BooleanField(
        _l("The consortium partners of our country and our programmes may see our benchmark results"),
        description=_l(
            "Without it partners see our certificates, and how far an application has come. "
            "Answers and documents stay with us either way."
        ),
    )


class PersonFields(FlaskForm):
    """Who is to be invited."""

    person_name = text_field(
        _l("Name"), _l("Enter the name of the person."), 120, render_kw={"autocomplete": "off"}
    )
    email = EmailField(
        _l("E-mail address"),
        [checks.email_required, checks.EmailValidation(verify=True), Length(max=255)],
        description=_l("The invitation goes there. It is also what the person signs in with."),
        render_kw={"autocomplete": "off"},
    )
    locale = SelectField(_l("Language of the invitation"), default="en")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.locale.choices = choices(locale_choices())


class NewClusterForm(ProfileForm, PersonFields):
    """A new cluster organisation and its first manager."""


def _role_field() -> RadioField:
    explained = choices((role.value, EXPLAINED[role]) for role in WORKING_ROLES)
    return RadioField(_l("Role in the team"), [InputRequired(_l("Choose a role."))], choices=explained)


class InviteMemberForm(PersonFields):
    """Somebody for the team."""

    role = _role_field()
    legal = BooleanField(
        _l("Is the legal representative"),
        description=_l(
            "Confirms that the submission is true. There is one; who was named before no longer is."
        ),
    )


class RoleForm(FlaskForm):
    """Another role for a member."""

    role = _role_field()


class LegalRepresentativeForm(FlaskForm):
    """Who of the team confirms submissions."""

    person = SelectField(_l("Legal representative"), [InputRequired(_l("Choose a person."))])

    def __init__(self, team: list[Member], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(member.user.id), member.user.name) for member in team if member.user.active]
        self.person.choices = choices([("", _("Choose …")), *people])


def role_of(form: RoleForm | InviteMemberForm) -> TeamRole:
    """The working role that was chosen."""
    return TeamRole(form.role.data)
