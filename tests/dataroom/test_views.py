"""The data room in the browser: who writes, what a form refuses, lists by pages, export and import again."""

import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from labelapp.accounts.models import RoleName, User
from labelapp.clusters.models import Cluster, TeamRole
from labelapp.dataroom.importing import check_rows, give_up_import
from labelapp.dataroom.models import Import, Income, Member
from labelapp.events.jobs import run_waiting
from labelapp.extensions import db
from tests.factories.accounts import make_user, sign_in
from tests.factories.clusters import add_member, make_cluster
from tests.factories.dataroom import make_activity, make_import, make_income, make_member, make_post
from tests.statements import count_statements

MEMBER = {"name": "Virkholm", "kind": "sme", "country": "DK", "joined_on": "2020-02-01", "committed": "y"}


@pytest.fixture
def cluster(app: Flask) -> Cluster:
    return make_cluster(name="Havnsund Maritime Cluster")


def enter(client: FlaskClient, cluster: Cluster, role: TeamRole = TeamRole.MANAGER) -> User:
    user = make_user()
    add_member(cluster, user, role)
    sign_in(client, user)
    return user


def room(cluster: Cluster, path: str = "") -> str:
    return f"/clusters/{cluster.id}/data-room{path}"


def test_member_is_entered_changed_and_removed(client: FlaskClient, cluster: Cluster) -> None:
    enter(client, cluster, TeamRole.CONTRIBUTOR)
    assert client.post(room(cluster, "/members/new"), data=MEMBER).status_code == 303
    member = db.session.scalars(select(Member)).one()
    page = room(cluster, f"/members/{member.id}")
    assert client.post(page, data=MEMBER | {"kind": "large"}).status_code == 303
    db.session.refresh(member)
    assert (member.kind, member.committed) == ("large", True)
    assert "Remove “Virkholm”?" in client.get(f"{page}/remove").text
    assert client.post(f"{page}/remove").status_code == 303
    assert db.session.scalars(select(Member)).all() == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "Fill this in."),
        ({"region": "SE11"}, "lies in another country"),
        ({"left_on": "2019-01-01"}, "The end lies before the start."),
        ({"name": "KATTHOLM"}, "This stands in the list already."),
    ],
)
def test_form_says_what_is_wrong_and_keeps_what_was_typed(
    client: FlaskClient, cluster: Cluster, change: dict[str, str], words: str
) -> None:
    make_member(cluster, name="Kattholm")
    enter(client, cluster)
    answer = client.post(room(cluster, "/members/new"), data=MEMBER | change)
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="2020-02-01"' in answer.text


def test_number_larger_than_a_column_is_refused_at_its_field(client: FlaskClient, cluster: Cluster) -> None:
    enter(client, cluster)
    data = {"name": "Office", "role": "support", "fte": "9" * 16, "from_on": "2025-01-01"}
    answer = client.post(room(cluster, "/staff/new"), data=data)
    assert answer.status_code == 422
    assert "This number is too large." in answer.text


def test_name_of_an_imported_file_holds_no_null_character(client: FlaskClient, cluster: Cluster) -> None:
    enter(client, cluster)
    head = "--b\r\nContent-Disposition: form-data; name=file; filename*=UTF-8''a%00b.csv\r\n\r\n"
    body = f"{head}Name;Kind;Country\nVirkholm;sme;DK\n\r\n--b--\r\n"
    kind = "multipart/form-data; boundary=b"
    answer = client.post(room(cluster, "/members/import"), data=body, content_type=kind)
    assert answer.status_code == 303
    assert db.session.scalars(select(Import.filename)).one() == "ab.csv"


def test_amount_and_fraction_are_kept_exactly(client: FlaskClient, cluster: Cluster) -> None:
    enter(client, cluster)
    data = {"name": "Fees", "year": "2025", "source": "fees", "amount": "1.234,56"}
    assert client.post(room(cluster, "/finances/new"), data=data).status_code == 303
    assert str(db.session.scalars(select(Income.amount)).one()) == "1234.56"


@pytest.mark.parametrize("role", [TeamRole.VIEWER, TeamRole.LEGAL_REPRESENTATIVE, RoleName.SECRETARIAT])
def test_who_only_reads_finds_no_way_to_write(
    client: FlaskClient, cluster: Cluster, role: TeamRole | RoleName
) -> None:
    make_member(cluster)
    if isinstance(role, TeamRole):
        enter(client, cluster, role)
    else:
        sign_in(client, make_user(roles=[role]))
    page = client.get(room(cluster, "/members"))
    assert page.status_code == 200
    assert "/members/new" not in page.text
    assert client.post(room(cluster, "/members/new"), data=MEMBER).status_code == 404


def test_lists_and_figures_hold_nothing_of_other_rooms(client: FlaskClient, cluster: Cluster) -> None:
    make_member(cluster)
    secret = make_member(make_cluster(), name="Undisclosed member")
    enter(client, cluster)
    for path in ("", "/members", "/members/export.csv", "/figures/members.committed"):
        assert "Undisclosed" not in client.get(room(cluster, path)).text
    assert client.get(room(cluster, f"/members/{secret.id}")).status_code == 404


