"""What people call the kinds of documents."""

from flask_babel import gettext as _

from labelapp.evidence.models import DocumentKind


def kind_names() -> dict[DocumentKind, str]:
    """The kinds with their names in the reader's language, in the order of a list to choose from."""
    return {
        DocumentKind.STATUTES: _("Statutes"),
        DocumentKind.STRATEGY: _("Strategy"),
        DocumentKind.CONTRACT: _("Contract"),
        DocumentKind.PARTICIPANTS: _("List of participants"),
        DocumentKind.REPORT: _("Report"),
        DocumentKind.MINUTES: _("Minutes"),
        DocumentKind.SURVEY: _("Survey"),
        DocumentKind.FINANCIAL_STATEMENT: _("Financial statement"),
        DocumentKind.PHOTO: _("Photo"),
        DocumentKind.PRESS: _("Press article"),
        DocumentKind.OTHER: _("Other"),
    }


def kind_name(kind: DocumentKind) -> str:
    """The name of a kind in the reader's language."""
    return kind_names()[kind]
