"""The path to the label and the plan: who sees them, what they say, and what the plan keeps."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from labelapp.accounts.models import RoleName, User
from labelapp.assessments.models import Assessment
from labelapp.assessments.operations import cancel_assessment
from labelapp.clock import today
from labelapp.clusters.models import Cluster, TeamRole
from labelapp.decisions.models import Outcome
from labelapp.extensions import db
from labelapp.plans.models import ItemState, PlanItem
from labelapp.plans.queries import efforts_of, items_of
from labelapp.plans.standing import standing_of
from labelapp.reviews import operations
from labelapp.schemes.improvement import Aim, Effort
from tests.factories.accounts import make_user, sign_in
from tests.factories.assessments import answer_all, complete_answers, make_assessment
from tests.factories.clusters import add_member, make_cluster
from tests.factories.decisions import make_decision
from tests.factories.plans import make_item
from tests.factories.reviews import make_report, make_review, sheets_of
from tests.statements import count_statements

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def manager() -> User:
    return make_user("Vera Holm")


@pytest.fixture
def cluster(manager: User) -> Cluster:
    cluster = make_cluster(name="Havnsund Klynge")
    for role in (TeamRole.MANAGER, TeamRole.LEGAL_REPRESENTATIVE):
        add_member(cluster, manager, role)
    return cluster


@pytest.fixture
def draft(cluster: Cluster, manager: User) -> Assessment:
    """A Gold draft whose plan of actions names no budget: one minimum requirement is missed."""
    assessment = make_assessment(cluster, manager)
    answers = complete_answers()
    answers["4.3"]["parts"] = ["responsible", "dates"]
    answer_all(assessment, answers, manager)
    db.session.commit()
    return assessment


def _member(cluster: Cluster, role: TeamRole, name: str = "Sofie Aagaard") -> User:
    user = make_user(name)
    add_member(cluster, user, role)
    return user


def test_path_shows_failed_minimum_and_what_it_takes(
    client: FlaskClient, draft: Assessment, manager: User
) -> None:
    sign_in(client, manager)
    page = client.get(f"/assessments/{draft.id}/path").text
    assert "4.3 Implementation plan: the minimum requirement is not met" in page
    assert "Minimum to be met" in page
    assert "The fewest indicators and the least effort" in page


def test_path_without_anything_missing_says_so(client: FlaskClient, cluster: Cluster, manager: User) -> None:
    assessment = make_assessment(cluster, manager)
    answer_all(assessment, complete_answers(), manager)
    db.session.commit()
    sign_in(client, manager)
    page = client.get(f"/assessments/{assessment.id}/path").text
    assert "Nothing more is needed for “Gold label”" in page
    assert "Take over this plan" not in page


def test_path_of_a_label_without_pass_mark_says_what_applies(
    client: FlaskClient, cluster: Cluster, manager: User
) -> None:
    assessment = make_assessment(cluster, manager, "cme-bronze")
    db.session.commit()
    sign_in(client, manager)
    assert "This label has no pass mark" in client.get(f"/assessments/{assessment.id}/path").text


def test_impossible_effort_is_kept_and_explained(
    client: FlaskClient, draft: Assessment, manager: User
) -> None:
    sign_in(client, manager)
    address = f"/assessments/{draft.id}/path/efforts"
    answer = client.post(
        address, data={"effort.4.3": "impossible", "effort.2.8": "small", "effort.2.9": "huge"}
    )
    assert answer.status_code == 303
    assert efforts_of(draft) == {"4.3": Effort.IMPOSSIBLE, "2.8": Effort.SMALL}
    page = client.get(f"/assessments/{draft.id}/path").text
    assert "Impossible without 4.3 Implementation plan." in page


def test_path_costs_a_constant_number_of_statements(
    client: FlaskClient, draft: Assessment, manager: User, cluster: Cluster
) -> None:
    sign_in(client, manager)
    with count_statements() as few:
        client.get(f"/assessments/{draft.id}/path")
    for code in ("2.1", "2.2", "2.3", "2.4"):
        make_item(cluster, manager, code)
    with count_statements() as many:
        client.get(f"/assessments/{draft.id}/path")
    assert len(many) == len(few) <= 12


def test_plan_is_taken_over_once_and_keeps_what_was_added(
    client: FlaskClient, draft: Assessment, manager: User, cluster: Cluster
) -> None:
    sign_in(client, manager)
    client.post(f"/assessments/{draft.id}/path/plan", data={"plan": "fewest"})
    [item] = items_of(cluster)
    assert (item.indicator, item.meets, item.state) == ("4.3", True, ItemState.OPEN)
    due = today() + timedelta(days=30)
    client.post(
        f"/plan/{item.id}",
        data={
            "owner": manager.id,
            "due_on": due.isoformat(),
            "state": "in_progress",
            "note": "Ask the board.",
        },
    )
    client.post(f"/assessments/{draft.id}/path/plan", data={"plan": "fewest"})
    db.session.expire_all()
    [item] = items_of(cluster)
    assert (item.owner_id, item.due_on, item.state, item.note) == (
        manager.id, due, ItemState.IN_PROGRESS, "Ask the board.",
    )  # fmt: skip


def test_improvement_that_is_not_offered_cannot_be_adopted(
    client: FlaskClient, draft: Assessment, manager: User, cluster: Cluster
) -> None:
    sign_in(client, manager)
    for data in ({"plan": "fewest", "indicator": "2.8"}, {"plan": "best"}, {}):
        assert client.post(f"/assessments/{draft.id}/path/plan", data=data).status_code == 422
    assert items_of(cluster) == []


def test_next_step_of_any_indicator_can_be_adopted(
    client: FlaskClient, draft: Assessment, manager: User
) -> None:
    sign_in(client, manager)
    url = f"/assessments/{draft.id}/path/plan"
    assert client.post(url, data={"plan": "next", "indicator": "4.3"}).status_code == 303
    assert [(item.indicator, item.meets) for item in items_of(draft.cluster)] == [("4.3", True)]
    for code in ("9.9", "\0", ""):
        assert client.post(url, data={"plan": "next", "indicator": code}).status_code == 422


def test_owner_from_outside_of_the_team_is_refused(
    client: FlaskClient, cluster: Cluster, manager: User
) -> None:
    item, stranger = make_item(cluster, manager), make_user("Ivo Marinov")
    sign_in(client, manager)
    answer = client.post(f"/plan/{item.id}", data={"owner": stranger.id, "state": "open", "note": "kept"})
    assert answer.status_code == 422
    assert "kept" in answer.text
    assert "Ivo Marinov" not in answer.text


def test_contributor_changes_the_plan_and_viewer_only_reads_it(
    app: Flask, cluster: Cluster, draft: Assessment, manager: User
) -> None:
    item = make_item(cluster, manager, note="Ask the board.")
    pages = (f"/plan/{item.id}", f"/clusters/{cluster.id}/plan", f"/assessments/{draft.id}/path")
    for role, allowed in (
        (TeamRole.CONTRIBUTOR, 303),
        (TeamRole.VIEWER, 404),
        (TeamRole.LEGAL_REPRESENTATIVE, 404),
    ):
        client = app.test_client()
        sign_in(client, _member(cluster, role, f"{role.name.title()} Holm"))
        assert [client.get(page).status_code for page in pages] == [200, 200, 200]
        assert "Ask the board." in client.get(f"/clusters/{cluster.id}/plan").text
        answer = client.post(f"/plan/{item.id}", data={"state": "open", "note": "Ask the board."})
        assert answer.status_code == allowed, role


def test_assessors_and_secretariat_never_see_a_plan(app: Flask) -> None:
    """Not by its address, and not on any page of the case that they assess."""
    review = make_review()
    assessment = review.submission.assessment
    manager = assessment.cluster.team[0].user
    item = make_item(assessment.cluster, manager, note="Our weak spot", due_on=today() - timedelta(days=3))
    addresses = [
        f"/assessments/{assessment.id}/path", f"/clusters/{assessment.cluster_id}/plan", f"/plan/{item.id}",
    ]  # fmt: skip
    operations.start_review(review, by=None)
    db.session.commit()
    assessor = sheets_of(review)[0].assignment.user
    for user in (assessor, make_user("Elin Vesterby", roles=[RoleName.SECRETARIAT])):
        client = app.test_client()
        sign_in(client, user)
        assert [client.get(one).status_code for one in addresses] == [404, 404, 404]
        for page in ("/tasks", f"/reviews/{review.id}/desk", f"/assessments/{assessment.id}", "/cases"):
            text = client.get(page, follow_redirects=True).text
            assert "Our weak spot" not in text
            assert f"/assessments/{assessment.id}/path" not in text


def test_owner_finds_the_improvement_among_the_tasks_until_it_is_done(
    client: FlaskClient, cluster: Cluster, manager: User
) -> None:
    item = make_item(cluster, manager, owner=manager, due_on=today() - timedelta(days=2))
    sign_in(client, manager)
    page = client.get("/tasks").text
    assert "Improve 2.8 Direct personal contacts" in page
    assert "2 days late" in page
    item.state = ItemState.DONE
    db.session.commit()
    assert "Improve 2.8" not in client.get("/tasks").text


def test_owner_who_left_the_team_has_no_task_of_it(
    client: FlaskClient, cluster: Cluster, manager: User
) -> None:
    former = make_user("Ivo Marinov")
    make_item(cluster, manager, owner=former)
    sign_in(client, former)
    assert "Improve 2.8" not in client.get("/tasks").text
    sign_in(client, manager)
    assert "no longer in the team" in client.get(f"/clusters/{cluster.id}/plan").text


def test_improvement_whose_level_the_answers_reach_is_shown_as_reached(
    client: FlaskClient, cluster: Cluster, draft: Assessment, manager: User
) -> None:
    make_item(cluster, manager, "4.3", "3", meets=True)
    sign_in(client, manager)
    assert "Reached by the answers" not in client.get(f"/assessments/{draft.id}/path").text
    make_item(cluster, manager, "2.8", "1")
    assert client.get(f"/assessments/{draft.id}/path").text.count("Reached by the answers") == 1


def test_overdue_improvement_asks_for_attention(client: FlaskClient, cluster: Cluster, manager: User) -> None:
    make_item(cluster, manager, due_on=today() - timedelta(days=1))
    sign_in(client, manager)
    assert "1 day late" in client.get(f"/clusters/{cluster.id}/plan").text


def test_plan_carries_on_into_the_next_self_assessment(
    client: FlaskClient, cluster: Cluster, draft: Assessment, manager: User
) -> None:
    make_item(cluster, manager, "2.8", "5", note="Visit everybody.")
    make_item(cluster, manager, "4.7", "5", scheme="cme-silver", note="From Silver.")
    cancel_assessment(draft, by=manager)
    following = make_assessment(cluster, manager)
    db.session.commit()
    sign_in(client, manager)
    page = client.get(f"/assessments/{following.id}/path").text
    assert "Visit everybody." in page
    assert "From Silver." in page


def test_improvement_is_removed_after_asking(client: FlaskClient, cluster: Cluster, manager: User) -> None:
    item = make_item(cluster, manager)
    sign_in(client, manager)
    assert "Take 2.8 Direct personal contacts out of the plan?" in client.get(f"/plan/{item.id}/remove").text
    assert items_of(cluster) != []
    client.post(f"/plan/{item.id}/remove")
    assert db.session.scalars(select(PlanItem)).all() == []


def test_path_starts_from_the_agreed_points_once_they_are_decided_on(client: FlaskClient) -> None:
    review = make_report(make_review(), points="3", minimums=True).review
    assessment = review.submission.assessment
    assert standing_of(assessment, today()).decided is False
    make_decision(review, Outcome.REFUSE, "Too few points.")
    standing = standing_of(assessment, today())
    assert standing.decided is True
    assert standing.path.aim is Aim.PLANS
    assert standing.result.total.points == 3 * 30
    sign_in(client, assessment.cluster.team[0].user)
    assert (
        "By the points that the assessors agreed on." in client.get(f"/assessments/{assessment.id}/path").text
    )


def test_self_assessment_leads_to_the_path(client: FlaskClient, draft: Assessment, manager: User) -> None:
    sign_in(client, manager)
    assert f"/assessments/{draft.id}/path" in client.get(f"/assessments/{draft.id}").text
