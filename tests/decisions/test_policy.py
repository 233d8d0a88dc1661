"""Who decides: the board, and nobody who assessed, observed, belongs to the cluster or has an interest."""

import pytest

from labelapp.accounts.models import RoleName, User
from labelapp.decisions import policy
from labelapp.extensions import db
from labelapp.reviews.case import cluster_of
from labelapp.reviews.models import Review
from tests.factories.accounts import make_user
from tests.factories.clusters import add_member
from tests.factories.decisions import make_board_member
from tests.factories.reviews import (
    declare_clear,
    declare_conflict,
    make_assessor,
    make_observer,
    make_report,
    make_review,
)

pytestmark = pytest.mark.usefixtures("app")


def also_on_the_board(user: User) -> User:
    user.roles = [*user.roles, *make_user(roles=[RoleName.BOARD]).roles]
    db.session.flush()
    return user


@pytest.fixture
def review() -> Review:
    return make_report().review


def test_board_member_decides_only_after_declaring(review: Review) -> None:
    member = make_board_member()
    assert policy.may_take_part(member, review)
    assert not policy.may_decide(member, review)
    declare_clear(review, member)
    assert policy.may_decide(member, review)


def test_board_member_with_an_interest_does_not_see_the_case(review: Review) -> None:
    member = make_board_member()
    declare_conflict(review, member)
    assert not policy.may_take_part(member, review)
    assert not policy.may_decide(member, review)


def test_assessor_and_observer_of_the_case_never_decide() -> None:
    case = make_review(lead=also_on_the_board(make_assessor("Lea Both", country="DK")))
    observer = also_on_the_board(make_observer(case))
    review = make_report(case).review
    lead = review.assignments[0].user
    for person in (lead, observer):
        assert not policy.may_take_part(person, review)
        assert not policy.may_decide(person, review)


def test_team_member_of_the_cluster_never_decides(review: Review) -> None:
    member = make_board_member()
    add_member(cluster_of(review), member)
    db.session.expire(cluster_of(review))
    assert not policy.may_take_part(member, review)


def test_case_without_a_final_report_is_not_on_the_board() -> None:
    assert not policy.may_take_part(make_board_member(), make_review())


@pytest.mark.parametrize("role", [RoleName.SECRETARIAT, RoleName.ADMINISTRATOR, RoleName.PARTNER])
def test_other_roles_never_decide(review: Review, role: RoleName) -> None:
    person = make_user(roles=[role])
    declare_clear(review, person)
    assert not policy.may_decide(person, review)
