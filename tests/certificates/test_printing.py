"""The file of a certificate is sealed, in the language and the look that it should have, and there is one of it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from labelapp.accounts.models import RoleName
from labelapp.certificates import printing
from labelapp.certificates.credential.attaching import credential_attachment
from labelapp.certificates.models import Certificate
from labelapp.certificates.printing import (
    certificate_data,
    certificate_file,
    own_template,
    print_certificate,
    print_soon,
)
from labelapp.clock import now, set_clock
from labelapp.documents.certificate import certificate_pdf
from labelapp.documents.sealing import SealState, check_seal, trust
from labelapp.documents.sealing.installation import KEPT
from labelapp.events.jobs import run_waiting
from labelapp.events.models import Job
from labelapp.extensions import db, schemes
from labelapp.schemes.definition import CertificateLook
from labelapp.schemes.loading import DefinitionErrors, Library
from labelapp.web.locale import document_languages
from tests.documents import pdf
from tests.documents.sealing.authorities import NOBODY_LISTENS, pem, running_world
from tests.factories.accounts import make_user, sign_in
from tests.factories.certificates import make_certificate
from tests.factories.clusters import make_cluster

pytestmark = pytest.mark.usefixtures("app")
MOMENT = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.fixture
def app(app: Flask) -> Iterator[Flask]:
    """With the key loaded anew in each test."""
    app.extensions.pop(KEPT, None)
    before = app.extensions["settings"], app.extensions["schemes"]
    yield app
    app.extensions["settings"], app.extensions["schemes"] = before
    app.extensions.pop(KEPT, None)


def _printed(certificate: Certificate) -> bytes:
    print_certificate(certificate)
    return certificate_file(certificate)


def _set(app: Flask, **changes: object) -> None:
    app.extensions["settings"] = app.extensions["settings"].model_copy(update=changes)
    app.extensions.pop(KEPT, None)


def test_printed_certificate_is_sealed_at_the_moment_by_the_clock_and_says_by_whom(
    app: Flask, tmp_path: Path
) -> None:
    set_clock(app, lambda: MOMENT)
    certificate = make_certificate()
    content = _printed(certificate)
    found = check_seal(content, trust().seals)
    assert (found.state, found.sealed_at, found.test_authority) == (SealState.INTACT, MOMENT, True)
    text = " ".join(pdf.read_aloud(content, tmp_path))
    assert f"Digitally sealed by {found.signer}" in text
    assert "Sealed by a test authority, which proves nothing" in text


def test_what_is_under_the_seal_is_the_same_whenever_it_is_printed() -> None:
    certificate = make_certificate()
    content = _printed(certificate)
    attached = [credential_attachment(certificate)]
    assert content.startswith(certificate_pdf(certificate_data(certificate), attached))


def test_readers_who_print_at_once_get_the_same_file(client: FlaskClient) -> None:
    certificate = make_certificate()
    db.session.refresh(certificate)
    db.session.expunge(certificate)  # as a reader saw it before the other one had printed
    db.session.rollback()
    first = client.get(f"/verify/{certificate.code}/certificate.pdf").data
    assert certificate.pdf_sha256 is None
    assert certificate_file(certificate) == first


@pytest.mark.parametrize(("language", "words"), [("el", "Πιστοποιείται ότι"), ("bg", "Златен знак")])
def test_cluster_that_chose_a_language_of_documents_gets_its_certificate_in_it(
    language: str, words: str, tmp_path: Path
) -> None:
    assert language in document_languages()
    certificate = make_certificate(make_cluster(language=language))
    assert certificate.language == language
    text = " ".join(pdf.read_aloud(_printed(certificate), tmp_path))
    assert words in text
    assert "Quality of cluster management" not in text


def test_issuer_is_named_in_its_own_words_in_the_language_of_the_certificate(
    app: Flask, tmp_path: Path
) -> None:
    _set(
        app,
        signatories=[("Ilse Marenholt", "Chair")],
        own_words={"el": {"The Label Council": "Συμβούλιο Σήματος", "Chair": "Πρόεδρος"}},
    )
    greek = certificate_data(make_certificate(make_cluster(language="el")))
    english = certificate_data(make_certificate())
    assert (greek.issuer_name, greek.signatories) == ("Συμβούλιο Σήματος", [("Ilse Marenholt", "Πρόεδρος")])
    assert (english.issuer_name, english.signatories) == ("The Label Council", [("Ilse Marenholt", "Chair")])


@pytest.fixture
def with_own_look(app: Flask, tmp_path: Path) -> Path:
    """A folder with the scheme of Gold, whose certificates have a template of their own; returns that of templates."""
    library = schemes()
    folder = tmp_path / "schemes"
    (folder / "documents").mkdir(parents=True)
    look = CertificateLook(orientation="portrait", template="our-gold")
    changed = {
        key: scheme.model_copy(update={"certificate": look}) for key, scheme in library.schemes.items()
    }
    app.extensions["schemes"] = Library(folder, changed)
    return folder / "documents"


def test_scheme_sets_its_certificates_by_its_own_template(with_own_look: Path, tmp_path: Path) -> None:
    template = '{% extends "certificate.html" %}{% block base %}<p class="own">For {{ holder }} only</p>{% endblock %}'
    (with_own_look / "our-gold.html").write_text(template)
    (with_own_look / "our-gold.css").write_text(".own { position: absolute; top: 248mm; }")
    certificate = make_certificate()
    content = _printed(certificate)
    text = " ".join(pdf.read_aloud(content, tmp_path))
    assert f"For {certificate.holder} only" in text
    assert "Issued by" not in text
    width, height = pdf.picture(content, 20).size
    assert height > width
    assert (
        pdf.faults(certificate_pdf(certificate_data(certificate), own=own_template(schemes().all()[0]))) == []
    )


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="file:///etc/passwd" alt="">',
        "{{ ''.__class__.__mro__ }}",
        "{% include '../../README.md' %}",
    ],
)
def test_template_of_a_scheme_reaches_nothing_outside(with_own_look: Path, markup: str) -> None:
    template = '{% extends "certificate.html" %}{% block base %}' + markup + "{% endblock %}"
    (with_own_look / "our-gold.html").write_text(template)
    with pytest.raises(Exception, match=r"may not load|unsafe|README"):
        print_certificate(make_certificate())


def test_scheme_that_names_a_template_without_a_file_does_not_load(tmp_path: Path) -> None:
    source = schemes().directory / "cme-gold-2026.1.yaml"
    text = source.read_text("utf-8").replace(
        "serial_letter: G", "serial_letter: G\ncertificate: {template: ours}"
    )
    (tmp_path / source.name).write_text(text)
    with pytest.raises(DefinitionErrors, match=r"certificate\.template: there is no file .*ours\.html"):
        Library.load(tmp_path)


def test_certificate_waits_for_the_time_stamp_and_is_never_kept_without(app: Flask, tmp_path: Path) -> None:
    folder = app.extensions["settings"].seal / "time"
    folder.mkdir(parents=True)
    moment = now()
    with running_world(tmp_path) as world:
        (folder / "clock.pem").write_bytes(pem(world.clock_root))
        _set(app, seal_tsa=NOBODY_LISTENS)
        certificate = make_certificate()
        print_soon(certificate)
        db.session.commit()
        assert run_waiting() == 0
        db.session.expire_all()
        assert certificate.pdf_sha256 is None
        assert "no time stamp came" in (db.session.scalars(select(Job.error)).one() or "")
        _set(app, seal_tsa=world.tsa)
        db.session.execute(update(Job).values(next_try_at=moment - timedelta(minutes=1)))
        db.session.commit()
        assert run_waiting() == 1
        found = check_seal(certificate_file(certificate), trust().seals, trust().clocks)
        assert (found.state, found.time_vouched) == (SealState.INTACT, True)
        assert printing.print_waiting(certificate.id) is None
    (folder / "clock.pem").unlink()
    folder.rmdir()


@pytest.mark.one_database
def test_secretariat_looks_at_samples_of_every_document(client: FlaskClient, tmp_path: Path) -> None:
    sign_in(client, make_user(roles=[RoleName.SECRETARIAT]))
    page = client.get("/samples").text
    assert "Gold label 2026.1" in page
    for kind, language in (("certificate", "el"), ("letter", "fr"), ("report", "de"), ("benchmark", "en")):
        address = f"/samples/cme-gold/2026.1/{kind}.pdf?language={language}"
        assert address.replace("&", "&amp;") in page or kind == "certificate"
        content = client.get(address).data
        assert check_seal(content, trust().seals).state is SealState.UNSEALED
        assert any(
            word in " ".join(pdf.page_texts(content)) for word in ("Sample", "Spécimen", "Muster", "Δείγμα")
        )


@pytest.mark.parametrize(
    "address",
    [
        "/samples/cme-gold/1999.1/certificate.pdf",
        "/samples/cme-gold/2026.1/poem.pdf",
        "/samples/cme-gold/2026.1/report.pdf?language=el",
        "/samples/cme-gold/2026.1/certificate.pdf?orientation=round",
    ],
)
def test_sample_of_what_does_not_exist_is_not_found(client: FlaskClient, address: str) -> None:
    sign_in(client, make_user(roles=[RoleName.SECRETARIAT]))
    assert client.get(address).status_code == 404
