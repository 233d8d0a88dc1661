"""What pages say of a complaint."""

from flask_babel import gettext as _

from labelapp.certificates.complaints.forms import OUTCOMES
from labelapp.certificates.complaints.models import Complaint, ComplaintOutcome, ComplaintState
from labelapp.certificates.complaints.operations import was_heard


def state_tag(complaint: Complaint) -> tuple[str, str, str]:
    """A tag: kind, icon, words."""
    if complaint.outcome is not None:
        return "open", "check", str(_("Closed"))
    if complaint.officer_id is None:
        return "attention", "clock", str(_("Nobody in charge"))
    return "open", "half", waits_for(complaint)


def waits_for(complaint: Complaint) -> str:
    """What an open complaint waits for."""
    if complaint.state is ComplaintState.RECEIVED:
        return str(_("To be examined"))
    if complaint.statement_due_on is not None and not was_heard(complaint):
        return str(_("Statement of the holder"))
    if any(one.given_at is None for one in complaint.opinions):
        return str(_("Opinion of the assessors"))
    return str(_("To be closed"))


def waits_for_officer(complaint: Complaint) -> bool:
    """Whether it is the officer's turn."""
    if complaint.state is ComplaintState.RECEIVED:
        return True
    answered = all(one.given_at is not None for one in complaint.opinions)
    return answered and (complaint.statement_due_on is None or was_heard(complaint))


def outcome_words(outcome: ComplaintOutcome) -> str:
    """The outcome as the officer chose it."""
    return str(OUTCOMES[outcome])


def public_outcome(complaint: Complaint) -> str:
    """The outcome as the holder reads it."""
    words = {
        ComplaintOutcome.NOT_ADMISSIBLE: _("The complaint is not admissible."),
        ComplaintOutcome.UNFOUNDED: _("The complaint is unfounded."),
        ComplaintOutcome.FOUNDED: _("The complaint is founded. It has no consequence for the certificate."),
        ComplaintOutcome.FOUNDED_SURVEILLANCE: _(
            "The complaint is founded. The surveillance of the certificate looks at it."
        ),
    }
    return str(words[complaint.outcome]) if complaint.outcome else ""