def fill(cluster: Cluster, number: int) -> None:
    for _each in range(number):
        make_member(cluster)
        make_post(cluster, "0.5")
        make_income(cluster, 2025, "10")


@pytest.mark.parametrize(
    "path", ["", "/members", "/members?sort=joined_on", "/staff?sort=fte", "/figures/staff.fte"]
)
def test_page_needs_as_many_statements_for_many_rows_as_for_few(
    client: FlaskClient, cluster: Cluster, path: str
) -> None:
    enter(client, cluster)
    counts = []
    for number in (1, 30):
        fill(cluster, number)
        with count_statements() as statements:
            assert client.get(room(cluster, path)).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(("kind", "sort"), [("members", "joined_on"), ("staff", "fte"), ("members", "kind")])
@pytest.mark.parametrize("order", ["", "descending"])
def test_paging_shows_every_row_once_in_any_order(
    client: FlaskClient, cluster: Cluster, kind: str, sort: str, order: str
) -> None:
    for number in range(30):
        make_member(cluster, name=f"Row {number}", joined_on=None)
        make_post(cluster, f"{number}.5", name=f"Row {number}")
    enter(client, cluster)
    address, seen = room(cluster, f"/{kind}?sort={sort}&order={order}"), []
    while address:
        page = client.get(address).text
        seen += re.findall(r'<th scope="row">(Row \d+)<', page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = following[1].replace("&amp;", "&") if following else ""
    assert sorted(seen) == sorted(f"Row {number}" for number in range(30))


def test_search_and_filter_narrow_the_list(client: FlaskClient, cluster: Cluster) -> None:
    make_member(cluster, name="Østersø Havn", kind="public")
    make_member(cluster, name="Kattholm Værft")
    enter(client, cluster)
    assert "Kattholm" not in client.get(room(cluster, "/members?search=østersø")).text
    assert "Østersø" not in client.get(room(cluster, "/members?filter=sme")).text


@pytest.mark.parametrize("kind", ["members", "staff", "finances", "press"])
def test_export_that_is_imported_again_changes_nothing(
    client: FlaskClient, cluster: Cluster, kind: str
) -> None:
    fill(cluster, 2)
    make_member(cluster, name="=cmd()", number="007", region="DK03")
    make_activity(cluster, "press", make_member(cluster).joined_on, sort="story")
    user = enter(client, cluster)
    export = client.get(room(cluster, f"/{kind}/export.csv")).get_data(as_text=True)
    checked = check_rows(make_import(cluster, user, export, kind))
    assert (checked.good, checked.refused) == (0, 0)
    assert checked.unchanged > 0


def test_import_goes_from_upload_to_the_end(client: FlaskClient, cluster: Cluster) -> None:
    enter(client, cluster)
    text = "Name;Country;Art\nA;DK;sme\nB;Atlantis;sme\n"
    sent = {"file": (io.BytesIO(text.encode()), "members.csv")}
    columns = client.post(room(cluster, "/members/import"), data=sent).headers["Location"]
    assert "members.csv, read as CSV, UTF-8, ;: 2 members." in client.get(columns).text
    missing = client.post(columns, data={"name": "0", "country": "1"})
    assert (missing.status_code, "Say where these columns are: Kind." in missing.text) == (422, True)
    preview = client.post(columns, data={"name": "0", "country": "1", "kind": "2"}).headers["Location"]
    assert "“Atlantis” is no country." in client.get(preview).text
    assert "“Atlantis” is no country." in client.get(f"{preview}/report.csv").get_data(as_text=True)
    assert client.post(preview).status_code == 422
    assert client.post(preview, data={"without_refused": "1"}).status_code == 303
    assert "The import starts in a moment." in client.get(preview).text
    assert run_waiting() == 1
    assert "The import has ended." in client.get(preview).text
    assert db.session.scalars(select(Member.name)).all() == ["A"]


def test_import_that_was_given_up_shows_its_preview_again_and_can_be_started_anew(
    client: FlaskClient, cluster: Cluster
) -> None:
    enter(client, cluster)
    sent = {"file": (io.BytesIO(b"Name;Country;Art\nA;DK;sme\n"), "members.csv")}
    columns = client.post(room(cluster, "/members/import"), data=sent).headers["Location"]
    preview = client.post(columns, data={"name": "0", "country": "1", "kind": "2"}).headers["Location"]
    client.post(preview)
    give_up_import(db.session.scalars(select(Import.id)).one())
    db.session.commit()
    assert "The import did not end." in client.get(preview).text
    client.post(preview)
    assert "The import starts in a moment." in client.get(preview).text


def test_figure_page_says_how_it_adds_up(client: FlaskClient, cluster: Cluster) -> None:
    make_post(cluster, "0.75", name="Head")
    make_post(cluster, "1", name="Project officer", role="project")
    enter(client, cluster)
    page = client.get(room(cluster, "/figures/staff.fte")).text
    assert "0.75" in page
    assert "Project officer" not in page
