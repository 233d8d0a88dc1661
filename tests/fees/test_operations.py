"""A case gets its fee when it is accepted, by its scheme; what becomes of it follows one table."""

from datetime import timedelta
from decimal import Decimal

import pytest
from flask import Flask

from labelapp.accounts.models import User
from labelapp.clock import today
from labelapp.events.log import timeline
from labelapp.extensions import db, schemes
from labelapp.fees import operations
from labelapp.fees.models import Fee, FeeKind, FeeState
from labelapp.fees.operations import TRANSITIONS, FeeAction
from labelapp.fees.queries import fee_of
from labelapp.reviews.models import Review
from labelapp.reviews.visit.models import Visit, VisitMode
from labelapp.schemes.months import add_months
from labelapp.web.errors import DomainError, InvalidInput
from tests.factories.accounts import make_user
from tests.factories.assessments import make_submission
from tests.factories.certificates import make_certificate
from tests.factories.clusters import make_cluster
from tests.factories.fees import make_fee

pytestmark = pytest.mark.usefixtures("app")


def test_submission_costs_nothing_before_it_is_accepted() -> None:
    submission = make_submission(scheme="cme-bronze")
    assert fee_of(submission.id) is None
    fee = make_fee(submission)
    assert (fee.kind, fee.mode, fee.amount, fee.currency) == (
        FeeKind.NEW,
        VisitMode.ON_SITE,
        Decimal("2250.00"),
        "EUR",
    )
    assert [event.action for event in timeline(fee)] == ["fee.set"]


@pytest.mark.parametrize(
    ("months_ago", "withdrawn", "kind", "amount"),
    [
        (20, False, FeeKind.RENEWAL, "6765"),
        (36, False, FeeKind.RENEWAL, "6765"),
        (37, False, FeeKind.NEW, "8250"),
        (20, True, FeeKind.NEW, "8250"),
    ],
)
def test_case_is_a_renewal_while_a_label_of_its_level_holds_or_is_within_its_grace(
    months_ago: int, withdrawn: bool, kind: FeeKind, amount: str
) -> None:
    cluster = make_cluster()
    make_certificate(
        cluster,
        "gold",
        add_months(today(), -months_ago),
        withdrawn_on=today() if withdrawn else None,
    )
    fee = make_fee(make_submission(cluster, scheme="cme-gold"))
    assert (fee.kind, fee.amount) == (kind, Decimal(amount))


def test_label_of_another_level_is_no_renewal() -> None:
    cluster = make_cluster()
    make_certificate(cluster, "bronze")
    assert make_fee(make_submission(cluster, scheme="cme-gold")).kind is FeeKind.NEW


def _plan_visit(fee: Fee, mode: VisitMode) -> None:
    review = db.session.query(Review).filter_by(submission_id=fee.submission_id).one()
    visit = db.session.query(Visit).filter_by(review_id=review.id).one_or_none()
    if visit is None:
        visit = Visit(review=review, place="Here", timezone="Europe/Paris")
        db.session.add(visit)
    visit.mode = mode
    db.session.flush()
    operations.follow_visit(review, None)


def test_fee_follows_the_visit_until_the_mode_is_chosen_or_it_is_invoiced() -> None:
    officer, bronze = make_user(), schemes().get("cme-bronze")
    fee = make_fee()
    _plan_visit(fee, VisitMode.VIDEO)
    assert (fee.mode, fee.amount) == (VisitMode.VIDEO, Decimal("1650"))
    operations.choose_mode(fee, bronze, VisitMode.ON_SITE, officer)
    _plan_visit(fee, VisitMode.VIDEO)
    assert fee.amount == Decimal("2250")
    other = make_fee()
    operations.invoice(other, "2026-17", today(), officer)
    _plan_visit(other, VisitMode.VIDEO)
    assert other.amount == Decimal("2250"), "an invoice does not change behind one's back"
    with pytest.raises(DomainError):
        operations.choose_mode(other, bronze, VisitMode.VIDEO, officer)


def test_mode_without_a_fee_of_its_own_keeps_the_one_that_the_scheme_states() -> None:
    fee = make_fee(scheme="cme-gold")
    _plan_visit(fee, VisitMode.VIDEO)
    assert (fee.mode, fee.amount) == (VisitMode.ON_SITE, Decimal("8250"))
    with pytest.raises(InvalidInput):
        operations.choose_mode(fee, schemes().get("cme-gold"), VisitMode.VIDEO, make_user())


def _do(fee: Fee, action: FeeAction, by: User) -> None:
    {
        FeeAction.INVOICE: lambda: operations.invoice(fee, "2026-17", today(), by),
        FeeAction.PAY: lambda: operations.pay(fee, today(), by),
        FeeAction.WAIVE: lambda: operations.waive(fee, "A pilot case.", by),
        FeeAction.TAKE_BACK: lambda: operations.take_back(fee, "Noted by mistake.", by),
    }[action]()


_WAY = {
    FeeState.OPEN: (),
    FeeState.INVOICED: (FeeAction.INVOICE,),
    FeeState.PAID: (FeeAction.INVOICE, FeeAction.PAY),
    FeeState.WAIVED: (FeeAction.WAIVE,),
}


def test_each_action_moves_a_fee_as_the_table_says_and_no_other_way() -> None:
    fee, by = make_fee(), make_user()
    for state, way in _WAY.items():
        for action in FeeAction:
            point = db.session.begin_nested()
            for step in way:
                _do(fee, step, by)
            assert fee.state is state
            expected = TRANSITIONS.get((state, action))
            if expected is None:
                with pytest.raises(DomainError):
                    _do(fee, action, by)
            else:
                _do(fee, action, by)
                assert fee.state is expected
            point.rollback()
            db.session.expire_all()


def test_what_was_taken_back_leaves_no_day_behind_but_stands_in_the_log() -> None:
    fee, by = make_fee(), make_user()
    for action in (FeeAction.INVOICE, FeeAction.WAIVE, FeeAction.TAKE_BACK):
        _do(fee, action, by)
    assert (fee.state, fee.waived_on, fee.reason, fee.invoice) == (FeeState.INVOICED, None, "", "2026-17")
    _do(fee, FeeAction.TAKE_BACK, by)
    assert (fee.state, fee.invoiced_on, fee.invoice) == (FeeState.OPEN, None, "")
    assert [event.action for event in timeline(fee)][-1] == "fee.taken_back"


def test_days_to_come_days_before_the_invoice_and_missing_reasons_are_refused() -> None:
    by, fee = make_user(), make_fee()
    with pytest.raises(InvalidInput):
        operations.invoice(fee, "", today() + timedelta(days=1), by)
    with pytest.raises(InvalidInput):
        operations.waive(fee, "  ", by)
    assert fee.state is FeeState.OPEN
    operations.invoice(fee, "", today(), by)
    for day in (today() - timedelta(days=1), today() + timedelta(days=1)):
        with pytest.raises(InvalidInput):
            operations.pay(fee, day, by)
    assert fee.state is FeeState.INVOICED


def test_second_acceptance_of_a_case_costs_nothing_more(app: Flask) -> None:
    fee = make_fee()
    review = db.session.query(Review).filter_by(submission_id=fee.submission_id).one()
    assert operations.set_fee(review, None) is None
    assert db.session.query(Fee).count() == 1
