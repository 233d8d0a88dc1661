"""What counts in the throughput and in the days of steps, and for whom."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from labelapp.accounts.models import RoleName, User
from labelapp.assessments.models import AssessmentState, Submission
from labelapp.certificates.models import Certificate
from labelapp.clock import today
from labelapp.decisions.models import Decision, Outcome
from labelapp.extensions import db
from labelapp.reviews.models import Interest, Review
from labelapp.reviews.operations import declare_as_officer
from labelapp.steering.durations import Step, StepFigures
from labelapp.steering.figures import Work, read_work
from labelapp.steering.queries.runs import count_shut
from labelapp.steering.scope import Scope, read_scope
from labelapp.steering.throughput import Flow
from tests.factories.accounts import make_user
from tests.factories.appeals import make_upheld
from tests.factories.assessments import make_assessment, make_submission
from tests.factories.clusters import make_cluster
from tests.factories.decisions import make_decision
from tests.factories.reviews import make_report, make_review, start_scoring

pytestmark = pytest.mark.usefixtures("app")


def _scope(**arguments: str) -> Scope:
    return read_scope(arguments, today())


def _officer() -> User:
    return make_user("Olga Amtmann", roles=[RoleName.SECRETARIAT])


def _work(user: User | None = None, **arguments: str) -> Work:
    db.session.commit()
    return read_work(user or _officer(), _scope(**arguments), today())


def _steps(work: Work) -> dict[Step, StepFigures]:
    return {one.step: one for one in work.steps}


def _totals(work: Work) -> dict[Flow, int]:
    return {flow: sum(values) for flow, values in work.counts.items()}


def _ago(days: int) -> datetime:
    return datetime.combine(today() - timedelta(days=days), datetime.min.time(), UTC)


def _set_back(decision: Decision) -> None:
    """Let each step of a decided case have a length of its own."""
    review = decision.review
    submission = review.submission
    submission.assessment.started_at, submission.submitted_at = _ago(90), _ago(70)
    for assignment in review.assignments:
        assignment.assigned_at = _ago(60)
        assert assignment.sheet is not None
        assignment.sheet.locked_at = _ago(30)
    db.session.execute(db.text("UPDATE consensus_score SET agreed_at = :at"), {"at": _ago(25)})
    assert review.report is not None
    review.report.finalised_at = _ago(18)
    decision.decided_on = today() - timedelta(days=11)


def _certificate_of(decision: Decision) -> Certificate:
    return db.session.scalars(select(Certificate).where(Certificate.decision_id == decision.id)).one()


def test_each_step_of_an_awarded_case_has_its_days() -> None:
    decision = make_decision()
    _set_back(decision)
    _certificate_of(decision).issued_at = _ago(9)
    steps = _steps(_work())
    days = [steps[step].median for step in Step]
    assert days == [20, 10, 30, 5, 7, 7, 2]
    assert [steps[step].ended for step in Step] == [1] * 7
    assert [steps[step].running for step in Step] == [0] * 7


def test_award_waits_for_its_certificate_and_a_refusal_for_none() -> None:
    decision = make_decision()
    _certificate_of(decision).decision_id = None
    assert _steps(_work())[Step.ISSUING].running == 1
    decision.outcome = Outcome.REFUSE
    assert _steps(_work())[Step.ISSUING].running == 0


def test_seats_that_are_free_keep_the_search_for_experts_running() -> None:
    review = make_review()
    assert _steps(_work())[Step.SCORING].running == 1
    review.assignments[0].ended_at = _ago(0)
    steps = _steps(_work())
    assert (steps[Step.STAFFING].running, steps[Step.SCORING].running) == (1, 0)


def test_cancelled_application_was_started_and_runs_no_more() -> None:
    user = make_user("Vera Holm")
    assessment = make_assessment(make_cluster(), user)
    assert _steps(_work())[Step.APPLYING].running == 1
    assessment.state = AssessmentState.CANCELLED
    work = _work()
    assert _totals(work)[Flow.STARTED] == 1
    assert all(one.running == one.ended == 0 for one in work.steps)


def test_reexamination_is_a_run_of_its_own_from_the_day_on_which_the_appeal_was_upheld() -> None:
    appeal = make_upheld()
    appeal.decided_at = _ago(15)
    work = _work()
    steps = _steps(work)
    assert (steps[Step.APPLYING].ended, steps[Step.STAFFING].running) == (1, 1)
    place = steps[Step.STAFFING].longest
    assert place is not None
    assert work.laps[place].days(today()) == 15
    assert work.owners[place].review_id == appeal.reexamination_id
    assert _totals(work)[Flow.SUBMITTED] == 1


def test_decisions_count_by_their_outcome_in_the_month_of_the_decision() -> None:
    decision = make_decision()
    last_month = today().replace(day=1) - timedelta(days=1)
    decision.decided_on = last_month
    work = _work()
    assert work.counts[Flow.AWARDED][-2:] == work.counts[Flow.DECIDED][-2:] == [1, 0]
    assert _totals(work)[Flow.REFUSED] == 0
    month = last_month.isoformat()[:7]
    assert _totals(_work(None, **{"from": month, "to": month}))[Flow.AWARDED] == 1
    assert _totals(_work(None, **{"from": today().isoformat()[:7]}))[Flow.AWARDED] == 0


def test_figures_are_of_one_level_or_label_when_it_is_asked_for() -> None:
    make_submission(make_cluster(), scheme="cme-bronze")
    make_submission(make_cluster(), scheme="cme-gold")
    for label, number in (("", 2), ("gold", 1), ("cme-bronze", 1), ("silver", 0), ("nonsense", 2)):
        assert _totals(_work(label=label))[Flow.SUBMITTED] == number


def _interested(case: Submission | Review) -> User:
    officer = _officer()
    declare_as_officer(case.submission if isinstance(case, Review) else case, officer, [Interest.BOARD_SEAT])
    return officer


def test_case_in_which_the_reader_has_an_interest_is_in_no_figure_and_is_counted_as_left_out() -> None:
    review = start_scoring()
    officer = _interested(review)
    work = _work(officer)
    assert sum(_totals(work).values()) == 0
    assert work.laps == []
    assert count_shut(officer, _scope()) == 1
    assert count_shut(officer, _scope(label="silver")) == 0


def test_case_about_which_nobody_declared_counts_and_is_not_told() -> None:
    make_report()
    officer = _officer()
    work = _work(officer)
    assert _totals(work)[Flow.SUBMITTED] == 1
    assert [run.told for run in work.owners] == [False] * len(work.owners)
    assert count_shut(officer, _scope()) == 0


def test_case_that_was_decided_before_the_period_is_in_no_figure() -> None:
    decision = make_decision(outcome=Outcome.REFUSE)
    decision.decided_on = date(today().year - 3, 1, 1)
    assert _work().laps == []
