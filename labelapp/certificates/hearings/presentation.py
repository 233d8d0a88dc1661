"""What pages say of a hearing."""

from datetime import date

from flask_babel import gettext as _

from labelapp.certificates.hearings.models import Act, Hearing, HearingOutcome
from labelapp.certificates.hearings.operations import was_heard


def act_words(hearing: Hearing) -> str:
    """What is meant to be done."""
    if hearing.urgency:
        return str(_("Urgent suspension"))
    return str(_("Suspension") if hearing.act is Act.SUSPEND else _("Withdrawal"))


def outcome_words(hearing: Hearing) -> str:
    """What was decided; empty before."""
    if hearing.outcome is None:
        return ""
    if hearing.urgency:
        kept = hearing.outcome is HearingOutcome.CARRIED_OUT
        return str(_("The suspension stays") if kept else _("The certificate was reinstated"))
    if hearing.outcome is HearingOutcome.DROPPED:
        return str(_("Dropped: the certificate stays as it is"))
    suspended = hearing.act is Act.SUSPEND
    return str(_("The certificate was suspended") if suspended else _("The certificate was withdrawn"))


def state_tag(hearing: Hearing, day: date) -> tuple[str, str, str]:
    """A tag: kind, icon, words."""
    if hearing.outcome is not None:
        return "open", "check", str(_("Closed"))
    if hearing.waived:
        return "attention", "talk", str(_("Waived: to decide"))
    if hearing.answered_at is not None:
        return "attention", "talk", str(_("Answered: to decide"))
    if was_heard(hearing, day):
        return "attention", "clock", str(_("Period over: to decide"))
    return "open", "clock", str(_("Waits for the holder"))
