"""The register as data for others: JSON, CSV and feed, kept for a while and open to other sites."""

from datetime import UTC, datetime, timedelta
from xml.etree.ElementTree import fromstring

import pytest
from flask import Flask
from flask.testing import FlaskClient

from labelapp.certificates.operations import reinstate_certificate, suspend_certificate, withdraw_certificate
from labelapp.certificates.register.columns import COLUMNS
from labelapp.clock import now, set_clock, today
from labelapp.extensions import db
from tests.factories.accounts import make_user
from tests.factories.certificates import make_certificate
from tests.factories.clusters import make_cluster
from tests.factories.register import a_line, take_over

pytestmark = pytest.mark.usefixtures("app")

ATOM = "{http://www.w3.org/2005/Atom}"
DATA = ("/register.csv", "/register.json", "/register.atom")


def _titles(client: FlaskClient, address: str = "/register.atom") -> list[str]:
    feed = fromstring(client.get(address).data)
    return [entry.findtext(f"{ATOM}title") or "" for entry in feed.iter(f"{ATOM}entry")]


def test_json_pages_follow_each_other_by_their_addresses(client: FlaskClient) -> None:
    for number in range(5):
        make_certificate(make_cluster(name=f"Cluster {number}"))
    seen, address = [], "/register.json?size=2&level=gold&level=silver"
    while address:
        answer = client.get(address).json
        assert answer is not None
        assert answer["total"] == 5
        seen += [one["holder"] for one in answer["certificates"]]
        address = answer["next"]
    assert seen == [f"Cluster {number}" for number in range(5)]
    assert "size=2" in answer["previous"]
    assert "level=gold" in answer["previous"]


@pytest.mark.parametrize("size", ["0", "-3", "x", "100000"])
def test_size_of_a_json_page_keeps_within_bounds(client: FlaskClient, size: str) -> None:
    make_certificate()
    answer = client.get(f"/register.json?size={size}")
    assert answer.status_code == 200
    assert len(answer.json["certificates"]) == 1


def test_csv_and_json_have_the_documented_columns_in_their_order(client: FlaskClient) -> None:
    make_certificate(make_cluster(portfolios=("energy", "food")))
    names = [column.name for column in COLUMNS]
    assert client.get("/register.csv").data.decode("utf-8-sig").split("\r\n")[0] == ",".join(names)
    answer = client.get("/register.json")
    (one,) = answer.json["certificates"]
    assert list(one) == names
    assert one["fields"] == ["energy", "food"]
    page = client.get("/register/data").text
    assert all(f">{name}</th>" in page for name in names)


def test_feed_tells_what_happened_and_marks_what_ended(client: FlaskClient) -> None:
    officer = make_user()
    held = make_certificate(make_cluster(name="Held & <kept>"))
    gone = make_certificate(make_cluster(name="Gone"))
    suspend_certificate(held, "Proof is missing.", officer)
    reinstate_certificate(held, "It is there.", officer)
    withdraw_certificate(gone, "2.2 is not met.", officer)
    db.session.commit()
    assert _titles(client) == [
        "Gold label withdrawn: Gone (no longer valid)",
        "Gold label reinstated: Held & <kept>",
        "Gold label suspended: Held & <kept>",
        "Gold label awarded: Gone (no longer valid)",
        "Gold label awarded: Held & <kept>",
    ]
    assert _titles(client, "/register.atom?status=stopped&country=DK")[0].startswith("Gold label withdrawn")
    assert _titles(client, "/register.atom?country=FI") == []


def test_feed_tells_a_renewal_and_not_what_was_taken_over(client: FlaskClient) -> None:
    take_over(a_line(1))
    cluster = make_cluster(name="Twice")
    make_certificate(cluster, assessed_on=today() - timedelta(days=760))
    make_certificate(cluster, assessed_on=today() - timedelta(days=10))
    assert _titles(client)[-1] == "Gold label awarded: Twice (no longer valid)"
    assert "Gold label renewed: Twice" in _titles(client)
    assert not any("line 1" in title for title in _titles(client))


def test_feed_speaks_the_language_asked_for_and_survives_signs_that_xml_forbids(client: FlaskClient) -> None:
    make_certificate(make_cluster(name="Nord\x0bsee"))
    german = client.get("/register.atom?lang=de")
    assert 'xml:lang="de"' in german.text
    assert _titles(client, "/register.atom?lang=xx") == ["Gold label awarded: Nordsee"]


@pytest.mark.parametrize("address", DATA)
def test_data_may_be_kept_and_used_by_other_sites_and_set_no_cookie(
    client: FlaskClient, address: str
) -> None:
    make_certificate()
    answer = client.get(address)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "public" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")
    again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    since = client.get(address, headers={"If-Modified-Since": answer.headers["Last-Modified"]})
    assert since.status_code == 304


@pytest.mark.parametrize("address", DATA)
def test_data_are_new_after_an_event_and_on_another_day(
    app: Flask, client: FlaskClient, address: str
) -> None:
    noon = datetime(2026, 11, 26, 12, tzinfo=UTC)
    set_clock(app, lambda: noon)
    certificate = make_certificate()
    first = client.get(address).headers["ETag"]
    assert client.get(f"{address}?country=DK").headers["ETag"] != first
    withdraw_certificate(certificate, "2.2 is not met.", make_user())
    db.session.commit()
    second = client.get(address, headers={"If-None-Match": first})
    assert second.status_code == 200
    set_clock(app, lambda: noon + timedelta(days=1))
    third = client.get(address, headers={"If-None-Match": second.headers["ETag"]})
    assert third.status_code == 200


def test_nothing_may_be_kept_beyond_midnight(app: Flask, client: FlaskClient) -> None:
    moment = datetime(2026, 11, 26, 23, 58, 20, tzinfo=UTC)
    set_clock(app, lambda: moment)
    assert client.get("/register.json").headers["Cache-Control"] == "public, max-age=100"
    moment = datetime(2026, 11, 26, 12, tzinfo=UTC)
    assert client.get("/register.json").headers["Cache-Control"] == "public, max-age=300"
    assert now() == moment
