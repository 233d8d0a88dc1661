"""Score sheets: append-only, complete before they are locked, never changed after."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from labelapp.events.log import timeline
from labelapp.extensions import db
from labelapp.reviews import operations
from labelapp.reviews.case import case_of
from labelapp.reviews.models import ReviewState, Score, ScoreSheet
from labelapp.reviews.operations import ScoreContent
from labelapp.reviews.queries.agreements import agreements_of
from labelapp.reviews.queries.sheets import entries_of, field_versions
from labelapp.reviews.result import tally
from labelapp.schemes.numbers import exact
from labelapp.web.errors import DomainError, InvalidInput
from tests.factories.assessments import make_submission
from tests.factories.reviews import lock, make_review, score_all, sheets_of, start_scoring


@pytest.fixture
def sheet(app: Flask) -> ScoreSheet:
    return sheets_of(start_scoring())[0]


def _rows(sheet: ScoreSheet) -> int:
    return db.session.scalar(select(func.count()).where(Score.sheet_id == sheet.id)) or 0


def test_new_judgement_is_a_new_row_and_the_latest_counts(sheet: ScoreSheet) -> None:
    operations.give_score(sheet, "2.8", ScoreContent(points="3"))
    operations.give_score(sheet, "2.8", ScoreContent(points="4", justification="More evidence."))
    assert _rows(sheet) == 2
    entry = entries_of(sheet.id)["2.8"]
    assert (entry.judgement.points, entry.justification) == (4, "More evidence.")


def test_saving_the_same_again_adds_no_row(sheet: ScoreSheet) -> None:
    content = ScoreContent(points="3", minimum_met=True, justification="Seen.")
    assert operations.give_score(sheet, "2.8", content) is not None
    assert operations.give_score(sheet, "2.8", content) is None
    assert operations.give_score(sheet, "2.8", ScoreContent("3.0", True, None, " Seen. ")) is None
    assert _rows(sheet) == 1


def test_emptied_points_are_a_new_judgement(sheet: ScoreSheet) -> None:
    operations.give_score(sheet, "2.8", ScoreContent(points="3"))
    operations.give_score(sheet, "2.8", ScoreContent())
    assert entries_of(sheet.id)["2.8"].judgement.points is None


@pytest.mark.parametrize("points", ["6", "-1", "4,5", "abc", "5.001"])
def test_points_off_the_scale_are_refused_and_nothing_is_kept(sheet: ScoreSheet, points: str) -> None:
    with pytest.raises(InvalidInput):
        operations.give_score(sheet, "2.8", ScoreContent(points=points))
    assert _rows(sheet) == 0


def test_unknown_indicator_is_refused(sheet: ScoreSheet) -> None:
    with pytest.raises(InvalidInput):
        operations.give_score(sheet, "9.9", ScoreContent(points="1"))


def test_versions_count_within_the_sheet_and_indicator_only(app: Flask) -> None:
    first, second = sheets_of(start_scoring())
    for points in ("1", "2", "3"):
        operations.give_score(second, "2.8", ScoreContent(points=points))
    operations.give_score(first, "2.8", ScoreContent(points="5"))
    operations.give_score(first, "2.8", ScoreContent(points="5", justification="Seen."))
    versions = field_versions(first.id, "2.8")
    assert (versions["points"], versions["justification"], versions["strengths"]) == (1, 2, 0)


def test_sheet_that_lacks_something_is_not_locked_and_says_what(sheet: ScoreSheet) -> None:
    score_all(sheet)
    operations.give_score(sheet, "2.8", ScoreContent(points="3", minimum_met=None, justification="Seen."))
    operations.give_score(sheet, "2.4", ScoreContent(points=None, justification=""))
    case = case_of(sheet.assignment.review)
    assert operations.incomplete(case, entries_of(sheet.id)) == {
        "2.4": ["points", "justification"],
        "2.8": ["minimum"],
    }
    with pytest.raises(InvalidInput, match=r"2\.4, 2\.8"):
        lock(sheet)
    assert sheet.locked_at is None


def test_locked_sheet_does_not_change_any_more(sheet: ScoreSheet) -> None:
    score_all(sheet)
    lock(sheet)
    rows = _rows(sheet)
    with pytest.raises(DomainError) as refused:
        operations.give_score(sheet, "2.8", ScoreContent(points="1"))
    assert refused.value.status == 409
    assert _rows(sheet) == rows


def test_second_lock_is_refused(sheet: ScoreSheet) -> None:
    score_all(sheet)
    lock(sheet)
    with pytest.raises(DomainError) as refused:
        lock(sheet)
    assert refused.value.status == 409


def test_comparison_begins_with_the_last_lock(app: Flask) -> None:
    review = start_scoring()
    first, second = sheets_of(review)
    score_all(first)
    lock(first)
    assert review.state is ReviewState.SCORING
    score_all(second)
    lock(second)
    assert review.state is ReviewState.CONSENSUS


def test_single_assessor_goes_straight_to_the_report(app: Flask) -> None:
    review = start_scoring(make_review(make_submission(scheme="cme-bronze")))
    (sheet,) = sheets_of(review)
    score_all(sheet)
    lock(sheet)
    assert review.state is ReviewState.CONSENSUS
    agreed = agreements_of(review)
    assert list(agreed) == list(case_of(review).questions)
    assert all(agreement.judgement.plausible for agreement in agreed.values())


def test_lock_leaves_a_fingerprint_of_the_sheet_in_the_log(sheet: ScoreSheet) -> None:
    score_all(sheet)
    lock(sheet)
    event = timeline(sheet.assignment.review)[-1]
    assert event.action == "sheet.locked"
    assert len(event.details["sha256"]) == 64


def test_progress_counts_points_of_what_is_scored(sheet: ScoreSheet) -> None:
    for code, points in (("1.2", "5"), ("1.3", "4"), ("2.8", "3")):
        operations.give_score(sheet, code, ScoreContent(points=points, minimum_met=True))
    case = case_of(sheet.assignment.review)
    counted = tally(case, {code: entry.judgement for code, entry in entries_of(sheet.id).items()})
    found = [exact(value) for value in (counted.points, counted.given_max, counted.max, counted.reachable)]
    assert (counted.done, counted.asked, found) == (3, 31, ["12", "15", "150", "147"])
