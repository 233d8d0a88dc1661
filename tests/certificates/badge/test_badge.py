"""The badge says what a certificate is worth on this day, wherever it is shown."""

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from flask import Flask
from flask.testing import FlaskClient

from labelapp.certificates.codes import new_code
from labelapp.certificates.models import Certificate
from labelapp.clock import set_clock, today
from labelapp.schemes.months import add_months
from tests.factories.accounts import make_user, sign_in
from tests.factories.certificates import make_certificate
from tests.factories.clusters import add_member, make_cluster

pytestmark = pytest.mark.usefixtures("app")

SVG = "{http://www.w3.org/2000/svg}"


def _title(client: FlaskClient, certificate: Certificate, query: str = "") -> str:
    answer = client.get(f"/badge/{certificate.code}.svg{query}")
    assert answer.mimetype == "image/svg+xml"
    return fromstring(answer.data).findtext(f"{SVG}title") or ""


@pytest.mark.parametrize(
    ("months_ago", "changes", "words", "colour"),
    [
        (1, {}, "Valid until ", "gold"),
        (20, {}, "Valid until ", "gold"),
        (30, {}, "Expired on ", "over"),
        (40, {}, "Expired on ", "over"),
        (1, {"superseded_on": date(2020, 1, 1)}, "Superseded by a newer certificate", "over"),
        (1, {"suspended_on": date(2020, 1, 1)}, "Suspended", "attention"),
        (1, {"withdrawn_on": date(2020, 1, 1)}, "Withdrawn", "alert"),
        (1, {"valid_from": date(2190, 1, 1), "valid_until": date(2199, 1, 1)}, "Valid from ", "over"),
    ],
)
def test_badge_says_the_status_and_shows_metal_only_while_the_label_holds(
    client: FlaskClient, months_ago: int, changes: dict[str, Any], words: str, colour: str
) -> None:
    cluster = make_cluster(name="Havnsund Maritime Cluster")
    certificate = make_certificate(cluster, assessed_on=add_months(today(), -months_ago), **changes)
    assert _title(client, certificate).startswith(f"Gold label, Havnsund Maritime Cluster: {words}")
    picture = client.get(f"/badge/{certificate.code}.svg").text
    assert ('class="gold drawn"' in picture) is (colour == "gold")
    assert f'<path class="{colour if colour != "gold" else "good"}"' in picture


def test_badge_speaks_the_language_asked_for_else_that_of_the_certificate(client: FlaskClient) -> None:
    certificate = make_certificate(make_cluster(language="de"))
    assert "Gültig bis" in _title(client, certificate)
    assert "Valid until" in _title(client, certificate, "?lang=en")
    assert "Gültig bis" in _title(client, certificate, "?lang=xx")


def test_badge_follows_the_reader_unless_a_ground_is_chosen(client: FlaskClient) -> None:
    address = f"/badge/{make_certificate().code}.svg"
    pictures = {theme: client.get(f"{address}?theme={theme}").text for theme in ("auto", "light", "dark")}
    assert ["prefers-color-scheme" in picture for picture in pictures.values()] == [True, False, False]
    assert ("#0e191e" in pictures["light"], "#0e191e" in pictures["dark"]) == (False, True)


@pytest.mark.parametrize("name", ["<script>alert(1)</script> & 'Co'", "ქართული კლასტერი", "W" * 190])
def test_badge_is_one_small_well_formed_picture_whatever_the_name(client: FlaskClient, name: str) -> None:
    certificate = make_certificate(make_cluster(name=name))
    answer = client.get(f"/badge/{certificate.code}.svg")
    picture = fromstring(answer.data)
    assert name in (picture.findtext(f"{SVG}title") or "")
    assert "<script" not in answer.text
    assert "http" not in answer.text.replace("http://www.w3.org/2000/svg", "")
    assert int(picture.attrib["width"]) <= 381
    assert len(answer.data) < 60_000


def test_badge_may_be_kept_a_little_and_shown_by_other_sites_and_sets_no_cookie(client: FlaskClient) -> None:
    address = f"/badge/{make_certificate().code}.svg"
    answer = client.get(address)
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"].startswith("public, max-age=")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert client.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_badge_kept_elsewhere_is_new_on_the_day_after_the_last_one(app: Flask, client: FlaskClient) -> None:
    moment = datetime(2026, 11, 26, 12, tzinfo=UTC)
    set_clock(app, lambda: moment)
    certificate = make_certificate(valid_until=date(2026, 11, 26))
    kept = client.get(f"/badge/{certificate.code}.svg").headers["ETag"]
    moment += timedelta(days=1)
    answer = client.get(f"/badge/{certificate.code}.svg", headers={"If-None-Match": kept})
    assert answer.status_code == 200
    assert "Expired on" in answer.text


def test_unknown_code_gets_a_neutral_picture_and_counts_as_a_wrong_code(client: FlaskClient) -> None:
    answer = client.get(f"/badge/{new_code()}.svg?lang=fr")
    assert answer.status_code == 404
    assert answer.mimetype == "image/svg+xml"
    assert 'class="gold' not in answer.text
    assert "no-store" in answer.headers["Cache-Control"]
    for _try in range(29):
        assert client.get("/badge/ABCD.svg").status_code == 404
    assert client.get(f"/verify/{new_code()}").status_code == 429, "codes are counted together"
    assert client.get(f"/badge/{new_code()}.svg").status_code == 429


def test_right_codes_are_not_counted(client: FlaskClient) -> None:
    certificate = make_certificate()
    assert {client.get(f"/badge/{certificate.code}.svg").status_code for _try in range(40)} == {200}


def test_holder_copies_lines_that_lead_to_picture_and_proof(client: FlaskClient) -> None:
    certificate = make_certificate(make_cluster(name='The "Best" & <Only>'))
    manager = make_user("Mia Manager")
    add_member(certificate.cluster, manager)
    sign_in(client, manager)
    assert f"/verify/{certificate.code}/badge" in client.get("/certificates").text
    page = client.get(f"/verify/{certificate.code}/badge?lang=de&theme=dark").text
    area = re.search(r'<textarea[^>]* id="snippet"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert area is not None
    link = fromstring(unescape(area[1]))
    picture = link.find("img")
    assert picture is not None
    assert link.attrib["href"].endswith(f"/verify/{certificate.code}")
    assert picture.attrib["src"].endswith(f"/badge/{certificate.code}.svg?lang=de&theme=dark")
    assert 'The "Best" & <Only>' in picture.attrib["alt"]
    sign_in(client, make_user("Sam Stranger"))
    assert client.get(f"/verify/{certificate.code}/badge").status_code == 404
