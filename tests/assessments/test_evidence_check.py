"""What is said about evidence before a submission, and what a submission keeps of it afterwards."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from labelapp.assessments import operations, queries
from labelapp.assessments.evidence_check import EvidenceCheck, evidence_check, looks_back_to
from labelapp.assessments.linking import change_evidence, link_evidence
from labelapp.assessments.models import EvidenceLink
from labelapp.assessments.snapshot import load
from labelapp.assessments.views.overview import standing
from labelapp.clock import today
from labelapp.evidence.models import Document
from labelapp.evidence.operations import add_file, remove_document, remove_file, replace_file
from labelapp.extensions import db
from labelapp.web.errors import InvalidInput
from tests.assessments.conftest import Team
from tests.evidence import files
from tests.factories.accounts import sign_in
from tests.factories.evidence import make_document, upload

CODE = "2.8"


def _link(team: Team, document: Document, page: int | None = None, file: int | None = None) -> EvidenceLink:
    place = queries.find_place(team.assessment.id, CODE)
    assert place
    return link_evidence(place, document, page, "", team.manager, file=file)


def _check(team: Team) -> EvidenceCheck:
    db.session.commit()
    db.session.expire_all()
    links, documents = queries.evidence_links(team.assessment), queries.documents_of(team.cluster)
    return evidence_check(standing(team.assessment), links, documents, today())


def test_answered_indicator_without_evidence_is_missing_until_a_document_is_offered(answered: Team) -> None:
    assert CODE in [one.code for one in _check(answered).missing]
    _link(answered, make_document(answered.cluster, by=answered.manager))
    assert CODE not in [one.code for one in _check(answered).missing]


def test_indicator_that_is_not_answered_is_not_missing_evidence(team: Team) -> None:
    assert _check(team).missing == []


def test_document_of_the_library_that_is_offered_nowhere_is_unlinked(answered: Team) -> None:
    used = make_document(answered.cluster, by=answered.manager)
    unused = make_document(answered.cluster, by=answered.manager)
    _link(answered, used)
    assert _check(answered).unlinked == [unused]


def test_document_is_outdated_from_the_day_after_it_expires(answered: Team) -> None:
    document = make_document(answered.cluster, by=answered.manager)
    link = _link(answered, document)
    document.expires_on = today()
    assert _check(answered).outdated == []
    document.expires_on = today() - timedelta(days=1)
    assert _check(answered).outdated == [link]


def test_scheme_that_looks_back_makes_older_evidence_outdated(answered: Team) -> None:
    scheme = queries.scheme_of(answered.assessment)
    assert looks_back_to(scheme, today()) is None
    short = scheme.model_copy(update={"evidence_months": 24})
    since = looks_back_to(short, today())
    document = make_document(answered.cluster, by=answered.manager)
    document.effective_on = since
    assert not document.is_outdated(today(), since)
    assert since
    document.effective_on = since - timedelta(days=1)
    assert document.is_outdated(today(), since)


def test_removed_document_and_removed_file_are_gone(answered: Team) -> None:
    document = make_document(answered.cluster, by=answered.manager)
    annex = add_file(document, upload(b"annex\n", "annex.txt"), answered.manager)
    link = _link(answered, document, file=annex.file)
    assert _check(answered).gone == []
    remove_file(annex, answered.manager)
    assert _check(answered).gone == [link]
    remove_document(document, answered.manager)
    assert _check(answered).gone == [link]


def test_page_that_a_new_revision_no_longer_has_is_listed(answered: Team) -> None:
    document = make_document(answered.cluster, files.pdf(4), "a.pdf", by=answered.manager)
    link = _link(answered, document, page=4)
    assert _check(answered).beyond == []
    replace_file(document.files[0], upload(files.pdf(3), "a.pdf"), answered.manager)
    assert _check(answered).beyond == [link]


def test_check_page_says_all_of_it(client: FlaskClient, answered: Team) -> None:
    document = make_document(answered.cluster, title="Old register", by=answered.manager)
    make_document(answered.cluster, title="Lonely report", by=answered.manager)
    _link(answered, document)
    document.expires_on = today() - timedelta(days=1)
    db.session.commit()
    sign_in(client, answered.manager)
    page = client.get(f"{answered.page}/check").text
    assert "Old register</a> for" in page
    assert "is outdated." in page
    assert "1.1" in page
    assert "has no evidence." in page
    assert "1 document of the library is not used here" in page
    assert "Lonely report" in page


def test_submission_keeps_the_revision_of_its_day(client: FlaskClient, answered: Team) -> None:
    document = make_document(answered.cluster, b"first\n", "a.txt", by=answered.manager)
    first = document.files[0].sha256
    _link(answered, document)
    submission = operations.submit_assessment(answered.assessment, by=answered.representative)
    replace_file(document.files[0], upload(b"second\n", "a.txt"), answered.manager)
    db.session.commit()
    (frozen,) = load(submission).indicators[CODE].evidence
    assert (frozen.sha256, frozen.document_id) == (first, document.id)
    sign_in(client, answered.viewer)
    page = client.get(f"{answered.page}/indicators/{CODE}").text
    assert "as it was submitted" in page
    assert "A newer version exists" in page
    assert client.get(f"{answered.page}/evidence/{first}").data == b"first\n"
    second = document.files[0].sha256
    assert client.get(f"{answered.page}/evidence/{second}").status_code == 404


def test_submission_keeps_every_file_of_a_document_and_only_the_named_one(answered: Team) -> None:
    both = make_document(answered.cluster, files.pdf(2), "contract.pdf", by=answered.manager)
    add_file(both, upload(b"annex\n", "annex.txt"), answered.manager)
    named = make_document(answered.cluster, b"1\n", "one.txt", by=answered.manager)
    add_file(named, upload(b"2\n", "two.txt"), answered.manager)
    _link(answered, both, page=2)
    _link(answered, named, file=2)
    frozen = load(operations.submit_assessment(answered.assessment, by=answered.representative))
    offered = [(one.filename, one.page) for one in frozen.indicators[CODE].evidence]
    assert offered == [("contract.pdf", 2), ("annex.txt", None), ("two.txt", None)]


def test_link_follows_a_new_revision_of_the_named_file(answered: Team) -> None:
    document = make_document(answered.cluster, b"1\n", by=answered.manager)
    annex = add_file(document, upload(b"2\n", "annex.txt"), answered.manager)
    link = _link(answered, document, file=annex.file)
    newer = replace_file(annex, upload(b"3\n", "annex.txt"), answered.manager)
    db.session.commit()
    db.session.expire_all()
    assert link.files == [newer]


def test_file_that_a_document_does_not_have_cannot_be_offered(answered: Team) -> None:
    document = make_document(answered.cluster, by=answered.manager)
    with pytest.raises(InvalidInput, match="Choose a file"):
        _link(answered, document, file=2)
    link = _link(answered, document)
    place = queries.find_place(answered.assessment.id, CODE)
    assert place
    with pytest.raises(InvalidInput, match="Choose a file"):
        change_evidence(place, link, None, "", answered.manager, file=2)


def test_one_file_of_a_document_is_chosen_in_the_list(client: FlaskClient, team: Team) -> None:
    document = make_document(team.cluster, b"1\n", "one.txt", by=team.manager)
    annex = add_file(document, upload(b"2\n", "annex.txt"), team.manager)
    db.session.commit()
    sign_in(client, team.manager)
    address = f"{team.page}/indicators/{CODE}/evidence"
    assert f'value="{document.id}.{annex.file}"' in client.get(f"{team.page}/indicators/{CODE}").text
    answer = client.post(f"{address}/link", data={"document": f"{document.id}.{annex.file}", "note": "Annex"})
    assert answer.status_code == 303
    (link,) = db.session.query(EvidenceLink)
    assert [one.filename for one in link.files] == ["annex.txt"]
    assert client.post(f"{address}/{link.id}", data={"file": "0", "page": ""}).status_code == 303
    db.session.expire_all()
    assert link.file is None
    assert client.post(f"{address}/link", data={"document": f"{document.id}.9"}).status_code == 422


def test_file_that_is_there_already_is_offered_instead_of_stored_twice(
    client: FlaskClient, team: Team
) -> None:
    document = make_document(team.cluster, b"1\n", title="Register", by=team.manager)
    db.session.commit()
    sign_in(client, team.contributor)
    answer = client.post(
        f"{team.page}/indicators/{CODE}/evidence",
        data={"file": upload(b"1\n", "x.txt")},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 200
    assert "already as “Register”" in answer.json["message"]  # type: ignore[index]
    (link,) = db.session.query(EvidenceLink)
    assert link.document_id == document.id
    assert db.session.query(Document).count() == 1
