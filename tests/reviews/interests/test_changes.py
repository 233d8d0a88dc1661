"""Who is asked again when the people on a case change, and what they cannot do until they answered."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from labelapp.clusters.models import Cluster, TeamRole
from labelapp.clusters.operations import change_profile, change_role, facts_of, name_legal_representative
from labelapp.decisions.models import Outcome
from labelapp.decisions.operations import record_decision
from labelapp.extensions import db
from labelapp.reviews import operations, policy
from labelapp.reviews.case import cluster_of
from labelapp.reviews.interests.changes import changes_since, to_confirm
from labelapp.reviews.interests.models import ChangeKind
from labelapp.reviews.models import AssessorRole
from labelapp.web.errors import DomainError
from tests.factories.accounts import make_user, sign_in
from tests.factories.clusters import add_member
from tests.factories.decisions import make_board_member
from tests.factories.reviews import (
    declare_clear,
    lock,
    make_assessor,
    make_observer,
    make_report,
    make_review,
    score_all,
    sheets_of,
    start_scoring,
)

pytestmark = pytest.mark.usefixtures("app")


def _join(cluster: Cluster) -> None:
    add_member(cluster, make_user("New Colleague"), TeamRole.VIEWER)


def _represent(cluster: Cluster) -> None:
    name_legal_representative(cluster, make_user("New Director"))


def _rename(cluster: Cluster) -> None:
    change_profile(cluster, replace(facts_of(cluster), name="Another Name"))


@pytest.mark.parametrize(
    ("change", "kinds"),
    [
        (_join, [ChangeKind.TEAM_MEMBER]),
        (_represent, [ChangeKind.LEGAL_REPRESENTATIVE]),
        (_rename, [ChangeKind.NAME]),
    ],
)
def test_change_in_the_organisation_asks_everybody_again(
    change: Callable[[Cluster], None], kinds: list[ChangeKind]
) -> None:
    review = start_scoring()
    lead = policy.scoring_assignments(review)[0].user
    assert to_confirm(lead) == set()
    change(cluster_of(review))
    assert [one.kind for one in changes_since(lead, review.submission_id)] == kinds
    assert to_confirm(lead) == {review.submission_id}
    declare_clear(review, lead)
    assert to_confirm(lead) == set()


def test_other_role_of_a_member_asks_nobody() -> None:
    review = start_scoring()
    lead, cluster = policy.scoring_assignments(review)[0].user, cluster_of(review)
    member = make_user("Colleague")
    add_member(cluster, member, TeamRole.VIEWER)
    declare_clear(review, lead)
    change_role(cluster, member, TeamRole.CONTRIBUTOR)
    assert to_confirm(lead) == set()


def test_new_assessor_asks_the_others_again_and_an_observer_nobody() -> None:
    review = make_review()
    lead, leaver = (one.user for one in policy.scoring_assignments(review))
    board = make_board_member(review=review)
    make_observer(review)
    assert to_confirm(lead) == set()
    operations.end_assignment(policy.scoring_assignments(review)[1], by=None)
    newcomer = make_assessor("Piet de Vries", country="NL")
    operations.nominate(review, newcomer, AssessorRole.CO_ASSESSOR, by=None)
    assert to_confirm(lead) == {review.submission_id}
    assert to_confirm(board) == to_confirm(newcomer) == to_confirm(leaver) == set()


def test_assessor_reads_on_but_cannot_lock_before_confirming(client: FlaskClient) -> None:
    review = start_scoring()
    sheet = sheets_of(review)[0]
    score_all(sheet)
    _join(cluster_of(review))
    lead = sheet.assignment.user
    with pytest.raises(DomainError, match="Confirm your declaration") as refused:
        lock(sheet)
    assert refused.value.status == 409
    sign_in(client, lead)
    assert client.get(f"/reviews/{review.id}/desk/2.8").status_code == 200
    assert "Confirm your declaration" in client.get("/tasks").text
    asked = client.get(f"/reviews/{review.id}/lock").text
    assert "New Colleague is new in the team" in asked
    assert client.post(f"/reviews/{review.id}/lock").status_code == 409
    assert client.post(f"/reviews/{review.id}/interests", data={"none": "y"}).status_code == 303
    assert client.post(f"/reviews/{review.id}/lock").status_code == 303


def test_board_member_cannot_decide_before_confirming(client: FlaskClient) -> None:
    review = make_report(points="5").review
    member = make_board_member(review=review)
    _join(cluster_of(review))
    with pytest.raises(DomainError, match="Confirm your declaration"):
        record_decision(review, Outcome.AWARD, "Every rule holds.", by=member)
    sign_in(client, member)
    page = client.get(f"/board/cases/{review.id}").text
    assert "New Colleague is new in the team" in page
    client.post(f"/board/cases/{review.id}/interests", data={"none": "y"})
    assert record_decision(review, Outcome.AWARD, "Every rule holds.", by=member).id


def test_change_of_another_organisation_asks_nobody() -> None:
    review, other = start_scoring(), make_review()
    _join(cluster_of(other))
    db.session.flush()
    assert to_confirm(policy.scoring_assignments(review)[0].user) == set()
