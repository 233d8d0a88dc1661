"""Signs and changes in words, for the secretariat and for the person who declares."""

from collections.abc import Sequence

from flask_babel import gettext as _

from labelapp.reviews.interests.models import CaseChange, ChangeKind
from labelapp.reviews.interests.signs import Sign


def sign_text(sign: Sign) -> str:
    """A sign beside a candidate."""
    words = {
        Sign.TEAM: _("Is or was in the team of this cluster organisation"),
        Sign.EMPLOYER: _("Works for an organisation of the same name"),
        Sign.DECLARED: _("Declared an interest in this cluster organisation before"),
        Sign.MUTUAL: _("Somebody of its team assessed the own organisation in the last three years"),
        Sign.WEBSITE: _("Mail address at the web site of this cluster organisation"),
        Sign.MAIL: _("Mail address at the same domain as somebody of its team"),
    }
    return str(words[sign])


def sign_question(sign: Sign) -> str:
    """A sign as it is put before the person themselves."""
    words = {
        Sign.TEAM: _("You are or were in the team of this cluster organisation."),
        Sign.EMPLOYER: _("You work for an organisation of the same name."),
        Sign.DECLARED: _("You declared an interest in this cluster organisation before."),
        Sign.MUTUAL: _("Somebody of its team assessed your own organisation in the last three years."),
        Sign.WEBSITE: _("Your mail address is at the web site of this cluster organisation."),
        Sign.MAIL: _("Your mail address is at the same domain as that of somebody in its team."),
    }
    return str(words[sign])


def change_text(change: CaseChange) -> str:
    """What has changed on a case, with the name of whoever is new."""
    name = change.user.name if change.user else ""
    words = {
        ChangeKind.NOMINEE: _("%(name)s is asked to assess the case.", name=name),
        ChangeKind.TEAM_MEMBER: _("%(name)s is new in the team of the cluster organisation.", name=name),
        ChangeKind.LEGAL_REPRESENTATIVE: _("%(name)s is its legal representative now.", name=name),
        ChangeKind.NAME: _("The cluster organisation has a new name."),
    }
    return str(words[change.kind])


def change_texts(changes: Sequence[CaseChange]) -> list[str]:
    """Several changes, each said once."""
    return list(dict.fromkeys(change_text(change) for change in changes))
