"""The form of a decision on a flag."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from labelapp.certificates.flags.models import FlagOutcome
from labelapp.certificates.flags.operations import FlagDecision
from labelapp.web.fields import choices

LONGEST = Length(max=10_000, message=_("This text is too long: at most 10 000 characters."))
OUTCOMES = {
    FlagOutcome.NOTHING: _("Nothing follows"),
    FlagOutcome.SURVEILLANCE: _("The surveillance looks at it by a day"),
    FlagOutcome.REASSESSMENT: _("The holder is asked for a new assessment"),
    FlagOutcome.HEARING: _("The holder is heard on a suspension or withdrawal"),
}


class FlagForm(FlaskForm):
    """What follows; a hearing has a form of its own."""

    outcome = RadioField(
        _("What follows?"),
        [InputRequired(_("Choose what follows."))],
        choices=choices(
            (one.value, label) for one, label in OUTCOMES.items() if one is not FlagOutcome.HEARING
        ),
    )
    reasons = TextAreaField(
        _("Reasons, for the record"),
        [InputRequired(_("Write the reasons.")), LONGEST],
        description=_("Only the secretariat reads them."),
        render_kw={"rows": 4},
    )
    due_on = DateField(
        _("By which day"),
        [Optional()],
        description=_("When the surveillance looks at it, or when the holder has to submit."),
    )
    note = TextAreaField(
        _("What the surveillance is to look at"),
        [Optional(), LONGEST],
        description=_("If the surveillance looks at it. Only the secretariat sees it."),
        render_kw={"rows": 3},
    )
    told = TextAreaField(
        _("What the holder is told"),
        [Optional(), LONGEST],
        description=_("If a new assessment is asked for: why."),
        render_kw={"rows": 3},
    )

    def read(self) -> FlagDecision:
        """What was chosen and written."""
        return FlagDecision(
            FlagOutcome(self.outcome.data),
            self.reasons.data or "",
            self.note.data or "",
            self.due_on.data,
            self.told.data or "",
        )
