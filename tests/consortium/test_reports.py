"""The report of a year: what is counted when, as document, as workbook, and in public."""

import io
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from labelapp.accounts.models import RoleName
from labelapp.certificates.models import Certificate
from labelapp.clock import today
from labelapp.clusters.operations import give_consents
from labelapp.consortium.models import CountryReport, Partner
from labelapp.consortium.remit import certified_in_remit
from labelapp.consortium.reports.facts import Fact, certificates_of, facts_of, years_of
from labelapp.events.models import Event
from labelapp.extensions import db
from tests.documents import pdf
from tests.factories.accounts import make_user, sign_in
from tests.factories.benchmarks import make_group, submit_reports
from tests.factories.certificates import make_certificate
from tests.factories.clusters import make_cluster
from tests.factories.consortium import make_partner, make_programme
from tests.statements import count_statements

THIS_YEAR = datetime.now(UTC).year


def _certificate(country: str = "DK", level: str = "gold", **changes: object) -> Certificate:
    """A certificate of 2024: issued on 1 March, valid until the end of February 2026."""
    changes = {
        "issued_at": datetime(2024, 3, 1, 9, tzinfo=UTC),
        "valid_from": date(2024, 3, 1),
        "valid_until": date(2026, 2, 28),
        "renewable_until": date(2027, 2, 28),
    } | changes
    return make_certificate(make_cluster(country=country), level, **changes)


def _counts(partner: Partner, year: int) -> tuple[int, ...]:
    whole = facts_of(certified_in_remit(partner), year).whole
    return tuple(whole[fact] for fact in Fact)


@pytest.mark.parametrize(
    ("year", "counts"),
    [(2023, (0, 0, 0, 0)), (2024, (1, 0, 1, 0)), (2025, (0, 0, 1, 1)), (2026, (0, 0, 0, 0))],
)
def test_certificate_counts_in_the_years_in_which_it_was_issued_held_and_ends(
    app: Flask, year: int, counts: tuple[int, ...]
) -> None:
    partner, _user = make_partner(countries=["DK"])
    _certificate()
    assert _counts(partner, year) == counts


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        ({"award": "renewal"}, (1, 1, 1, 0)),
        ({"reissue": True}, (0, 0, 1, 0)),
        ({"superseded_on": date(2024, 12, 31)}, (1, 0, 0, 0)),
        ({"superseded_on": date(2025, 1, 1)}, (1, 0, 1, 0)),
        ({"withdrawn_on": date(2024, 6, 1)}, (1, 0, 0, 0)),
        ({"withdrawn_on": date(2025, 6, 1)}, (1, 0, 1, 0)),
        ({"issued_at": datetime(2024, 12, 31, 23, 59, tzinfo=UTC)}, (1, 0, 1, 0)),
        ({"issued_at": datetime(2025, 1, 1, tzinfo=UTC)}, (0, 0, 1, 0)),
        ({"valid_until": date(2025, 12, 31)}, (1, 0, 1, 1)),
        ({"valid_until": date(2024, 12, 31)}, (1, 0, 1, 0)),
    ],
)
def test_year_is_counted_as_it_was_on_its_last_day(
    app: Flask, changes: dict[str, object], counts: tuple[int, ...]
) -> None:
    partner, _user = make_partner(countries=["DK"])
    _certificate(**changes)
    assert _counts(partner, 2024) == counts


def test_counts_are_parted_by_level_and_country_and_follow_the_remit(app: Flask) -> None:
    partner, _user = make_partner(countries=["DK", "SE"])
    for country, level in (("DK", "gold"), ("DK", "bronze"), ("SE", "gold"), ("DE", "gold")):
        _certificate(country, level)
    make_programme(_certificate("PT", "silver").cluster, partner=partner)
    facts = facts_of(certified_in_remit(partner), 2024)
    assert {level: counts[Fact.ISSUED] for level, counts in facts.levels} == {
        "gold": 2,
        "silver": 1,
        "bronze": 1,
    }
    assert {code: counts[Fact.ISSUED] for code, counts in facts.countries} == {"DK": 2, "PT": 1, "SE": 1}


def test_year_that_is_not_over_is_counted_as_of_today(app: Flask) -> None:
    make_certificate()
    assert facts_of(Certificate.country == "DK", THIS_YEAR).until == today()


