"""Invented names of people, by country: given names, then family names."""

NAMES: dict[str, tuple[str, str]] = {
    "AT": ("Lena Lukas Katharina Florian", "Steinacher Hollergruber Moosbrand Achleit"),
    "BE": ("Lotte Bram Élodie Wout", "Verschaert Dehasse Vandermolen Lambrecy"),
    "BG": ("Мария Иво Елена Георги", "Върбанска Маринов Тодорин Белчева"),
    "CZ": ("Tereza Jakub Lucie Ondřej", "Havránková Zelinka Mračková Doubrava"),
    "DE": ("Ilse Jonas Friederike Malte", "Marenholt Wiesenkamp Achterberg Lohbrück"),
    "DK": ("Freja Anders Sofie Rasmus", "Aagaard Tranbjerg Vestermark Lundsgård"),
    "EE": ("Kadri Mart Liis Tanel", "Saluveer Kivirand Põldmets Rebane"),
    "ES": ("Lucía Marta Iker Pau", "Arrieta Valldaura Cifuente Robledal"),
    "FI": ("Annika Eero Helmi Juho", "Rauhala Koskimäki Lehtosaari Niemelin"),
    "FR": ("Claire Paul Maëlle Hugo", "Devigne Morvannec Lestrade Bellifontaine"),
    "GR": ("Ελένη Νίκος Κατερίνα Γιώργος", "Θαλασσινού Μακρυγιάλης Αμπελάς Πετρίδου"),
    "HR": ("Ana Luka Iva Marin", "Vukasović Perković Grabar Lončarić"),
    "HU": ("Eszter Gergő Réka Bence", "Bárdosi Kertvári Tölgyes Halmos"),
    "IT": ("Chiara Matteo Giulia Davide", "Valsecchi Montefiori Brambati Serravalle"),
    "LT": ("Ieva Tomas Rūta Mantas", "Žalgytė Kalnietis Vaitkūnas Beržinskė"),
    "LV": ("Ilze Jānis Laura Edgars", "Ozolkalne Bērzupe Kalnājs Liepkalne"),
    "NL": ("Fleur Daan Sanne Thijs", "Rietveldt Van Oosterwijk Molenaers Duinhof"),
    "PL": ("Zofia Jan Hanna Wojciech", "Brzozowska Wiśnicki Jarzębiak Leszczyńska"),
    "PT": ("Inês Tomás Beatriz Rui", "Ferreira Montalvão Serrano Pinhal"),
    "RO": ("Ioana Andrei Elena Mihai", "Brădeanu Codreș Luncanu Salcie"),
    "SE": ("Elin Oskar Maja Viktor", "Vesterby Lindåker Granström Sjöholmen"),
    "SI": ("Maja Luka Nina Žiga", "Hrastnik Potočar Zupanec Lipovšek"),
    "SK": ("Zuzana Martin Lenka Peter", "Jasenská Hronec Javorová Lipták"),
}


def name_of(country: str, number: int) -> str:
    """The name of the person with this number in a country; sixteen are different."""
    given, family = (names.split() for names in NAMES[country])
    return f"{given[number % len(given)]} {family[(number // len(given) + number) % len(family)]}"
