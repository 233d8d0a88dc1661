"""A partner reads comparisons in its countries, of those cluster organisations that agreed."""

import pytest
from flask import Flask

from labelapp.accounts.models import RoleName
from labelapp.consortium.policy import may_read_comparison_in_remit, may_see_remit
from labelapp.extensions import db
from tests.factories.accounts import make_user
from tests.factories.clusters import make_cluster
from tests.factories.consortium import make_partner


@pytest.mark.parametrize(
    ("country", "consent", "may"), [("DK", True, True), ("DK", False, False), ("DE", True, False)]
)
def test_comparison_needs_remit_and_consent(app: Flask, country: str, consent: bool, may: bool) -> None:
    _partner, user = make_partner(countries=["DK", "SE"])
    cluster = make_cluster(country=country, partner_consent=consent)
    assert may_read_comparison_in_remit(user, cluster) is may


def test_consent_to_comparison_with_others_is_not_consent_to_the_partner(app: Flask) -> None:
    _partner, user = make_partner()
    assert not may_read_comparison_in_remit(user, make_cluster(benchmark_consent=True))


def test_person_with_the_role_but_without_a_partner_sees_nothing(app: Flask) -> None:
    user = make_user(roles=[RoleName.PARTNER])
    assert not may_see_remit(user)
    assert not may_read_comparison_in_remit(user, make_cluster(partner_consent=True))


def test_person_of_a_partner_who_lost_the_role_sees_nothing(app: Flask) -> None:
    _partner, user = make_partner()
    assert may_see_remit(user)
    user.roles = []
    db.session.commit()
    assert not may_see_remit(user)
    assert not may_read_comparison_in_remit(user, make_cluster(partner_consent=True))
