"""Invented certificates in the languages and scripts that documents must hold."""

from dataclasses import replace
from datetime import date
from functools import cache

from labelapp.documents.certificate import CertificateData, certificate_pdf

GOLD = CertificateData(
    serial="G-2026-0388",
    code="R5TN8C2JLM60",
    verify_url="https://label.example/verify/R5TN-8C2J-LM60",
    level="gold",
    level_name="Gold",
    holder="Itä-Saimaan biotalouden innovaatioklusteriyhdistys",
    holder_lang="fi",
    place="Savonlinna",
    country="FI",
    sentence=(
        "has been examined by two independent assessors against 31 indicators. It reached at least 80 % of the "
        "points, met every minimum requirement, and holds the %(label)s for the quality of its cluster management."
    ),
    label_name="Gold label",
    valid_from=date(2026, 3, 1),
    valid_until=date(2029, 2, 28),
    assessed=date(2026, 2, 10),
    scheme_name="Gold label",
    scheme_version="2026.1",
    issuer_name="The Label Council",
    issuer_subtitle="Quality label for cluster management",
    signatories=(("Ilse Marenholt", "Chair of the labelling body"), ("Paul Devigne", "For the secretariat")),
    issued_on=date(2026, 2, 24),
    language="en",
    illustrative=True,
    demonstration=True,
    year=2026,
)

CERTIFICATES = {
    "en": GOLD,
    "fr": replace(
        GOLD,
        language="fr",
        level="silver",
        level_name="Argent",
        label_name="label Argent",
        holder="Pôle Lumière et Matériaux du Val-d’Œuvre",
        holder_lang="fr",
        place="Besançon",
        country="FR",
        sentence="a été examiné par deux évaluateurs indépendants et détient le %(label)s pour sa gestion.",
    ),
    "de": replace(
        GOLD,
        language="de",
        level="bronze",
        level_name="Bronze",
        label_name="Bronze-Label",
        holder="Großraum Straßburg: Übertragungstechnik für Öko-Fährgäste",
        holder_lang="de",
        place="Kehl",
        country="DE",
        sentence="wurde unabhängig begutachtet und führt das %(label)s für sein Clustermanagement.",
    ),
    "el": replace(
        GOLD,
        language="el",
        level_name="Χρυσό",
        label_name="Χρυσό σήμα",
        holder="Κλάστερ Θαλάσσιας Βιοτεχνολογίας Μεσονησίων",
        holder_lang="el",
        place="Σύρος",
        country="GR",
        sentence="πληροί κάθε ελάχιστη απαίτηση και κατέχει το %(label)s ποιότητας για τη διαχείριση συστάδων.",
    ),
    "bg": replace(
        GOLD,
        language="bg",
        level_name="Злато",
        label_name="Златен знак",
        holder="Клъстер за морски биотехнологии „Черноморие“",
        holder_lang="bg",
        place="Варна",
        country="BG",
        sentence="беше оценен от двама независими оценители и притежава %(label)s за качество на управлението.",
    ),
}

SHIPPED = ("en", "fr", "de", "el", "bg")


PICTURED = {language: CERTIFICATES[language] for language in SHIPPED} | {
    "bg-portrait": replace(CERTIFICATES["bg"], orientation="portrait", level="silver", level_name="Сребро"),
    "fr-portrait": replace(CERTIFICATES["fr"], orientation="portrait", level="bronze", level_name="Bronze"),
}


@cache
def certificate(data: CertificateData) -> bytes:
    """The certificate, set once a run."""
    return certificate_pdf(data)


LONG_NAMES = {
    "fi": "Itäsuomalaisten metsäteollisuusyritysten kiertotalousinnovaatioyhteistyöverkoston valtakunnallinen klusteri",
    "de": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft der Großregion Schifffahrt",
    "el": "Περιφερειακή Συστάδα Καινοτόμων Επιχειρήσεων Θαλάσσιας Βιοτεχνολογίας και Κυκλικής Οικονομίας Νήσων Αιγαίου",
    "bg": "Клъстер за морски биотехнологии, устойчиво рибарство и интелигентно корабостроене на Черноморие и Добруджа",
    "mt": "W" * 120,
}
