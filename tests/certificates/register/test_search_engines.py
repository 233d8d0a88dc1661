"""What search engines get: structured data that stays in its block, canonical addresses, a map of the site."""

import json
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from labelapp.clock import today
from labelapp.extensions import db
from tests.factories.certificates import make_certificate
from tests.factories.clusters import make_cluster

pytestmark = pytest.mark.usefixtures("app")

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def _structured(client: FlaskClient, address: str) -> dict[str, Any]:
    (block,) = BLOCK.findall(client.get(address).text)
    found: dict[str, Any] = json.loads(block)
    return found


def test_certificate_is_described_as_active_while_it_holds(client: FlaskClient) -> None:
    certificate = make_certificate()
    found = _structured(client, f"/verify/{certificate.code}")
    assert (found["@context"], found["@type"]) == ("https://schema.org", "Certification")
    assert found["certificationStatus"] == "https://schema.org/CertificationActive"
    assert found["expires"] == certificate.valid_until.isoformat()
    certificate.withdrawn_on = today()
    db.session.commit()
    found = _structured(client, f"/verify/{certificate.code}")
    assert found["certificationStatus"] == "https://schema.org/CertificationInactive"


def test_name_cannot_end_the_block(client: FlaskClient) -> None:
    name = "</script><script>alert(1)</script> & 'Co' \u2028"
    certificate = make_certificate(make_cluster(name=name))
    page = client.get(f"/verify/{certificate.code}")
    assert "<script>alert" not in page.text
    assert _structured(client, f"/verify/{certificate.code}")["about"]["name"] == name
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]


def test_register_is_described_as_a_data_set_with_its_downloads(client: FlaskClient) -> None:
    found = _structured(client, "/register?country=DK")
    assert found["@type"] == "Dataset"
    addresses = [one["contentUrl"] for one in found["distribution"]]
    assert all(client.get(address).status_code == 200 for address in addresses)
    assert len(addresses) == 3
    assert _structured(client, "/")["@type"] == "WebSite"


def test_filtered_register_and_carelessly_opened_certificate_name_one_canonical_address(
    client: FlaskClient,
) -> None:
    certificate = make_certificate()
    assert re.search(r'rel="canonical" href="[^"]+/register"', client.get("/register?q=x&sort=until").text)
    page = client.get(f"/verify/{certificate.code}?utm_source=x").text
    assert re.search(rf'rel="canonical" href="[^"]+/verify/{certificate.code}"', page)


def test_site_map_lists_what_the_register_lists(client: FlaskClient) -> None:
    listed, later = make_certificate(), make_certificate(valid_from=today().replace(year=today().year + 1))
    index = client.get("/sitemap.xml").text
    parts = re.findall(r"<loc>[^<]*(/sitemap-\d+\.xml)</loc>", index)
    assert parts == ["/sitemap-0.xml", "/sitemap-1.xml"]
    assert "/how-it-works" in client.get(parts[0]).text
    certificates = client.get(parts[1]).text
    assert listed.code in certificates
    assert later.code not in certificates
    assert client.get("/sitemap-2.xml").status_code == 404


def test_robots_may_read_a_real_instance_and_nothing_of_a_demonstration(
    app: Flask, client: FlaskClient
) -> None:
    assert "/sitemap.xml" in client.get("/robots.txt").text
    real = app.extensions["settings"]
    app.extensions["settings"] = real.model_copy(update={"demo": True})
    try:
        assert client.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"
    finally:
        app.extensions["settings"] = real
