"""Every chart of the page is there as PNG, SVG, CSV and XLSX: the same figures, the same readers, the same control."""

import csv
import io
import re
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from PIL import Image

from labelapp.clusters.models import Cluster
from labelapp.extensions import db
from tests.factories.accounts import make_user, sign_in
from tests.factories.benchmarks import make_group, renew, submit_reports
from tests.factories.clusters import add_member, make_cluster
from tests.factories.consortium import make_partner

TYPES = {
    "png": "image/png",
    "svg": "image/svg+xml; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
ROLES = "2.7.level.15068150"
LINKS = "2.10.links.f9d98834"


@pytest.fixture
def own(app: Flask, client: FlaskClient) -> Cluster:
    """A cluster organisation with two submissions; one of its people is signed in."""
    cluster = make_cluster(name="=Havnsund <& Co>")
    submit_reports(cluster, 50)
    submit_reports(cluster, 77)
    user = make_user()
    add_member(cluster, user)
    sign_in(client, user)
    return cluster


def _group() -> None:
    """Ten clusters with 51 to 60 reports in media, then 61 to 70."""
    clusters = [make_cluster() for _number in range(10)]
    for cycle in (51, 61):
        for number, cluster in enumerate(clusters):
            submit_reports(cluster, cycle + number)
    renew()


def _rows(client: FlaskClient, cluster: Cluster, code: str) -> list[list[str]]:
    text = client.get(f"/clusters/{cluster.id}/benchmark/charts/{code}.csv").text
    return list(csv.reader(io.StringIO(text.lstrip("\N{ZERO WIDTH NO-BREAK SPACE}"))))


def _svg(client: FlaskClient, cluster: Cluster, code: str) -> str:
    return " ".join(
        ET.fromstring(client.get(f"/clusters/{cluster.id}/benchmark/charts/{code}.svg").data).itertext()
    )


def test_page_offers_each_of_its_charts_and_all_are_there(client: FlaskClient, own: Cluster) -> None:
    _group()
    page = client.get(f"/clusters/{own.id}/benchmark").text
    links = dict(re.findall(r'href="/clusters/\d+/benchmark/charts/([^"?]+)\.svg(\?[^"]+)"', page))
    assert {
        "media-reports",
        "media-reports.trend",
        "composition",
        "service-intensity",
        ROLES,
        LINKS,
    } <= links.keys()
    address = f"/clusters/{own.id}/benchmark/charts"
    assert [
        code for code, group in links.items() if client.get(f"{address}/{code}.csv{group}").status_code != 200
    ] == []


def test_files_have_their_type_and_a_name_that_tells_what_they_are(client: FlaskClient, own: Cluster) -> None:
    make_group(range(61, 71))
    for form, type_ in TYPES.items():
        answer = client.get(f"/clusters/{own.id}/benchmark/charts/{ROLES}.{form}?group=country:DK")
        assert answer.content_type == type_
        name = f"benchmark-{own.id}-country-2-7-level-15068150.{form}"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'


def test_drawing_says_title_own_value_group_and_source(client: FlaskClient, own: Cluster) -> None:
    _group()
    text = _svg(client, own, "media-reports")
    for said in (
        "Reports in media",
        "=Havnsund <& Co>: 77",
        "median 65.5, n = 10",
        "middle half: 63.2 to 67.7",
    ):
        assert said in text
    assert "Group: Maritime technologies and water, Denmark, n = 10" in text
    assert "median 55.5" not in text


def test_drawing_of_a_trend_shows_both_cycles_of_the_cluster_and_its_group(
    client: FlaskClient, own: Cluster
) -> None:
    _group()
    assert re.search(r"55\.5 50 one cycle before 65\.5 77 now", _svg(client, own, "media-reports.trend"))
    assert _rows(client, own, "media-reports.trend")[1][2:] == ["77.00", "50.00", "55.50", "65.50", "10"]


def test_picture_is_twice_as_large_as_the_drawing_and_not_empty(client: FlaskClient, own: Cluster) -> None:
    make_group(range(61, 71))
    address = f"/clusters/{own.id}/benchmark/charts/composition"
    size = ET.fromstring(client.get(f"{address}.svg").data).attrib
    picture = Image.open(io.BytesIO(client.get(f"{address}.png").data))
    assert picture.size == (2 * int(size["width"]), 2 * int(size["height"]))
    assert picture.convert("RGB").getcolors(1 << 20)
    assert (11, 88, 104) in {colour for _count, colour in picture.convert("RGB").getcolors(1 << 20) or []}


def test_table_of_choices_has_the_bounds_of_each_share(client: FlaskClient, own: Cluster) -> None:
    make_group(range(61, 71))
    heads, *rows = _rows(client, own, LINKS)
    assert heads == [
        "Topic",
        "Part",
        "Own value",
        "n",
        "Share in percent, at least",
        "Share in percent, at most",
    ]
    assert {tuple(row[3:]) for row in rows} == {("10", "90", "100"), ("10", "0", "10")}


def test_spreadsheet_holds_the_same_cells_with_numbers_as_numbers(client: FlaskClient, own: Cluster) -> None:
    make_group(range(61, 71))
    answer = client.get(f"/clusters/{own.id}/benchmark/charts/media-reports.xlsx")
    sheet = load_workbook(io.BytesIO(answer.data)).worksheets[0]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [str(cell) for cell in cells[0]] == _rows(client, own, "media-reports")[0]
    assert cells[1][:4] == ["Reports in media", "reports", 77, 10]


@pytest.mark.parametrize(
    "chart",
    ["nothing.svg", "media-reports.gif", "composition.trend.svg", "targets-reached.trend.csv", "a%00b.png"],
)
def test_what_is_not_on_the_page_is_not_found(client: FlaskClient, own: Cluster, chart: str) -> None:
    make_group(range(61, 71))
    assert client.get(f"/clusters/{own.id}/benchmark/charts/{chart}").status_code == 404


def test_small_group_gives_no_figure_in_any_file(client: FlaskClient, own: Cluster) -> None:
    for _number in range(4):
        submit_reports(make_cluster(), 71357)
    for code in ("media-reports", "media-reports.trend"):
        assert client.get(f"/clusters/{own.id}/benchmark/charts/{code}.csv").status_code == 404
    assert {tuple(row[3:]) for row in _rows(client, own, LINKS)[1:]} == {("<5", "The group is too small.")}
    assert "The group is too small." in _svg(client, own, LINKS)
    assert "%" not in _svg(client, own, LINKS)


def test_charts_of_another_cluster_are_not_found(client: FlaskClient, own: Cluster) -> None:
    foreign = make_group(range(61, 71), partner_consent=True)[0]
    assert client.get(f"/clusters/{foreign.id}/benchmark/charts/media-reports.svg").status_code == 404


def test_partner_gets_charts_of_those_who_agreed_only(client: FlaskClient, own: Cluster) -> None:
    make_group(range(61, 71))
    sign_in(client, make_partner(["DK"])[1])
    address = f"/consortium/clusters/{own.id}/benchmark/charts/{LINKS}.svg"
    assert client.get(address).status_code == 404
    own.partner_consent = True
    db.session.commit()
    assert client.get(address).status_code == 200
    assert address.removesuffix(".svg") in client.get(f"/consortium/clusters/{own.id}/benchmark").text
