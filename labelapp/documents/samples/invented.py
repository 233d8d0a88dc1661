"""Invented people and places, in each script that documents are set in."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Invented:
    """A cluster organisation, two people, and a paragraph of the kind that assessors write."""

    name: str
    place: str
    country: str
    people: tuple[str, str]
    paragraph: str


INVENTED = {
    "en": Invented(
        "Tidewater Marine Technology Cluster",
        "Cork",
        "IE",
        ("Aoife Brennan", "Niall Roche"),
        "The register of participants is kept with care, and most of them work together in at least one project. "
        "Fees cover a third of the costs of the management; the rest depends on grants that end in two years.",
    ),
    "de": Invented(
        "Großraum Straßburg: Übertragungstechnik für Öko-Fährgäste",
        "Kehl",
        "DE",
        ("Jörg Weiß", "Käthe Löffler"),
        "Das Verzeichnis der Beteiligten wird sorgfältig geführt, die meisten arbeiten in mindestens einem Projekt "
        "zusammen. Beiträge decken ein Drittel der Kosten; der Rest hängt an Zuschüssen, die in zwei Jahren enden.",
    ),
    "fr": Invented(
        "Pôle Lumière et Matériaux du Val-d’Œuvre",
        "Besançon",
        "FR",
        ("Maëlle Février", "François Lacaze"),
        "Le registre des participants est tenu avec soin et la plupart coopèrent dans au moins un projet. Les "
        "cotisations couvrent un tiers des coûts ; le reste dépend de subventions qui s’achèvent dans deux ans.",
    ),
    "el": Invented(
        "Κλάστερ Θαλάσσιας Βιοτεχνολογίας Μεσονησίων",
        "Σύρος",
        "GR",
        ("Ελένη Παπαδάκη", "Γιώργος Σταύρου"),
        "Το μητρώο των συμμετεχόντων τηρείται με επιμέλεια και οι περισσότεροι συνεργάζονται σε ένα τουλάχιστον έργο. "
        "Οι συνδρομές καλύπτουν το ένα τρίτο του κόστους· τα υπόλοιπα εξαρτώνται από επιχορηγήσεις δύο ακόμη ετών.",
    ),
    "bg": Invented(
        "Клъстер за морски биотехнологии „Черноморие“",
        "Варна",
        "BG",
        ("Елица Тодорова", "Георги Жеков"),
        "Регистърът на участниците се води грижливо и повечето работят заедно поне по един проект. Членският внос "
        "покрива една трета от разходите; останалото зависи от безвъзмездни средства, които изтичат след две години.",
    ),
}
