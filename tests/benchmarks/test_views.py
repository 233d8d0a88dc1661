"""The comparison as a page and as a table: what it shows, to whom, and what it never lets out."""

import csv
import io
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from labelapp.accounts.models import RoleName
from labelapp.clusters.models import Cluster, TeamRole
from tests.documents import pdf
from tests.factories.accounts import make_user, sign_in
from tests.factories.benchmarks import make_group, submit_reports
from tests.factories.clusters import add_member, make_cluster
from tests.statements import count_statements

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
TELLING = [71357, 82461, 93579, 64283]
DISTINCT: dict[str, dict[str, Any]] = {
    "1.2": {"types": {"sme": 5, "large": 0, "research": 1, "public": 1, "finance_others": 1}},
    "2.8": {"met": 17},
    "3.2": {"income": {"fees": "31337.00", "services": "0.00", "sponsoring": "0.00", "other_private": "0.00",
                       "regional": "68663.00", "national": "0.00", "european": "0.00"}},
    "4.8": {"intensity": {"research": 0, "matchmaking": 0, "training": 0, "entrepreneurship": 0, "marketing": 0,
                          "internationalisation": 0, "funding": 0, "networks": 0}},
}  # fmt: skip


@pytest.fixture
def own(app: Flask, client: FlaskClient) -> Cluster:
    """A cluster organisation with 77 reports in media; one of its people is signed in."""
    cluster = make_cluster(name="Havnsund Maritime Cluster")
    submit_reports(cluster, 77)
    user = make_user("Mette Lindholt")
    add_member(cluster, user, TeamRole.VIEWER)
    sign_in(client, user)
    return cluster


def _page(client: FlaskClient, cluster: Cluster, group: str = "") -> str:
    answer = client.get(f"/clusters/{cluster.id}/benchmark?group={group}")
    assert answer.status_code == 200
    return answer.text.partition("<main")[2].partition("</main>")[0]


def _table(client: FlaskClient, cluster: Cluster, group: str = "") -> list[list[str]]:
    text = client.get(f"/clusters/{cluster.id}/benchmark.csv?group={group}").text
    return list(csv.reader(io.StringIO(text.removeprefix(BOM))))


def _digits(text: str) -> str:
    """The text with figures as programs write them: 71,357 is 71357."""
    return re.sub(r"(?<=\d),(?=\d)", "", text)


def test_page_shows_own_value_beside_the_median(client: FlaskClient, own: Cluster) -> None:
    make_group(range(61, 71))
    text = _page(client, own)
    assert 'aria-label="Reports in media: your cluster 77, median 65.5, n = 10"' in text
    assert "beside 10 clusters (Maritime technologies and water, Denmark)" in text
    assert '<a href="#topic-media-reports">' in text


def test_figures_are_cut_and_never_rounded_up(client: FlaskClient, own: Cluster) -> None:
    submit_reports(own, 77, more={"2.8": {"met": 28}})
    make_group(range(5))
    assert "your cluster 33.3 %" in _page(client, own).replace("\N{NO-BREAK SPACE}", " ")
    assert next(row[3] for row in _table(client, own) if row[0] == "Met in person") == "33.33"


def test_group_below_the_minimum_lets_no_figure_out(client: FlaskClient, own: Cluster) -> None:
    for reports in TELLING:
        submit_reports(make_cluster(), reports, more=DISTINCT)
    text = _page(client, own)
    for said in (text, client.get(f"/clusters/{own.id}/benchmark.csv").text):
        figures = _digits(said)
        assert not [
            number for number in (*TELLING, 31337, "20.2", "31.3", "62.5", "87.5") if str(number) in figures
        ]
    assert "This group is too small." in text
    assert "n below 5" in text
    assert "n = 4" not in text
    assert re.search(r"median \d", text) is None
    assert 'class="box"' not in text
    for row in _table(client, own)[1:]:
        assert row[4:10] == ["<5", "", "", "", "", ""], row
        assert (set(row[10:-1]), row[-1][:23]) == ({""}, "The group is too small."), row


def test_topic_that_few_answered_is_withheld_within_a_large_group(client: FlaskClient, own: Cluster) -> None:
    for _number in range(6):
        submit_reports(make_cluster(), 9, scheme="cme-bronze")
    make_group(TELLING)
    rows = {row[0]: row for row in _table(client, own)}
    assert rows["Reports in media"][4] == "10"
    assert rows["Targets reached"][4:10] == ["<5", "", "", "", "", ""]
    assert rows["Targets reached"][-1] == "Too few clusters answered."
    assert "Fewer than 5 clusters answered, so nothing is shown." in _page(client, own)


def test_large_group_never_shows_its_extremes(client: FlaskClient, own: Cluster) -> None:
    values = [1000 * number + 357 for number in range(21, 46)]
    make_group(values)
    for said in (_page(client, own), client.get(f"/clusters/{own.id}/benchmark.csv").text):
        figures = _digits(said)
        assert "33350" in figures
        assert "21350" not in figures
        assert "45350" not in figures


def test_country_and_all_can_be_chosen(client: FlaskClient, own: Cluster) -> None:
    make_group([10] * 5, portfolios=["food"])
    make_group([30] * 6, country="SE", portfolios=["food"])
    assert "beside 5 clusters (Denmark)" in _page(client, own, "country:DK")
    text = _page(client, own, "all")
    assert "beside 11 clusters (All clusters)" in text
    assert '<option value="all" selected>' in text
    assert "Maritime technologies and water (n below 5)" in text


