"""From the submission to the start: opening, nominating, declaring, replacing."""

import pytest
from flask import Flask
from sqlalchemy import select

from labelapp.accounts.models import RoleName
from labelapp.accounts.operations import set_roles
from labelapp.events.log import timeline
from labelapp.events.models import OutboxMail
from labelapp.extensions import db
from labelapp.reviews import operations, policy
from labelapp.reviews.case import cluster_of
from labelapp.reviews.models import AssessorRole, Interest, Review, ReviewState
from labelapp.reviews.operations import TRANSITIONS, Action, RuleViolations
from labelapp.reviews.queries.agreements import agreements_of
from labelapp.web.errors import DomainError, InvalidInput
from tests.factories.accounts import make_user
from tests.factories.assessments import make_submission
from tests.factories.clusters import add_member, make_cluster
from tests.factories.reviews import (
    declare_clear,
    declare_conflict,
    lock,
    make_assessor,
    make_compared,
    make_observer,
    make_officer,
    make_report,
    make_review,
    score_all,
    sheets_of,
    start_scoring,
)


def _mails(template_word: str) -> list[str]:
    return [
        mail.recipient
        for mail in db.session.scalars(select(OutboxMail).order_by(OutboxMail.id))
        if template_word in mail.subject
    ]


def test_submission_gets_one_review(app: Flask) -> None:
    submission = make_submission()
    review = operations.open_review(submission, by=None)
    assert review.state is ReviewState.ASSIGNING
    with pytest.raises(DomainError) as refused:
        operations.open_review(submission, by=None)
    assert refused.value.status == 409


def test_nominee_gets_a_mail_in_their_language_that_tells_name_and_country_only(app: Flask) -> None:
    review = make_review(nominated=False)
    operations.nominate(review, make_assessor(locale="en"), AssessorRole.LEAD, by=None)
    mail = db.session.scalars(select(OutboxMail).order_by(OutboxMail.id.desc())).first()
    assert mail is not None
    assert cluster_of(review).name in mail.subject
    assert "Denmark" in mail.body
    assert f"http://localhost/reviews/{review.id}/interests" in mail.body


def test_nominee_who_breaks_rules_is_refused_with_a_sentence_for_each(app: Flask) -> None:
    review = make_review(nominated=False)
    person = make_assessor(qualifications=["cme-bronze"])
    add_member(cluster_of(review), person)
    with pytest.raises(RuleViolations) as refused:
        operations.nominate(review, person, AssessorRole.LEAD, by=None)
    assert len(refused.value.sentences) == 2
    assert refused.value.status == 422
    assert review.assignments == []


def test_seat_that_is_taken_is_refused(app: Flask) -> None:
    review = make_review(declared=False)
    with pytest.raises(DomainError, match="taken already"):
        operations.nominate(review, make_assessor("Piet de Vries", country="NL"), AssessorRole.LEAD, by=None)


def test_scheme_with_one_assessor_has_no_second_seat(app: Flask) -> None:
    review = make_review(make_submission(scheme="cme-bronze"), nominated=False)
    with pytest.raises(InvalidInput):
        operations.nominate(review, make_assessor(), AssessorRole.CO_ASSESSOR, by=None)


def test_earlier_declared_conflict_in_the_cluster_refuses_a_nominee_in_a_later_case(app: Flask) -> None:
    cluster, person = make_cluster(), make_assessor()
    first = make_review(make_submission(cluster), co_assessor=person, declared=False)
    declare_conflict(first, person)
    later = make_review(make_submission(cluster, scheme="cme-silver"), nominated=False)
    with pytest.raises(RuleViolations):
        operations.nominate(later, person, AssessorRole.LEAD, by=None)


def test_review_starts_when_everybody_declared_and_makes_a_sheet_for_each(app: Flask) -> None:
    review = start_scoring()
    assert review.state is ReviewState.SCORING
    assert [sheet.locked_at for sheet in sheets_of(review)] == [None, None]
    assert len(_mails("You can score")) == 2


def test_review_does_not_start_before_all_declared(app: Flask) -> None:
    review = make_review(declared=False)
    with pytest.raises(RuleViolations, match="declared"):
        operations.start_review(review, by=None)
    assert review.state is ReviewState.ASSIGNING


def test_second_start_is_refused(app: Flask) -> None:
    review = start_scoring()
    with pytest.raises(DomainError, match="started already") as refused:
        operations.start_review(review, by=None)
    assert refused.value.status == 409


def test_conflict_ends_the_assignment_and_tells_the_secretariat_but_not_why(app: Flask) -> None:
    person, silent = make_assessor(), make_user("Silent Officer", roles=[RoleName.SECRETARIAT])
    review = make_review(co_assessor=person, declared=False)
    office = make_officer(review)
    operations.declare_interests(review, person, [Interest.OTHER], "My brother sells them software.")
    assert policy.assignment_of(person, review) is None
    assert policy.has_conflict(person, review)
    everything = db.session.scalars(select(OutboxMail).order_by(OutboxMail.id)).all()
    assert silent.email not in {mail.recipient for mail in everything}
    mails = [mail for mail in everything if mail.recipient == office.email]
    assert [person.name in mail.subject for mail in mails] == [True]
    assert "brother" not in mails[0].body


def test_declared_conflict_cannot_be_taken_back(app: Flask) -> None:
    person = make_assessor()
    review = make_review(co_assessor=person, declared=False)
    declare_conflict(review, person)
    with pytest.raises(DomainError) as refused:
        declare_clear(review, person)
    assert refused.value.status == 409


