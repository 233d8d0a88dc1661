"""The way from application to award: who is counted where, and how long it took."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from flask import Flask
from flask.testing import FlaskClient

from labelapp.accounts.models import User
from labelapp.assessments.models import Assessment, AssessmentState, Submission
from labelapp.certificates.models import Certificate
from labelapp.clusters.models import Cluster
from labelapp.consortium.funnel import FunnelRequest, Step, funnel
from labelapp.consortium.models import Partner
from labelapp.decisions.models import Decision, Outcome
from labelapp.extensions import db, schemes
from labelapp.reviews.models import Report, Review, ReviewState
from tests.factories.accounts import make_user
from tests.factories.certificates import make_certificate
from tests.factories.clusters import make_cluster
from tests.factories.consortium import make_partner

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
PERIOD = FunnelRequest(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def person(app: Flask) -> User:
    """Whoever acted."""
    return make_user()


@pytest.fixture
def partner(app: Flask) -> Partner:
    """The partner of Denmark."""
    return make_partner(countries=["DK"])[0]


def _case(by: User, *days: int, cluster: Cluster | None = None, scheme: str = "cme-gold") -> Assessment:
    """A case with as many steps as there are days, each so many days after the one before, the first after `START`."""
    moments, at = [], START
    for count in days:
        at += timedelta(days=count)
        moments.append(at)
    chosen = schemes().get(scheme)
    assessment = Assessment(
        cluster=cluster or make_cluster(),
        scheme_code=chosen.code,
        scheme_version=chosen.version,
        scheme_hash="0" * 64,
        state=AssessmentState.SUBMITTED if len(days) > 1 else AssessmentState.DRAFT,
        started_at=moments[0],
        started_by=by,
    )
    db.session.add(assessment)
    for step, moment in list(zip(Step, moments, strict=False))[1:]:
        _take(step, assessment, moment, by)
    db.session.commit()
    return assessment


def _take(step: Step, assessment: Assessment, at: datetime, by: User) -> None:
    if step is Step.SUBMITTED:
        assessment.submission = Submission(content={}, sha256="0" * 64, submitted_at=at, confirmed_by=by)
        return
    review = db.session.query(Review).filter_by(submission=assessment.submission).one_or_none()
    if review is None:
        assert assessment.submission is not None
        review = Review(submission=assessment.submission, state=ReviewState.REPORTED)
        db.session.add(review)
    if step is Step.REVIEWED:
        review.report = Report(
            summary="Done.", content={}, sha256="0" * 64, finalised_at=at, finalised_by_id=by.id
        )
    elif step is Step.DECIDED:
        db.session.add(
            Decision(
                review=review,
                outcome=Outcome.AWARD,
                reasons="As the report says.",
                decided_on=at.date(),
                decided_by=by,
                recorded_at=at,
            )
        )
    else:
        db.session.flush()
        decision = db.session.query(Decision).filter_by(review_id=review.id).one()
        make_certificate(assessment.cluster, decision_id=decision.id, issued_at=at)


def _counts(partner: Partner, asked: FunnelRequest = PERIOD) -> list[int]:
    return [one.count for one in funnel(partner, asked)]


def test_each_case_counts_in_every_step_that_it_took(person: User, partner: Partner) -> None:
    for steps in (1, 1, 2, 3, 4, 5):
        _case(person, *[0] * steps)
    assert _counts(partner) == [6, 4, 3, 2, 1]


def test_days_are_the_median_between_a_step_and_the_one_before(person: User, partner: Partner) -> None:
    for days in ((0, 10, 30, 5, 1), (0, 20, 50), (0, 90)):
        _case(person, *days)
    found = [one.days for one in funnel(partner, PERIOD)]
    assert found == [None, Fraction(20), Fraction(40), Fraction(5), Fraction(1)]


def test_step_that_nobody_took_has_no_days(person: User, partner: Partner) -> None:
    _case(person, 0, 4)
    assert [one.days for one in funnel(partner, PERIOD)] == [None, Fraction(4), None, None, None]


@pytest.mark.parametrize(
    ("since", "until", "count"),
    [
        (date(2026, 3, 1), date(2026, 3, 1), 1),
        (date(2026, 3, 2), date(2026, 12, 31), 0),
        (date(2026, 1, 1), date(2026, 2, 28), 0),
    ],
)
def test_case_belongs_to_the_period_in_which_it_began(
    person: User, partner: Partner, since: date, until: date, count: int
) -> None:
    _case(person, 0, 40, 40)
    assert _counts(partner, FunnelRequest(since, until))[0] == count


def test_cases_are_counted_by_level(person: User, partner: Partner) -> None:
    _case(person, 0)
    _case(person, 0, 1, scheme="cme-bronze")
    period = (PERIOD.since, PERIOD.until)
    assert _counts(partner, FunnelRequest(*period, "bronze")) == [1, 1, 0, 0, 0]
    assert _counts(partner, FunnelRequest(*period, "silver"))[0] == 0


def test_cases_outside_the_remit_are_not_counted(person: User, partner: Partner) -> None:
    _case(person, 0, 1, cluster=make_cluster(country="DE"))
    assert _counts(partner) == [0, 0, 0, 0, 0]


def test_award_after_an_appeal_belongs_to_the_case(person: User, partner: Partner) -> None:
    assessment = _case(person, 0, 1, 1, 1)
    assert assessment.submission is not None
    second = Review(submission=assessment.submission, examination=2, state=ReviewState.REPORTED)
    first = db.session.query(Decision).one()
    decision = Decision(
        review=second,
        outcome=Outcome.AWARD,
        reasons="The appeal was right.",
        decided_on=first.decided_on,
        decided_by=person,
        recorded_at=START + timedelta(days=60),
        replaces=first,
    )
    db.session.add_all([second, decision])
    db.session.commit()
    make_certificate(assessment.cluster, decision_id=decision.id)
    assert _counts(partner) == [1, 1, 1, 1, 1]
    assert db.session.query(Certificate).count() == 1


def test_page_and_table_say_the_same(client: FlaskClient, nordic: Partner) -> None:
    by = make_user()
    for days in ((0, 10, 31), (0, 21)):
        _case(by, *days)
    query = "since=2026-01-01&until=2026-12-31&level=gold"
    text = client.get(f"/consortium/funnel?{query}").text
    assert 'aria-label="Submitted: 2"' in text
    assert "median of days since the step before: 15.5" in text
    answer = client.get(f"/consortium/funnel.csv?{query}")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="funnel.csv"'
    assert answer.text.splitlines()[1:4] == ["started,2,", "submitted,2,15.5", "reviewed,1,31"]


def test_period_the_wrong_way_round_is_turned_and_an_empty_one_says_so(
    client: FlaskClient, nordic: Partner
) -> None:
    _case(make_user(), 0)
    assert (
        "Self-assessment started: 1"
        in client.get("/consortium/funnel?since=2026-12-31&until=2026-01-01").text
    )
    assert (
        "No case of the remit began"
        in client.get("/consortium/funnel?since=2020-01-01&until=2020-01-02").text
    )
