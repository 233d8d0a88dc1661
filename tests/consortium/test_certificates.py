"""What a partner sees: the certificates of its remit, and comparisons of those who agreed. Nothing else."""

import csv
import html
import io
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from labelapp.accounts.models import RoleName, User
from labelapp.clock import today
from labelapp.schemes.months import add_months
from tests.factories.accounts import make_user, sign_in
from tests.factories.assessments import make_submission
from tests.factories.benchmarks import make_group, submit_reports
from tests.factories.certificates import make_certificate
from tests.factories.clusters import make_cluster
from tests.factories.consortium import make_partner
from tests.factories.evidence import make_document
from tests.statements import count_statements

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
COLUMNS = ["serial", "holder", "place", "country", "level", "status", "valid_from", "valid_until", "code"]


@pytest.fixture
def partner(app: Flask, client: FlaskClient) -> User:
    """A person of the partner for Denmark and Sweden, signed in."""
    _partner, user = make_partner(countries=["DK", "SE"], name="Nordic Programme")
    sign_in(client, user)
    return user


def _main(client: FlaskClient, query: str = "") -> str:
    answer = client.get(f"/consortium/certificates?{query}")
    assert answer.status_code == 200
    return answer.text.partition("<main")[2].partition("</main>")[0]


def _holders(text: str) -> list[str]:
    found = re.findall(r'<th scope="row"><a href="/verify/[^"]+"[^>]*>([^<]+)</a>', text)
    return [html.unescape(name) for name in found]


def _rows(client: FlaskClient, query: str = "") -> list[list[str]]:
    text = client.get(f"/consortium/certificates.csv?{query}").text
    return list(csv.reader(io.StringIO(text.removeprefix(BOM))))


def test_partner_sees_certificates_of_its_countries_of_every_level(
    client: FlaskClient, partner: User
) -> None:
    for country, level in (
        ("DK", "bronze"),
        ("SE", "silver"),
        ("DK", "gold"),
        ("DE", "gold"),
        ("NO", "bronze"),
    ):
        make_certificate(make_cluster(name=f"{country} {level}", country=country), level)
    text = _main(client)
    assert _holders(text) == ["DK bronze", "DK gold", "SE silver"]
    assert "3 certificates" in text
    assert "Nordic Programme" in text
    assert [row[1] for row in _rows(client)[1:]] == ["DK bronze", "DK gold", "SE silver"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("country=SE", ["Beta", "Delta"]),
        ("country=DE", ["Alpha", "Beta", "Delta"]),
        ("level=gold", ["Alpha", "Delta"]),
        ("level=platinum", ["Alpha", "Beta", "Delta"]),
        ("level=gold&country=SE", ["Delta"]),
        ("search=RIBE", ["Alpha"]),
        ("search=delt+lund", ["Delta"]),
        ("search=%25", []),
        ("search=%00Alpha", ["Alpha"]),
        ("search=gamma", []),
    ],
)
def test_page_and_table_are_filtered_alike(
    client: FlaskClient, partner: User, query: str, names: list[str]
) -> None:
    make_certificate(make_cluster(name="Alpha", country="DK", place="Ribe"), "gold")
    make_certificate(make_cluster(name="Beta", country="SE", place="Lund"), "bronze")
    make_certificate(make_cluster(name="Gamma", country="DE", place="Ulm"), "gold")
    make_certificate(make_cluster(name="Delta", country="SE", place="Lund"), "gold")
    assert _holders(_main(client, query)) == names
    assert [row[1] for row in _rows(client, query)[1:]] == names


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["alpha", "Beta", "Gamma"]),
        ("order=descending", ["Gamma", "Beta", "alpha"]),
        ("sort=country", ["Beta", "Gamma", "alpha"]),
        ("sort=valid_until", ["Beta", "alpha", "Gamma"]),
        ("sort=valid_until&order=descending", ["Gamma", "alpha", "Beta"]),
        ("sort=serial", ["alpha", "Beta", "Gamma"]),
        ("at=not-a-position", ["alpha", "Beta", "Gamma"]),
    ],
)
def test_list_is_sorted_as_asked(client: FlaskClient, partner: User, query: str, names: list[str]) -> None:
    day = today()
    for name, country, months in (("alpha", "SE", 6), ("Beta", "DK", 9), ("Gamma", "DK", 3)):
        make_certificate(make_cluster(name=name, country=country), assessed_on=add_months(day, -months))
    assert _holders(_main(client, query)) == names


@pytest.mark.parametrize("query", ["", "sort=valid_until&order=descending", "sort=country&country=DK"])
def test_list_is_read_page_by_page(client: FlaskClient, partner: User, query: str) -> None:
    for number in range(56):
        make_certificate(make_cluster(name="The same" if 20 < number < 40 else f"Cluster {number:02}"))
    seen, address = [], f"/consortium/certificates?{query}"
    while address:
        text = client.get(address).text
        seen.append(re.findall(r'href="/verify/([^"/]+)"', text))
        found = re.search(r'rel="next" href="([^"]+)"', text)
        address = html.unescape(found.group(1)) if found else ""
    assert [len(page) for page in seen] == [25, 25, 6]
    assert len({code for page in seen for code in page}) == 56
    back = re.search(r'rel="prev" href="([^"]+)"', text)
    assert back is not None
    assert re.findall(r'href="/verify/([^"/]+)"', client.get(html.unescape(back.group(1))).text) == seen[1]


def test_earlier_certificate_is_listed_until_its_renewal_begins(client: FlaskClient, partner: User) -> None:
    cluster = make_cluster(name="Havnsund Maritime Cluster")
    earlier = make_certificate(cluster, assessed_on=add_months(today(), -22))
    renewal = make_certificate(cluster, assessed_on=today())
    assert renewal.valid_from > today()
    assert [row[0] for row in _rows(client)[1:]] == [earlier.serial]
    assert "1 certificate<" in _main(client)
    renewal.valid_from = earlier.superseded_on = today()
    assert [row[0] for row in _rows(client)[1:]] == [renewal.serial]


