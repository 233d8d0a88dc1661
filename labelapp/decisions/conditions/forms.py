"""Forms of a condition."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from labelapp.clusters.models import Cluster
from labelapp.decisions.conditions.models import StepKind
from labelapp.evidence.models import Document
from labelapp.evidence.queries import documents_of
from labelapp.web.fields import choices, stripped

LONGEST = Length(max=10_000, message=_("This text is too long: at most 10 000 characters."))


class AnswerForm(FlaskForm):
    """How the holder meets a condition."""

    text = TextAreaField(
        _("How the condition is met"),
        [InputRequired(_("Write how the condition is met.")), LONGEST],
        filters=[stripped],
        render_kw={"rows": 5},
    )
    document = SelectField(
        _("Document"),
        [Optional()],
        description=_("From your evidence library, in its present revision."),
    )

    def __init__(self, cluster: Cluster) -> None:
        super().__init__()
        self.documents = {str(one.id): one for one in documents_of(cluster)}
        titles = [(number, one.title) for number, one in self.documents.items()]
        self.document.choices = choices([("", _("None")), *titles])

    @property
    def chosen(self) -> Document | None:
        """The document that was chosen."""
        return self.documents.get(self.document.data or "")


class JudgementForm(FlaskForm):
    """What whoever checks says about a condition."""

    kind = RadioField(
        _("Judgement"),
        [InputRequired(_("Choose a judgement."))],
        choices=choices(
            [
                (StepKind.FULFILLED.value, _("Fulfilled")),
                (StepKind.NOT_FULFILLED.value, _("Not fulfilled")),
                (StepKind.EXTENDED.value, _("Give more time")),
            ]
        ),
    )
    due_on = DateField(_("New date, for more time"), [Optional()])
    reason = TextAreaField(
        _("Reason"),
        [InputRequired(_("Write the reason. The holder of the label reads it.")), LONGEST],
        description=_("The holder of the label reads it."),
        filters=[stripped],
        render_kw={"rows": 4},
    )
