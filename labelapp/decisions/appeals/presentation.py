"""What pages say of an appeal."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from labelapp.clock import today
from labelapp.decisions.appeals import policy
from labelapp.decisions.appeals.forms import PARTS
from labelapp.decisions.appeals.models import Appeal, AppealHandler, AppealState, AppealStatement, Part
from labelapp.decisions.appeals.queries import appeal_against
from labelapp.decisions.models import Decision
from labelapp.decisions.queries import replacement_of
from labelapp.reviews.case import scheme_of
from labelapp.reviews.policy import has_declared_clear
from labelapp.web.locale import scheme_text


@dataclass(frozen=True)
class Standing:
    """What the page of a decision says of appeals against it; `writable`: the reader may begin or go on with one."""

    decision: Decision
    appeal: Appeal | None
    replacement: Decision | None
    writable: bool
    over: bool


def standing(decision: Decision, user: Any) -> Standing:
    """Where appeals against a decision stand, as far as the reader may know."""
    appeal = appeal_against(decision)
    until = decision.appeal_until
    over = until is not None and until < today()
    drafted = appeal is None or appeal.state is AppealState.DRAFT
    return Standing(
        decision=decision,
        appeal=appeal if appeal is not None and policy.may_open(user, appeal) else None,
        replacement=replacement_of(decision),
        writable=policy.may_appeal(user, decision) and drafted and not over,
        over=over,
    )


def state_tag(appeal: Appeal) -> tuple[str, str, str]:
    """A tag: kind, icon, words."""
    tags = {
        AppealState.DRAFT: ("open", "half", _("Not filed yet")),
        AppealState.FILED: ("attention", "clock", _("Being handled")),
        AppealState.UPHELD: ("good", "check", _("Upheld")),
        AppealState.DISMISSED: ("open", "stop", _("Dismissed")),
        AppealState.INADMISSIBLE: ("open", "stop", _("Not admissible")),
        AppealState.WITHDRAWN: ("open", "ring", _("Withdrawn by the applicant")),
    }
    kind, icon, words = tags[appeal.state]
    return kind, icon, str(words)


def parts_of(appeal: Appeal) -> list[str]:
    """What an appeal is about, in words."""
    return [str(PARTS[Part(part)]) for part in appeal.parts]


def contested(appeal: Appeal) -> list[tuple[str, str]]:
    """The contested indicators with their names."""
    scheme = scheme_of(policy.review_of(appeal))
    return [(code, scheme_text(scheme.indicators[code].name)) for code in appeal.indicators]


def handler_tag(handler: AppealHandler, appeal: Appeal) -> tuple[str, str, str]:
    """Where somebody who was asked stands: kind, icon, words."""
    if handler.ended_at is not None:
        return "open", "ring", str(_("Does not handle it any more"))
    if has_declared_clear(handler.user, policy.review_of(appeal)):
        return "good", "check", str(_("No interest declared"))
    return "attention", "clock", str(_("Has not declared interests yet"))


def asked_name(statement: AppealStatement) -> str:
    """Who is asked for a statement."""
    return statement.user.name if statement.user else policy.cluster_behind(statement.appeal).name


def waits_for(appeal: Appeal) -> str:
    """What an appeal that is being handled waits for."""
    if appeal.state is not AppealState.FILED:
        return ""
    if appeal.officer_id is None:
        return str(_("Somebody of the secretariat who had no part in the case"))
    handlers = policy.active_handlers(appeal)
    if not handlers:
        return str(_("The people who handle it"))
    if not all(has_declared_clear(one.user, policy.review_of(appeal)) for one in handlers):
        return str(_("The declarations of interests"))
    if any(one.given_at is None and one.due_on >= today() for one in appeal.statements):
        return str(_("Statements that were asked for"))
    return str(_("The decision on the appeal"))
