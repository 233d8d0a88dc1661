"""What happens to a file that arrives, and to one that is removed."""

import hashlib
import io
from pathlib import Path

import pytest

from labelapp.events.log import timeline
from labelapp.evidence import storage as kept
from labelapp.evidence.operations import remove_document, store_upload
from labelapp.evidence.receiving import receive
from labelapp.extensions import db
from labelapp.web.errors import InvalidInput
from tests.evidence import files
from tests.factories.accounts import make_user
from tests.factories.clusters import make_cluster
from tests.factories.evidence import make_document, upload

pytestmark = pytest.mark.usefixtures("app")


class Endless(io.RawIOBase):
    """A file that never ends, and says how much of it was read."""

    taken = 0

    def seekable(self) -> bool:
        return True

    def seek(self, *_where: int) -> int:
        return 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        self.taken += size
        return bytes(size)


def kept_files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_upload_is_kept_under_its_hash(storage: Path) -> None:
    content = files.pdf(pages=3, mark="kept")
    document = make_document(make_cluster(), content, "Visit reports.pdf")
    sha256 = hashlib.sha256(content).hexdigest()
    (revision,) = document.files
    assert revision.sha256 == sha256
    assert (storage / sha256[:2] / sha256).read_bytes() == content
    assert (revision.pages, revision.size) == (3, len(content))
    assert (document.title, revision.content_type) == ("Visit reports", "application/pdf")
    assert b"".join(kept.read(sha256)) == content


def test_upload_is_recorded() -> None:
    document = make_document(make_cluster())
    assert [event.action for event in timeline(document)] == ["document.uploaded"]


def test_same_file_again_gives_the_document_that_is_there() -> None:
    cluster = make_cluster()
    first = make_document(cluster, b"a;b\n", "one.csv")
    assert make_document(cluster, b"a;b\n", "two.csv") is first
    assert make_document(make_cluster(name="Another"), b"a;b\n", "one.csv") is not first


def test_removed_document_comes_back_with_the_same_file() -> None:
    cluster = make_cluster()
    document = make_document(cluster, b"a;b\n")
    remove_document(document, by=make_user())
    assert document.removed_at is not None
    assert b"".join(kept.read(document.files[0].sha256)) == b"a;b\n"
    assert make_document(cluster, b"a;b\n") is document
    assert document.removed_at is None
    actions = [event.action for event in timeline(document)]
    assert actions == ["document.uploaded", "document.removed", "document.restored"]


def test_file_over_the_limit_is_refused_before_it_is_read_to_its_end() -> None:
    endless = Endless()
    with pytest.raises(InvalidInput, match="too large"):
        receive(endless, limit=5_000_000)  # type: ignore[arg-type]
    assert endless.taken < 8_000_000


def test_file_of_exactly_the_limit_is_received() -> None:
    assert receive(io.BytesIO(b"x" * 1000), limit=1000).size == 1000
    with pytest.raises(InvalidInput):
        receive(io.BytesIO(b"x" * 1001), limit=1000)


@pytest.mark.parametrize(
    "content", [b"", b"<html><script>alert(1)</script>", files.pdf(password="secret"), b"%PDF-1.7\nnothing"]
)
def test_refused_file_leaves_nothing_behind(storage: Path, content: bytes) -> None:
    before = kept_files(storage)
    with pytest.raises(InvalidInput):
        store_upload(make_cluster(), upload(content, "report.pdf"), by=make_user())
    db.session.rollback()
    assert kept_files(storage) == before


@pytest.mark.parametrize(
    ("sent", "kept_as"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ("C:\\Users\\me\\Mitglieder Übersicht.CSV", "Mitglieder Übersicht.csv"),
        ("list\u202evsc.exe", "listvsc.exe.txt"),
        ("bad\r\nname.csv", "badname.csv"),
        ("." * 20 + "csv", "csv.csv"),
        ("x" * 400 + ".csv", "x" * 150 + ".csv"),
    ],
)
def test_sent_name_is_made_safe(sent: str, kept_as: str) -> None:
    assert make_document(make_cluster(), filename=sent).files[0].filename == kept_as
