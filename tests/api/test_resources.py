"""What each resource answers."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from labelapp.clock import init_clock, today
from labelapp.clusters.models import Cluster, TeamRole
from labelapp.extensions import db
from labelapp.schemes.months import add_months
from tests.factories.accounts import make_user
from tests.factories.benchmarks import make_group, submit_reports
from tests.factories.certificates import make_certificate
from tests.factories.clusters import add_member, make_cluster
from tests.factories.tokens import bearer, token_of
from tests.statements import count_statements

REGISTER = "/api/v1/register"


def _holders(client: FlaskClient, query: str = "") -> list[str]:
    return [one["holder"]["name"] for one in client.get(f"{REGISTER}{query}").json["items"]]


def test_register_filters_as_the_page_does(client: FlaskClient) -> None:
    make_certificate(make_cluster(name="Baltic Wood", country="LV", portfolios=["materials"]), "gold")
    make_certificate(make_cluster(name="Alpine Health", country="AT", portfolios=["health"]), "silver")
    gone = make_certificate(make_cluster(name="Celtic Sea", country="IE", portfolios=["maritime"]))
    gone.withdrawn_on = today()
    assert _holders(client) == ["Alpine Health", "Baltic Wood"]
    assert _holders(client, "?country=LV") == ["Baltic Wood"]
    assert _holders(client, "?portfolio=health") == ["Alpine Health"]
    assert _holders(client, "?level=gold&level=bronze") == ["Baltic Wood"]
    assert _holders(client, "?status=stopped") == ["Celtic Sea"]
    assert _holders(client, "?search=wood%20balt") == ["Baltic Wood"]


def test_register_page_costs_one_statement_at_any_place(client: FlaskClient) -> None:
    for _number in range(4):
        make_certificate()
    second = client.get(f"{REGISTER}?limit=2").json["next"]
    with count_statements() as seen:
        assert len(client.get(second).json["items"]) == 2
    assert len(seen) == 1


def test_pages_hold_every_row_once_whatever_is_added_meanwhile(client: FlaskClient) -> None:
    names = [f"Cluster {letter}" for letter in "BDFHJ"]
    for name in names:
        make_certificate(make_cluster(name=name))
    seen, address, added = list[str](), f"{REGISTER}?limit=2", iter("ACEGIK")
    while address:
        page = client.get(address)
        seen += [one["holder"]["name"] for one in page.json["items"]]
        address = page.json["next"]
        make_certificate(make_cluster(name=f"Cluster {next(added)}"))
    assert [name for name in seen if name in names] == names
    assert len(seen) == len(set(seen))


def test_page_links_to_its_neighbours_in_body_and_header(client: FlaskClient) -> None:
    for _number in range(3):
        make_certificate()
    first = client.get(f"{REGISTER}?limit=2&level=gold")
    assert first.headers["Link"] == f'<{first.json["next"]}>; rel="next"'
    assert "level=gold" in first.json["next"]
    second = client.get(first.json["next"])
    assert second.headers["Link"] == f'<{second.json["previous"]}>; rel="prev"'
    assert client.get(second.json["previous"]).json["items"] == first.json["items"]


def test_certificate_tells_facts_status_and_history(client: FlaskClient) -> None:
    certificate = make_certificate()
    found = client.get(f"/api/v1/certificates/{certificate.code}").json
    assert (found["serial"], found["status"], found["in_force"]) == (certificate.serial, "valid", True)
    assert found["history"] == [{"on": today().isoformat(), "what": "issued", "reason": None}]
    assert found["unchanged_since_issue"] is True
    assert found["links"]["pdf"].endswith(f"/verify/{certificate.code}/certificate.pdf")


def test_suspended_certificate_gives_no_file_and_says_why(client: FlaskClient) -> None:
    certificate = make_certificate(suspended_on=today(), status_reason="Fees are open.")
    found = client.get(f"/api/v1/certificates/{certificate.code}").json
    assert (found["status"], found["in_force"], found["status_reason"]) == (
        "suspended",
        False,
        "Fees are open.",
    )
    assert found["links"]["pdf"] is None


def test_status_takes_a_code_however_it_is_written(client: FlaskClient) -> None:
    certificate = make_certificate()
    answer = client.get(f"/api/v1/status/{certificate.code.lower().replace('-', '')}")
    assert (answer.json["code"], answer.json["status"]) == (certificate.code, "valid")


def test_certificate_that_has_not_begun_is_not_in_force(app: Flask, client: FlaskClient) -> None:
    certificate = make_certificate(assessed_on=add_months(today(), 1))
    assert client.get(f"/api/v1/status/{certificate.code}").json["in_force"] is False
    init_clock(app, certificate.valid_from)
    assert client.get(f"/api/v1/status/{certificate.code}").json["in_force"] is True


def test_codes_are_not_guessed_and_those_of_the_page_count_too(client: FlaskClient) -> None:
    for _number in range(15):
        assert client.get("/api/v1/status/AAAA-AAAA-AAAA").status_code == 404
        assert client.get("/verify/AAAA-AAAA-AAAA").status_code == 404
    refused = client.get("/api/v1/certificates/AAAA-AAAA-AAAA")
    assert (refused.status_code, refused.mimetype) == (429, "application/problem+json")
    assert int(refused.headers["Retry-After"]) > 0
    assert client.get("/verify/AAAA-AAAA-AAAA").status_code == 429


def test_own_certificates_are_those_of_the_teams_with_what_comes(client: FlaskClient) -> None:
    user, cluster = make_user(), make_cluster(name="Our Own")
    add_member(cluster, user, TeamRole.VIEWER)
    make_certificate(make_cluster(name="Another"))
    make_certificate(cluster, assessed_on=add_months(today(), 1))
    found = client.get("/api/v1/certificates", headers=bearer(token_of(user))).json["items"]
    assert [(one["holder"]["name"], one["in_force"]) for one in found] == [("Our Own", False)]


def test_schemes_speak_the_language_that_is_asked_for(client: FlaskClient) -> None:
    texts = {
        language: client.get("/api/v1/schemes/cme-gold/2026.1", headers={"Accept-Language": language})
        for language in ("en", "de")
    }
    names = {language: answer.json["indicators"][0]["name"] for language, answer in texts.items()}
    assert names["en"] != names["de"]
    assert texts["de"].headers["Content-Language"] == "de"
    assert texts["de"].headers["ETag"] != texts["en"].headers["ETag"]


def test_cookie_of_a_browser_chooses_no_language(client: FlaskClient) -> None:
    client.set_cookie("language", "de")
    assert client.get("/api/v1/schemes").headers["Content-Language"] == "en"


def test_scheme_lists_what_is_asked(client: FlaskClient) -> None:
    found = client.get("/api/v1/schemes/cme-gold/2026.1").json
    indicator = next(one for one in found["indicators"] if one["code"] == "1.3")
    assert [(one["code"], one["type"]) for one in indicator["fields"]][:1] == [("committed", "integer")]
    assert {code for one in found["dimensions"] for code in one["indicators"]} == {
        one["code"] for one in found["indicators"]
    }


def test_scheme_that_is_none_and_version_that_is_none_are_not_found(client: FlaskClient) -> None:
    assert client.get("/api/v1/schemes/cme-platinum").status_code == 404
    assert client.get("/api/v1/schemes/cme-gold/1999.1").status_code == 404


@pytest.fixture
def compared(app: Flask) -> tuple[Cluster, dict[str, str]]:
    """A cluster organisation among six others in Denmark, and the header of somebody in its team."""
    make_group([3, 4, 5, 6, 7, 8], country="DK")
    cluster, user = make_cluster(country="DK"), make_user()
    add_member(cluster, user, TeamRole.VIEWER)
    submit_reports(cluster, 5)
    db.session.commit()
    return cluster, bearer(token_of(user))


def test_comparison_gives_figures_or_the_reason_of_the_gap(
    client: FlaskClient, compared: tuple[Cluster, dict[str, str]]
) -> None:
    cluster, headers = compared
    found = client.get(f"/api/v1/benchmarks/{cluster.id}?group=all", headers=headers).json
    media = next(one for one in found["values"] if one["code"] == "media-reports")
    assert (found["group"]["key"], found["group"]["n"], found["widened"]) == ("all", 6, False)
    assert (media["median"], media["q1"], media["withheld"]["q1"]) == ("5.50", None, "quartiles")


def test_comparison_with_a_group_that_is_too_small_is_widened(
    client: FlaskClient, compared: tuple[Cluster, dict[str, str]]
) -> None:
    cluster, headers = compared
    found = client.get(f"/api/v1/benchmarks/{cluster.id}?group=excellence:gold", headers=headers).json
    assert (found["asked"]["key"], found["asked"]["n"]) == ("excellence:gold", None)
    assert (found["group"]["key"], found["widened"]) == ("all", True)


@pytest.mark.parametrize("group", ["nonsense", "country:XX", "portfolio:", "all+country:DK", ""])
def test_comparison_with_a_group_that_is_none_is_refused(
    client: FlaskClient, compared: tuple[Cluster, dict[str, str]], group: str
) -> None:
    cluster, headers = compared
    answer = client.get(f"/api/v1/benchmarks/{cluster.id}?group={group.replace('+', '%2B')}", headers=headers)
    assert (answer.status_code, answer.json["errors"][0]["name"]) == (422, "group")


def test_register_is_that_of_the_day(app: Flask, client: FlaskClient) -> None:
    certificate = make_certificate()
    tag = client.get(REGISTER).headers["ETag"]
    later = certificate.valid_until + timedelta(days=1)
    init_clock(app, later)
    answer = client.get(REGISTER, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.json["items"][0]["status"]) == (200, "expired_renewable")
