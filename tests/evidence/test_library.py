"""The library: what a document is, which ones need attention, where they are used, several files at once."""

from datetime import date, timedelta

import pytest

from labelapp.clock import today
from labelapp.clusters.models import TeamRole
from labelapp.evidence.models import Document, DocumentKind
from labelapp.evidence.operations import Details, change_details, replace_file
from labelapp.extensions import db
from labelapp.web.errors import InvalidInput
from tests.evidence import files
from tests.evidence.conftest import Desk
from tests.factories.accounts import make_user
from tests.factories.assessments import make_submission
from tests.factories.clusters import add_member
from tests.factories.evidence import make_document, upload


def _titled(desk: Desk, query: str) -> set[str]:
    """Which of the documents of a test are listed."""
    page = desk.client.get(f"{desk.library}?{query}").text
    return {title for title in ("Alpha", "Beta", "Gamma") if f">{title}</a>" in page}


def _describe(document: Document, **changes: object) -> None:
    values = {
        "title": document.title,
        "kind": document.kind,
        "owner": document.owner,
        "effective_on": document.effective_on,
        "expires_on": document.expires_on,
    }
    change_details(document, Details(**(values | changes)), document.owner)  # type: ignore[arg-type]


def test_uploader_owns_a_new_document_of_the_chosen_kind(desk: Desk) -> None:
    data = {"file": upload(files.pdf(), "statutes.pdf"), "kind": "statutes"}
    assert desk.client.post(desk.library, data=data).status_code == 303
    (document,) = db.session.query(Document)
    assert (document.owner, document.kind) == (desk.user, DocumentKind.STATUTES)


def test_details_are_changed_by_a_form(desk: Desk) -> None:
    document, jonas = make_document(desk.cluster, by=desk.user), make_user("Jonas Krag")
    add_member(desk.cluster, jonas, TeamRole.CONTRIBUTOR)
    address = f"/documents/{document.id}/edit"
    assert 'value="minutes"' in desk.client.get(address).text
    data = {
        "title": "Minutes of the board",
        "kind": "minutes",
        "owner": str(jonas.id),
        "effective_on": "2026-01-31",
        "expires_on": "2027-01-31",
    }
    assert desk.client.post(address, data=data).status_code == 303
    db.session.refresh(document)
    assert (document.title, document.kind) == ("Minutes of the board", DocumentKind.MINUTES)
    assert (document.owner, document.expires_on) == (jonas, date(2027, 1, 31))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": " "}, "Enter a title."),
        ({"kind": "novel"}, "Not a valid choice"),
        ({"owner": "99999"}, "Not a valid choice"),
        ({"expires_on": "soon"}, "Not a valid date"),
        ({"effective_on": "2026-02-01", "expires_on": "2026-01-31"}, "expire before it takes effect"),
    ],
)
def test_wrong_details_come_back_with_the_reason(desk: Desk, changes: dict[str, str], sentence: str) -> None:
    document = make_document(desk.cluster, title="Alpha", by=desk.user)
    data = {"title": "Beta", "kind": "minutes", "owner": str(desk.user.id)} | changes
    answer = desk.client.post(f"/documents/{document.id}/edit", data=data)
    assert answer.status_code == 422
    assert sentence in answer.text
    db.session.expire_all()
    assert document.title == "Alpha"


def test_document_ending_on_the_day_it_begins_is_accepted(desk: Desk) -> None:
    document = make_document(desk.cluster, by=desk.user)
    _describe(document, effective_on=date(2026, 1, 31), expires_on=date(2026, 1, 31))
    with pytest.raises(InvalidInput):
        _describe(document, expires_on=date(2026, 1, 30))


def test_document_is_outdated_on_the_day_after_it_expires(desk: Desk) -> None:
    document = make_document(desk.cluster, by=desk.user)
    document.expires_on = date(2026, 3, 31)
    assert not document.is_outdated(date(2026, 3, 31))
    assert document.is_outdated(date(2026, 4, 1))


