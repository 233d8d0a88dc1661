"""An upheld appeal: the same submission is examined again by others, who know nothing of the earlier scores."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from labelapp.accounts.models import RoleName, User
from labelapp.accounts.operations import set_roles
from labelapp.certificates.models import Certificate
from labelapp.certificates.status import status_of
from labelapp.clock import init_clock, today
from labelapp.decisions import policy as board
from labelapp.decisions.appeals import operations
from labelapp.decisions.appeals.models import Appeal
from labelapp.decisions.conditions.queries import conditions_to_meet
from labelapp.decisions.models import Decision, Outcome
from labelapp.decisions.operations import record_decision
from labelapp.decisions.queries import replacement_of
from labelapp.extensions import db
from labelapp.plans.queries import report_decided_on
from labelapp.reviews import operations as reviews
from labelapp.reviews import policy
from labelapp.reviews.case import assessment_of
from labelapp.reviews.interests.queries import cases_to_declare
from labelapp.reviews.models import AssessorRole, Review
from labelapp.reviews.operations import RuleViolations
from labelapp.reviews.proposal.openings import independent, read_market
from labelapp.reviews.queries.cases import Stage, Wish, list_cases, stage_counts
from labelapp.reviews.reexamination.operations import open_reexamination
from labelapp.schemes.validity import Status
from labelapp.web.errors import DomainError
from tests.factories.accounts import make_user, sign_in
from tests.factories.appeals import (
    GROUNDS,
    applicant_of,
    handler_of,
    make_appeal,
    make_refusal,
    make_upheld,
    seat_others,
)
from tests.factories.board import make_conditional_award, write_report
from tests.factories.decisions import make_board_member, make_decision
from tests.factories.reviews import (
    declare_conflict,
    make_assessor,
    make_officer,
    make_report,
    make_review,
    start_scoring,
)

pytestmark = pytest.mark.usefixtures("app")

SECRET = "Justification that only the first examination knows."


@pytest.fixture
def upheld() -> Appeal:
    return make_upheld()


def again(appeal: Appeal) -> Review:
    review = appeal.reexamination
    assert review is not None
    return review


def decide_again(appeal: Appeal, outcome: Outcome, points: str = "5") -> Decision:
    report = make_report(seat_others(again(appeal)), points=points)
    return make_decision(report.review, outcome, "After another look.")


def test_reexamination_is_of_the_same_frozen_submission(upheld: Appeal) -> None:
    first, second = upheld.decision.review, again(upheld)
    assert (first.examination, second.examination) == (1, 2)
    assert second.submission is first.submission
    assert second.assignments == []


def test_nobody_of_before_assesses_observes_or_decides_again() -> None:
    upheld = make_upheld(make_appeal(make_refusal(assessed=True)))
    first, second = upheld.decision.review, again(upheld)
    lead = first.assignments[0].user
    handler, decider = handler_of(upheld), upheld.decision.decided_by
    for person in (lead, handler, decider):
        for role in (AssessorRole.LEAD, AssessorRole.OBSERVER):
            with pytest.raises(RuleViolations, match="first examination"):
                reviews.nominate(second, person, role, by=None)
    fresh = make_board_member("Frida Fresh")
    make_report(seat_others(second), points="5")
    assert board.may_take_part(fresh, second)
    for person in (handler, decider):
        assert not board.may_take_part(person, second)
        assert not policy.may_see_report(person, second)


def test_proposal_of_assessors_leaves_out_those_of_before() -> None:
    upheld = make_upheld(make_appeal(make_refusal(assessed=True)))
    free = make_assessor("Fri Neu")
    market = read_market(make_officer(again(upheld)))
    (case,) = market.cases
    found = independent(market, case)
    assert free.id in found
    assert not {one.user_id for one in upheld.decision.review.assignments} & set(found)


def test_board_member_who_may_read_the_first_report_does_not_assess_again(upheld: Appeal) -> None:
    both = make_assessor("Bo Both", country="DK")
    set_roles(both, [RoleName.ASSESSOR, RoleName.BOARD])
    with pytest.raises(RuleViolations, match="may read it"):
        reviews.nominate(again(upheld), both, AssessorRole.LEAD, by=None)


def test_interest_declared_in_the_first_examination_holds_in_the_second() -> None:
    appeal = make_appeal()
    biased = make_user("Bent Biased", roles=[RoleName.SECRETARIAT])
    declare_conflict(appeal.decision.review, biased)
    second = again(make_upheld(appeal))
    assert policy.has_conflict(biased, second)
    assert list_cases(biased, Wish()).rows == []
    assert sum(stage_counts(biased).values()) == 0


def test_list_of_cases_has_the_submission_once_with_its_reexamination(upheld: Appeal) -> None:
    officer = make_officer(again(upheld))
    assert cases_to_declare(make_user(roles=[RoleName.SECRETARIAT]), None).items[1:] == []
    (row,) = list_cases(officer, Wish()).rows
    assert row.review is again(upheld)
    assert stage_counts(officer) == dict.fromkeys(Stage, 0) | {Stage.ASSIGNING: 1}


def test_new_assessor_reads_nothing_of_the_first_examination(client: FlaskClient) -> None:
    review = make_review()
    start_scoring(review)
    report = make_report(review, points="5", minimums={"2.2": False}, summary=SECRET)
    second = seat_others(
        again(make_upheld(make_appeal(make_decision(report.review, Outcome.REFUSE, SECRET))))
    )
    db.session.commit()
    first_id, second_id = review.id, second.id
    sign_in(client, second.assignments[0].user)
    for address in ("report", "consensus", "consensus/2.2", "desk/2.2", "report.pdf"):
        assert client.get(f"/reviews/{first_id}/{address}").status_code == 404
    for address in ("/tasks", "/reviews", f"/reviews/{second_id}/desk/2.2"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert SECRET not in answer.text
        assert "Seen in the register" not in answer.text


def test_new_decision_replaces_the_first_one_which_is_kept(upheld: Appeal) -> None:
    later = decide_again(upheld, Outcome.AWARD)
    assert later.replaces is upheld.decision
    assert replacement_of(upheld.decision) is later
    assert upheld.decision.outcome is Outcome.REFUSE
    certificate = db.session.scalars(select(Certificate)).one()
    assert certificate.decision is later
    report = report_decided_on(assessment_of(later.review))
    assert report is later.review.report


def test_decision_on_a_reexamination_is_the_last_word(upheld: Appeal) -> None:
    later = decide_again(upheld, Outcome.REFUSE, points="1")
    assert later.appeal_until is None
    with pytest.raises(DomainError, match="no appeal"):
        operations.save_draft(later, GROUNDS, applicant_of(later))
    assert len(db.session.scalars(select(Review.id)).all()) == 2


def appealed_award(app: Flask) -> Appeal:
    """An award of last year, appealed against and upheld."""
    init_clock(app, date(2026, 2, 2))
    return make_upheld(make_appeal(make_decision(make_report(points="4").review)))


def test_certificate_of_an_appealed_award_stands_until_the_new_award_takes_its_place(app: Flask) -> None:
    appeal = appealed_award(app)
    first = db.session.scalars(select(Certificate)).one()
    assert status_of(first, today()) is Status.VALID
    later = decide_again(appeal, Outcome.AWARD)
    second = db.session.scalars(select(Certificate).where(Certificate.decision_id == later.id)).one()
    assert status_of(first, today()) is Status.SUPERSEDED
    assert second.supersedes_id == first.id
    # It is the same award judged anew and no renewal: 24 months, not 36 more.
    assert (second.award, second.valid_until) == ("first", first.valid_until)


def test_refusal_after_an_appealed_award_withdraws_its_certificate(app: Flask) -> None:
    appeal = appealed_award(app)
    decide_again(appeal, Outcome.REFUSE, points="1")
    certificate = db.session.scalars(select(Certificate)).one()
    assert status_of(certificate, today()) is Status.WITHDRAWN
    assert "appeal" in certificate.status_reason


def test_second_reexamination_is_refused_by_the_database_and_in_words(upheld: Appeal) -> None:
    with pytest.raises(DomainError, match="examined again already"):
        open_reexamination(upheld.decision.review, [], None)
    with pytest.raises(DomainError):
        open_reexamination(again(upheld), [], None)


def test_first_decision_stands_while_the_case_is_examined_again(upheld: Appeal) -> None:
    member: User = make_board_member("Paula Later")
    with pytest.raises(DomainError, match="not final"):
        record_decision(again(upheld), Outcome.AWARD, "Too early.", by=member)
    assert replacement_of(upheld.decision) is None


def test_conditions_of_a_replaced_award_are_no_longer_asked_for() -> None:
    first = make_conditional_award()
    manager = applicant_of(first)
    assert len(conditions_to_meet(manager)) == 1
    upheld = make_upheld(make_appeal(first))
    assert len(conditions_to_meet(manager)) == 1
    make_decision(write_report(again(upheld)), Outcome.AWARD, "After another look, without conditions.")
    assert conditions_to_meet(manager) == []
