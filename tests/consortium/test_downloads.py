"""Files of a remit as ZIP: exactly what the list shows, with an index, and one at a time in memory."""

import csv
import io
import os
import tracemalloc
from datetime import timedelta
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient

from labelapp.certificates.models import Certificate, Origin
from labelapp.clock import today
from labelapp.consortium import downloads
from labelapp.consortium.models import Partner
from labelapp.consortium.queries import RemitRequest, in_portions
from labelapp.events.zipping import zipped
from labelapp.evidence import storage
from labelapp.extensions import db
from tests.factories.benchmarks import make_group, submit_reports
from tests.factories.certificates import make_certificate
from tests.factories.clusters import make_cluster
from tests.factories.consortium import make_programme


def _stored(certificate: Certificate) -> Certificate:
    """A certificate whose file is printed already; the file says which it is."""
    certificate.pdf_sha256 = storage.put_bytes(f"%PDF of {certificate.serial}".encode())
    db.session.commit()
    return certificate


def _zip(client: FlaskClient, address: str) -> ZipFile:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.mimetype == "application/zip"
    return ZipFile(io.BytesIO(answer.data))


def _index(archive: ZipFile) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(archive.read("index.csv").decode("utf-8-sig"))))


def test_zip_holds_exactly_the_certificates_of_the_remit(client: FlaskClient, nordic: Partner) -> None:
    funded = make_cluster(country="PT")
    make_programme(funded, partner=nordic)
    inside = [_stored(make_certificate(one)) for one in (make_cluster(country="DK"), funded)]
    _stored(make_certificate(make_cluster(country="DE")))
    archive = _zip(client, "/consortium/certificates.zip")
    assert archive.testzip() is None
    files = {f"{one.serial}.pdf" for one in inside}
    assert set(archive.namelist()) == files | {"index.csv", "index.html"}
    for one in inside:
        assert archive.read(f"{one.serial}.pdf").decode() == f"%PDF of {one.serial}"
    assert {row["file"] for row in _index(archive)} == files


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("level=gold", {"Alpha"}),
        ("search=beta", {"Beta"}),
        ("held=renewable", {"Late"}),
        ("ends=6", {"Beta"}),
        ("country=SE", {"Beta"}),
    ],
)
def test_zip_is_filtered_as_the_list(
    client: FlaskClient, nordic: Partner, query: str, names: set[str]
) -> None:
    day = today()
    _stored(make_certificate(make_cluster(name="Alpha"), valid_until=day + timedelta(days=400)))
    soon = make_certificate(
        make_cluster(name="Beta", country="SE"), "silver", valid_until=day + timedelta(days=9)
    )
    late = make_certificate(make_cluster(name="Late"), "bronze", valid_until=day - timedelta(days=9))
    for one in (soon, late):
        _stored(one)
    archive = _zip(client, f"/consortium/certificates.zip?{query}")
    assert {row["holder"] for row in _index(archive)} == names
    text = client.get(f"/consortium/certificates.csv?{query}").text
    assert {name for name in ("Alpha", "Beta", "Late") if name in text} == names


def test_certificate_that_is_not_given_out_is_in_the_index_without_a_file(
    client: FlaskClient, nordic: Partner
) -> None:
    for changes in ({"suspended_on": today()}, {"origin": Origin.IMPORTED}):
        _stored(make_certificate(**changes))
    archive = _zip(client, "/consortium/certificates.zip")
    assert set(archive.namelist()) == {"index.csv", "index.html"}
    assert sorted((row["file"], row["status"]) for row in _index(archive)) == [
        ("", "suspended"),
        ("", "valid"),
    ]
    assert archive.read("index.html").decode().count("(no file)") == 2


def test_certificate_that_was_never_printed_is_printed_for_the_zip(
    client: FlaskClient, nordic: Partner
) -> None:
    certificate = make_certificate()
    archive = _zip(client, "/consortium/certificates.zip")
    assert archive.read(f"{certificate.serial}.pdf").startswith(b"%PDF-")
    db.session.expire_all()
    assert certificate.pdf_sha256 is not None


def test_index_holds_no_formula_and_escapes_names(client: FlaskClient, nordic: Partner) -> None:
    _stored(make_certificate(make_cluster(name="=1+1<b>")))
    archive = _zip(client, "/consortium/certificates.zip")
    assert _index(archive)[0]["holder"] == "'=1+1<b>"
    assert "<b>" not in archive.read("index.html").decode()


def test_zip_of_many_files_needs_the_memory_of_one(
    client: FlaskClient, nordic: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twenty files of half a megabyte that cannot be made smaller: what is sent is forgotten."""
    for _number in range(20):
        make_certificate()
    size = 500_000
    monkeypatch.setattr(downloads, "certificate_file", lambda _one: os.urandom(size))
    listed = in_portions(nordic, RemitRequest(), today())
    tracemalloc.start()
    sent = sum(map(len, zipped(downloads.certificate_files(listed, "Nordic", today()))))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sent > 20 * size
    assert peak < 6 * size


def test_list_for_the_zip_is_read_in_portions(
    client: FlaskClient, nordic: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("labelapp.consortium.queries.AT_ONCE", 2)
    for letter in "CABED":
        make_certificate(make_cluster(name=f"Cluster {letter}"))
    db.session.expire_all()
    kept = []
    for letter, one in zip("ABCDE", in_portions(nordic, RemitRequest(), today()), strict=True):
        assert one.holder == f"Cluster {letter}"
        kept.append(len([row for row in db.session if isinstance(row, Certificate)]))
    assert max(kept) == 2


def test_zip_of_benchmarks_holds_those_who_agreed_and_names_the_others(
    client: FlaskClient, nordic: Partner
) -> None:
    agreed = make_cluster(name="Agreed", partner_consent=True)
    silent = make_cluster(name="Silent")
    foreign = make_cluster(name="Foreign", country="DE", partner_consent=True)
    make_cluster(name="Waiting", partner_consent=True)
    for cluster in (agreed, silent, foreign):
        submit_reports(cluster, 77)
    make_group(range(5))
    archive = _zip(client, "/consortium/benchmarks.zip")
    assert set(archive.namelist()) == {f"benchmark-{agreed.id}.csv", "index.csv"}
    said = {row["cluster"]: row["comparison"] for row in _index(archive)}
    assert "Foreign" not in said
    assert (said["Agreed"], said["Silent"], said["Waiting"]) == (
        "in this file",
        "needs consent",
        "nothing submitted",
    )
    alone = client.get(f"/consortium/clusters/{agreed.id}/benchmark.csv").data
    assert archive.read(f"benchmark-{agreed.id}.csv") == alone


def test_file_that_cannot_be_made_leaves_the_others(client: FlaskClient, nordic: Partner) -> None:
    _stored(make_certificate(make_cluster(name="Good")))
    make_certificate(make_cluster(name="\N{CJK UNIFIED IDEOGRAPH-4E00}"))
    rows = {row["holder"]: row["file"] for row in _index(_zip(client, "/consortium/certificates.zip"))}
    assert rows["Good"]
    assert rows["\N{CJK UNIFIED IDEOGRAPH-4E00}"] == ""