def test_document_is_outdated_when_a_scheme_looks_back_less_far(desk: Desk) -> None:
    document = make_document(desk.cluster, by=desk.user)
    document.effective_on = date(2024, 2, 29)
    assert not document.is_outdated(date(2026, 2, 28), date(2024, 2, 29))
    assert document.is_outdated(date(2026, 3, 1), date(2024, 3, 1))
    assert not document.is_outdated(date(2026, 3, 1), None)


def test_filters_leave_what_is_asked_for(desk: Desk) -> None:
    alpha = make_document(desk.cluster, title="Alpha", by=desk.user)
    beta = make_document(desk.cluster, title="Beta", by=make_user("Jonas Krag"))
    gamma = make_document(desk.cluster, title="Gamma", by=desk.user)
    _describe(beta, kind=DocumentKind.MINUTES)
    _describe(gamma, expires_on=today() - timedelta(days=1))
    make_submission(desk.cluster, offered=alpha)
    db.session.commit()
    assert _titled(desk, "") == {"Alpha", "Beta", "Gamma"}
    assert _titled(desk, "show=unlinked") == {"Beta", "Gamma"}
    assert _titled(desk, "show=outdated") == {"Gamma"}
    assert _titled(desk, "kind=minutes") == {"Beta"}
    assert _titled(desk, f"owner={desk.user.id}") == {"Alpha", "Gamma"}
    assert _titled(desk, f"owner={desk.user.id}&show=unlinked") == {"Gamma"}
    assert _titled(desk, "show=nonsense&kind=nonsense&owner=x") == {"Alpha", "Beta", "Gamma"}


def test_page_says_where_a_document_is_used_and_what_was_frozen(desk: Desk) -> None:
    document = make_document(desk.cluster, b"first\n", "a.txt", title="Alpha", by=desk.user)
    frozen = document.files[0].sha256
    submission = make_submission(desk.cluster, offered=document)
    replace_file(document.files[0], upload(b"second\n", "a.txt"), desk.user)
    db.session.commit()
    page = desk.client.get(f"/documents/{document.id}").text
    assert f"/assessments/{submission.assessment_id}/indicators/1.1#evidence" in page
    assert "submitted on" in page
    assert frozen in page.partition("Where it is used</h2>")[2]
    assert "in a submission" in page
    question = desk.client.get(f"/documents/{document.id}/remove").text
    assert "It is used in 1 place:" in question


def test_several_files_of_one_form_are_added_and_the_wrong_one_is_named(desk: Desk) -> None:
    answer = desk.send((b"1\n", "a.txt"), (b"<html>", "b.pdf"), (files.pdf(), "c.pdf"))
    assert answer.status_code == 303
    page = desk.client.get(desk.library).text
    assert "“a” is in the library." in page
    assert "“c” is in the library." in page
    assert "b.pdf: This is a web page" in page
    assert db.session.query(Document).count() == 2


def test_form_with_wrong_files_only_comes_back_with_every_reason(desk: Desk) -> None:
    answer = desk.send((b"", "a.txt"), (b"<html>", "b.pdf"))
    assert answer.status_code == 422
    assert "a.txt: This file is empty" in answer.text
    assert "b.pdf: This is a web page" in answer.text


def test_known_file_is_said_to_be_there_and_is_not_stored_twice(desk: Desk) -> None:
    make_document(desk.cluster, b"1\n", title="Alpha", by=desk.user)
    db.session.commit()
    answer = desk.send((b"1\n", "other name.txt"), json=True)
    assert answer.status_code == 200
    assert "already as “Alpha”" in answer.json["message"]  # type: ignore[index]
    desk.send((b"1\n", "other name.txt"))
    assert "already as “Alpha”" in desk.client.get(desk.library).text
    assert db.session.query(Document).count() == 1


def test_new_file_tells_a_script_where_it_stands(desk: Desk) -> None:
    answer = desk.send((b"1\n", "a.txt"), json=True)
    assert answer.status_code == 201
    assert answer.json["location"] == desk.library  # type: ignore[index]
