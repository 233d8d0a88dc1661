"""What a scheme version contributes to a sample, and in which languages each kind of document comes."""

from typing import Literal

from labelapp.assessments.printing import empty_questionnaire_file
from labelapp.certificates.printing import own_template
from labelapp.clock import today
from labelapp.documents.samples import SchemeFacts, sample_pdf
from labelapp.documents.sealing import seal_note
from labelapp.extensions import settings
from labelapp.schemes.definition import Scheme
from labelapp.web.issuer import issuer_in
from labelapp.web.links import public_link
from labelapp.web.locale import document_languages, scheme_text, shipped_languages, speaking_on_certificate

Orientation = Literal["landscape", "portrait"]
CERTIFICATE, QUESTIONNAIRE = "certificate", "questionnaire"


def languages_of(kind: str) -> tuple[str, ...]:
    """The languages in which a kind of document is made."""
    return document_languages() if kind == CERTIFICATE else shipped_languages()


def sample_file(scheme: Scheme, kind: str, language: str, orientation: Orientation | None) -> bytes:
    """A sample as PDF, without a seal. The questionnaire is the real one: it has no data in it."""
    if kind == QUESTIONNAIRE:
        return empty_questionnaire_file(scheme, language, today())
    with speaking_on_certificate(language):
        return sample_pdf(kind, _facts(scheme, language, orientation or scheme.certificate.orientation))


def _facts(scheme: Scheme, language: str, orientation: Orientation) -> SchemeFacts:
    issuer = issuer_in(language)
    dimension_of = {code: one.code for one in scheme.dimensions for code in one.indicators}
    return SchemeFacts(
        language=language,
        day=today(),
        level=scheme.level,
        label_name=scheme_text(scheme.name),
        subject=scheme_text(scheme.subject),
        sentence=scheme_text(scheme.certificate_sentence),
        version=scheme.version,
        dimensions=[(one.code, scheme_text(one.name)) for one in scheme.dimensions],
        indicators=[
            (one.code, scheme_text(one.name), dimension_of[one.code]) for one in scheme.indicator_list
        ],
        verify_url=public_link("certificates.verify"),
        issuer_name=issuer.name,
        issuer_subtitle=issuer.subtitle,
        signatories=issuer.signatories,
        illustrative=scheme.illustrative,
        demonstration=settings().demo,
        seal=seal_note(),
        orientation=orientation,
        own=own_template(scheme),
    )
