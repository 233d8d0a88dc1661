"""The load of experts: what counts, and nothing about scores."""

from dataclasses import fields
from datetime import timedelta
from fractions import Fraction

import pytest

from labelapp.accounts.models import RoleName, User
from labelapp.clock import today
from labelapp.extensions import db
from labelapp.reviews import operations
from labelapp.reviews.leaving.operations import decline_nomination
from labelapp.reviews.models import Interest
from labelapp.steering.queries.experts import Load, by_country, by_expert, read_parts
from labelapp.steering.scope import read_scope
from tests.factories.accounts import make_user
from tests.factories.decisions import make_decision
from tests.factories.reviews import make_compared, make_observer, make_review, start_scoring

pytestmark = pytest.mark.usefixtures("app")


def _loads(user: User | None = None, **arguments: str) -> list[Load]:
    db.session.commit()
    reader = user or make_user("Olga Amtmann", roles=[RoleName.SECRETARIAT])
    return by_expert(read_parts(reader, read_scope(arguments, today())))


def test_running_review_is_open_for_both_of_its_assessors_and_not_for_an_observer() -> None:
    make_observer(start_scoring())
    assert {(one.name, one.open, one.finished) for one in _loads()} == {
        ("Annika Rauhala", 1, 0),
        ("Tomás Ferreira", 1, 0),
    }


def test_locked_sheet_is_finished_in_the_period_with_its_days_from_the_nomination() -> None:
    review = make_compared()
    for assignment, days in zip(review.assignments, (7, 20), strict=True):
        assignment.assigned_at -= timedelta(days=days)
    loads = _loads()
    assert [(one.finished, one.median) for one in loads] == [(1, Fraction(7)), (1, Fraction(20))]
    before = (today().replace(day=1) - timedelta(days=1)).isoformat()[:7]
    assert [one.finished for one in _loads(None, **{"from": before, "to": before})] == [0, 0]


def test_review_with_a_final_report_is_not_open_any_more() -> None:
    make_decision()
    assert all(one.open == 0 for one in _loads())


def test_expert_who_declined_has_declined_and_nothing_open() -> None:
    review = make_review(declared=False)
    decline_nomination(review.assignments[0], "No time.")
    found = {one.name: (one.open, one.declined) for one in _loads()}
    assert found == {"Annika Rauhala": (0, 1), "Tomás Ferreira": (1, 0)}


def test_countries_put_their_experts_together() -> None:
    make_compared()
    start_scoring(make_review())
    reader = make_user("Olga Amtmann", roles=[RoleName.SECRETARIAT])
    found = by_country(read_parts(reader, read_scope({}, today())))
    assert [one.country for one in found] == ["DK", "PT"]
    assert all((one.people, one.open, one.finished) == (2, 2, 1) for one in found)


def test_case_in_which_the_reader_has_an_interest_is_in_no_load() -> None:
    review = start_scoring()
    officer = make_user("Ida Frei", roles=[RoleName.SECRETARIAT])
    operations.declare_as_officer(review.submission, officer, [Interest.FAMILY])
    assert _loads(officer) == []


def test_load_holds_no_figure_about_scores() -> None:
    assert {field.name for field in fields(Load)} == {
        "user_id",
        "name",
        "country",
        "people",
        "open",
        "finished",
        "median",
        "declined",
    }
