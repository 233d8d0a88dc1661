"""The letters with which the labelling body tells what it decided; an award names the certificate."""

from dataclasses import replace

from labelapp.certificates.models import Certificate
from labelapp.decisions.board.models import Deferral
from labelapp.decisions.conditions.queries import conditions_of
from labelapp.decisions.models import Decision, Outcome
from labelapp.decisions.rules import obstacles, reason_text
from labelapp.documents.letter import LetterData, letter_pdf
from labelapp.documents.report import Condition, Total
from labelapp.documents.sealing import seal, seal_note
from labelapp.extensions import settings
from labelapp.reviews.case import scheme_of
from labelapp.reviews.models import Review
from labelapp.reviews.record import load_record
from labelapp.schemes.numbers import exact
from labelapp.web.formats import country_name
from labelapp.web.issuer import issuer_in
from labelapp.web.links import public_link
from labelapp.web.locale import interface_language, scheme_text, speaking


def letter_file(decision: Decision, certificate: Certificate | None) -> bytes:
    """The letter as PDF, sealed, in the language of the cluster organisation's documents."""
    language = _language(decision.review)
    with speaking(language):
        return seal(letter_pdf(_of_decision(decision, certificate, language)), stamped=False)


def deferral_letter_file(deferral: Deferral) -> bytes:
    """The letter that tells what is missing for a decision, in the same language."""
    language = _language(deferral.review)
    with speaking(language):
        return seal(letter_pdf(_of_deferral(deferral, language)), stamped=False)


def letter_reference(decision: Decision) -> str:
    """The number of the letter: year and decision."""
    return f"D-{decision.decided_on.year}-{decision.id:04d}"


def deferral_reference(deferral: Deferral) -> str:
    """The number of the letter: year and deferral."""
    return f"P-{deferral.deferred_on.year}-{deferral.id:04d}"


def _language(review: Review) -> str:
    chosen: str = review.submission.content["cluster"]["language"]
    return interface_language(chosen)


def _of_decision(decision: Decision, certificate: Certificate | None, language: str) -> LetterData:
    review = decision.review
    assert review.report is not None
    refused = decision.outcome is Outcome.REFUSE
    failed = obstacles(load_record(review.report.content)) if refused else []
    conditions = [(one.text, one.first_due_on) for one in conditions_of(decision)]
    unlimited = not (refused or conditions or decision.validity_months)
    return replace(
        _about(review, language),
        reference=letter_reference(decision),
        outcome=decision.outcome.value,
        decided_on=decision.decided_on,
        obstacles=[Condition(reason_text(one), one.holds) for one in failed],
        reasons=decision.reasons,
        serial=certificate.serial if certificate else None,
        valid_until=certificate.valid_until if certificate else None,
        appeal_until=None if unlimited else decision.appeal_until,
        appeal_at=public_link("appeals.write", decision_id=decision.id),
        conditions=conditions,
        shorter=decision.validity_months is not None,
    )


def _of_deferral(deferral: Deferral, language: str) -> LetterData:
    return replace(
        _about(deferral.review, language),
        reference=deferral_reference(deferral),
        outcome="defer",
        decided_on=deferral.deferred_on,
        reasons=deferral.reasons,
        missing=deferral.missing,
        until=deferral.until,
    )


def _about(review: Review, language: str) -> LetterData:
    """What every letter about a case says; the outcome is still open."""
    assert review.report is not None
    scheme, record = scheme_of(review), load_record(review.report.content)
    cluster: dict[str, str] = review.submission.content["cluster"]
    issuer = issuer_in(language)
    return LetterData(
        reference="",
        recipient=[cluster["name"], f"{cluster['place']}, {country_name(cluster['country'])}"],
        cluster=cluster["name"],
        outcome="defer",
        label_name=scheme_text(scheme.name),
        scheme_name=scheme_text(scheme.subject),
        scheme_version=scheme.version,
        assessed_on=record.assessed_on,
        decided_on=record.assessed_on,
        total=Total(record.total.points, record.total.max, record.total.percent),
        threshold=exact(scheme.pass_points) if scheme.pass_points is not None else None,
        obstacles=[],
        reasons="",
        serial=None,
        valid_until=None,
        appeal_until=None,
        signatories=issuer.signatories,
        issuer_name=issuer.name,
        issuer_subtitle=issuer.subtitle,
        language=language,
        illustrative=scheme.illustrative,
        demonstration=settings().demo,
        seal=seal_note(),
    )
