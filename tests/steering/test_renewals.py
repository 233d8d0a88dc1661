"""Labels that end: in which months, and how far their renewals are."""

from datetime import date, timedelta

import pytest

from labelapp.accounts.models import RoleName, User
from labelapp.assessments.models import AssessmentState
from labelapp.certificates.models import Certificate
from labelapp.certificates.renewal.models import RenewalReminder
from labelapp.certificates.renewal.queries import under_way
from labelapp.clock import now, today
from labelapp.clusters.models import TeamRole
from labelapp.extensions import db
from labelapp.schemes.months import add_months
from labelapp.steering.queries.renewals import (
    MONTHS_AHEAD,
    Asked,
    Ending,
    Renewal,
    count_endings,
    list_endings,
    months_ahead,
)
from labelapp.steering.scope import read_scope
from tests.factories.accounts import make_user
from tests.factories.assessments import make_assessment
from tests.factories.certificates import make_certificate
from tests.factories.clusters import add_member, make_cluster

pytestmark = pytest.mark.usefixtures("app")


def _officer() -> User:
    return make_user("Olga Amtmann", roles=[RoleName.SECRETARIAT])


def _list(user: User | None = None, label: str = "", **asked: object) -> list[Ending]:
    db.session.commit()
    scope = read_scope({"label": label}, today())
    return list_endings(user or _officer(), scope, Asked(**asked), today()).items  # type: ignore[arg-type]


def _ending_on(day: date, level: str = "gold") -> Certificate:
    return make_certificate(
        make_cluster(),
        level,
        assessed_on=add_months(today(), -20),
        valid_until=day,
        issued_at=now() - timedelta(3),
    )


def _renew(certificate: Certificate, scheme: str, state: AssessmentState = AssessmentState.DRAFT) -> None:
    user = make_user("Vera Holm")
    make_assessment(certificate.cluster, user, scheme).state = state


def test_renewal_is_as_far_as_its_self_assessment_or_the_last_mail() -> None:
    nothing, invited, started, submitted = (_ending_on(today() + timedelta(days=day)) for day in (1, 2, 3, 4))
    for one in (invited, submitted):
        db.session.add(RenewalReminder(certificate=one, code="opens", due_on=today(), written_at=now()))
    _renew(started, "cme-gold")
    _renew(submitted, "cme-gold", AssessmentState.SUBMITTED)
    found = {one.code: one.state for one in _list()}
    assert found == {
        nothing.code: Renewal.NOTHING,
        invited.code: Renewal.INVITED,
        started.code: Renewal.STARTED,
        submitted.code: Renewal.SUBMITTED,
    }


@pytest.mark.parametrize(
    ("scheme", "state"), [("cme-bronze", Renewal.NOTHING), ("cme-gold", Renewal.STARTED)]
)
def test_only_the_same_level_or_a_higher_one_renews(scheme: str, state: Renewal) -> None:
    certificate = _ending_on(today() + timedelta(days=9), "silver")
    _renew(certificate, scheme)
    assert [one.state for one in _list()] == [state]
    assert (under_way(certificate) is not None) is (state is Renewal.STARTED)


def test_certificates_count_from_today_to_the_end_of_the_last_month_ahead() -> None:
    last = add_months(months_ahead(today())[-1], 1) - timedelta(days=1)
    for day in (today() - timedelta(days=1), today(), last, last + timedelta(days=1)):
        _ending_on(day)
    found = count_endings(_officer(), read_scope({}, today()), today())
    assert [(one.month, one.count) for one in found] == [
        (months_ahead(today())[0], 1),
        (months_ahead(today())[MONTHS_AHEAD - 1], 1),
    ]


def test_certificate_that_was_withdrawn_or_replaced_is_not_there() -> None:
    _ending_on(today() + timedelta(days=5)).withdrawn_on = today()
    _ending_on(today() + timedelta(days=5)).superseded_on = today()
    assert _list() == []


def test_list_is_narrowed_by_month_level_state_and_label() -> None:
    months = months_ahead(today())
    near, far = _ending_on(months[3], "gold"), _ending_on(months[4], "bronze")
    assert [one.code for one in _list()] == [near.code, far.code]
    assert [one.code for one in _list(month=months[4])] == [far.code]
    assert [one.code for one in _list(level="gold")] == [near.code]
    assert [one.code for one in _list(label="bronze")] == [far.code]
    assert _list(state=Renewal.SUBMITTED) == []


def test_holder_in_whose_team_the_reader_is_is_neither_listed_nor_counted() -> None:
    certificate = _ending_on(today() + timedelta(days=5))
    officer = _officer()
    add_member(certificate.cluster, officer, TeamRole.VIEWER)
    assert _list(officer) == []
    assert count_endings(officer, read_scope({}, today()), today()) == []
