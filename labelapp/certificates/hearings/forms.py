"""Forms of a hearing."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from labelapp.certificates.hearings.models import Act, HearingOutcome
from labelapp.certificates.hearings.operations import Notice
from labelapp.clusters.models import Cluster
from labelapp.evidence.models import Document
from labelapp.evidence.queries import documents_of
from labelapp.web.fields import MultiCheckboxField, choices, not_blank

LONGEST = Length(max=10_000, message=_("This text is too long: at most 10 000 characters."))
PUBLISHED = Length(max=2000, message=_("This text is too long: at most 2000 characters."))


class WithdrawalForm(FlaskForm):
    """Notice of a withdrawal."""

    reasons = TextAreaField(
        _("Reasons"),
        [InputRequired(_("Write the reasons. The holder reads them.")), PUBLISHED],
        description=_("What is wrong and how you know. The holder reads them and answers."),
        render_kw={"rows": 6},
    )

    def read(self) -> Notice:
        """What was written."""
        return Notice(Act.WITHDRAW, self.reasons.data or "")


class SuspensionForm(WithdrawalForm):
    """Notice of a suspension."""

    suspend_until = DateField(
        _("Last day of the suspension"),
        [Optional()],
        description=_("Empty: until it is reinstated."),
    )
    urgency = TextAreaField(
        _("Only if it cannot wait for the answer: why?"),
        [Optional(), LONGEST],
        description=_(
            "With this the certificate is suspended at once, the reasons above are published, and the holder is heard "
            "afterwards."
        ),
        render_kw={"rows": 3},
    )

    def read(self) -> Notice:
        """What was written."""
        return Notice(
            Act.SUSPEND, self.reasons.data or "", self.suspend_until.data, (self.urgency.data or "").strip()
        )


class HolderForm(FlaskForm):
    """The answer of the holder."""

    text = TextAreaField(
        _("What do you say to the reasons?"),
        [InputRequired(_("Write your answer.")), not_blank(_("Write your answer.")), LONGEST],
        render_kw={"rows": 8},
    )
    documents = MultiCheckboxField(
        _("Documents"),
        [Optional()],
        description=_("From your evidence library, in their present revisions."),
    )

    def __init__(self, cluster: Cluster) -> None:
        super().__init__()
        self.known = {str(one.id): one for one in documents_of(cluster)}
        self.documents.choices = choices((number, one.title) for number, one in self.known.items())

    @property
    def chosen(self) -> list[Document]:
        """The documents that were chosen."""
        return [self.known[number] for number in self.documents.data or [] if number in self.known]


class DecisionForm(FlaskForm):
    """What the secretariat decides with the answer before it."""

    outcome = RadioField(_("Decision"), [InputRequired(_("Choose a decision."))])
    text = TextAreaField(
        _("Reasons of the decision"),
        [InputRequired(_("Write the reasons of the decision.")), PUBLISHED],
        description=_(
            "The holder reads them. They are published when the status of the certificate changes."
        ),
        render_kw={"rows": 5},
    )

    def __init__(self, act: Act, *, urgent: bool) -> None:
        super().__init__()
        carry_out, drop = _("Withdraw the certificate"), _("Drop it: the certificate stays as it is")
        if act is Act.SUSPEND:
            carry_out = _("Suspend the certificate")
        if urgent:
            carry_out, drop = _("Leave it suspended"), _("Reinstate it")
        self.outcome.choices = choices(
            [(HearingOutcome.CARRIED_OUT.value, carry_out), (HearingOutcome.DROPPED.value, drop)]
        )
