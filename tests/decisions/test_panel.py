"""The people of a cluster organisation find the decision on their case on the start page."""

from flask import Flask

from labelapp.clusters.models import TeamRole
from labelapp.reviews.case import cluster_of
from tests.factories.accounts import make_user, sign_in
from tests.factories.clusters import add_member
from tests.factories.decisions import make_decision


def test_start_page_of_the_team_leads_to_the_decision_and_that_of_others_does_not(app: Flask) -> None:
    decision = make_decision()
    member, stranger = make_user("Freja Aagaard"), make_user("Oskar Lindåker")
    add_member(cluster_of(decision.review), member, TeamRole.VIEWER)
    address = f"/decisions/{decision.id}"
    pages = {}
    for user in (member, stranger):
        client = app.test_client()
        sign_in(client, user)
        pages[user.name] = client.get("/tasks").text
    assert address in pages["Freja Aagaard"]
    assert address not in pages["Oskar Lindåker"]
