"""The evidence library in the browser: who gets in, what goes in, how files come out."""

import io
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from labelapp.accounts.models import RoleName, User
from labelapp.clusters.models import Cluster, TeamRole
from labelapp.evidence.models import Document
from labelapp.extensions import db
from tests.evidence import files
from tests.factories.accounts import make_user, sign_in
from tests.factories.clusters import add_member, make_cluster
from tests.factories.evidence import make_document
from tests.statements import count_statements


@pytest.fixture
def cluster(app: Flask) -> Cluster:
    return make_cluster(name="Havnsund Maritime Cluster")


def enter(client: FlaskClient, cluster: Cluster, role: TeamRole = TeamRole.MANAGER) -> User:
    user = make_user()
    add_member(cluster, user, role)
    sign_in(client, user)
    return user


def send(client: FlaskClient, cluster: Cluster, content: bytes, name: str, **headers: str) -> TestResponse:
    return client.post(
        f"/clusters/{cluster.id}/documents", data={"file": (io.BytesIO(content), name)}, headers=headers
    )


def test_manager_adds_a_document_and_finds_it(client: FlaskClient, cluster: Cluster) -> None:
    enter(client, cluster)
    answer = send(client, cluster, files.pdf(2), "Statutes.pdf")
    assert answer.status_code == 303
    page = client.get(answer.headers["Location"]).text
    assert "Statutes" in page
    assert "2 pages" in page


def test_page_named_pdf_is_refused_with_words(client: FlaskClient, cluster: Cluster, storage: Path) -> None:
    enter(client, cluster)
    answer = send(client, cluster, b"<!doctype html><title>x</title>", "report.pdf")
    assert answer.status_code == 422
    assert "report.pdf: This is a web page (HTML)" in answer.text
    assert db.session.query(Document).count() == 0


def test_script_gets_the_refusal_as_json(client: FlaskClient, cluster: Cluster) -> None:
    enter(client, cluster)
    answer = send(client, cluster, b"", "report.pdf", Accept="application/json")
    assert answer.status_code == 422
    assert "empty" in answer.json["error"]  # type: ignore[index]


def test_upload_without_a_file_is_refused(client: FlaskClient, cluster: Cluster) -> None:
    enter(client, cluster)
    assert client.post(f"/clusters/{cluster.id}/documents").status_code == 422


def test_upload_beyond_the_limit_of_a_request_gets_413(client: FlaskClient, cluster: Cluster) -> None:
    enter(client, cluster)
    answer = client.post(
        f"/clusters/{cluster.id}/documents",
        data=bytes(27 * 1024 * 1024),
        content_type="multipart/form-data; boundary=x",
    )
    assert answer.status_code == 413
    assert "too large" in answer.text
    assert db.session.query(Document).count() == 0


@pytest.mark.parametrize("role", [TeamRole.VIEWER, TeamRole.LEGAL_REPRESENTATIVE])
def test_reader_of_the_team_sees_but_does_not_add(
    client: FlaskClient, cluster: Cluster, role: TeamRole
) -> None:
    enter(client, cluster, role)
    page = client.get(f"/clusters/{cluster.id}/documents")
    assert page.status_code == 200
    assert "Add the files" not in page.text
    assert send(client, cluster, b"a;b\n", "x.csv").status_code == 404


@pytest.mark.parametrize(
    ("roles", "status"),
    [
        ([RoleName.SECRETARIAT], 200),
        ([RoleName.ASSESSOR], 404),
        ([RoleName.BOARD], 404),
        ([RoleName.PARTNER], 404),
        ([RoleName.ADMINISTRATOR], 404),
        ([], 404),
    ],
)
def test_stranger_finds_nothing(
    client: FlaskClient, cluster: Cluster, roles: list[RoleName], status: int
) -> None:
    document = make_document(cluster)
    addresses = [f"/documents/{document.id}/download", f"/documents/{document.id}/view"]
    sign_in(client, make_user("Ida Stranger", roles=roles))
    for address in [*addresses, f"/clusters/{cluster.id}/documents"]:
        assert client.get(address).status_code == status


def test_team_of_another_cluster_finds_nothing(client: FlaskClient, cluster: Cluster) -> None:
    document = make_document(cluster)
    enter(client, make_cluster(name="Another"))
    assert client.get(f"/documents/{document.id}/download").status_code == 404


