"""Who may do what with an appeal: the applicant files it, and nobody handles it who had a part in the case."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol

from labelapp.accounts.policy import is_assessor, is_board, is_secretariat, is_signed_in
from labelapp.clusters.models import Cluster, TeamRole
from labelapp.clusters.policy import is_in_team, roles_of
from labelapp.decisions.appeals.models import (
    DECIDED,
    Appeal,
    AppealHandler,
    AppealState,
    AppealStatement,
)
from labelapp.decisions.models import Decision
from labelapp.reviews.case import cluster_of
from labelapp.reviews.models import Review
from labelapp.reviews.policy import has_conflict, has_declared_clear

APPEALING = frozenset({TeamRole.MANAGER, TeamRole.LEGAL_REPRESENTATIVE})


class OfAppeal(Protocol):
    """Anything that belongs to one appeal."""

    @property
    def appeal(self) -> Appeal: ...


def on_appeal(policy: Callable[[Any, Appeal], bool]) -> Callable[[Any, OfAppeal], bool]:
    """The policy on an appeal as one on a part of it."""

    @wraps(policy)
    def on_part(user: Any, part: OfAppeal) -> bool:
        return policy(user, part.appeal)

    return on_part


def review_of(appeal: Appeal) -> Review:
    """The review whose decision is appealed against."""
    return appeal.decision.review


def cluster_behind(appeal: Appeal) -> Cluster:
    """The cluster organisation that appeals."""
    return cluster_of(review_of(appeal))


def may_see_appeals(user: Any) -> bool:
    """The list of appeals is the secretariat's."""
    return is_secretariat(user)


def may_appeal(user: Any, decision: Decision) -> bool:
    """Managers and the legal representative. Whether there is still time is no question of rights: that is a 409."""
    return bool(roles_of(user, cluster_of(decision.review)) & APPEALING) and decision.appeal_until is not None


def may_withdraw(user: Any, appeal: Appeal) -> bool:
    """Whoever may file may withdraw what was filed."""
    return appeal.state is not AppealState.DRAFT and may_appeal(user, appeal.decision)


def active_handlers(appeal: Appeal) -> list[AppealHandler]:
    """Those who handle an appeal, or are asked to."""
    return [one for one in appeal.handlers if one.ended_at is None]


def is_handler(user: Any, appeal: Appeal) -> bool:
    """Whether a person is asked to handle an appeal, and still has a role that allows it."""
    asked = is_signed_in(user) and any(one.user_id == user.id for one in active_handlers(appeal))
    return asked and (is_board(user) or is_assessor(user)) and appeal.state is not AppealState.DRAFT


def may_open(user: Any, appeal: Appeal) -> bool:
    """Know that the appeal is there. Officers and handlers see whose it is, and the rest after declaring."""
    if is_in_team(user, cluster_behind(appeal)):
        return appeal.state is not AppealState.DRAFT
    return may_declare(user, appeal)


def may_oversee(user: Any, appeal: Appeal) -> bool:
    """Officers who declared to have no interest in the case; of what is still being written they see nothing."""
    filed = appeal.state is not AppealState.DRAFT
    return filed and is_secretariat(user) and has_declared_clear(user, review_of(appeal))


def may_manage(user: Any, appeal: Appeal) -> bool:
    """Name handlers: the officer in charge."""
    return may_oversee(user, appeal) and appeal.officer_id == user.id


def may_declare(user: Any, appeal: Appeal) -> bool:
    """Handlers and officers say whether they have an interest, and may say so again when one arises."""
    officer = is_secretariat(user) and appeal.state is not AppealState.DRAFT
    return (officer or is_handler(user, appeal)) and not has_conflict(user, review_of(appeal))


def may_handle(user: Any, appeal: Appeal) -> bool:
    """Read the whole record, discuss, decide: a handler who declared to have no interest."""
    return is_handler(user, appeal) and has_declared_clear(user, review_of(appeal))


def may_discuss(user: Any, appeal: Appeal) -> bool:
    """The handlers, and the officer in charge."""
    return may_handle(user, appeal) or may_manage(user, appeal)


def may_read(user: Any, appeal: Appeal) -> bool:
    """The grounds and the files: the team, the secretariat, and the handlers after their declaration."""
    team = is_in_team(user, cluster_behind(appeal)) and appeal.state is not AppealState.DRAFT
    return team or may_oversee(user, appeal) or may_handle(user, appeal)


def may_read_letter(user: Any, appeal: Appeal) -> bool:
    """The letter is there once the appeal is decided."""
    return appeal.state in DECIDED and may_read(user, appeal)


def may_state(user: Any, statement: AppealStatement) -> bool:
    """Whoever was asked; for the cluster organisation those who may appeal. Interests count here too."""
    appeal = statement.appeal
    if statement.user_id is None:
        return may_appeal(user, appeal.decision)
    asked = is_signed_in(user) and statement.user_id == user.id
    return asked and has_declared_clear(user, review_of(appeal))
