"""Words by which people head the columns of their lists and name the choices, in three languages.

All are simplified as by `columns.simplify`: without case, accents and punctuation. They are told apart by bars.
"""

HEADINGS: dict[str, dict[str, str]] = {
    "members": {
        "name": (
            "name|member|organisation|organization|company|firma|mitglied|unternehmen|einrichtung"
            "|nom|membre|entreprise|raison sociale|denomination|participant"
        ),
        "number": (
            "number|own number|no|id|nr|nummer|mitgliedsnummer|kundennummer|numero|member number|reference"
        ),
        "kind": "kind|type|category|art|typ|kategorie|genre|categorie|type de membre",
        "country": "country|land|staat|pays",
        "region": "region|nuts|nuts region|nuts code|nuts 2|nuts 3|code nuts",
        "joined_on": (
            "joined|joined on|member since|since|start|eintritt|beitritt|mitglied seit|seit|entree"
            "|adhesion|date d adhesion|membre depuis|depuis"
        ),
        "left_on": "left|left on|end|exit|austritt|ausgetreten|bis|sortie|depart|date de sortie|radiation",
        "committed": (
            "committed|signed|commitment|verpflichtet|unterschrieben|verbindlich|engage|signe|engagement"
        ),
    },
    "staff": {
        "name": "name|post|position|person|stelle|funktion|nom|poste",
        "role": "role|rolle|aufgabe|fonction",
        "fte": (
            "fte|full time equivalents|full time equivalent|vza|vollzeitaquivalente|etp"
            "|equivalent temps plein"
        ),
        "training_days": (
            "training|training days|training days a year|fortbildungstage|weiterbildung"
            "|jours de formation|formation"
        ),
        "from_on": "from|start|since|von|ab|beginn|debut|du",
        "until_on": "until|to|end|bis|ende|fin|au",
    },
    "finances": {
        "name": "name|what for|item|text|zweck|posten|bezeichnung|objet|libelle",
        "year": "year|jahr|annee|exercice",
        "source": "source|quelle|herkunft|origine",
        "amount": "amount|amount in eur|eur|sum|betrag|summe|montant|somme",
    },
    "events": {
        "name": "title|name|titel|titre|nom|bezeichnung",
        "sort": "kind|type|art|genre",
        "held_on": "date|day|held on|start|from|tag|datum|beginn|von|jour|debut",
        "count": "number|count|anzahl|nombre|participants|teilnehmende|teilnehmer",
    },
    "groups": {
        "name": "title|name|titel|titre|nom|bezeichnung",
        "held_on": "date|day|held on|start|from|tag|datum|beginn|von|jour|debut",
        "until_on": "until|end|to|bis|ende|fin",
        "count": "number|count|anzahl|nombre|meetings|sitzungen|treffen|reunions",
        "who": "lead|led by|leitung|pilote",
    },
    "projects": {
        "name": "title|name|titel|titre|nom|bezeichnung",
        "held_on": "date|day|held on|start|from|tag|datum|beginn|von|jour|debut",
        "until_on": "until|end|to|bis|ende|fin",
        "count": "number|count|anzahl|nombre|participants|members|mitglieder|membres",
        "who": "partners|partner|partenaires",
    },
    "press": {
        "name": "title|name|titel|titre|nom|bezeichnung",
        "sort": "kind|type|art|genre|reach",
        "held_on": "date|day|held on|start|from|tag|datum|beginn|von|jour|debut",
        "who": "medium|media|address|url|source|quelle|support",
    },
}
# kind of list -> column -> choice
CHOICES: dict[str, dict[str, dict[str, str]]] = {
    "members": {
        "kind": {
            "sme": "small|smes|small firm|startup|start up|kmu|kleines unternehmen|pme|tpe|eti",
            "large": "large company|grossunternehmen|konzern|grande entreprise|ge",
            "research": "research institute|forschung|forschungseinrichtung|recherche|laboratoire",
            "education": "university|hochschule|universitat|bildung|universite|formation|ecole",
            "public": "public authority|offentlich|offentliche stelle|behorde|kommune|public|collectivite",
            "association": "verband|verein|ngo|association",
            "finance": "bank|investor|finanzen|banque",
            "other": "others|sonstige|andere|autre|autres",
        },
    },
    "staff": {
        "role": {
            "head": "manager|leitung|direction",
            "team": "gestion|management",
            "support": "buro|appui",
            "project": "projekt|projet",
        },
    },
    "finances": {
        "source": {
            "fees": "membership fees|beitrage|cotisations",
            "european": "eu|europe|europa|ue",
            "regional": "region",
            "national": "state|bund|etat",
        },
    },
    "events": {
        "sort": {
            "participants": "members|mitglieder|membres",
            "open": "public|offen|ouvert",
            "service": "dienst|beratung|conseil",
        },
    },
    "press": {
        "sort": {
            "regional": "local|lokal",
            "wider": "national|international|uberregional",
            "story": "erfolgsgeschichte|temoignage",
        },
    },
}
