"""Every kind of document in every language that the invented cluster organisations speak."""

from datetime import date

from labelapp.documents.questionnaire import questionnaire_pdf
from labelapp.documents.samples import KINDS, SchemeFacts, sample_pdf
from labelapp.documents.samples.invented import INVENTED
from labelapp.documents.sealing import SealNote
from labelapp.documents.session import SessionCase, SessionData, session_pdf
from labelapp.documents.steering import ColumnStrip, SteeringData, SteeringTable, steering_pdf
from labelapp.documents.yearly import Count, Figure, Step, YearlyData, yearly_pdf
from tests.documents.questionnaires import filled
from tests.documents.samples import GOLD

FURTHER = ("questionnaire", "minutes", "steering", "yearly", "country")
DOCUMENTS = (*KINDS, "portrait", *FURTHER)
"""Every kind of document, and the certificate also in portrait."""
GOLDEN_KINDS = [
    (kind, language)
    for kind in ("letter", "appeal", "report", "benchmark", *FURTHER)
    for language in ("en", "fr", "de")
]
"""Documents beside the certificate whose text and look are kept, in the languages in which they are made."""


def document(kind: str, language: str) -> bytes:
    """A document of this kind in a language, with invented data."""
    invented = INVENTED[language]
    if kind == "questionnaire":
        return questionnaire_pdf(filled(language, invented.name, invented.paragraph))
    if kind == "steering":
        return steering_pdf(_steering(language))
    if kind == "minutes":
        return session_pdf(
            SessionData(
                kind="minutes",
                title=invented.place,
                day=date(2026, 11, 26),
                facts=[(invented.place, invented.people[0])],
                cases=[SessionCase(invented.name, language, invented.place, [invented.paragraph])],
                sha256="ab" * 32,
                issuer_name="The Label Council",
                issuer_subtitle="Quality label for cluster management",
                language=language,
                demonstration=True,
            )
        )
    if kind in ("yearly", "country"):
        return _yearly(language, public=kind == "country")
    facts = SchemeFacts(
        language=language,
        day=date(2026, 11, 26),
        level="gold",
        label_name=GOLD.label_name,
        subject=GOLD.scheme_name,
        sentence=GOLD.sentence,
        version="2026.1",
        dimensions=[("1", invented.place), ("2", invented.name)],
        indicators=[("1.1", invented.place, "1"), ("2.1", invented.name, "2")],
        verify_url=GOLD.verify_url,
        issuer_name=GOLD.issuer_name,
        issuer_subtitle=GOLD.issuer_subtitle,
        signatories=GOLD.signatories,
        illustrative=True,
        demonstration=True,
        seal=SealNote(GOLD.issuer_name, test=True),
        orientation="portrait" if kind == "portrait" else "landscape",
    )
    return sample_pdf("certificate" if kind == "portrait" else kind, facts)


def _steering(language: str) -> SteeringData:
    """A table that is drawn too, and one without rows."""
    invented = INVENTED[language]
    columns = [(invented.place, False), (invented.name, True)]
    strip = ColumnStrip(invented.place, invented.name, "12", [(0, 40, 100), (50, 40, 25)])
    return SteeringData(
        since=date(2025, 12, 1),
        until=date(2026, 11, 30),
        label=invented.place,
        made_on=date(2026, 11, 26),
        made_by=invented.people[0],
        left_out=2,
        tables=[
            SteeringTable(
                invented.place, invented.paragraph, columns, [["2026", "12"], ["2025", "–"]], [strip]
            ),
            SteeringTable(invented.name, invented.paragraph, columns, []),
        ],
        issuer_name="The Label Council",
        issuer_subtitle="Quality label for cluster management",
        language=language,
        demonstration=True,
    )


def _yearly(language: str, *, public: bool) -> bytes:
    """The report of a year: a partner's own with the steps to the award, or the public one of a country."""
    invented = INVENTED[language]
    holder = (invented.name, language, "gold", invented.place)
    return yearly_pdf(
        YearlyData(
            subject=invented.place,
            scope="" if public else invented.paragraph,
            year=2025,
            until=date(2025, 12, 31),
            made_on=date(2026, 11, 26),
            public=public,
            whole=Count("", 17, 5, 31, 9),
            levels=[Count("gold", 4, 2, 9, 3), Count("silver", 3, 1, 7, 0), Count("bronze", 10, 2, 15, 6)],
            countries=[] if public else [Count("DK", 11, 4, 20, 9), Count("GR", 6, 1, 11, 0)],
            steps=[] if public else [Step(invented.people[0], 20, "–"), Step(invented.people[1], 17, "31")],
            figures=[
                Figure(invented.name, invented.place, "12", "20", "35", "14", ""),
                Figure(invented.place, "", "–", "–", "–", "–", invented.name),
            ]
            if public
            else [],
            group=14 if public else 0,
            minimum=5 if public else 0,
            holders=[holder] if public else [],
            issuer_name="The Label Council",
            issuer_subtitle="Quality label for cluster management",
            language=language,
            demonstration=True,
        )
    )
