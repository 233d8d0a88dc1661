"""Forms of sessions, votes and outcomes."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    FieldList,
    Form,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from labelapp.accounts.models import User
from labelapp.decisions.board.counting import Choice
from labelapp.decisions.board.models import BoardSession, SessionKind
from labelapp.decisions.board.preparing import SessionFacts
from labelapp.decisions.board.queries import board_members
from labelapp.decisions.board.ruling import Ruling
from labelapp.decisions.terms import MOST_CONDITIONS, Checker, ConditionTerms, Terms
from labelapp.web.fields import choices, stripped, text_field

LONGEST = Length(max=10_000, message=_("This text is too long: at most 10 000 characters."))
ROWS = 3
VOTES = {
    Choice.AWARD: _("Award the label"),
    Choice.CONDITIONS: _("Award with conditions or a shorter validity"),
    Choice.DEFER: _("Defer: something is missing for a decision"),
    Choice.REFUSE: _("Refuse the label"),
    Choice.ABSTAIN: _("Abstain"),
}


class SessionForm(FlaskForm):
    """A meeting or a silent procedure, and who chairs it."""

    title = text_field(_("Title"), _("Write a title."), 120, description=_("For instance: Winter meeting"))
    kind = RadioField(
        _("How the board decides"),
        [InputRequired(_("Choose a meeting or a silent procedure."))],
        choices=choices(
            [
                (SessionKind.MEETING.value, _("In a meeting; the chair states each outcome")),
                (SessionKind.SILENT.value, _("By silent procedure; it ends by itself at its deadline")),
            ]
        ),
    )
    held_on = DateField(_("Day of the meeting"), [Optional()])
    chair = SelectField(_("Chair"), [InputRequired(_("Choose who chairs the session."))])
    deputy = SelectField(
        _("Deputy"), [Optional()], description=_("Chairs the cases on which the chair may not decide.")
    )

    def __init__(self, session: BoardSession | None = None) -> None:
        known = (
            {
                "title": session.title,
                "kind": session.kind.value,
                "held_on": session.held_on,
                "chair": str(session.chair_id),
                "deputy": str(session.deputy_id or ""),
            }
            if session
            else {}
        )
        super().__init__(**known)
        self.people = {str(person.id): person for person in board_members()}
        people = [(number, person.name) for number, person in self.people.items()]
        self.chair.choices = choices([("", "–"), *people])
        self.deputy.choices = choices([("", "–"), *people])

    def facts(self) -> SessionFacts:
        """What was entered."""
        deputy: User | None = self.people.get(self.deputy.data or "")
        return SessionFacts(
            title=self.title.data or "",
            kind=SessionKind(self.kind.data),
            chair=self.people[self.chair.data],
            deputy=deputy,
            held_on=self.held_on.data,
        )


class VoteForm(FlaskForm):
    """The vote of one member."""

    choice = RadioField(
        _("Your vote"),
        [InputRequired(_("Choose how you vote."))],
        choices=choices((choice.value, text) for choice, text in VOTES.items()),
    )
    reasons = TextAreaField(
        _("Reasons"),
        [LONGEST],
        description=_("The chair reads them and sums them up. An abstention needs none."),
        filters=[stripped],
        render_kw={"rows": 5},
    )


class MeetingForm(FlaskForm):
    """The objection to a silent procedure."""

    reason = TextAreaField(
        _("Why the board should meet about this case"),
        [InputRequired(_("Write why the board should meet about this case.")), LONGEST],
        filters=[stripped],
        render_kw={"rows": 3},
    )


class ConditionForm(Form):
    """One condition of an award; an empty row is none."""

    text = TextAreaField(_("What is asked"), [Optional(), LONGEST], filters=[stripped], render_kw={"rows": 2})
    due_on = DateField(_("By when"), [Optional()])
    checked_by = SelectField(
        _("Who checks it"),
        choices=choices(
            [(Checker.SECRETARIAT.value, _("The secretariat")), (Checker.BOARD.value, _("The board"))]
        ),
        default=Checker.SECRETARIAT.value,
    )


class RulingForm(FlaskForm):
    """The outcome of a case with its reasons and terms."""

    choice = RadioField(_("Outcome"), [InputRequired(_("Choose the outcome."))])
    reasons = TextAreaField(
        _("Reasons"),
        [
            InputRequired(_("Write the reasons for the decision. The cluster organisation will read them.")),
            LONGEST,
        ],
        description=_("The cluster organisation reads them in the letter, in your words."),
        filters=[stripped],
        render_kw={"rows": 6},
    )
    conditions = FieldList(FormField(ConditionForm), min_entries=ROWS, max_entries=MOST_CONDITIONS)
    validity_months = IntegerField(_("Shorter validity, in months"), [Optional()])
    missing = TextAreaField(
        _("What is missing"), [Optional(), LONGEST], filters=[stripped], render_kw={"rows": 3}
    )
    until = DateField(_("Expected by"), [Optional()])

    def offer(self, allowed: Iterable[Choice]) -> "RulingForm":
        """Let the reader choose among some outcomes."""
        self.choice.choices = choices((one.value, VOTES[one]) for one in Choice if one in set(allowed))
        return self

    def show(self, ruling: Ruling) -> "RulingForm":
        """Fill in a ruling that was kept."""
        self.choice.data, self.reasons.data = ruling.choice.value, ruling.reasons
        self.validity_months.data = ruling.terms.validity_months
        self.missing.data, self.until.data = ruling.missing, ruling.until
        for number, one in enumerate(ruling.terms.conditions):
            if number >= len(self.conditions):
                self.conditions.append_entry()
            row = self.conditions[number].form
            row.text.data, row.due_on.data, row.checked_by.data = one.text, one.due_on, one.checked_by.value
        return self

    def add_rows(self) -> None:
        """Room for more conditions."""
        for _number in range(min(ROWS, MOST_CONDITIONS - len(self.conditions))):
            self.conditions.append_entry()

    def validate(self, extra_validators: object = None) -> bool:
        """A condition needs a date, and a date a condition."""
        valid = bool(super().validate(extra_validators))
        for row in self.conditions:
            if bool(row.form.text.data) != bool(row.form.due_on.data) and not row.form.due_on.errors:
                field = row.form.due_on if row.form.text.data else row.form.text
                field.errors = [str(_("Write what is asked, and by when."))]
                valid = False
        return valid

    def ruling(self) -> Ruling:
        """What was entered; only the terms that belong to the outcome."""
        choice = Choice(self.choice.data)
        conditions = tuple(
            ConditionTerms(row.form.text.data, row.form.due_on.data, Checker(row.form.checked_by.data))
            for row in self.conditions
            if row.form.text.data and row.form.due_on.data
        )
        terms = Terms(conditions, self.validity_months.data) if choice is Choice.CONDITIONS else Terms()
        deferred = choice is Choice.DEFER
        return Ruling(
            choice=choice,
            reasons=self.reasons.data or "",
            terms=terms,
            missing=(self.missing.data or "") if deferred else "",
            until=self.until.data if deferred else None,
        )

    def mistakes(self) -> list[tuple[str, str]]:
        """Each field with something wrong, and the first sentence about it, in the order of the page."""
        rows = [field for row in self.conditions for field in row.form]
        plain = [self.choice, self.reasons, *rows, self.validity_months, self.missing, self.until]
        return [
            (f"{field.id}-0" if field.type == "RadioField" else field.id, str(field.errors[0]))
            for field in plain
            if field.errors
        ]