def test_levels_count_what_is_in_force_and_ends_soon(client: FlaskClient, partner: User) -> None:
    day = today()
    make_certificate()
    make_certificate(valid_until=add_months(day, 6))
    make_certificate(valid_until=add_months(day, 6) + timedelta(days=1))
    make_certificate(withdrawn_on=day)
    make_certificate(suspended_on=day)
    make_certificate(valid_until=day - timedelta(days=1))
    make_certificate(make_cluster(country="DE"))
    text = " ".join(re.sub(r"<[^>]+>", " ", client.get("/consortium").text).split())
    assert "Gold 3 valid today 1 ends within six months." in text
    assert "Silver 0 valid today None ends within six months." in text
    assert "6 certificates" in _main(client)


def test_table_is_a_csv_file_that_no_spreadsheet_takes_for_formulas(
    client: FlaskClient, partner: User
) -> None:
    found = make_certificate(make_cluster(name='=cmd|"calc"!A1', place="@Ribe"))
    answer = client.get("/consortium/certificates.csv")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="certificates.csv"'
    assert answer.data.startswith(b"\xef\xbb\xbf")
    dates = [found.valid_from.isoformat(), found.valid_until.isoformat()]
    row = [found.serial, '\'=cmd|"calc"!A1', "'@Ribe", "DK", "gold", "valid", *dates, found.code]
    assert _rows(client) == [COLUMNS, row]


def test_names_are_escaped(client: FlaskClient, partner: User) -> None:
    make_certificate(make_cluster(name="<script>alert(1)</script>", partner_consent=True))
    text = _main(client, "search=%22%3E%3Cscript%3E")
    assert "<script>" not in text
    assert "<script>" not in _main(client)


def test_comparison_is_offered_and_readable_only_with_consent(client: FlaskClient, partner: User) -> None:
    agreed = make_cluster(name="Agreed", partner_consent=True)
    silent = make_cluster(name="Silent", partner_consent=False)
    for cluster in (agreed, silent):
        submit_reports(cluster, 77)
        make_certificate(cluster)
    make_group(range(5))
    text = _main(client)
    assert f'href="/consortium/clusters/{agreed.id}/benchmark"' in text
    assert f"/clusters/{silent.id}/" not in text
    for page in ("benchmark", "benchmark.csv"):
        assert client.get(f"/consortium/clusters/{agreed.id}/{page}").status_code == 200
        assert client.get(f"/consortium/clusters/{silent.id}/{page}").status_code == 404


def test_comparison_stays_within_the_partners_addresses_and_words(client: FlaskClient, partner: User) -> None:
    cluster = make_cluster(name="Agreed", partner_consent=True)
    submit_reports(cluster, 77)
    make_group(range(5))
    text = client.get(f"/consortium/clusters/{cluster.id}/benchmark").text
    assert "Reports in media: this cluster 77, median 2, n = 5" in text
    assert "your cluster" not in text
    assert f'action="/consortium/clusters/{cluster.id}/benchmark"' in text
    assert f'"/clusters/{cluster.id}' not in text
    assert '<a class="back" href="/consortium/clusters">' in text


def test_comparison_without_a_submission_leads_back_to_the_list(client: FlaskClient, partner: User) -> None:
    cluster = make_cluster(name="Agreed", partner_consent=True)
    text = client.get(f"/consortium/clusters/{cluster.id}/benchmark").text
    assert "The comparison appears when" in text
    assert '<a class="back" href="/consortium/clusters">' in text


def test_consent_does_not_open_answers_and_documents(client: FlaskClient, partner: User) -> None:
    submission = make_submission(make_cluster(partner_consent=True))
    assessment, cluster = submission.assessment_id, submission.assessment.cluster
    document = make_document(cluster, filename="secret-members.csv")
    make_certificate(cluster)
    text = client.get(f"/consortium/clusters/{cluster.id}/benchmark").text + _main(client)
    assert "secret-members" not in text
    assert "naval architect" not in text
    for address in (
        f"/clusters/{cluster.id}",
        f"/clusters/{cluster.id}/benchmark",
        f"/clusters/{cluster.id}/documents",
        f"/documents/{document.id}/view",
        f"/documents/{document.id}/download",
        f"/assessments/{assessment}",
        f"/assessments/{assessment}/indicators/1.1",
    ):
        assert client.get(address).status_code in (403, 404), address


@pytest.mark.parametrize("role", [role for role in RoleName if role != RoleName.PARTNER])
@pytest.mark.parametrize("page", ["/consortium/certificates", "/consortium/certificates.csv"])
def test_list_is_the_partners(client: FlaskClient, app: Flask, role: RoleName, page: str) -> None:
    sign_in(client, make_user(roles=[role]))
    assert client.get(page).status_code == 403


@pytest.mark.parametrize("read", [_main, lambda client: _main(client, "sort=country&level=gold"), _rows])
def test_list_needs_as_many_statements_for_45_certificates_as_for_15(
    client: FlaskClient, partner: User, read: Callable[[FlaskClient], object]
) -> None:
    _certificates(15)
    few = _statements(client, read)
    _certificates(30)
    assert _statements(client, read) == few


def _certificates(count: int) -> None:
    for number in range(count):
        make_certificate(make_cluster(portfolios=["food", "health"], partner_consent=bool(number % 2)))


def _statements(client: FlaskClient, read: Callable[[FlaskClient], object]) -> int:
    with count_statements() as seen:
        read(client)
    return len(seen)
