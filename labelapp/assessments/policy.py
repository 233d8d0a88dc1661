"""Who may do what with a self-assessment. Rights come from the team of its cluster organisation."""

from typing import Any, Protocol

from labelapp.accounts.policy import is_assessor
from labelapp.assessments.models import AssessmentState, Interview
from labelapp.clusters.looking import may_look_into
from labelapp.clusters.models import Cluster, TeamRole
from labelapp.clusters.policy import roles_of
from labelapp.clusters.queries import is_cluster_person

ANSWERING = frozenset({TeamRole.MANAGER, TeamRole.CONTRIBUTOR})
COMMENTING = ANSWERING | {TeamRole.LEGAL_REPRESENTATIVE}


class OfCluster(Protocol):
    """Anything that belongs to one cluster organisation."""

    @property
    def cluster(self) -> Cluster: ...


class UploadOf(OfCluster, Protocol):
    """A workbook that somebody sent."""

    @property
    def uploaded_by_id(self) -> int: ...


class OfAuthor(Protocol):
    """What somebody wrote."""

    @property
    def author_id(self) -> int: ...


class OfComment(OfCluster, Protocol):
    """A comment in the self-assessment of one cluster organisation."""

    @property
    def comment(self) -> OfAuthor: ...


class OfInterview(Protocol):
    """Anything that belongs to one interview."""

    @property
    def interview(self) -> Interview: ...


def may_see(user: Any, found: OfCluster) -> bool:
    """The whole team and the secretariat read; assessors read the submission instead."""
    return bool(roles_of(user, found.cluster)) or may_look_into(user, found.cluster)


def may_answer(user: Any, found: OfCluster) -> bool:
    """Managers and contributors answer and offer evidence."""
    return bool(roles_of(user, found.cluster) & ANSWERING)


def may_apply(user: Any, upload: UploadOf) -> bool:
    """Who sent a workbook decides what of it is applied, as long as they may answer."""
    return upload.uploaded_by_id == getattr(user, "id", None) and may_answer(user, upload)


def may_manage(user: Any, found: OfCluster) -> bool:
    """Managers cancel, ask for the confirmation and take the question back."""
    return TeamRole.MANAGER in roles_of(user, found.cluster)


def may_confirm(user: Any, found: OfCluster) -> bool:
    """Only a legal representative confirms and so submits, or returns to the team."""
    return TeamRole.LEGAL_REPRESENTATIVE in roles_of(user, found.cluster)


def is_of_team(user: Any, found: OfCluster) -> bool:
    """The team alone: what it says to each other, and who is there now, is not for the secretariat to read."""
    return bool(roles_of(user, found.cluster))


def may_comment(user: Any, found: OfCluster) -> bool:
    """Those who answer, and the legal representative; viewers read."""
    return bool(roles_of(user, found.cluster) & COMMENTING)


def may_change_comment(user: Any, found: OfComment) -> bool:
    """Nobody changes, deletes or shares what another one wrote."""
    return may_comment(user, found) and found.comment.author_id == user.id


def may_take_back_comment(user: Any, found: OfComment) -> bool:
    """Its author, and managers, make a shared comment internal again."""
    return may_change_comment(user, found) or may_manage(user, found)


def may_set_due_date(user: Any, found: OfCluster) -> bool:
    """The secretariat sets until when a self-assessment is to be submitted."""
    return may_look_into(user, found.cluster)


def may_see_list(user: Any, cluster: Cluster) -> bool:
    """The whole team and the secretariat see which self-assessments there are."""
    return bool(roles_of(user, cluster)) or may_look_into(user, cluster)


def may_start(user: Any, cluster: Cluster) -> bool:
    """Managers start a self-assessment of their cluster organisation."""
    return TeamRole.MANAGER in roles_of(user, cluster)


def may_self_assess(user: Any) -> bool:
    """Whoever is in the team of a cluster organisation; also asked for visitors who are not signed in."""
    return is_cluster_person(user)


def may_declare_in_interview(user: Any, interview: Interview) -> bool:
    """The named expert says whether they have an interest; until then nothing of the self-assessment is shown."""
    return _is_expert(user, interview)


def may_interview(user: Any, interview: OfInterview) -> bool:
    """The named expert enters answers and notes while the interview is open and after declaring no interest."""
    return _is_expert(user, interview.interview) and interview.interview.declared_at is not None


def may_end_interview(user: Any, interview: Interview) -> bool:
    """The managers who let the expert in, and the expert."""
    return may_manage(user, interview.assessment) or _is_expert(user, interview)


def _is_expert(user: Any, interview: Interview) -> bool:
    """An interview is open until it is ended, and as long as the answers can change."""
    return (
        is_assessor(user)
        and interview.expert_id == user.id
        and interview.ended_at is None
        and interview.assessment.state is AssessmentState.DRAFT
        and not roles_of(user, interview.assessment.cluster)
    )
