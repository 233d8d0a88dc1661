"""Reading which cases look for assessors and who could take them, all at once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import defer, joinedload, selectinload

from labelapp.accounts.models import User
from labelapp.assessments.models import Assessment, Interview, Submission
from labelapp.clock import today
from labelapp.clusters.models import Cluster
from labelapp.extensions import db, schemes
from labelapp.reviews import policy
from labelapp.reviews.interests.shut import visible_to
from labelapp.reviews.models import (
    AssessorProfile,
    AssessorRole,
    Assignment,
    InterestDeclaration,
    Review,
    ReviewState,
)
from labelapp.reviews.proposal.solving import Opening, Person
from labelapp.reviews.queries.candidates import assessors
from labelapp.reviews.reexamination.queries import barred_from_open_reviews
from labelapp.reviews.rules import Candidate, free_places, is_independent, knows_sector, seats
from labelapp.schemes.definition import Scheme


@dataclass(frozen=True)
class OpenCase:
    """A submission whose seats are not all filled. `review` is None while nobody has looked for assessors."""

    submission: Submission
    review: Review | None
    scheme: Scheme
    free: list[AssessorRole]
    on_seats: list[int]

    @property
    def cluster(self) -> Cluster:
        """The cluster organisation whose case it is."""
        return self.submission.assessment.cluster


@dataclass(frozen=True)
class Market:
    """The cases that look for assessors, the oldest submission first, and every active assessor by id.

    `parts` are those for which each is qualified today, as scheme code and role; `free` take another case today;
    `interests` are by cluster organisation, `barred` by review.
    """

    cases: list[OpenCase]
    people: dict[int, Candidate]
    parts: dict[int, set[tuple[str, AssessorRole]]]
    free: set[int]
    interests: dict[int, set[int]]
    barred: dict[int, set[int]]


def read_market(user: User) -> Market:
    """What the reader may propose. The number of statements does not depend on how many there are."""
    people = {candidate.user.id: candidate for candidate in assessors()}
    cases = [_open_case(submission, review) for submission, review in _waiting(user)]
    day = today()
    parts = {
        person: {(one.scheme_code, one.role) for one in candidate.qualifications if one.holds_on(day)}
        for person, candidate in people.items()
    }
    free = {
        person
        for person, candidate in people.items()
        if candidate.profile is not None and free_places(candidate.load, candidate.profile)
    }
    open_cases = [case for case in cases if case.free]
    return Market(open_cases, people, parts, free, _interests(), barred_from_open_reviews())


def _waiting(user: User) -> Sequence[tuple[Submission, Review | None]]:
    cluster = joinedload(Submission.assessment, innerjoin=True).joinedload(Assessment.cluster, innerjoin=True)
    query = (
        select(Submission, Review)
        .join(Assessment, Assessment.id == Submission.assessment_id)
        .outerjoin(Review, Review.submission_id == Submission.id)
        .where(*visible_to(user), or_(Review.id.is_(None), Review.state == ReviewState.ASSIGNING))
        .options(
            defer(Submission.content),
            cluster.selectinload(Cluster.team),
            cluster.selectinload(Cluster.portfolios),
            selectinload(Review.assignments).joinedload(Assignment.user, innerjoin=True).lazyload(User.roles),
            selectinload(Review.assignments).joinedload(Assignment.sheet),
        )
        .order_by(Submission.submitted_at, Submission.id)
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]


def _open_case(submission: Submission, review: Review | None) -> OpenCase:
    assessment = submission.assessment
    scheme = schemes().get(assessment.scheme_code, assessment.scheme_version)
    taken = {one.role: one.user_id for one in policy.scoring_assignments(review)} if review else {}
    free = [role for role in seats(scheme) if role not in taken]
    return OpenCase(submission, review, scheme, free, list(taken.values()))


def _interests() -> dict[int, set[int]]:
    """Who ever declared an interest in a cluster organisation, by its id; see `candidates.conflicted_people`."""
    query = (
        select(Assessment.cluster_id, InterestDeclaration.user_id)
        .join(Submission, Submission.assessment_id == Assessment.id)
        .join(InterestDeclaration, InterestDeclaration.submission_id == Submission.id)
        .where(InterestDeclaration.conflict)
    )
    found: dict[int, set[int]] = defaultdict(set)
    for cluster_id, user_id in db.session.execute(query):
        found[cluster_id].add(user_id)
    before_interviews = (
        select(Assessment.cluster_id, Interview.expert_id)
        .join(Interview.assessment)
        .where(Interview.conflict.is_(True))
    )
    for cluster_id, expert_id in db.session.execute(before_interviews):
        found[cluster_id].add(expert_id)
    return found


def independent(market: Market, case: OpenCase) -> dict[int, AssessorProfile]:
    """The profiles of those whom nothing ties to a case and who did not decline it, by person."""
    team = {member.user_id for member in case.cluster.team}
    taking_part = {one.user_id for one in policy.active_assignments(case.review)} if case.review else set()
    compared = policy.those_who_compared(case.review) if case.review else set()
    declined = policy.those_who_declined(case.review) if case.review else set()
    barred = market.barred.get(case.review.id, set()) if case.review else set()
    declared = market.interests.get(case.cluster.id, set())
    return {
        person: candidate.profile
        for person, candidate in market.people.items()
        if candidate.profile is not None
        and person not in declined
        and is_independent(
            Candidate(
                candidate.user,
                candidate.profile,
                member=person in team,
                conflicted=person in declared,
                taking_part=person in taking_part,
                compared=person in compared,
                barred=person in barred,
            )
        )
    }


def qualified(market: Market, case: OpenCase, person: int) -> list[AssessorRole]:
    """The free seats of a case for which somebody is qualified today."""
    return [role for role in case.free if (case.scheme.code, role) in market.parts[person]]


def opening_of(market: Market, case: OpenCase) -> Opening:
    """A case as the solver needs it."""
    profiles = independent(market, case)
    roles = {person: qualified(market, case, person) for person in profiles}
    fitting = {person: profile for person, profile in profiles.items() if roles[person]}
    at_home = {person for person, profile in fitting.items() if profile.country == case.cluster.country}
    abroad = case.scheme.assessors.from_another_country - _from_abroad(market, case)
    return Opening(
        case=case.submission.id,
        seats=len(case.free),
        candidates=frozenset(fitting),
        at_home=max(0, len(case.free) - max(0, abroad)),
        at_home_people=frozenset(at_home),
        unsuitable=frozenset(
            person for person, profile in fitting.items() if case.cluster.language not in profile.languages
        ),
        unfamiliar=frozenset(
            person for person, profile in fitting.items() if not knows_sector(case.cluster, profile)
        ),
        limits=tuple(
            (frozenset(person for person in fitting if roles[person] == [role]), 1) for role in case.free
        ),
    )


def _from_abroad(market: Market, case: OpenCase) -> int:
    """How many seats somebody from another country holds already."""
    people = (market.people.get(person) for person in case.on_seats)
    profiles = (one.profile for one in people if one is not None and one.profile is not None)
    return sum(profile.country != case.cluster.country for profile in profiles)


def persons(market: Market) -> list[Person]:
    """Every assessor with the cases they have and those that they would take."""
    return [
        Person(one.user.id, one.load, one.load + free_places(one.load, one.profile))
        for one in market.people.values()
        if one.profile is not None
    ]