def test_visitor_is_asked_to_sign_in(client: FlaskClient, cluster: Cluster) -> None:
    document = make_document(cluster)
    db.session.commit()
    assert client.get(f"/documents/{document.id}/download").status_code == 302


def test_download_is_sent_to_be_kept_and_cannot_run(client: FlaskClient, cluster: Cluster) -> None:
    document = make_document(cluster, b"a;b\n", "Übersicht “2026”.csv")
    enter(client, cluster)
    answer = client.get(f"/documents/{document.id}/download")
    assert answer.data == b"a;b\n"
    headers = answer.headers
    assert headers["Content-Type"] == "text/csv; charset=utf-8"
    assert headers["Content-Disposition"] == (
        "attachment; filename=\"_bersicht _2026_.csv\"; filename*=UTF-8''%C3%9Cbersicht%20%E2%80%9C2026%E2%80%9D.csv"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert headers["Cache-Control"] == "no-store"


def test_pdf_is_shown_inside_our_own_pages_only(client: FlaskClient, cluster: Cluster) -> None:
    document = make_document(cluster, files.pdf(), "a.pdf")
    enter(client, cluster)
    headers = client.get(f"/documents/{document.id}/view").headers
    assert headers["Content-Disposition"].startswith("inline;")
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]


def test_table_is_never_shown_inline(client: FlaskClient, cluster: Cluster) -> None:
    document = make_document(cluster, files.xlsx(), "a.xlsx")
    enter(client, cluster)
    headers = client.get(f"/documents/{document.id}/view").headers
    assert headers["Content-Disposition"].startswith("attachment;")


def test_document_lost_by_the_storage_is_not_found(
    client: FlaskClient, cluster: Cluster, storage: Path
) -> None:
    document = make_document(cluster)
    enter(client, cluster)
    sha256 = document.files[0].sha256
    (storage / sha256[:2] / sha256).unlink()
    assert client.get(f"/documents/{document.id}/download").status_code == 404


def test_search_finds_titles_without_regard_to_case(client: FlaskClient, cluster: Cluster) -> None:
    make_document(cluster, title="Annual report 100%")
    make_document(cluster, title="Bylaws")
    enter(client, cluster)
    page = client.get(f"/clusters/{cluster.id}/documents?q=REPORT+100%25").text
    assert "Annual report" in page
    assert "Bylaws" not in page
    assert "Bylaws" not in client.get(f"/clusters/{cluster.id}/documents?q=%25").text


def test_list_is_sorted_as_asked(client: FlaskClient, cluster: Cluster) -> None:
    make_document(cluster, title="Zeta", content=b"z")
    make_document(cluster, title="alpha", content=b"a much longer text")
    enter(client, cluster)

    def order(query: str) -> bool:
        page = client.get(f"/clusters/{cluster.id}/documents?{query}").text
        return page.index("alpha") < page.index("Zeta")

    assert order("sort=title&order=ascending")
    assert not order("sort=title&order=descending")
    assert not order("sort=size&order=ascending")
    assert client.get(f"/clusters/{cluster.id}/documents?sort=nonsense").status_code == 200


def test_own_documents_lead_to_the_library(client: FlaskClient, cluster: Cluster) -> None:
    enter(client, cluster)
    assert client.get("/documents").headers["Location"] == f"/clusters/{cluster.id}/documents"


def test_library_takes_the_same_statements_for_3_and_30_documents(
    client: FlaskClient, cluster: Cluster
) -> None:
    enter(client, cluster)
    address = f"/clusters/{cluster.id}/documents"

    def statements() -> int:
        client.get(address)
        with count_statements() as found:
            assert client.get(address).status_code == 200
        return len(found)

    for _number in range(3):
        make_document(cluster)
    few = statements()
    for _number in range(27):
        make_document(cluster)
    assert statements() == few


def test_document_is_removed_after_confirmation(client: FlaskClient, cluster: Cluster) -> None:
    document = make_document(cluster, title="Old statutes")
    enter(client, cluster)
    address = f"/documents/{document.id}/remove"
    assert "Old statutes" in client.get(address).text
    assert client.post(address).status_code == 303
    assert client.get(f"/documents/{document.id}/download").status_code == 404
    client.get(f"/clusters/{cluster.id}/documents")
    assert "Old statutes" not in client.get(f"/clusters/{cluster.id}/documents").text
