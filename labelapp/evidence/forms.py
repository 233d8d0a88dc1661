"""Forms of the evidence library."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField
from wtforms.validators import Optional

from labelapp.accounts.models import User
from labelapp.clusters.queries import team_of
from labelapp.evidence.labels import kind_names
from labelapp.evidence.models import Document, DocumentKind
from labelapp.evidence.operations import Details
from labelapp.web.fields import choices, text_field


class DetailsForm(FlaskForm):
    """What a document is, who keeps it up to date, and from when until when it holds."""

    title = text_field(_l("Title"), _l("Enter a title."), 200)
    kind = SelectField(_l("Kind"))
    owner = SelectField(_l("Owner"), coerce=int, description=_l("Who keeps this document up to date."))
    effective_on = DateField(
        _l("Date of effect"), [Optional()], description=_l("When it was signed or published, or took effect.")
    )
    expires_on = DateField(
        _l("Expires on"), [Optional()], description=_l("After this day it counts as outdated.")
    )

    def __init__(self, document: Document, **more: Any) -> None:
        super().__init__(**more)
        self.people: dict[int, User] = people_of(document)
        self.kind.choices = choices(kind_names().items())
        self.owner.choices = choices((str(number), user.name) for number, user in self.people.items())

    def details(self) -> Details:
        """What a form that was found valid says."""
        return Details(
            title=self.title.data,
            kind=DocumentKind(self.kind.data),
            owner=self.people[self.owner.data],
            effective_on=self.effective_on.data,
            expires_on=self.expires_on.data,
        )


def people_of(document: Document) -> dict[int, User]:
    """Who may own a document: the team, and its owner, who may have left."""
    people = {member.user.id: member.user for member in team_of(document.cluster)}
    return people | {document.owner_id: document.owner}


def details_form(document: Document) -> DetailsForm:
    """The form with what is known."""
    return DetailsForm(
        document,
        formdata=None,
        data={
            "title": document.title,
            "kind": str(document.kind),
            "owner": document.owner_id,
            "effective_on": document.effective_on,
            "expires_on": document.expires_on,
        },
    )