def test_years_begin_with_the_first_certificate(app: Flask) -> None:
    assert years_of(Certificate.country == "DK") == []
    _certificate()
    assert years_of(Certificate.country == "DK") == list(range(THIS_YEAR, 2023, -1))


def test_lists_behind_the_counts_hold_as_many(app: Flask) -> None:
    partner, _user = make_partner(countries=["DK"])
    for changes in ({}, {"award": "renewal"}, {"withdrawn_on": date(2024, 5, 5)}):
        _certificate(**changes)
    whose = certified_in_remit(partner)
    for year in (2024, 2025):
        counted = facts_of(whose, year).whole
        for fact in Fact:
            assert len(certificates_of(whose, year, fact)) == counted[fact]


def test_document_says_what_was_counted(client: FlaskClient, nordic: Partner, tmp_path: Path) -> None:
    _certificate("DK")
    _certificate("SE", "bronze")
    _certificate("DE")
    answer = client.get("/consortium/reports/2024.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="labels-2024.pdf"'
    text = " ".join(pdf.read_aloud(answer.data, tmp_path))
    assert "Nordic Programme, 2024" in text
    assert "2 certificates issued" in text
    assert "From application to award" in text
    assert "Germany" not in text


def test_workbook_holds_numbers_and_no_formula(client: FlaskClient, nordic: Partner) -> None:
    certificate = _certificate("DK")
    certificate.holder = "=1+1"
    db.session.commit()
    _certificate("SE", "bronze")
    _certificate("DE")
    answer = client.get("/consortium/reports/2024.xlsx")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="labels-2024.xlsx"'
    book = load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == [
        "By level",
        "By country",
        "From application to award",
        "Certificates issued",
        "Ending in 2025",
    ]
    assert list(book["By level"].values)[1:] == [
        ("Gold", 1, 0, 1, 0),
        ("Silver", 0, 0, 0, 0),
        ("Bronze", 1, 0, 1, 0),
        ("All", 2, 0, 2, 0),
    ]
    issued = list(book["Certificates issued"].values)[1:]
    assert {row[1] for row in issued} >= {"=1+1"}
    assert len(issued) == 2
    assert all(cell.data_type == "s" for row in book["Certificates issued"] for cell in row)


@pytest.mark.parametrize("year", [0, 1999, 2023, 9999, 10**12])
def test_year_without_labels_has_no_report(client: FlaskClient, nordic: Partner, year: int) -> None:
    _certificate()
    for kind in ("pdf", "xlsx"):
        assert client.get(f"/consortium/reports/{year}.{kind}").status_code == 404


def _publish(client: FlaskClient, country: str = "DK", year: int = THIS_YEAR) -> int:
    return client.post(f"/consortium/reports/{country}/{year}/publish").status_code


def test_report_is_public_when_the_partner_confirmed_it_and_no_sooner(
    client: FlaskClient, nordic: Partner
) -> None:
    make_certificate(make_cluster(name="Havnsund Klynge"))
    assert client.get(f"/reports/DK/{THIS_YEAR}").status_code == 404
    page = client.get(f"/consortium/reports/DK/{THIS_YEAR}/publish").text
    assert "Everybody can then read it without an account" in page
    assert client.get(f"/reports/DK/{THIS_YEAR}").status_code == 404
    assert _publish(client) == 303
    client.get("/logout")
    text = client.get(f"/reports/DK/{THIS_YEAR}").text
    assert "Published by Nordic Programme" in text
    assert "Havnsund Klynge" in text
    assert f'href="/reports/DK/{THIS_YEAR}"' in client.get("/reports").text


def test_report_that_is_withdrawn_is_gone_and_can_come_back(client: FlaskClient, nordic: Partner) -> None:
    make_certificate()
    _publish(client)
    assert _publish(client) == 409
    assert "gone for everybody" in client.get(f"/consortium/reports/DK/{THIS_YEAR}/publish").text
    assert client.post(f"/consortium/reports/DK/{THIS_YEAR}/withdraw").status_code == 303
    for address in (f"/reports/DK/{THIS_YEAR}", f"/reports/DK/{THIS_YEAR}.pdf"):
        assert client.get(address).status_code == 404
    assert client.post(f"/consortium/reports/DK/{THIS_YEAR}/withdraw").status_code == 404
    assert _publish(client) == 303
    actions = (
        db.session.query(Event.action).filter(Event.subject_kind == "country_report").order_by(Event.number)
    )
    assert [row.action.partition(".")[2] for row in actions] == ["published", "withdrawn", "published"]


@pytest.mark.parametrize("country", ["DE", "PT", "ZZ", "dk", "D%00", "<b>"])
def test_partner_publishes_for_its_countries_alone(
    client: FlaskClient, nordic: Partner, country: str
) -> None:
    """A programme speaks for no country."""
    funded = make_cluster(country="PT")
    make_programme(funded, partner=nordic)
    for cluster in (funded, make_cluster(country="DE")):
        make_certificate(cluster)
    assert _publish(client, country) == 404
    assert client.get(f"/consortium/reports/{country}/{THIS_YEAR}/publish").status_code == 404
    assert db.session.query(CountryReport).count() == 0


@pytest.mark.parametrize("role", [role for role in RoleName if role != RoleName.PARTNER])
def test_nobody_else_publishes(client: FlaskClient, app: Flask, role: RoleName) -> None:
    make_certificate()
    sign_in(client, make_user(roles=[role]))
    assert _publish(client) == 404


def test_another_partner_of_the_country_may_withdraw(client: FlaskClient, nordic: Partner) -> None:
    make_certificate()
    _publish(client)
    _other, user = make_partner(countries=["DK"])
    sign_in(client, user)
    assert client.post(f"/consortium/reports/DK/{THIS_YEAR}/withdraw").status_code == 303


def test_public_report_shows_medians_and_never_a_value_of_one_cluster(
    client: FlaskClient, nordic: Partner
) -> None:
    """Eleven Danish clusters in one block; each has a number of reports that stands nowhere else."""
    numbers = [1000 + 37 * number for number in range(11)]
    for cluster in make_group(numbers):
        make_certificate(cluster)
    _publish(client)
    text = client.get(f"/reports/DK/{THIS_YEAR}").text
    row = text.partition("Reports in media")[2].partition("</tr>")[0]
    assert "1,185" in row
    extremes = [f"{number:,}" for number in (numbers[0], numbers[-1])]
    assert not [figure for figure in extremes if figure in text]


def test_public_report_of_a_small_country_says_that_too_few_can_be_shown(
    client: FlaskClient, nordic: Partner
) -> None:
    for number in range(4):
        cluster = make_cluster()
        submit_reports(cluster, 4321 + number)
        make_certificate(cluster)
    _publish(client)
    text = client.get(f"/reports/DK/{THIS_YEAR}").text
    assert "Too few clusters can be shown together" in text
    assert "4,32" not in text


def test_public_report_follows_a_consent_that_is_withdrawn(client: FlaskClient, nordic: Partner) -> None:
    clusters = make_group(range(1, 8))
    make_certificate(clusters[0])
    _publish(client)
    assert "Reports in media" in client.get(f"/reports/DK/{THIS_YEAR}").text
    give_consents(clusters[3], benchmark=False, partners=False)
    db.session.commit()
    assert "Too few clusters can be shown together" in client.get(f"/reports/DK/{THIS_YEAR}").text


def test_public_document_says_what_the_page_says(
    client: FlaskClient, nordic: Partner, tmp_path: Path
) -> None:
    make_certificate(make_cluster(name="Havnsund Klynge"))
    _publish(client)
    answer = client.get(f"/reports/DK/{THIS_YEAR}.pdf")
    assert answer.mimetype == "application/pdf"
    text = " ".join(pdf.read_aloud(answer.data, tmp_path))
    assert f"Denmark, {THIS_YEAR}" in text
    assert "Havnsund Klynge" in text
    assert "From application to award" not in text


def test_public_report_is_counted_once_for_each_state(client: FlaskClient, nordic: Partner) -> None:
    make_certificate()
    _publish(client)
    address = f"/reports/DK/{THIS_YEAR}"
    first = _statements(client, address)
    assert _statements(client, address) < first


def _statements(client: FlaskClient, address: str) -> int:
    with count_statements() as seen:
        assert client.get(address).status_code == 200
    return len(seen)


@pytest.mark.parametrize("address", ["/reports/DK/2024", "/reports/%00/2024", "/reports/DK/99999999999"])
def test_address_of_no_report_leads_nowhere(client: FlaskClient, app: Flask, address: str) -> None:
    for suffix in ("", ".pdf"):
        assert client.get(address + suffix).status_code == 404
    assert "No country report is public yet" in client.get("/reports").text
