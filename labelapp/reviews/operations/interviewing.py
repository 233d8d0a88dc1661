"""Opening an interview: only an expert who is qualified and independent is let in."""

from flask_babel import gettext as _

from labelapp.accounts.models import User
from labelapp.accounts.policy import is_assessor
from labelapp.accounts.queries import find_by_email
from labelapp.assessments.interview.interviewing import begin_interview
from labelapp.assessments.models import Assessment, Interview
from labelapp.assessments.queries import scheme_of
from labelapp.reviews.queries.candidates import conflicted_people, profile_of
from labelapp.reviews.register.queries import qualifications_of
from labelapp.reviews.rules import Candidate, candidate_checks, seats, sentences
from labelapp.web.errors import InvalidInput


def open_interview(assessment: Assessment, email: str, by: User) -> Interview:
    """Let the expert with this address fill the self-assessment together with the team.

    Raises InvalidInput when there is no such expert or the rules forbid it, always in the same words: why
    somebody is not independent is nobody's business. Raises DomainError when scheme or state forbid it.
    """
    expert = find_by_email(email)
    if expert is None or not _may_hold(expert, assessment):
        raise InvalidInput(
            _("Nobody with this address may hold this interview. Ask the secretariat for an expert.")
        )
    return begin_interview(assessment, expert, by)


def _may_hold(expert: User, assessment: Assessment) -> bool:
    scheme, cluster = scheme_of(assessment), assessment.cluster
    candidate = Candidate(
        user=expert,
        profile=profile_of(expert),
        qualifications=qualifications_of([expert.id]).get(expert.id, ()),
        member=any(member.user_id == expert.id for member in cluster.team),
        conflicted=expert.id in conflicted_people(cluster),
    )
    return (
        expert.active
        and is_assessor(expert)
        and not sentences(candidate_checks(scheme, cluster, candidate, [], seats(scheme)[:1]))
    )
