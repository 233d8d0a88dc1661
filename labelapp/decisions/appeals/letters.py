"""The letter that tells the decision on an appeal, in the language of the cluster organisation's documents."""

from labelapp.decisions.appeals.models import Appeal
from labelapp.decisions.appeals.notices import reference
from labelapp.decisions.appeals.policy import review_of
from labelapp.documents.appeal import AppealLetterData, appeal_letter_pdf
from labelapp.documents.sealing import seal, seal_note
from labelapp.extensions import settings
from labelapp.reviews.case import scheme_of
from labelapp.web.formats import country_name
from labelapp.web.issuer import issuer_in
from labelapp.web.locale import interface_language, scheme_text, speaking


def letter_file(appeal: Appeal) -> bytes:
    """The letter as PDF, sealed. The appeal is decided."""
    facts = review_of(appeal).submission.content["cluster"]
    language = interface_language(facts["language"])
    with speaking(language):
        return seal(appeal_letter_pdf(_data(appeal, facts, language)), stamped=False)


def _data(appeal: Appeal, cluster: dict[str, str], language: str) -> AppealLetterData:
    assert appeal.filed_at is not None
    assert appeal.decided_at is not None
    scheme, issuer = scheme_of(review_of(appeal)), issuer_in(language)
    return AppealLetterData(
        reference=reference(appeal),
        recipient=[cluster["name"], f"{cluster['place']}, {country_name(cluster['country'])}"],
        cluster=cluster["name"],
        verdict=appeal.state.value,
        label_name=scheme_text(scheme.name),
        decision_of=appeal.decision.decided_on,
        filed_on=appeal.filed_at.date(),
        decided_on=appeal.decided_at.date(),
        reasons=appeal.reasons,
        signatories=issuer.signatories,
        issuer_name=issuer.name,
        issuer_subtitle=issuer.subtitle,
        language=language,
        illustrative=scheme.illustrative,
        demonstration=settings().demo,
        seal=seal_note(),
    )
