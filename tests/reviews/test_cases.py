"""The lists: what stands in them, for whom, in which order, and how many statements they take."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from labelapp.accounts.models import RoleName, User
from labelapp.clock import init_clock, today
from labelapp.clusters.models import TeamRole
from labelapp.reviews import operations, policy
from labelapp.reviews.case import cluster_of
from labelapp.reviews.listing import case_lines
from labelapp.reviews.models import Review, ReviewState
from labelapp.reviews.queries import cases as queries
from labelapp.reviews.queries.cases import Order, Stage, Wish, list_cases, stage_counts
from tests.factories.accounts import make_user, sign_in
from tests.factories.assessments import make_submission
from tests.factories.clusters import add_member, make_cluster
from tests.factories.reviews import (
    accept_nominees,
    declare_as_officer,
    declare_conflict,
    lock,
    make_assessor,
    make_compared,
    make_report,
    make_review,
    score_all,
    sheets_of,
    start_scoring,
)
from tests.statements import count_statements


@pytest.fixture
def office(app: Flask) -> User:
    return make_user("Ines Kovač", roles=[RoleName.SECRETARIAT])


def _case(name: str, due_on: date | None = None) -> Review:
    return make_review(make_submission(make_cluster(name)), due_on=due_on, nominated=False)


def _names(user: User, **wish: object) -> list[str]:
    """The list of an officer who declared in every case that is not shut to them."""
    declare_as_officer(user)
    return [row.cluster for row in list_cases(user, Wish(**wish)).rows]  # type: ignore[arg-type]


def test_submission_without_review_waits_for_assessors(client: FlaskClient, office: User) -> None:
    submission = make_submission(make_cluster("Nordlys Energy"))
    assert stage_counts(office)[Stage.WAITING] == 0
    declare_as_officer(office)
    assert stage_counts(office)[Stage.WAITING] == 1
    sign_in(client, office)
    assert "Nordlys Energy" in client.get("/cases").text
    answer = client.post(f"/cases/{submission.id}/open")
    assert answer.status_code == 303
    assert client.get(answer.location).status_code == 200
    assert client.post(f"/cases/{submission.id}/open").status_code == 409


def test_each_line_says_who_or_what_is_missing_and_until_when(app: Flask, office: User) -> None:
    init_clock(app, date(2026, 11, 2))
    free = make_review(nominated=False)
    silent = make_review(declared=False)
    ready = make_review()
    running = start_scoring()
    score_all(sheets_of(running)[0])
    lock(sheets_of(running)[0])
    compared = make_compared()
    declare_as_officer(office)
    page = list_cases(office, Wish())
    with app.test_request_context():
        lines = case_lines(page.rows, today())
    said = {line.row.review.id: line.waits_for for line in lines if line.row.review}
    assert said[free.id] == ["Lead assessor is to be nominated", "Co-assessor is to be nominated"]
    assert said[silent.id] == [
        "Annika Rauhala has not declared interests, by 9 Nov 2026",
        "Tomás Ferreira has not declared interests, by 9 Nov 2026",
    ]
    assert said[ready.id] == ["The review can start"]
    assert said[running.id] == ["The score sheet of Tomás Ferreira, by 14 Dec 2026"]
    assert said[compared.id] == ["Agreement: 0 of 31 indicators"]


def test_list_shows_open_cases_and_final_ones_on_demand(office: User) -> None:
    make_report(make_review(make_submission(make_cluster("Done Cluster"))))
    _case("Open Cluster")
    assert _names(office) == ["Open Cluster"]
    assert _names(office, stage=Stage.REPORTED) == ["Done Cluster"]


@pytest.mark.parametrize("text", ["fjord", "FJORD", " Øst"])
def test_search_finds_a_part_of_the_name(office: User, text: str) -> None:
    _case("Østfjord Cluster")
    _case("Alpenraum")
    assert _names(office, text=text) == ["Østfjord Cluster"]


@pytest.mark.parametrize("text", ["%", "_", "100%"])
def test_search_takes_wildcards_as_letters(office: User, text: str) -> None:
    _case("Alpenraum")
    assert _names(office, text=text) == []


def test_most_urgent_case_comes_first_and_those_without_a_date_last(office: User) -> None:
    for name, days in (("None", None), ("Late", -3), ("Soon", 4)):
        _case(name, today() + timedelta(days=days) if days is not None else None)
    assert _names(office) == ["Late", "Soon", "None"]
    assert _names(office, descending=True) == ["None", "Soon", "Late"]


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize("descending", [False, True])
def test_pages_go_on_where_the_last_one_ended_in_both_directions(
    office: User, monkeypatch: pytest.MonkeyPatch, order: Order, descending: bool
) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    for number in range(5):
        _case(f"Cluster {number % 3}", today() + timedelta(days=number // 2))
    declare_as_officer(office)
    wish = {"order": order, "descending": descending}
    seen, key = [], None
    while True:
        page = list_cases(office, Wish(**wish, key=key))
        seen.append([row.submission_id for row in page.rows])
        if not page.more:
            break
        key = page.rows[-1].key
    assert [len(rows) for rows in seen] == [2, 2, 1]
    assert len({one for rows in seen for one in rows}) == 5
    back = list_cases(office, Wish(**wish, key=page.rows[0].key, backwards=True))
    assert [row.submission_id for row in back.rows] == seen[1]
    assert back.before


@pytest.mark.parametrize(
    "query", ["from=nonsense&row=1", "row=x", "row=99999999999", "state=unknown&sort=none", "q=" + "x" * 500]
)
def test_odd_address_is_answered(client: FlaskClient, office: User, query: str) -> None:
    sign_in(client, office)
    assert client.get(f"/cases?{query}").status_code == 200


def test_list_takes_as_many_statements_for_many_cases_as_for_few(client: FlaskClient, office: User) -> None:
    def statements() -> int:
        with count_statements() as seen:
            assert client.get("/cases").status_code == 200
        return len(seen)

    sign_in(client, office)
    cluster = make_cluster()
    for _number in range(2):
        start_scoring(make_review(make_submission(cluster)))
    declare_as_officer(office)
    few = statements()
    for number in range(6):
        review = make_review(make_submission(cluster))
        if number % 2:
            make_compared(review)
    declare_as_officer(office)
    assert statements() == few <= 17


def test_case_of_the_own_organisation_is_in_no_list_and_count(office: User) -> None:
    cluster = make_cluster("Own Cluster")
    add_member(cluster, office, TeamRole.VIEWER)
    review = make_review(make_submission(cluster), nominated=False)
    make_submission(cluster, scheme="cme-silver")
    assert _names(office) == []
    assert sum(stage_counts(office).values()) == 0
    assert not policy.may_assign(office, review)


def test_declared_conflict_removes_the_case_everywhere(client: FlaskClient, app: Flask) -> None:
    person = make_assessor("Lea Moser", country="AT")
    both = make_user("Ines Kovač", roles=[RoleName.SECRETARIAT, RoleName.ASSESSOR])
    review = make_review(make_submission(make_cluster("Havnsund Maritime")), co_assessor=person)
    start_scoring(review)
    declare_conflict(review, person)
    declare_conflict(review, both)
    for user in (person, both):
        sign_in(client, user)
        for page in ("/tasks", "/reviews", "/cases"):
            assert "Havnsund" not in client.get(page).text
        for page in ("", "/desk", "/desk/2.8", "/interests", "/lock", "/assignment", "/consensus", "/report"):
            assert client.get(f"/reviews/{review.id}{page}").status_code == 404
    assert sum(stage_counts(both).values()) == 0


def test_nominee_sees_name_country_and_label_and_nothing_else(client: FlaskClient, app: Flask) -> None:
    person = make_assessor("Lea Moser", country="AT")
    review = make_review(
        make_submission(make_cluster("Havnsund Maritime")), co_assessor=person, declared=False
    )
    submitted = review.submission
    sign_in(client, person)
    for page in ("/tasks", "/reviews", f"/reviews/{review.id}/interests"):
        shown = client.get(page).text
        assert "Havnsund Maritime" in shown
        assert submitted.sha256 not in shown
        assert "Annika Rauhala" not in shown
        assert "Vera Holm" not in shown
    assert client.get(f"/reviews/{review.id}/desk/2.8").status_code == 404


def test_declaration_in_the_browser_needs_an_answer(client: FlaskClient, app: Flask) -> None:
    person = make_assessor("Lea Moser", country="AT")
    review = make_review(co_assessor=person, declared=False)
    page = f"/reviews/{review.id}/interests"
    sign_in(client, person)
    for data in ({}, {"none": "y", "interests": "family"}, {"interests": "other"}, {"interests": "unknown"}):
        assert client.post(page, data=data).status_code == 422, data
    assert client.post(page, data={"none": "y"}).status_code == 303
    assert policy.has_declared_clear(person, review)
    assert client.post(page, data={"interests": ["family", "competitor"]}).location == "/reviews"
    assert client.get(page).status_code == 404


def test_assignment_page_says_for_each_candidate_whether_they_fit(client: FlaskClient, office: User) -> None:
    review = make_review(make_submission(make_cluster(country="DK")), nominated=False)
    fits, other = (
        make_assessor("Lea Moser", country="AT"),
        make_assessor("Jan Dvořák", qualifications=["cme-bronze"]),
    )
    member = make_assessor("Sofie Aagaard", country="DK")
    add_member(cluster_of(review), member)
    make_user("Ohne Profil", roles=[RoleName.ASSESSOR])
    declare_as_officer(office)
    sign_in(client, office)
    page = client.get(f"/reviews/{review.id}/assignment").text
    for sentence in (
        "Not qualified for: Gold label",
        "Belongs to the team of this cluster organisation",
        "Has no assessor profile yet",
        "From another country",
    ):
        assert sentence in page
    address = f"/reviews/{review.id}/nominate"
    refused = client.post(address, data={"person": other.id, "role": "lead"})
    assert refused.status_code == 422
    assert "Not qualified" in refused.text
    assert client.post(address, data={"person": "x", "role": "lead"}).status_code == 422
    assert client.post(address, data={"person": office.id, "role": "lead"}).status_code == 422
    assert client.post(address, data={"person": fits.id, "role": "lead"}).status_code == 303
    assert client.post(address, data={"person": fits.id, "role": "observer"}).status_code == 422


def test_secretariat_starts_and_replaces_in_the_browser(client: FlaskClient, office: User) -> None:
    review = make_review()
    declare_as_officer(office)
    sign_in(client, office)
    page = f"/reviews/{review.id}"
    assert client.post(f"{page}/due-date", data={"due_on": "2026-12-24"}).status_code == 303
    assert client.post(f"{page}/due-date", data={"due_on": "soon"}).status_code == 422
    assert client.post(f"{page}/start").status_code == 303
    assert client.post(f"{page}/start").status_code == 409
    leaver = policy.scoring_assignments(review)[1]
    assert client.get(f"{page}/assignments/{leaver.id}/end").status_code == 200
    assert client.post(f"{page}/assignments/{leaver.id}/end").status_code == 422, "a reason is asked for"
    why = {"reason": "Ill for two months."}
    assert client.post(f"{page}/assignments/{leaver.id}/end", data=why).status_code == 303
    assert client.post(f"{page}/assignments/{leaver.id}/end", data=why).status_code == 409
    assert "Ill for two months." in client.get(f"{page}/assignment").text
    assert review.state is ReviewState.ASSIGNING
    assert review.due_on == date(2026, 12, 24)


def test_assessor_keeps_country_and_languages_but_not_qualifications(
    client: FlaskClient, office: User
) -> None:
    person, other = make_assessor(qualifications=["cme-bronze"]), make_assessor("Ida Berg")
    page, data = (
        f"/assessors/{person.id}",
        {"country": "ES", "languages": ["es", "en"], "qualifications": ["cme-gold"]},
    )
    sign_in(client, person)
    assert client.get(f"/assessors/{other.id}").status_code == 404
    assert client.post(page, data={"country": "", "languages": []}).status_code == 422
    assert client.post(page, data=data).status_code == 303
    shown = client.get(page).text
    assert ("Bronze label" in shown, "Gold label" in shown) == (True, False)
    sign_in(client, office)
    assert client.post(page, data=data).status_code == 303
    assert "Gold label" not in client.get(page).text, "a profile never qualifies"


def test_tasks_follow_the_case(client: FlaskClient, office: User) -> None:
    review = make_review(declared=False)
    declare_as_officer(office)
    lead = policy.scoring_assignments(review)[0].user

    def tasks(user: User) -> str:
        sign_in(client, user)
        return client.get("/tasks").text

    assert "Declare your interests" in tasks(lead)
    for assignment in policy.scoring_assignments(review):
        operations.declare_interests(review, assignment.user, [])
    assert "can start" not in tasks(office)
    accept_nominees(review)
    assert "can start" in tasks(office)
    start_scoring(review)
    assert "31 of 31 indicators are still to be judged" in tasks(lead)
    assert "can start" not in tasks(office)
    make_compared(review)
    assert "31 indicators are still to be agreed" in tasks(lead)
    operations.take_over_equal(review, by=lead)
    assert "The draft of the report is there" in tasks(lead)
    make_report(review)
    assert cluster_of(review).name not in tasks(lead)


def test_late_reports_are_counted_for_the_secretariat(client: FlaskClient, office: User) -> None:
    make_review(due_on=today() - timedelta(days=1), nominated=False)
    declare_as_officer(office)
    sign_in(client, office)
    assert "1 report is late" in client.get("/tasks").text
