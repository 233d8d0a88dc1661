"""Documents with several files, and files with revisions: what is current, what is kept, what is refused."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from labelapp.clusters.models import Cluster
from labelapp.events.log import timeline
from labelapp.evidence.models import Document, Revision
from labelapp.evidence.operations import (
    add_file,
    remove_document,
    remove_file,
    replace_file,
    take_upload,
)
from labelapp.extensions import db
from labelapp.web.errors import DomainError, InvalidInput
from tests.evidence import files
from tests.evidence.conftest import Desk
from tests.factories.accounts import make_user
from tests.factories.clusters import make_cluster
from tests.factories.evidence import make_document, upload


def _numbers(document: Document) -> list[tuple[int, int, bool]]:
    """File, number and whether it is current, of every revision as the database has them."""
    db.session.flush()
    db.session.expire_all()
    found = [(one.file, one.number, one.replaced_at is None) for one in document.revisions]
    return sorted(found)


def test_new_revision_takes_the_place_and_the_earlier_one_is_kept(cluster: Cluster) -> None:
    document = make_document(cluster, b"first\n", "list.txt")
    first, jonas = document.files[0], make_user("Jonas Krag")
    second = replace_file(first, upload(b"second\n", "list 2026.txt"), jonas)
    assert _numbers(document) == [(1, 1, False), (1, 2, True)]
    assert document.files == [second]
    assert (second.filename, second.size, second.uploaded_by) == ("list 2026.txt", 7, jonas)
    assert (first.filename, first.size, len(first.sha256)) == ("list.txt", 6, 64)
    assert [event.action for event in timeline(document)] == ["document.uploaded", "document.revised"]


def test_replaced_revision_cannot_be_replaced_again(cluster: Cluster) -> None:
    document = make_document(cluster, b"1\n")
    first = document.files[0]
    replace_file(first, upload(b"2\n", "x.txt"), make_user())
    with pytest.raises(DomainError, match="newer revision"):
        replace_file(first, upload(b"3\n", "x.txt"), make_user())


def test_earlier_revision_that_is_sent_again_becomes_the_current_one(cluster: Cluster) -> None:
    document = make_document(cluster, b"1\n", "x.txt")
    second = replace_file(document.files[0], upload(b"2\n", "x.txt"), make_user())
    replace_file(second, upload(b"1\n", "y.txt"), make_user())
    assert _numbers(document) == [(1, 1, True), (1, 2, False)]


def test_same_content_as_the_current_revision_changes_nothing(cluster: Cluster) -> None:
    document = make_document(cluster, b"1\n", "x.txt")
    with pytest.raises(InvalidInput, match="same file again"):
        replace_file(document.files[0], upload(b"1\n", "y.txt"), make_user())
    assert _numbers(document) == [(1, 1, True)]


def test_file_of_another_document_is_no_revision_of_this_one(cluster: Cluster) -> None:
    make_document(cluster, b"1\n", title="Statutes")
    document = make_document(cluster, b"2\n")
    with pytest.raises(InvalidInput, match="already as “Statutes”"):
        replace_file(document.files[0], upload(b"1\n", "x.txt"), make_user())
    with pytest.raises(InvalidInput, match="already as “Statutes”"):
        add_file(document, upload(b"1\n", "x.txt"), make_user())


def test_document_has_several_files_each_with_revisions_of_its_own(cluster: Cluster) -> None:
    document = make_document(cluster, b"1\n", "contract.txt")
    annex = add_file(document, upload(b"2\n", "annex.txt"), make_user())
    replace_file(annex, upload(b"3\n", "annex b.txt"), make_user())
    assert _numbers(document) == [(1, 1, True), (2, 1, False), (2, 2, True)]
    assert [one.filename for one in document.files] == ["contract.txt", "annex b.txt"]


def test_file_taken_out_leaves_its_content_and_the_others(cluster: Cluster, storage: Path) -> None:
    document = make_document(cluster, b"1\n", "contract.txt")
    annex = add_file(document, upload(b"2\n", "annex.txt"), make_user())
    remove_file(annex, make_user())
    assert [one.filename for one in document.files] == ["contract.txt"]
    assert (storage / annex.sha256[:2] / annex.sha256).is_file()
    third = add_file(document, upload(b"3\n", "other annex.txt"), make_user())
    assert third.file == 3


def test_only_file_of_a_document_cannot_be_taken_out(cluster: Cluster) -> None:
    document = make_document(cluster)
    with pytest.raises(DomainError, match="only file"):
        remove_file(document.files[0], make_user())


def test_file_taken_out_comes_back_when_it_is_sent_again(cluster: Cluster) -> None:
    document = make_document(cluster, b"1\n")
    remove_file(add_file(document, upload(b"2\n", "annex.txt"), make_user()), make_user())
    taken = take_upload(cluster, upload(b"2\n", "annex.txt"), by=make_user())
    assert (taken.document, taken.known) == (document, True)
    assert _numbers(document) == [(1, 1, True), (2, 1, True)]


def test_content_of_an_earlier_revision_is_not_taken_for_a_new_document(cluster: Cluster) -> None:
    document = make_document(cluster, b"1\n", title="Statutes")
    replace_file(document.files[0], upload(b"2\n", "x.txt"), make_user())
    with pytest.raises(InvalidInput, match="revision 1 of “Statutes”"):
        take_upload(cluster, upload(b"1\n", "x.txt"), by=make_user())


def test_known_file_is_stored_once_for_a_cluster_and_again_for_another(cluster: Cluster) -> None:
    first = take_upload(cluster, upload(b"1\n", "a.txt"), by=make_user())
    again = take_upload(cluster, upload(b"1\n", "b.txt"), by=make_user())
    other = take_upload(make_cluster(name="Another"), upload(b"1\n", "a.txt"), by=make_user())
    assert (first.known, again.known, other.known) == (False, True, False)
    assert again.revision is first.revision
    assert db.session.scalar(select(func.count(Revision.id))) == 2


def test_removed_document_keeps_every_content(cluster: Cluster, storage: Path) -> None:
    document = make_document(cluster, b"1\n")
    replace_file(document.files[0], upload(b"2\n", "x.txt"), make_user())
    remove_document(document, make_user())
    for one in document.revisions:
        assert (storage / one.sha256[:2] / one.sha256).is_file()


def test_revision_is_added_on_the_page_and_earlier_ones_can_be_read(desk: Desk) -> None:
    document = make_document(desk.cluster, b"first\n", "list.txt", by=desk.user)
    first = document.files[0]
    replace = f"/documents/{document.id}/revisions/{first.id}/replace"
    assert desk.send((b"second\n", "list.txt"), to=replace).status_code == 303
    page = desk.client.get(f"/documents/{document.id}").text
    assert "Revision 2 is the current one now" in page
    assert "1 earlier revision" in page
    assert first.sha256 in page
    assert desk.client.get(f"/documents/{document.id}/download").data == b"second\n"
    assert desk.client.get(f"/documents/{document.id}/revisions/{first.id}/download").data == b"first\n"
    again = desk.send((b"third\n", "list.txt"), to=replace)
    assert again.status_code == 409
    assert "newer revision" in again.text


def test_revision_of_another_document_is_not_found_under_this_one(desk: Desk) -> None:
    one, other = make_document(desk.cluster, by=desk.user), make_document(desk.cluster, by=desk.user)
    address = f"/documents/{one.id}/revisions/{other.files[0].id}"
    assert desk.client.get(f"{address}/download").status_code == 404
    assert desk.send((b"x\n", "x.txt"), to=f"{address}/replace").status_code == 404


def test_file_is_added_and_taken_out_after_a_question(desk: Desk) -> None:
    document = make_document(desk.cluster, files.pdf(), "contract.pdf", by=desk.user)
    assert desk.send((b"2\n", "annex.txt"), to=f"/documents/{document.id}/files").status_code == 303
    db.session.expire_all()
    annex = document.files[1]
    address = f"/documents/{document.id}/revisions/{annex.id}/remove"
    assert "annex.txt" in desk.client.get(address).text
    assert desk.client.post(address).status_code == 303
    db.session.expire_all()
    assert [one.filename for one in document.files] == ["contract.pdf"]
