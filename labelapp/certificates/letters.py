"""The letter with which the labelling body tells its decision; an award names the certificate."""

from labelapp.certificates.models import Certificate
from labelapp.decisions.models import Decision, Outcome
from labelapp.decisions.rules import obstacles, reason_text
from labelapp.documents.letter import LetterData, letter_pdf
from labelapp.documents.report import Condition, Total
from labelapp.extensions import settings
from labelapp.reviews.case import scheme_of
from labelapp.reviews.record import load_record
from labelapp.schemes.numbers import exact
from labelapp.web.formats import country_name
from labelapp.web.locale import scheme_text, shipped_languages, speaking


def letter_file(decision: Decision, certificate: Certificate | None) -> bytes:
    """The letter as PDF, in the language of the cluster organisation's documents."""
    facts = decision.review.submission.content["cluster"]
    language = facts["language"] if facts["language"] in shipped_languages() else "en"
    with speaking(language):
        return letter_pdf(_data(decision, certificate, facts, language))


def letter_reference(decision: Decision) -> str:
    """The number of the letter: year and decision."""
    return f"D-{decision.decided_on.year}-{decision.id:04d}"


def _data(
    decision: Decision, certificate: Certificate | None, cluster: dict[str, str], language: str
) -> LetterData:
    review = decision.review
    assert review.report is not None
    scheme, record = scheme_of(review), load_record(review.report.content)
    refused = decision.outcome is Outcome.REFUSE
    return LetterData(
        reference=letter_reference(decision),
        recipient=[cluster["name"], f"{cluster['place']}, {country_name(cluster['country'])}"],
        cluster=cluster["name"],
        outcome=decision.outcome.value,
        label_name=scheme_text(scheme.name),
        scheme_name=scheme_text(scheme.subject),
        scheme_version=scheme.version,
        assessed_on=record.assessed_on,
        decided_on=decision.decided_on,
        total=Total(record.total.points, record.total.max, record.total.percent),
        threshold=exact(scheme.pass_points) if scheme.pass_points is not None else None,
        obstacles=[Condition(reason_text(one), one.holds) for one in obstacles(record)] if refused else [],
        reasons=decision.reasons,
        serial=certificate.serial if certificate else None,
        valid_until=certificate.valid_until if certificate else None,
        appeal_until=decision.appeal_until,
        signatories=settings().signatories,
        issuer_name=settings().issuer_name,
        issuer_subtitle=settings().issuer_subtitle,
        language=language,
        illustrative=scheme.illustrative,
        demonstration=settings().demo,
    )