def test_other_interest_needs_a_note(app: Flask) -> None:
    person = make_assessor()
    review = make_review(co_assessor=person, declared=False)
    with pytest.raises(InvalidInput):
        operations.declare_interests(review, person, [Interest.OTHER], "  ")


def test_all_declarations_are_kept_and_the_latest_counts(app: Flask) -> None:
    person = make_assessor()
    review = make_review(co_assessor=person)
    declare_clear(review, person)
    declare_conflict(review, person)
    assert [one.conflict for one in review.declarations if one.user_id == person.id] == [False, False, True]
    assert not policy.has_declared_clear(person, review)


def test_board_member_declares_without_an_assignment(app: Flask) -> None:
    member = make_user("Otto Lang", roles=[RoleName.BOARD])
    review = make_report().review
    assert not policy.has_declared_clear(member, review)
    declare_clear(review, member)
    assert policy.has_declared_clear(member, review)
    assert not policy.has_conflict(member, review)


def test_conflict_found_while_scoring_sends_the_review_back_to_assignment(app: Flask) -> None:
    review = start_scoring()
    leaver = policy.scoring_assignments(review)[1].user
    declare_conflict(review, leaver)
    assert review.state is ReviewState.ASSIGNING
    assert len(policy.scoring_assignments(review)) == 1


def test_replacement_keeps_the_sheet_of_the_other_and_drops_earlier_agreements(app: Flask) -> None:
    review = make_compared()
    lead, leaver = (assignment.user for assignment in policy.scoring_assignments(review))
    operations.take_over_equal(review, by=lead)
    kept = sheets_of(review)[0].id
    declare_conflict(review, leaver)
    newcomer = make_assessor("Piet de Vries", country="NL")
    operations.nominate(review, newcomer, AssessorRole.CO_ASSESSOR, by=None)
    declare_clear(review, newcomer)
    start_scoring(review)
    first, second = sheets_of(review)
    assert first.id == kept
    assert first.locked_at is not None
    score_all(second, "3")
    lock(second)
    assert review.state is ReviewState.CONSENSUS
    assert agreements_of(review) == {}


def test_who_saw_the_locked_sheets_and_left_cannot_take_a_seat_again(app: Flask) -> None:
    review = make_review()
    observer = make_observer(review)
    make_compared(review)
    leaver = policy.scoring_assignments(review)[1].user
    for user in (leaver, observer):
        assignment = policy.assignment_of(user, review)
        assert assignment is not None
        operations.end_assignment(assignment, by=None)
    for user in (leaver, observer):
        with pytest.raises(RuleViolations, match="seen the score sheets"):
            operations.nominate(review, user, AssessorRole.CO_ASSESSOR, by=None)


def test_who_left_while_the_other_sheet_was_hidden_may_come_back(app: Flask) -> None:
    review = start_scoring()
    first, second = sheets_of(review)
    score_all(first)
    lock(first)
    leaver = second.assignment.user
    operations.end_assignment(second.assignment, by=None)
    operations.nominate(review, leaver, AssessorRole.CO_ASSESSOR, by=None)
    assert [one.user for one in policy.scoring_assignments(review)][1] == leaver


def test_person_who_is_no_assessor_any_more_is_let_in_no_longer(app: Flask) -> None:
    review = start_scoring()
    lead = policy.scoring_assignments(review)[0].user
    assert policy.may_score(lead, review)
    set_roles(lead, set())
    assert not policy.may_read_desk(lead, review)
    assert not policy.may_score(lead, review)
    assert not policy.may_declare(lead, review)
    assert not policy.may_read_report(lead, make_report(make_review(lead=lead)).review, decided=True)


def test_observer_declares_too_and_has_no_sheet(app: Flask) -> None:
    review = make_review()
    observer = make_observer(review)
    start_scoring(review)
    assert policy.own_sheet(observer, review) is None
    assert policy.may_read_desk(observer, review)
    assert not policy.may_score(observer, review)


def test_leaving_observer_does_not_stop_the_review(app: Flask) -> None:
    review = make_review()
    observer = make_observer(review)
    start_scoring(review)
    declare_conflict(review, observer)
    assert review.state is ReviewState.SCORING
    assert not policy.may_read_desk(observer, review)


def test_nobody_is_taken_off_after_the_report(app: Flask) -> None:
    review = make_report().review
    with pytest.raises(DomainError, match="final"):
        operations.end_assignment(policy.scoring_assignments(review)[0], by=None)


def test_every_step_is_in_the_log_without_scores(app: Flask) -> None:
    review = make_report().review
    events = timeline(review)
    actions = [event.action for event in events]
    assert actions[:3] == ["review.opened", "assessor.nominated", "assessor.nominated"]
    assert {"interests.declared", "objection.granted", "objection.given_up"} <= set(actions)
    assert {"review.started", "sheet.locked", "score.agreed", "report.finalised"} <= set(actions)
    assert all("points" not in event.details for event in events)


@pytest.mark.parametrize("state", list(ReviewState))
@pytest.mark.parametrize("action", list(Action))
def test_transition_outside_the_table_is_refused(app: Flask, state: ReviewState, action: Action) -> None:
    review = Review(state=state)
    if (state, action) in TRANSITIONS:
        operations.transition(review, action)
        assert review.state is TRANSITIONS[state, action]
        return
    with pytest.raises(DomainError) as refused:
        operations.transition(review, action)
    assert refused.value.status == 409
    assert review.state is state
