"""The invented labelling body in the languages of its documents."""

OWN_WORDS = {
    "fr": {
        "Quality label for cluster management": "Label de qualité pour la gestion de clusters",
        "Chair of the labelling body": "Présidente du comité de labellisation",
        "Secretariat": "Secrétariat",
    },
    "de": {
        "Quality label for cluster management": "Qualitätslabel für Clustermanagement",
        "Chair of the labelling body": "Vorsitzende des Vergabegremiums",
        "Secretariat": "Geschäftsstelle",
    },
    "el": {
        "The Label Council": "Συμβούλιο Σήματος",
        "Quality label for cluster management": "Σήμα ποιότητας για τη διαχείριση συστάδων",
        "Chair of the labelling body": "Πρόεδρος του φορέα του σήματος",
        "Secretariat": "Γραμματεία",
    },
    "bg": {
        "The Label Council": "Съвет по знака",
        "Quality label for cluster management": "Знак за качество на управлението на клъстери",
        "Chair of the labelling body": "Председател на органа по знака",
        "Secretariat": "Секретариат",
    },
}
