"""The report: the edges of the rule, what it keeps, who reads it, what is printed."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select

from labelapp.accounts.models import RoleName
from labelapp.clock import today
from labelapp.clusters.models import TeamRole
from labelapp.events.models import OutboxMail
from labelapp.extensions import db
from labelapp.reviews import operations, policy
from labelapp.reviews.case import cluster_of
from labelapp.reviews.operations.reporting import ready_record
from labelapp.reviews.record import content_hash, load_record
from labelapp.web.errors import DomainError, InvalidInput
from tests.factories.accounts import make_user, sign_in
from tests.factories.assessments import complete_answers, make_submission
from tests.factories.clusters import make_cluster
from tests.factories.reviews import (
    agree,
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

NEWER = ("texts", "areas", "course", "remarks")


def _codes(content: dict[str, object]) -> list[str]:
    return [reason.code for reason in load_record(content).reasons]


def test_120_of_150_points_reach_the_label(app: Flask) -> None:
    record = load_record(make_report(points="4").content)
    assert (record.total.points, record.total.max, record.total.percent) == ("120", "150", "80")
    assert record.awarded is True


def test_119_99_of_150_points_do_not(app: Flask) -> None:
    record = load_record(make_report(points={"2.4": "3.99"}).content)
    assert (record.total.points, record.awarded) == ("119.99", False)
    assert "percent_not_reached" in [reason.code for reason in record.reasons]


def test_full_points_with_one_failed_minimum_do_not(app: Flask) -> None:
    report = make_report(points="5", minimums={"2.8": False})
    record = load_record(report.content)
    assert (record.total.points, record.awarded) == ("150", False)
    assert [reason.code for reason in record.reasons if reason.holds is False] == ["minimum_not_met"]


def test_silver_asks_for_the_improvements_to_be_shown(app: Flask) -> None:
    submission = make_submission(scheme="cme-silver")
    assert load_record(make_report(make_review(submission)).content).awarded is True


def test_bronze_needs_complete_answers_and_no_points(app: Flask) -> None:
    record = load_record(make_report(make_review(make_submission(scheme="cme-bronze"))).content)
    assert (record.awarded, record.total.max, record.total.percent) == (True, "0", None)


def test_accepted_reason_for_not_applying_leaves_the_maximum(app: Flask) -> None:
    answers = complete_answers() | {"1.4": {"not_applicable": "The whole country is its area."}}
    record = load_record(make_report(make_review(make_submission(answers=answers))).content)
    assert (record.total.max, record.indicators["1.4"].applies) == ("145", False)
    assert record.indicators["1.4"].consensus.plausible is True


def test_refused_reason_for_not_applying_counts_with_the_points_given(app: Flask) -> None:
    answers = complete_answers() | {"1.4": {"not_applicable": "We did not count."}}
    review = start_scoring(make_review(make_submission(answers=answers)))
    refused = operations.ScoreContent(
        points="0", plausible=False, justification="It applies to every cluster."
    )
    for sheet in sheets_of(review):
        score_all(sheet)
        operations.give_score(sheet, "1.4", refused)
        lock(sheet)
    record = load_record(make_report(review).content)
    assert (record.total.points, record.total.max, record.indicators["1.4"].consensus.points) == (
        "116",
        "150",
        "0",
    )


def test_report_keeps_self_each_assessor_and_consensus(app: Flask) -> None:
    review = start_scoring()
    first, second = sheets_of(review)
    score_all(first, {"2.8": "3"}, justification="Five names drawn.", strengths="Close contact.")
    score_all(second, {"2.8": "5"}, justification="All names drawn.", improvements="Write it down.")
    lock(first)
    lock(second)
    report = make_report(review, assessed_on=date(2026, 11, 20))
    kept = load_record(report.content).indicators["2.8"]
    assert kept.self_assessed.points == "3"
    assert [(one.points, one.justification) for one in kept.sheets] == [
        ("3", "Five names drawn."),
        ("5", "All names drawn."),
    ]
    assert (kept.consensus.points, kept.reason) == ("3", "Agreed after the visit.")
    assert (kept.sheets[0].strengths, kept.sheets[1].improvements) == ("Close contact.", "Write it down.")


def test_report_names_what_it_is_about(app: Flask) -> None:
    report = make_report(assessed_on=date(2026, 11, 20))
    record, review = load_record(report.content), report.review
    assert record.submission_sha256 == review.submission.sha256
    assert record.scheme == "cme-gold@2026.1"
    assert record.scheme_hash == review.submission.assessment.scheme_hash
    assert [one.name for one in record.assessors] == ["Annika Rauhala", "Tomás Ferreira"]
    assert record.assessed_on == review.assessed_on == date(2026, 11, 20)
    assert report.sha256 == content_hash(report.content)


def test_final_report_does_not_follow_a_later_change_of_a_name(app: Flask) -> None:
    report = make_report()
    policy.scoring_assignments(report.review)[0].user.name = "Somebody Else"
    db.session.commit()
    assert load_record(report.content).assessors[0].name == "Annika Rauhala"


def test_report_is_refused_while_an_indicator_is_not_agreed(app: Flask) -> None:
    review = make_compared()
    operations.set_assessed_on(review, today())
    with pytest.raises(InvalidInput, match="not agreed"):
        ready_record(review)


def test_report_without_a_date_or_from_the_future_is_refused(app: Flask) -> None:
    review = make_compared()
    agree(review)
    for day in (None, today() + timedelta(days=1)):
        operations.set_assessed_on(review, day)
        with pytest.raises(InvalidInput, match="date of the assessment"):
            ready_record(review)


def test_second_report_is_refused(app: Flask) -> None:
    report = make_report()
    with pytest.raises(DomainError, match="final") as refused:
        operations.finalise_report(report.review, by=make_user())
    assert refused.value.status == 409


def test_secretariat_and_board_without_interest_are_told(app: Flask) -> None:
    silent = make_user("Silent Officer", roles=[RoleName.SECRETARIAT])
    free = make_user("Otto Lang", roles=[RoleName.BOARD])
    assessing = make_assessor("Lea Moser", country="AT")
    off = make_user("Rita Blau", roles=[RoleName.BOARD])
    review = make_review(co_assessor=assessing)
    declare_conflict(review, off)
    office = make_officer(review)
    make_report(review)
    told = {
        mail.recipient
        for mail in db.session.scalars(select(OutboxMail).order_by(OutboxMail.id))
        if "final" in mail.subject or "decision is due" in mail.subject
    }
    assert told == {office.email, free.email}
    assert silent.email not in told


def test_readers_of_a_report(app: Flask) -> None:
    review = make_review()
    observer = make_observer(review)
    make_report(review)
    team = cluster_of(review).team[0].user
    office, undeclared = make_officer(review), make_user("Ora Silva", roles=[RoleName.SECRETARIAT])
    silent, clear, off = (make_user("Otto Lang", roles=[RoleName.BOARD]) for _ in range(3))
    declare_clear(review, clear)
    declare_conflict(review, off)
    stranger, partner = make_assessor("Ida Berg"), make_user("Pia Roth", roles=[RoleName.PARTNER])
    lead = policy.scoring_assignments(review)[0].user
    for decided in (False, True):
        readers = [
            policy.may_read_report(user, review, decided)
            for user in (lead, observer, office, clear, undeclared, silent, off, stranger, partner, team)
        ]
        assert readers == [True, True, True, True, False, False, False, False, False, decided]


def test_nobody_reads_a_report_that_is_not_final(app: Flask) -> None:
    review = make_compared()
    office = make_officer(review)
    assert not policy.may_read_report(office, review, decided=False)


def test_report_is_printed_in_the_language_of_the_cluster(client: FlaskClient) -> None:
    review = make_report(make_review(make_submission(make_cluster(language="fr")))).review
    sign_in(client, policy.scoring_assignments(review)[0].user)
    answer = client.get(f"/reviews/{review.id}/report.pdf")
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    document = PdfReader(BytesIO(answer.data))
    assert document.trailer["/Root"]["/Lang"] == "fr"
    assert "Danemark" in document.pages[0].extract_text()


def test_there_is_no_final_file_before_the_report_is_final(client: FlaskClient) -> None:
    review = make_compared()
    sign_in(client, policy.scoring_assignments(review)[0].user)
    assert client.get(f"/reviews/{review.id}/report.pdf").status_code == 404


def test_record_frozen_before_there_were_texts_is_read_and_shown(client: FlaskClient) -> None:
    report = make_report()
    old = {name: value for name, value in report.content.items() if name not in NEWER}
    report.content = old | {"format": 1, "summary": "As it was written then."}
    report.summary = "As it was written then."
    db.session.commit()
    sign_in(client, policy.scoring_assignments(report.review)[0].user)
    page = client.get(f"/reviews/{report.review_id}/report")
    assert page.status_code == 200
    assert "As it was written then." in page.text
    assert "120 of 150 points" in page.text


def test_person_of_the_cluster_does_not_open_the_report_here(client: FlaskClient) -> None:
    review = make_report().review
    team = cluster_of(review).team
    assert TeamRole.MANAGER in [member.role for member in team]
    sign_in(client, team[0].user)
    assert client.get(f"/reviews/{review.id}/report").status_code == 404
