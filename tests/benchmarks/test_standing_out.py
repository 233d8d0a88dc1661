"""What stands out, on the page and in the report: linked to its row, taken into the plan, in one language or two."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from labelapp.accounts.models import User
from labelapp.benchmarks.views import asked_languages
from labelapp.clusters.models import Cluster, TeamRole
from labelapp.plans.queries import items_of
from tests.documents import pdf
from tests.factories.accounts import make_user, sign_in
from tests.factories.benchmarks import make_group, submit_reports
from tests.factories.clusters import add_member, make_cluster

ABOVE = "The own value of 77 stands at percentile 100 of the group (72 to 100); the median is 65.5."
NEXT = "The next level of the indicator begins at 12. The own value is 7;"


@pytest.fixture
def manager(app: Flask) -> User:
    return make_user("Mette Lindholt")


def _own(manager: User, reports: int) -> Cluster:
    cluster = make_cluster(name="Havnsund Maritime Cluster")
    submit_reports(cluster, reports)
    add_member(cluster, manager, TeamRole.MANAGER)
    return cluster


def _standing_out(client: FlaskClient, cluster: Cluster, language: str = "en") -> str:
    client.set_cookie("language", language)
    text = client.get(f"/clusters/{cluster.id}/benchmark").text
    return text.partition('id="stands-out"')[2].partition("</section>")[0].replace("\N{NO-BREAK SPACE}", " ")


def test_page_says_what_stands_out_and_links_it_to_its_row(client: FlaskClient, manager: User) -> None:
    own = _own(manager, 77)
    make_group(range(61, 71))
    sign_in(client, manager)
    text = _standing_out(client, own)
    assert '<a href="#topic-media-reports">Reports in media</a>' in text
    assert ABOVE in text
    assert text.index("Strengths") < text.index(ABOVE)
    assert "se situe au centile 100 du groupe (de 72 à 100)" in _standing_out(client, own, "fr")


def test_next_level_is_taken_into_the_plan_from_the_page_by_who_may_plan(
    client: FlaskClient, manager: User
) -> None:
    own = _own(manager, 7)
    viewer = make_user("Jonas Krag")
    add_member(own, viewer, TeamRole.VIEWER)
    make_group(range(61, 71))
    sign_in(client, viewer)
    text = _standing_out(client, own)
    assert NEXT in text
    assert "<form" not in text
    sign_in(client, manager)
    text = _standing_out(client, own)
    address = text.partition('action="')[2].partition('"')[0]
    assert "Add 5.1 to the plan" in text
    client.post(address, data={"plan": "next", "indicator": "5.1"})
    assert [(item.indicator, item.points) for item in items_of(own)] == [("5.1", "3")]
    assert "Add 5.1 to the plan" not in _standing_out(client, own)
    assert "In your plan" in _standing_out(client, own)


def test_group_that_is_too_small_leaves_what_the_own_answers_say(client: FlaskClient, manager: User) -> None:
    own = _own(manager, 7)
    make_group(range(61, 64))
    sign_in(client, manager)
    text = _standing_out(client, own)
    assert "The next level of the indicator" in text
    assert "middle half" not in text
    assert "#topic-" not in text


@pytest.mark.one_database
def test_report_is_made_in_the_languages_asked_for_with_all_figures(
    client: FlaskClient, manager: User
) -> None:
    own = _own(manager, 77)
    make_group(range(61, 82))
    sign_in(client, manager)
    printed = client.get(f"/clusters/{own.id}/benchmark.pdf?group=all&language=de&and=fr").data
    pages = [pdf.plain_spaces(text) for text in pdf.page_texts(printed)]
    starts = (
        "Vergleichsbericht",
        "Zusammensetzungen",
        "Rapport comparatif",
        "Compositions",
        "Anhang: alle Zahlen / Annexe",
    )
    assert [start in page for start, page in zip(starts, pages, strict=False)] == [True] * 5
    assert "Verbindlich Beteiligte / Participants engagés" in pages[4]
    figures = "77 21 71 66 bis 76 63 bis 79 71 78 (57 bis 91)"
    assert figures in " ".join(pages[4:])


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["en"]),
        ("language=fr", ["fr"]),
        ("and=fr", ["en", "fr"]),
        ("language=de&and=de", ["de"]),
        ("language=%00x&and=tlh", ["en"]),
        ("language=el&and=bg", ["en"]),
    ],
)
def test_report_comes_in_languages_of_the_interface_only(app: Flask, asked: str, found: list[str]) -> None:
    with app.test_request_context(f"/?{asked}"):
        assert asked_languages() == found
