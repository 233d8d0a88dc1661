"""Forms of an appeal."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from labelapp.accounts.models import User
from labelapp.decisions.appeals.models import AppealState, Part
from labelapp.decisions.appeals.operations import Grounds
from labelapp.evidence.models import Document
from labelapp.schemes.definition import Scheme
from labelapp.web.fields import MultiCheckboxField, choices
from labelapp.web.locale import scheme_text

LONGEST = Length(max=20_000, message=_("This text is too long: at most 20 000 characters."))
PARTS = {
    Part.INDICATORS: _("The points or the minimum requirement of indicators"),
    Part.PROCEDURE: _("The procedure: periods, questions asked back, the visit"),
    Part.INDEPENDENCE: _("The independence of somebody who took part"),
    Part.DECISION: _("The reasons or the conditions of the decision"),
}
VERDICTS = {
    AppealState.UPHELD: _("Uphold the appeal: other people examine the same submission again"),
    AppealState.DISMISSED: _("Dismiss the appeal: the decision stands"),
    AppealState.INADMISSIBLE: _("Not admissible: the appeal is not examined, the decision stands"),
}


class AppealForm(FlaskForm):
    """What the cluster organisation contests, and why. Everything may be left open until it is filed."""

    parts = MultiCheckboxField(
        _("What is the appeal about?"),
        [Optional()],
        choices=choices((part.value, label) for part, label in PARTS.items()),
    )
    indicators = MultiCheckboxField(
        _("Contested indicators"),
        [Optional()],
        description=_("Only if the appeal is about points or minimum requirements."),
    )
    grounds = TextAreaField(
        _("Grounds"),
        [Optional(), LONGEST],
        description=_(
            "What is wrong, and what shows it. The people who handle the appeal read this, with your submission,"
            " the report and the decision."
        ),
        render_kw={"rows": 12},
    )
    files = MultiCheckboxField(
        _("Attached files"),
        [Optional()],
        coerce=int,
        description=_("From your documents. Put a new file there first, then come back."),
    )

    def offer(self, scheme: Scheme, documents: list[Document]) -> None:
        """Fill the choices for one case."""
        self.indicators.choices = [
            (code, f"{code} {scheme_text(scheme.indicators[code].name)}")
            for dimension in scheme.dimensions
            for code in dimension.indicators
        ]
        self.files.choices = [
            (file.id, document.title if len(document.files) == 1 else f"{document.title}: {file.filename}")
            for document in documents
            for file in document.files
        ]

    def read(self, documents: list[Document]) -> Grounds:
        """What was written."""
        chosen = set(self.files.data or [])
        return Grounds(
            parts=[Part(one) for one in self.parts.data or []],
            indicators=self.indicators.data or [],
            text=self.grounds.data or "",
            files=[file for document in documents for file in document.files if file.id in chosen],
        )


class ChargeForm(FlaskForm):
    """A member of the secretariat takes an appeal in charge."""

    statement = TextAreaField(
        _("If you worked on this case: why can nobody else take the appeal?"),
        [Optional(), Length(max=2000, message=_("This text is too long: at most 2000 characters."))],
        description=_("It stands in the record of the appeal."),
        render_kw={"rows": 3},
    )


class HandlerForm(FlaskForm):
    """Whom to ask."""

    person = IntegerField(_("Person"), [InputRequired(_("Choose a person."))])


class QuestionForm(FlaskForm):
    """What the handlers ask of somebody who knows the case; person 0 is the cluster organisation."""

    whom = SelectField(_("Whom do you ask?"), coerce=int)
    question = TextAreaField(
        _("Question"),
        [InputRequired(_("Write what you ask.")), LONGEST],
        description=_("They read the grounds of the appeal with it."),
        render_kw={"rows": 4},
    )

    def offer(self, people: list[User]) -> None:
        """Fill in who knows the case."""
        everybody = [("0", _("The cluster organisation")), *((str(one.id), one.name) for one in people)]
        self.whom.choices = choices(everybody)


class StatementForm(FlaskForm):
    """What they answer."""

    text = TextAreaField(
        _("Your statement"),
        [InputRequired(_("Write your statement.")), LONGEST],
        render_kw={"rows": 8},
    )


class NoteForm(FlaskForm):
    """Something for the others who handle the appeal."""

    text = TextAreaField(
        _("Note for the others"),
        [InputRequired(_("Write the note first.")), LONGEST],
        description=_("The cluster organisation does not read it."),
        render_kw={"rows": 4},
    )


class VerdictForm(FlaskForm):
    """What the handlers decided, and why."""

    verdict = RadioField(
        _("Decision on the appeal"),
        [InputRequired(_("Choose what you decided."))],
        choices=choices((state.value, label) for state, label in VERDICTS.items()),
    )
    reasons = TextAreaField(
        _("Reasons"),
        [InputRequired(_("Write the reasons. The cluster organisation will read them.")), LONGEST],
        description=_("Answer each ground of the appeal. The cluster organisation reads this in the letter."),
        render_kw={"rows": 8},
    )
