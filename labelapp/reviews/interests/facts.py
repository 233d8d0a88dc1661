"""Reading the facts from which signs are found, for many people and cluster organisations in seven statements."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy import select

from labelapp.accounts.models import User
from labelapp.assessments.models import Assessment, Interview, Submission
from labelapp.clock import now
from labelapp.clusters.models import Cluster, TeamMember
from labelapp.events.models import Event
from labelapp.extensions import db
from labelapp.reviews.interests.signs import Organisation, Person, Sign, proposals, signs
from labelapp.reviews.models import AssessorProfile, AssessorRole, Assignment, InterestDeclaration, Review

# Assessments that are older tie nobody any more.
MUTUAL_FOR = timedelta(days=3 * 365)

Pairs = dict[int, set[int]]


def signs_between(people: Sequence[User], clusters: Sequence[Cluster]) -> dict[tuple[int, int], list[Sign]]:
    """The signs of each pair (person, cluster organisation) that has any."""
    organisations = _organisations(clusters)
    return proposals(_people(people, organisations), organisations)


def signs_of(user: User, cluster: Cluster) -> list[Sign]:
    """The signs of one person in one cluster organisation."""
    organisations = _organisations([cluster])
    return signs(_people([user], organisations)[user.id], organisations[cluster.id])


def _organisations(clusters: Sequence[Cluster]) -> dict[int, Organisation]:
    ids = [cluster.id for cluster in clusters]
    mails: dict[int, set[str]] = defaultdict(set)
    team = select(TeamMember.cluster_id, User.email).join(User, User.id == TeamMember.user_id)
    for cluster_id, mail in db.session.execute(team.where(TeamMember.cluster_id.in_(ids))):
        mails[cluster_id].add(mail)
    declared, assessed = _declared(ids), _assessed(ids)
    return {
        cluster.id: Organisation(
            id=cluster.id,
            name=cluster.name,
            website=cluster.website or "",
            mails=frozenset(mails[cluster.id]),
            declared=frozenset(declared[cluster.id]),
            assessed=frozenset(assessed[cluster.id]),
        )
        for cluster in clusters
    }


def _declared(ids: Sequence[int]) -> Pairs:
    """Who ever declared an interest, in a case or before an interview."""
    in_cases = (
        select(Assessment.cluster_id, InterestDeclaration.user_id)
        .join(Submission, Submission.assessment_id == Assessment.id)
        .join(InterestDeclaration, InterestDeclaration.submission_id == Submission.id)
        .where(Assessment.cluster_id.in_(ids), InterestDeclaration.conflict)
    )
    before_interviews = (
        select(Assessment.cluster_id, Interview.expert_id)
        .join(Interview.assessment)
        .where(Assessment.cluster_id.in_(ids), Interview.conflict)
    )
    return _pairs(db.session.execute(in_cases.union_all(before_interviews)))


def _assessed(ids: Sequence[int]) -> Pairs:
    """Which other cluster organisations the team of each assessed lately."""
    query = (
        select(TeamMember.cluster_id, Assessment.cluster_id)
        .join(Assignment, Assignment.user_id == TeamMember.user_id)
        .join(Review, Review.id == Assignment.review_id)
        .join(Submission, Submission.id == Review.submission_id)
        .join(Assessment, Assessment.id == Submission.assessment_id)
        .where(
            TeamMember.cluster_id.in_(ids),
            Assignment.role != AssessorRole.OBSERVER,
            Assignment.assigned_at >= now() - MUTUAL_FOR,
        )
    )
    return _pairs(db.session.execute(query))


def _people(users: Sequence[User], organisations: dict[int, Organisation]) -> dict[int, Person]:
    ids = [user.id for user in users]
    now_in = select(TeamMember.user_id, TeamMember.cluster_id).where(TeamMember.user_id.in_(ids))
    belongs = _pairs(db.session.execute(now_in))
    for user_id, cluster_id in _ever_in_team(organisations.values()):
        belongs[user_id].add(cluster_id)
    profiles = select(AssessorProfile.user_id, AssessorProfile.employer)
    employers: dict[int, str] = dict(
        iter(db.session.execute(profiles.where(AssessorProfile.user_id.in_(ids))))
    )
    return {
        user.id: Person(
            id=user.id,
            mail=user.email,
            employer=employers.get(user.id, ""),
            organisations=frozenset(belongs[user.id]),
        )
        for user in users
    }


def _ever_in_team(organisations: Iterable[Organisation]) -> list[tuple[int, int]]:
    """(person, organisation) of every role ever given: a team forgets who left it, the log does not."""
    ids = {one.id for one in organisations}.union(*(one.assessed for one in organisations))
    query = select(Event.subject_id, Event.details).where(
        Event.subject_kind == Cluster.__tablename__,
        Event.subject_id.in_(ids),
        Event.action == "team.role_given",
    )
    return [(details["person"], subject) for subject, details in db.session.execute(query)]


def _pairs(rows: Iterable[Sequence[int]]) -> Pairs:
    found: Pairs = defaultdict(set)
    for one, other in rows:
        found[one].add(other)
    return found
