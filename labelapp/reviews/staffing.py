"""The secretariat's view of who takes part in a case and who could."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from labelapp.accounts.models import User
from labelapp.clock import today
from labelapp.clusters.models import Cluster
from labelapp.reviews import policy
from labelapp.reviews.case import cluster_of, scheme_of
from labelapp.reviews.deadlines.dates import waits_until
from labelapp.reviews.interests.signs import Sign
from labelapp.reviews.interests.words import sign_text
from labelapp.reviews.models import (
    AssessorProfile,
    AssessorRole,
    Assignment,
    Ending,
    Review,
    ReviewState,
)
from labelapp.reviews.objections.checks import objection_sentences
from labelapp.reviews.queries.candidates import candidates_for, profiles_on_seats
from labelapp.reviews.rules import (
    Candidate,
    RuleCheck,
    candidate_checks,
    independence_checks,
    is_qualified,
    seats,
    sentences,
    team_checks,
)
from labelapp.schemes.definition import Scheme


@dataclass(frozen=True)
class Seat:
    """One part in the review and who has it, if anybody. `state` is a tag: kind, icon, words.

    `signs` are ties that were put before the person when they declared, `note` what they said about it; `due` is
    the day by which the person does what is theirs to do now.
    """

    role: AssessorRole
    name: str
    assignment: Assignment | None
    profile: AssessorProfile | None
    state: tuple[str, str, str]
    signs: list[str]
    note: str
    due: date | None = None


@dataclass(frozen=True)
class Choice:
    """An assessor with how they fit the free seats; `roles` are those that they may be asked to take."""

    candidate: Candidate
    checks: list[RuleCheck]
    roles: list[tuple[AssessorRole, str]]


@dataclass(frozen=True)
class Leaver:
    """Somebody who declined or was replaced, in words, and the reason that was given."""

    name: str
    what: str
    day: date
    reason: str


@dataclass(frozen=True)
class Staffing:
    """Everything that the page of a case shows."""

    scheme: Scheme
    cluster: Cluster
    seats: list[Seat]
    free: list[AssessorRole]
    choices: list[Choice]
    checks: list[RuleCheck]
    ready: bool
    left: list[Leaver]

    @property
    def observers(self) -> list[User]:
        """Those who may be invited to observe: independent, and not in the case yet."""
        independent = [
            one.candidate for one in self.choices if not sentences(independence_checks(one.candidate))
        ]
        return sorted((candidate.user for candidate in independent), key=lambda user: user.name)


def role_name(role: AssessorRole) -> str:
    """The word for a part in a review."""
    names = {
        AssessorRole.LEAD: _("Lead assessor"),
        AssessorRole.CO_ASSESSOR: _("Co-assessor"),
        AssessorRole.OBSERVER: _("Observer"),
        AssessorRole.THIRD_EXPERT: _("Third expert"),
    }
    return str(names[role])


def _ask_as(role: AssessorRole) -> str:
    words = {
        AssessorRole.LEAD: _("Nominate as lead"),
        AssessorRole.CO_ASSESSOR: _("Nominate as co-assessor"),
    }
    return str(words[role])


def steps(review: Review) -> list[tuple[str, str]]:
    """The stages of a review for the macro `stages`: word and state."""
    words = {
        ReviewState.ASSIGNING: _("Assignment"),
        ReviewState.SCORING: _("Scoring"),
        ReviewState.CONSENSUS: _("Agreement and report"),
        ReviewState.COMMENTING: _("Comment period"),
        ReviewState.REPORTED: _("Report final"),
    }
    if not scheme_of(review).procedure.comment_days:
        del words[ReviewState.COMMENTING]
    order = list(words)
    here = order.index(review.state)
    last = review.state is ReviewState.REPORTED
    return [
        (words[state], "done" if at < here or last else "current" if at == here else "open")
        for at, state in enumerate(order)
    ]


def staffing(review: Review) -> Staffing:
    """Seats, candidates and rules of a case. Of score sheets it tells only whether they are locked."""
    scheme, cluster = scheme_of(review), cluster_of(review)
    profiles = profiles_on_seats(review)
    taken = {assignment.role: assignment for assignment in policy.scoring_assignments(review)}
    shown = [_seat(review, role, taken.get(role), profiles) for role in seats(scheme)]
    observers = [one for one in policy.active_assignments(review) if one.role is AssessorRole.OBSERVER]
    shown += [_seat(review, AssessorRole.OBSERVER, one, profiles) for one in observers]
    assigning = review.state is ReviewState.ASSIGNING
    free = [role for role in seats(scheme) if role not in taken] if assigning else []
    clear = sum(policy.has_declared_clear(one.user, review) for one in taken.values())
    checks = team_checks(scheme, cluster, list(profiles.values()), clear)
    checks += [
        RuleCheck("objections", False, text)
        for text in objection_sentences(policy.active_assignments(review), today())
    ]
    return Staffing(
        scheme=scheme,
        cluster=cluster,
        seats=shown,
        free=free,
        choices=_choices(review, scheme, cluster, free, list(profiles.values())) if assigning else [],
        checks=checks,
        ready=assigning and not sentences(checks),
        left=_leavers(review),
    )


def _leavers(review: Review) -> list[Leaver]:
    words = {Ending.DECLINED: _("declined"), Ending.REPLACED: _("was replaced")}
    return [
        Leaver(one.user.name, words[one.ending], one.ended_at.date(), one.ending_reason)
        for one in review.assignments
        if one.ending is not None and one.ended_at is not None
    ]


def _seat(
    review: Review, role: AssessorRole, assignment: Assignment | None, profiles: dict[int, AssessorProfile]
) -> Seat:
    profile = profiles.get(assignment.user_id) if assignment else None
    due = None
    if assignment:
        due = waits_until(assignment, policy.has_declared_clear(assignment.user, review))
    said = policy.latest_declaration(assignment.user, review) if assignment else None
    return Seat(
        role,
        role_name(role),
        assignment,
        profile,
        _state(review, assignment),
        signs=[sign_text(Sign(sign)) for sign in said.signs] if said else [],
        note=said.note if said else "",
        due=due,
    )


def _state(review: Review, assignment: Assignment | None) -> tuple[str, str, str]:
    if assignment is None:
        return "open", "ring", _("Not nominated yet")
    if not policy.has_declared_clear(assignment.user, review):
        return "attention", "clock", _("Has not declared interests yet")
    sheet: Any = assignment.sheet
    if sheet is None:
        return "good", "check", _("No interest declared")
    if sheet.locked_at is not None:
        return "good", "lock", _("Sheet locked")
    return "open", "half", _("Sheet not locked yet")


def _choices(
    review: Review, scheme: Scheme, cluster: Cluster, free: list[AssessorRole], others: list[AssessorProfile]
) -> list[Choice]:
    """Those who fit first, each group with the smallest load first."""
    choices = []
    for candidate in candidates_for(review):
        if candidate.taking_part:
            continue
        checks = candidate_checks(scheme, cluster, candidate, others, free)
        fitting = [role for role in free if is_qualified(scheme, candidate, role)]
        roles = [] if sentences(checks) else fitting
        choices.append(Choice(candidate, checks, [(role, _ask_as(role)) for role in roles]))
    return sorted(choices, key=lambda choice: (bool(sentences(choice.checks)), choice.candidate.load))
