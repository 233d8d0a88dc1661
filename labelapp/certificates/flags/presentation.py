"""What pages say of a flag."""

from typing import Any

from flask_babel import gettext as _

from labelapp.certificates.flags.forms import OUTCOMES
from labelapp.certificates.flags.models import Flag, FlagKind, FlagOutcome


def kind_words(kind: FlagKind) -> str:
    """Why it was raised."""
    words = {
        FlagKind.CHANGE: _("The holder reported a change"),
        FlagKind.MEMBERS: _("More than the allowed share of the members changed"),
        FlagKind.CONDITION: _("A condition of the award was not met"),
        FlagKind.LATE: _("The new assessment that was asked for was not submitted in time"),
    }
    return str(words[kind])


def outcome_words(outcome: FlagOutcome) -> str:
    """What was decided."""
    return str(OUTCOMES[outcome])


def figure_rows(flag: Flag) -> list[tuple[str, list[Any]]]:
    """Rows of a table: where the figures come from; members then, joined, left, and the share that changed."""
    sources = {"reported": _("Reported by the holder"), "counted": _("Counted in its data room")}
    return [
        (
            str(words),
            [flag.figures[key][name] for name in ("then", "joined", "left")] + [_share(flag.figures[key])],
        )
        for key, words in sources.items()
        if flag.figures.get(key)
    ]


def _share(figures: dict[str, int]) -> str:
    """The percentage, cut and not rounded; a dash when there was nobody."""
    if not figures["then"]:
        return "–"
    return str(_("%(number)s %%", number=100 * (figures["joined"] + figures["left"]) // figures["then"]))
