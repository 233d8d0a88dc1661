"""What the next cycle brings: a draft from the last submission, a draft on an older version, and an open interview."""

from datetime import UTC, datetime, time, timedelta

from labelapp.accounts.models import User
from labelapp.assessments.cycle.carrying import carry_over, sources
from labelapp.assessments.cycle.confirming import Seen, confirm
from labelapp.assessments.interview.interviewing import declare, enter_answer, write_note
from labelapp.assessments.models import Assessment
from labelapp.assessments.queries import find_place, given_answers, scheme_of
from labelapp.clusters.models import Cluster, TeamRole
from labelapp.clusters.operations import add_member
from labelapp.demo import cases
from labelapp.demo.answers import sample_answers
from labelapp.demo.people import account
from labelapp.demo.world import World
from labelapp.extensions import db, schemes
from labelapp.reviews.operations import open_interview

ANSWERED_IN_INTERVIEW = (("B2.2", "fte", "4.5"), ("B5.1", "met", "38"), ("B5.2", "asking", "21"))
NOTES = {
    "B2.2": "Two posts are filled half time. The contracts were shown; copies follow as evidence.",
    "B5.1": "Counted from the contact register during the interview. Video meetings are included.",
}


def make_next_cycles(world: World, french: Cluster) -> None:
    """Two drafts for an account of their own, and an interview for the first assessor with a password."""
    cluster, scheme = _with_an_earlier_submission(world)
    manager = account("Freja Thorup", "manager.next")
    for role in (TeamRole.MANAGER, TeamRole.LEGAL_REPRESENTATIVE):
        add_member(cluster, manager, role)
    _carried(world, cluster, scheme, manager)
    _behind(world, cluster, manager)
    _interview(world, french)


def _with_an_earlier_submission(world: World) -> tuple[Cluster, str]:
    """The first cluster without an open case that has submitted for Gold, or else for Silver."""
    for scheme in ("cme-gold", "cme-silver"):
        for name, cluster in world.clusters.items():
            if name in world.busy:
                continue
            if any(source.scheme.code == scheme for source in sources(cluster, schemes().get(scheme))):
                return world.take(name), scheme
    raise LookupError("no cluster has submitted for Gold or Silver")


def _carried(world: World, cluster: Cluster, scheme: str, manager: User) -> None:
    """From the last submission; the first dimension is confirmed already."""
    assessment = cases.begin(cluster, scheme, None, manager, world.today + timedelta(days=61))
    carry_over(assessment, sources(cluster, scheme_of(assessment))[0], manager)
    done = scheme_of(assessment).dimensions[0].indicators
    given = given_answers(assessment)
    seen = {key: one.version for key, one in given.items() if key[0] in done}
    confirm(assessment, Seen(seen), manager)


def _behind(world: World, cluster: Cluster, manager: User) -> None:
    """Begun under a version that another one has followed since."""
    assessment = cases.begin(cluster, "cme-bronze", "2025.1", manager)
    assessment.started_at = datetime.combine(world.today.replace(month=1, day=1), time(9), UTC) - timedelta(
        30
    )
    answers = {code: given for code, given in sample_answers("bronze-complete").items() if code != "B6.5"}
    answers["B2.3"]["volunteers"] = 2
    cases.answer(assessment, answers, manager)


def _interview(world: World, cluster: Cluster) -> None:
    """Half through the questions: some answers and notes wait to be confirmed."""
    manager, expert = world.managers[cluster.name], world.cast.assessors[0]
    assessment = cases.begin(cluster, "cme-bronze", None, manager)
    interview = open_interview(assessment, expert.email, manager)
    declare(interview, expert, interest=False)
    db.session.flush()
    _fill(assessment, expert)


def _fill(assessment: Assessment, expert: User) -> None:
    for code, field, text in ANSWERED_IN_INTERVIEW:
        if place := find_place(assessment.id, code):
            enter_answer(place, field, text, 0, expert)
            if code in NOTES:
                write_note(place, NOTES[code], 0, expert)