def test_own_selection_is_made_of_what_is_there_and_widens_when_it_is_too_small(
    client: FlaskClient, own: Cluster
) -> None:
    make_group([10] * 5, portfolios=["food"])
    make_group([30] * 6, country="SE", portfolios=["food"])
    both = client.get(f"/clusters/{own.id}/benchmark?own=1&country=DK&country=SE&portfolio=").text
    assert "beside 11 clusters (Denmark or Sweden)" in both
    assert "is too small to show" not in both
    assert '<option value="SE" selected>Sweden</option>' in both
    few = client.get(f"/clusters/{own.id}/benchmark?own=1&country=DK&portfolio=food").text
    assert "Food, Denmark is too small to show" in few
    assert "beside 6 clusters (Food)" in few
    evil = client.get(f"/clusters/{own.id}/benchmark?own=1&country=%3Cb%3E&level=x").text
    assert "beside 11 clusters (All clusters)" in evil


def test_name_is_escaped_and_never_in_the_table(client: FlaskClient, own: Cluster) -> None:
    evil = make_cluster(name="=HYPERLINK(<b>x</b>)")
    submit_reports(evil, 70)
    make_group(range(5))
    user = make_user("Jonas Krag")
    add_member(evil, user)
    sign_in(client, user)
    text = _page(client, evil)
    assert "<b>x" not in text
    assert "=HYPERLINK(&lt;b&gt;x&lt;/b&gt;)" in text
    cells = [cell for row in _table(client, evil) for cell in row]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")]


def test_table_is_a_csv_file_for_spreadsheets_and_programs(client: FlaskClient, own: Cluster) -> None:
    make_group(range(61, 81))
    answer = client.get(f"/clusters/{own.id}/benchmark.csv?group=all")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="benchmark-{own.id}-all.csv"'
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = _table(client, own)
    assert rows[0][:5] == ["Topic", "Part", "Unit", "Own value", "n"]
    assert {len(row) for row in rows} == {22}
    lines = [",".join(row) for row in rows]
    own_row = "Reports in media,,reports,77.00,20,62.90,65.75,70.50,75.25,78.10,70.50,20,82,61,94" + "," * 7
    assert own_row in lines
    assert "Who takes part,Small and medium firms,percent,55.95,20,,,55.95" + "," * 14 in lines
    assert "Services,Training,level,2.00,20,,,2.00" + "," * 14 in lines


def test_value_that_was_not_answered_is_a_dash(client: FlaskClient, own: Cluster) -> None:
    make_group(range(5))
    submit_reports(own, 77, more={"4.9": {"targets": 0, "reached": 0}})
    text = _page(client, own)
    assert 'aria-label="Targets reached: your cluster –, median 83.3' in text


@pytest.mark.parametrize("page", ["benchmark", "benchmark.csv", "benchmark.pdf"])
def test_comparison_of_another_cluster_is_not_found(client: FlaskClient, own: Cluster, page: str) -> None:
    foreign = make_group(range(5), partner_consent=True)[0]
    assert client.get(f"/clusters/{foreign.id}/{page}").status_code == 404
    assert client.get(f"/clusters/{own.id}/{page}").status_code == 200


@pytest.mark.parametrize("role", list(RoleName))
def test_no_role_reads_a_comparison_without_the_team(
    client: FlaskClient, own: Cluster, role: RoleName
) -> None:
    sign_in(client, make_user(roles=[role]))
    assert client.get(f"/clusters/{own.id}/benchmark").status_code == 404
    assert client.get("/benchmark").status_code == 403


def test_cluster_without_a_submission_is_told_when_the_comparison_comes(
    client: FlaskClient, app: Flask
) -> None:
    user, cluster = make_user(), make_cluster()
    add_member(cluster, user)
    sign_in(client, user)
    assert client.get("/benchmark").location == f"/clusters/{cluster.id}/benchmark"
    assert "The comparison appears when" in client.get(f"/clusters/{cluster.id}/benchmark").text
    assert client.get(f"/clusters/{cluster.id}/benchmark.csv").status_code == 404


def test_page_needs_as_many_statements_for_a_large_group_as_for_a_small_one(
    client: FlaskClient, own: Cluster
) -> None:
    make_group(range(5))
    few = _statements(client, own)
    make_group(range(100, 135))
    assert "beside 40 clusters" in _page(client, own)
    assert _statements(client, own) <= few


def _statements(client: FlaskClient, cluster: Cluster) -> int:
    with count_statements() as seen:
        _page(client, cluster)
    return len(seen)


def test_report_says_what_its_page_says_and_lets_nothing_else_out(client: FlaskClient, own: Cluster) -> None:
    make_group(TELLING)
    answer = client.get(f"/clusters/{own.id}/benchmark.pdf?group=all")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="benchmark-{own.id}-all.pdf"'
    text = " ".join(" ".join(pdf.page_texts(answer.data)).split())
    assert own.name in text
    assert "a group that is too small to show" in text
    assert not any(str(value) in _digits(text) for value in TELLING)
    assert pdf.faults(answer.data) == []
