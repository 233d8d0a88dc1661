"""Timeline and file of a case do not depend on what their reader may not know: compared with two different truths.

The clock stands still, so that nothing differs but what is told. Each truth is tried in a savepoint of its own.
"""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from labelapp.casefile.queries import Line
from labelapp.clock import now, set_clock
from labelapp.decisions.board.counting import Choice
from labelapp.decisions.board.sitting import cast_vote
from labelapp.events.telling import Readers
from labelapp.extensions import db
from labelapp.reviews.commenting.operations import write_remark
from labelapp.reviews.models import Review
from labelapp.reviews.visit import operations as visits
from labelapp.reviews.visit.queries import VisitPlace, visit_of
from tests.casefile.world import Files, files_for, lines_for, scored_case, session_of
from tests.factories.board import make_reported
from tests.factories.clarifications import scorers
from tests.factories.decisions import make_board_member
from tests.factories.reviews import (
    declare_clear,
    declare_conflict,
    make_observer,
    make_review,
    make_sent_draft,
    score_all,
    sheets_of,
    start_scoring,
)

OFFICE, TEAM = Readers.OFFICE, Readers.TEAM
Told = tuple[list[Line], Files]


@pytest.fixture(autouse=True)
def _standing_clock(app: Flask) -> None:
    moment = now()
    set_clock(app, lambda: moment)


def told(reader: Readers, review: Review, truth: Callable[[], Any]) -> Told:
    """What a reader is told when something is so; afterwards it is not so any more."""
    attempt = db.session.begin_nested()
    truth()
    db.session.flush()
    found = lines_for(reader, review), files_for(reader, review)
    attempt.rollback()
    db.session.expire_all()
    return found


def test_nothing_depends_on_what_anybody_scored_before_the_report() -> None:
    review = scored_case()
    sheet = sheets_of(review)[1]
    for reader in Readers.OFFICE, Readers.TEAM:
        low = told(reader, review, lambda: score_all(sheet, "1", justification="Weak."))
        assert low == told(reader, review, lambda: score_all(sheet, "5", justification="Strong."))
        assert low == told(reader, review, lambda: None)


def test_nothing_depends_on_who_asks_a_question_for_the_visit() -> None:
    review = scored_case()
    place = VisitPlace(review, visit_of(review))
    lead, co = scorers(review)
    lines, files = told(OFFICE, review, lambda: visits.ask(place, "1.1", "Why?", by=lead))
    assert (lines, files) == told(OFFICE, review, lambda: visits.ask(place, "1.1", "Why?", by=co))
    assert b"Why?" in files["visit.json"]


def test_nothing_depends_on_what_a_member_votes_while_the_session_runs() -> None:
    review = make_reported()
    (item,), (member, *_others) = (found := session_of(review))[0].items, found[1]
    declare_clear(review, member)
    for reader in OFFICE, TEAM:
        award = told(reader, review, lambda: cast_vote(item, Choice.AWARD, "All holds.", by=member))
        assert award == told(
            reader, review, lambda: cast_vote(item, Choice.REFUSE, "Nothing holds.", by=member)
        )
    abstaining = cast_vote(item, Choice.ABSTAIN, "", by=member)
    assert abstaining.id
    assert not any("Ilse" in line.by for line in lines_for(OFFICE, review) if "voted" in line.text)


def test_team_is_not_told_who_has_an_interest() -> None:
    review = start_scoring(make_review())
    observer, member = make_observer(review), make_board_member()
    for person in observer, member:
        clear = told(TEAM, review, lambda who=person: declare_clear(review, who))
        assert clear == told(TEAM, review, lambda who=person: declare_conflict(review, who))


def test_office_is_not_told_of_remarks_before_they_are_handed_in() -> None:
    draft = make_sent_draft()
    review = draft.review
    manager = review.submission.confirmed_by

    def remark() -> None:
        write_remark(draft, "1.1", "The figure is of 2024.", by=manager)

    assert told(OFFICE, review, remark) == told(OFFICE, review, lambda: None)
    lines, files = told(TEAM, review, remark)
    assert "A remark on the draft of the report was written." in [line.text for line in lines]
    assert b"The figure is of 2024." in files["drafts.json"]
