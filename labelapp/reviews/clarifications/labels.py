"""Words for clarifications."""

from flask_babel import gettext as _

from labelapp.reviews.clarifications.models import ClarificationRound, Ending, Reason


def reason_name(reason: Reason | str) -> str:
    """Why something is asked, as the applicant reads it."""
    names = {
        Reason.INCOMPLETE: _("Incomplete"),
        Reason.INCORRECT: _("Incorrect"),
        Reason.OUTDATED: _("Outdated"),
        Reason.UNCLEAR: _("Unclear"),
    }
    return str(names[Reason(reason)])


def reason_choices() -> list[tuple[str, str]]:
    """The reasons for a form."""
    return [(reason.value, reason_name(reason)) for reason in Reason]


def ending_name(ending: Ending | str) -> str:
    """How a round ended."""
    names = {
        Ending.ANSWERED: _("Answered"),
        Ending.OVER: _("Days over"),
        Ending.CLOSED: _("Closed by the lead assessor"),
    }
    return str(names[Ending(ending)])


def round_tag(round_: ClarificationRound) -> tuple[str, str, str]:
    """Where a round stands, for the macro `tag`."""
    if round_.ending is None:
        return (
            ("attention", "talk", _("Open"))
            if round_.takes_answers
            else ("attention", "clock", _("Days over"))
        )
    icons = {
        Ending.ANSWERED: ("good", "check"),
        Ending.OVER: ("open", "clock"),
        Ending.CLOSED: ("open", "stop"),
    }
    return (*icons[round_.ending], ending_name(round_.ending))
