"""Forms of calibration exercises."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from labelapp.clusters.places import language_choices
from labelapp.extensions import schemes
from labelapp.reviews.calibration.models import Exercise
from labelapp.reviews.calibration.operations.preparing import Facts, Part
from labelapp.reviews.calibration.queries import Invitee
from labelapp.reviews.forms import LONGEST, yes_no
from labelapp.reviews.judging import Judgement, Question
from labelapp.reviews.operations import ScoreContent
from labelapp.schemes.numbers import exact
from labelapp.web.fields import MultiCheckboxField, choices, text_field
from labelapp.web.formats import country_name
from labelapp.web.locale import scheme_text


class ExerciseForm(FlaskForm):
    """What is said about an exercise."""

    scheme = SelectField(_("Label"), [InputRequired(_("Choose the label."))])
    title = text_field(_("Title"), _("Enter a title by which assessors recognise the exercise."), 200)
    language = SelectField(
        _("Language of the case"),
        [InputRequired(_("Choose the language."))],
        description=_("A translated case is an exercise of its own: other words can lead to other points."),
    )
    closes_on = DateField(
        _("Last day"),
        [InputRequired(_("Enter the day, such as 23/11/2026"))],
        description=_("The exercise closes by itself after this day. A reminder goes out five days before."),
    )
    background = TextAreaField(
        _("The invented cluster organisation"),
        [Optional(), LONGEST],
        description=_("What an assessor has to know of it in general, in a few sentences."),
    )
    reference_by = StringField(
        _("Who set the reference"),
        [Optional(), Length(max=300)],
        description=_(
            "Names of the experts. Assessors read it beside the reference, after they have locked."
        ),
    )
    condition = BooleanField(
        _("The secretariat looks at the result before it qualifies somebody"),
        description=_("Nothing is granted by itself: the result stands on the page of the expert."),
    )

    def offer(self, exercise: Exercise | None = None) -> "ExerciseForm":
        """Fill in the choices in the reader's language; the label of an exercise is settled."""
        self.language.choices = choices(language_choices())
        if exercise is None:
            self.scheme.choices = choices((one.code, scheme_text(one.name)) for one in schemes().latest())
        else:
            del self.scheme
        return self

    def said(self) -> Facts:
        """The facts in the form."""
        return Facts(
            title=self.title.data or "",
            language=self.language.data,
            closes_on=self.closes_on.data,
            background=(self.background.data or "").strip(),
            reference_by=(self.reference_by.data or "").strip(),
            condition=bool(self.condition.data),
        )


class PartForm(FlaskForm):
    """One indicator of the case, and its reference. It may be left unfinished until the exercise is opened."""

    answer = TextAreaField(_("What the cluster organisation answered"), [Optional(), LONGEST])
    evidence = TextAreaField(
        _("What its documents say"),
        [Optional(), LONGEST],
        description=_(
            "The passages that an assessor would find, with the name of the document and the page."
        ),
    )
    points = StringField(_("Points of the reference"), [Optional(), Length(max=20)])
    minimum_met = RadioField(_("Minimum requirement"), [Optional()])
    plausible = RadioField(_("Are the answers plausible?"), [Optional()])
    reason = TextAreaField(
        _("Reasons of the reference"),
        [Optional(), LONGEST],
        description=_("Why these points, and not one more or less. Assessors learn from this."),
    )

    @classmethod
    def about(cls, asked: Question, part: Part | None = None) -> "PartForm":
        """The form with what the scheme asks about an indicator; without `part` as it was posted."""
        given = part.reference if part else ScoreContent()
        form = (
            cls()
            if part is None
            else cls(
                formdata=None,
                answer=part.answer,
                evidence=part.evidence,
                points=given.points or "",
                minimum_met=_word(given.minimum_met),
                plausible=_word(given.plausible),
                reason=given.justification,
            )
        )
        form.minimum_met.choices = choices([("yes", _("Met")), ("no", _("Not met"))])
        form.plausible.choices = choices([("yes", _("Yes")), ("no", _("No"))])
        if asked.scored:
            form.points.description = _("From 0 to %(highest)s", highest=exact(asked.indicator.max_points))
        else:
            del form.points
        if not asked.asks_minimum(Judgement()):
            del form.minimum_met
        if not asked.asks_plausible:
            del form.plausible
        return form

    def said(self) -> Part:
        """The part in the form."""
        reference = ScoreContent(
            points=(self.points.data or "").strip().replace(",", ".") or None if self.points else None,
            minimum_met=yes_no(self.minimum_met.data) if self.minimum_met else None,
            plausible=yes_no(self.plausible.data) if self.plausible else None,
            justification=self.reason.data or "",
        )
        return Part(self.answer.data or "", self.evidence.data or "", reference)


def _word(value: bool | None) -> str | None:
    return None if value is None else "yes" if value else "no"


class CaseFileForm(FlaskForm):
    """A case in a table."""

    file = FileField(_("CSV or XLSX file"), [FileRequired(_("Choose a file first."))])


class PeopleForm(FlaskForm):
    """Who is to score: those who are qualified, and those who are to become it."""

    qualified = MultiCheckboxField(_("Qualified for this label"), [Optional()])
    others = MultiCheckboxField(_("Not qualified for it yet, or no longer"), [Optional()])

    def offer(self, people: Sequence[Invitee]) -> "PeopleForm":
        """Fill in the choices in the reader's language."""
        self.qualified.choices = choices((str(one.user.id), _line(one)) for one in people if one.qualified)
        self.others.choices = choices((str(one.user.id), _line(one)) for one in people if not one.qualified)
        return self

    def chosen(self) -> set[int]:
        """The accounts that are ticked."""
        return {int(number) for number in [*(self.qualified.data or ()), *(self.others.data or ())]}


def _line(one: Invitee) -> str:
    facts = [country_name(one.profile.country)] if one.profile else []
    if not one.reads:
        facts.append(str(_("does not read the language of the case")))
    return f"{one.user.name} ({', '.join(facts)})" if facts else one.user.name
