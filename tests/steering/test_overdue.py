"""What is late, from the day after its date on, for whom, in which order."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from labelapp.accounts.models import RoleName, User
from labelapp.assessments.models import AssessmentState
from labelapp.certificates.complaints.operations import ask_holder, take_charge
from labelapp.certificates.flags.models import FlagOutcome
from labelapp.certificates.flags.operations import FlagDecision, decide_flag
from labelapp.certificates.models import Certificate
from labelapp.certificates.surveillance.operations import mark_certificate
from labelapp.clock import today
from labelapp.decisions.appeals.statements import ask_for_statement
from labelapp.extensions import db
from labelapp.reviews.models import Interest, Review
from labelapp.reviews.operations import declare_as_officer
from labelapp.steering.queries.deadlines import Late
from labelapp.steering.queries.overdue import Asked, LateThing, Sort, count_overdue, list_overdue
from labelapp.steering.scope import read_scope
from labelapp.web.paging import PAGE_SIZE, read_position
from tests.factories.accounts import make_user
from tests.factories.appeals import handler_of, make_appeal, make_handled
from tests.factories.assessments import make_assessment, make_submission
from tests.factories.board import make_condition, make_deferral
from tests.factories.clusters import make_cluster
from tests.factories.complaints import make_complaint, make_mark
from tests.factories.decisions import make_decision
from tests.factories.reviews import make_review, start_scoring
from tests.factories.surveillance import make_declaration, make_flag, make_hearing, make_held, make_officer

pytestmark = pytest.mark.usefixtures("app")


def _report() -> None:
    make_review().due_on = today() + timedelta(days=3)


def _statement() -> None:
    appeal = make_handled()
    ask_for_statement(appeal, None, "Which documents did you show?", by=handler_of(appeal))


def _hearing() -> None:
    certificate, _manager = make_held()
    make_hearing(certificate, make_officer("Ines Kovač"))


def _complaint() -> None:
    complaint = make_complaint(make_held()[0])
    officer = make_officer("Olga Amtmann")
    take_charge(complaint, officer, True, "")
    ask_holder(complaint, "Which label do you advertise?", officer)


def _reassessment() -> None:
    certificate, manager = make_held()
    flag = make_flag(certificate, manager)
    day = today() + timedelta(days=30)
    decision = FlagDecision(FlagOutcome.REASSESSMENT, "Most left.", due_on=day, told="Most members left.")
    decide_flag(flag, decision, make_officer("Ines Kovač"))


def _about_certificate(make: Callable[..., object]) -> Callable[[], object]:
    return lambda: make(make_held()[0])


MAKERS: dict[Late, Callable[[], object]] = {
    Late.INTERESTS: lambda: make_review(declared=False),
    Late.SHEET: start_scoring,
    Late.REPORT: _report,
    Late.DEFERRAL: make_deferral,
    Late.CONDITION: make_condition,
    Late.APPEAL: make_appeal,
    Late.STATEMENT: _statement,
    Late.DECLARATION: _about_certificate(make_declaration),
    Late.HEARING: _hearing,
    Late.COMPLAINT: _complaint,
    Late.SURVEILLANCE: _about_certificate(make_mark),
    Late.REASSESSMENT: _reassessment,
}
ACTORS = {
    Late.INTERESTS: {"Annika Rauhala", "Tomás Ferreira"},
    Late.SHEET: {"Annika Rauhala", "Tomás Ferreira"},
    Late.REPORT: {"@office"},
    Late.DEFERRAL: {"@office"},
    Late.CONDITION: {"@holder"},
    Late.APPEAL: {"@handlers"},
    Late.STATEMENT: {"@holder"},
    Late.DECLARATION: {"@holder"},
    Late.HEARING: {"@office"},
    Late.COMPLAINT: {"Olga Amtmann"},
    Late.SURVEILLANCE: {"@office"},
    Late.REASSESSMENT: {"@holder"},
}


def _list(user: User, day: date, label: str = "", **asked: object) -> list[LateThing]:
    db.session.commit()
    return list_overdue(user, read_scope({"label": label}, today()), Asked(**asked), day).items  # type: ignore[arg-type]


def _far() -> date:
    return today() + timedelta(days=200)


@pytest.mark.parametrize("kind", list(Late))
def test_deadline_is_late_from_the_day_after_it_and_says_who_has_to_act(kind: Late) -> None:
    MAKERS[kind]()
    officer = make_officer("Ida Frei")
    found = _list(officer, _far(), kind=kind)
    assert {one.who for one in found} == ACTORS[kind]
    due_on = max(one.due_on for one in found)
    assert len(_list(officer, due_on + timedelta(days=1), kind=kind)) == len(found)
    assert len(_list(officer, due_on, kind=kind)) < len(found)


def _mark_after_a_case() -> None:
    make_decision()
    make_mark(db.session.scalars(select(Certificate)).one())


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (start_scoring, Late.SHEET),
        (make_condition, Late.CONDITION),
        (make_appeal, Late.APPEAL),
        (_mark_after_a_case, Late.SURVEILLANCE),
    ],
)
def test_case_about_which_an_officer_did_not_declare_counts_and_is_not_listed(
    make: Callable[[], object], kind: Late
) -> None:
    make()
    officer = make_user("Ida Frei", roles=[RoleName.SECRETARIAT])
    assert _list(officer, _far(), kind=kind) == []
    counts = count_overdue(officer, read_scope({}, today()), _far())
    assert kind in {one.kind for one in counts}


def _conflict(review: Review) -> User:
    officer = make_user("Ida Frei", roles=[RoleName.SECRETARIAT])
    declare_as_officer(review.submission, officer, [Interest.FAMILY])
    db.session.commit()
    return officer


def test_case_that_an_interest_shuts_is_neither_listed_nor_counted() -> None:
    officer = _conflict(start_scoring())
    assert _list(officer, _far()) == []
    assert count_overdue(officer, read_scope({}, today()), _far()) == []


def test_count_says_how_much_is_late_and_since_when() -> None:
    review = start_scoring()
    review.due_on = today() - timedelta(days=4)
    for assignment, days in zip(review.assignments, (2, 9), strict=True):
        assignment.lock_by = today() - timedelta(days=days)
    db.session.commit()
    counts = count_overdue(make_officer(), read_scope({}, today()), today())
    assert [(one.kind, one.count, (today() - one.oldest).days) for one in counts] == [
        (Late.SHEET, 2, 9),
        (Late.REPORT, 1, 4),
    ]


def test_locked_sheet_and_final_report_are_not_late() -> None:
    make_deferral()
    found = _list(make_officer(), _far())
    assert {one.kind for one in found} == {Late.DEFERRAL}


def _reports(names: str, first_due: date) -> None:
    for place, name in enumerate(names):
        review = make_review(make_submission(make_cluster(name=name)), nominated=False)
        review.due_on = first_due + timedelta(days=place)


@pytest.mark.parametrize(
    ("sort", "names"),
    [(Sort.DUE, "cab"), (Sort.CASE, "abc")],
)
def test_list_is_sorted_by_a_column_in_either_way(sort: Sort, names: str) -> None:
    _reports("cab", today() - timedelta(days=20))
    officer = make_officer()
    assert [one.name for one in _list(officer, today(), sort=sort)] == list(names)
    assert [one.name for one in _list(officer, today(), sort=sort, descending=True)] == list(names[::-1])


def test_pages_go_on_where_the_one_before_ended() -> None:
    certificate, _manager = make_held()
    officer, scope = make_officer(), read_scope({}, today())
    for number in range(PAGE_SIZE + 2):
        mark_certificate(certificate, "To look at.", today() + timedelta(days=number // 2), officer)
    day = today() + timedelta(days=PAGE_SIZE)
    first = list_overdue(officer, scope, Asked(), day)
    second = list_overdue(officer, scope, Asked(position=read_position(first.after)), day)
    found = [one.subject for page in (first, second) for one in page.items]
    assert (len(first.items), len(second.items)) == (PAGE_SIZE, 2)
    assert len(set(found)) == PAGE_SIZE + 2
    assert (first.before, second.after) == ("", "")


def test_new_assessment_that_was_submitted_is_not_late() -> None:
    _reassessment()
    certificate = db.session.scalars(select(Certificate)).one()
    manager = certificate.cluster.team[0].user
    assessment = make_assessment(certificate.cluster, manager)
    officer = make_officer("Ida Frei")
    assert len(_list(officer, _far(), kind=Late.REASSESSMENT)) == 1
    assessment.state = AssessmentState.SUBMITTED
    assert _list(officer, _far(), kind=Late.REASSESSMENT) == []


def test_list_and_counts_are_of_the_label_that_is_asked_for() -> None:
    start_scoring()
    officer = make_officer()
    assert _list(officer, _far(), label="silver") == []
    assert len(_list(officer, _far(), label="gold")) == 2
