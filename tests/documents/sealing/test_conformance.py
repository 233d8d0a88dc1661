"""veraPDF passes every kind of document as PDF/A-3a and PDF/UA-1, in three scripts, before and after sealing."""

from datetime import UTC, datetime
from io import BytesIO

import pikepdf
import pytest

from labelapp.documents.certificate import certificate_pdf
from labelapp.documents.render import Attachment
from labelapp.documents.sealing.keys import load_key
from labelapp.documents.sealing.signing import Sealer
from tests.documents.kinds import DOCUMENTS, document
from tests.documents.samples import GOLD, certificate
from tests.documents.sealing.authorities import PASSWORD, World, as_pkcs12
from tests.documents.sealing.moments import MOMENT
from tests.documents.vera import vera_faults
from tests.settings import test_settings

SCRIPTS = {"Latin": "fr", "Greek": "el", "Cyrillic": "bg"}
CREDENTIAL = Attachment(
    "credential.json", b'{"type": ["VerifiableCredential"]}', "The same award for machines"
)
# The whole product would take a minute: each kind once in each script, each script sealed in each manner.
STAMPED = {("certificate", "Latin"), ("portrait", "Greek"), ("letter", "Cyrillic"), ("report", "Greek")}


@pytest.fixture(scope="module")
def stamping(world: World, tmp_path_factory: pytest.TempPathFactory) -> Sealer:
    """A sealer with a real key, and with an authority of time stamps."""
    folder = tmp_path_factory.mktemp("stamping")
    (folder / "seal.p12").write_bytes(as_pkcs12(world))
    settings = test_settings(
        "sqlite:///unused.db", folder, seal_pkcs12=folder / "seal.p12", seal_password=PASSWORD
    )
    return Sealer(load_key(settings), world.tsa, [world.clock_root])


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("kind", DOCUMENTS)
def test_document_passes_before_and_after_sealing(
    kind: str, script: str, sealer: Sealer, stamping: Sealer
) -> None:
    printed = document(kind, SCRIPTS[script])
    assert vera_faults(printed) == []
    assert vera_faults(sealer.seal(printed, MOMENT)) == []
    if (kind, script) in STAMPED:
        assert vera_faults(stamping.seal(printed, datetime.now(UTC))) == []


def test_certificate_with_an_attachment_passes_before_and_after_sealing(
    sealer: Sealer, stamping: Sealer
) -> None:
    printed = certificate_pdf(GOLD, [CREDENTIAL])
    assert vera_faults(printed) == []
    assert vera_faults(sealer.seal(printed, MOMENT)) == []
    assert vera_faults(stamping.seal(printed, datetime.now(UTC))) == []


@pytest.mark.parametrize(
    ("entry", "fault"), [("/Metadata", "3a 6.6.2.1"), ("/StructTreeRoot", "3a 6.7.3.3"), ("/Lang", "ua1 7.2")]
)
def test_document_that_lost_what_the_standards_ask_for_does_not_pass(entry: str, fault: str) -> None:
    """So that the checker is one that can say no."""
    broken = BytesIO()
    with pikepdf.open(BytesIO(certificate(GOLD))) as file:
        del file.Root[entry]
        file.save(broken)
    assert any(one.startswith(fault) for one in vera_faults(broken.getvalue()))
