"""What the data room counts, in the workbook and in the next cycle."""

import pytest

from labelapp.assessments import operations, queries
from labelapp.assessments.models import Answer
from labelapp.extensions import db
from tests.assessments.conftest import Team
from tests.assessments.workbook import books
from tests.factories.assessments import answer_all, complete_answers
from tests.factories.cycles import make_carried
from tests.factories.dataroom import make_member


def test_workbook_shows_what_the_data_room_counts_and_asks_nobody(team: Team) -> None:
    make_member(team.cluster)
    content = books.write(team.assessment)
    book = books.Book.open(content)
    keys = book.keys()
    assert "1.3|committed|" not in keys
    assert "1.4|near|" in keys
    reading = books.read(team.assessment, content)
    assert (reading.changes, reading.problems, reading.missing, reading.unknown) == ([], [], [], [])


def test_workbook_asks_for_a_value_that_overrules_the_data_room(team: Team) -> None:
    make_member(team.cluster)
    books.answer(team.assessment, "1.3", "committed", "84")
    book = books.Book.open(books.write(team.assessment))
    assert book.cell("1.3|committed|").value == 84


def test_workbook_from_before_the_data_room_was_filled_is_still_read(team: Team) -> None:
    content = books.filled(books.write(team.assessment), {"1.3|committed|": 84})
    make_member(team.cluster)
    assert books.values(books.read(team.assessment, content)) == {"1.3|committed": 84}


@pytest.mark.parametrize(("filled", "carried"), [(False, 84), (True, None)])
def test_next_cycle_carries_no_answer_that_the_data_room_counts_by_now(
    team: Team, filled: bool, carried: int | None
) -> None:
    answer_all(team.assessment, complete_answers(), team.manager)
    row = db.session.query(Answer).filter_by(indicator="1.3", field="committed").one()
    row.content = {"value": 84}
    operations.submit_assessment(team.assessment, team.representative)
    if filled:
        make_member(team.cluster)
    following = make_carried(team.cluster, team.manager)
    given = queries.given_answer(following, "1.3", "committed")
    assert (given.content["value"] if given else None) == carried
