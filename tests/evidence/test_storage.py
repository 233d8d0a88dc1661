"""Files in an S3 bucket: whole or not at all, through the same pages; a server that is down loses nothing."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from pydantic import SecretStr

from labelapp.evidence import storage as kept
from labelapp.evidence.models import Document
from labelapp.extensions import db
from labelapp.settings import Settings
from tests.evidence import files
from tests.evidence.conftest import Desk
from tests.factories.evidence import make_document
from tests.services import BUCKET, Service, make_bucket, running, s3_server


@pytest.fixture(scope="module")
def server() -> Iterator[Service]:
    with running(s3_server()) as service:
        make_bucket(service)
        yield service


@pytest.fixture
def bucket(app: Flask, server: Service) -> Iterator[Service]:
    """The app stores in a bucket for the length of a test."""
    before: Settings = app.extensions["settings"]
    _use(app, before, server.address)
    yield server
    app.extensions["settings"] = before
    app.extensions.pop("storage", None)


def _use(app: Flask, before: Settings, address: str) -> None:
    changes = {
        "storage_endpoint": f"http://{address}",
        "storage_bucket": BUCKET,
        "storage_region": "eu-north-1",
        "storage_key": "test-key",
        "storage_secret": SecretStr("test-secret"),
    }
    app.extensions["settings"] = before.model_copy(update=changes)
    app.extensions.pop("storage", None)


def test_upload_goes_into_the_bucket_and_comes_back_in_pieces(
    desk: Desk, bucket: Service, storage: Path
) -> None:
    content = files.pdf(pages=2, mark="in the bucket")
    assert desk.send((content, "Statutes.pdf")).status_code == 303
    (document,) = db.session.query(Document)
    answer = desk.client.get(f"/documents/{document.id}/download")
    assert answer.data == content
    assert answer.headers["Content-Length"] == str(len(content))
    assert not list(storage.rglob(document.files[0].sha256))


def test_large_content_is_stored_in_parts_and_read_in_pieces(app: Flask, bucket: Service) -> None:
    content = b"0123456789abcdef" * 786_432  # 12 MiB, more than one part of a multipart upload
    sha256 = kept.put_bytes(content)
    pieces = list(kept.read(sha256))
    assert len(pieces) > 1
    assert b"".join(pieces) == content


def test_same_content_again_changes_nothing(app: Flask, bucket: Service) -> None:
    assert kept.put_bytes(b"once") == kept.put_bytes(b"once")
    assert kept.has(kept.put_bytes(b"once"))


def test_content_that_the_bucket_does_not_hold_is_not_found(desk: Desk, bucket: Service) -> None:
    document = make_document(desk.cluster, b"1\n", by=desk.user)
    document.files[0].sha256 = "0" * 64
    db.session.commit()
    assert desk.client.get(f"/documents/{document.id}/download").status_code == 404


def test_quarantined_content_is_not_found_under_its_hash(app: Flask, bucket: Service) -> None:
    sha256 = kept.put_bytes(b"set aside")
    kept.quarantine(sha256)
    kept.quarantine(sha256)
    assert not kept.has(sha256)
    with pytest.raises(kept.MissingContent):
        kept.read(sha256)


@pytest.mark.parametrize("json", [False, True])
def test_server_that_is_down_is_said_and_nothing_is_stored(
    desk: Desk, bucket: Service, app: Flask, json: bool
) -> None:
    there = make_document(desk.cluster, b"1\n", by=desk.user)
    db.session.commit()
    _use(app, app.extensions["settings"], "127.0.0.1:9")
    answer = desk.send((b"2\n", "b.txt"), json=json)
    assert answer.status_code == 503
    assert "b.txt: The storage of files does not answer" in answer.text
    assert [one.id for one in db.session.query(Document)] == [there.id]
    download = desk.client.get(f"/documents/{there.id}/download")
    assert download.status_code == 503
    assert "does not answer" in download.text
    _use(app, app.extensions["settings"], bucket.address)
    assert desk.client.get(f"/documents/{there.id}/download").data == b"1\n"


def test_wrong_secret_and_missing_bucket_are_said_like_a_server_that_is_down(
    app: Flask, bucket: Service
) -> None:
    before = app.extensions["settings"]
    app.extensions["settings"] = before.model_copy(update={"storage_bucket": "no-such-bucket"})
    app.extensions.pop("storage", None)
    with pytest.raises(kept.StorageDown):
        kept.put("1" * 64, io.BytesIO(b"x"))
