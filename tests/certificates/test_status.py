"""The status of a day is the same in Python and in SQL, on every edge."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from labelapp.certificates.models import Certificate
from labelapp.certificates.register.counts import in_force_by_level
from labelapp.certificates.status import status_expression, status_of
from labelapp.extensions import db
from labelapp.schemes.validity import Status
from tests.factories.certificates import make_certificate

pytestmark = pytest.mark.usefixtures("app")

UNTIL = date(2028, 2, 29)
RENEWABLE = date(2029, 2, 28)


@pytest.mark.parametrize(
    ("day", "changes", "status"),
    [
        (date(2027, 8, 28), {}, Status.VALID),
        (date(2027, 8, 29), {}, Status.EXPIRING),
        (UNTIL, {}, Status.EXPIRING),
        (UNTIL + timedelta(days=1), {}, Status.EXPIRED_RENEWABLE),
        (RENEWABLE, {}, Status.EXPIRED_RENEWABLE),
        (RENEWABLE + timedelta(days=1), {}, Status.EXPIRED),
        (date(2027, 1, 1), {"suspended_on": date(2027, 1, 1)}, Status.SUSPENDED),
        (date(2026, 12, 31), {"suspended_on": date(2027, 1, 1)}, Status.VALID),
        (date(2027, 1, 1), {"superseded_on": date(2026, 6, 1)}, Status.SUPERSEDED),
        (
            date(2027, 1, 1),
            {"withdrawn_on": date(2027, 1, 1), "suspended_on": date(2026, 5, 1)},
            Status.WITHDRAWN,
        ),
    ],
)
def test_status_is_the_same_for_one_and_for_many(day: date, changes: dict[str, date], status: Status) -> None:
    dates = {"valid_from": date(2026, 2, 28), "valid_until": UNTIL, "renewable_until": RENEWABLE}
    certificate = make_certificate(**dates, **changes)
    assert status_of(certificate, day) is status
    assert db.session.scalar(select(status_expression(day)).select_from(Certificate)) == status.value
    expected = 1 if status in (Status.VALID, Status.EXPIRING) else 0
    assert in_force_by_level(day)["gold"] == expected
