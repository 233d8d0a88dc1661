"""Whether a declaration is still what the log fixed."""

from labelapp.certificates.declarations.models import Declaration
from labelapp.certificates.declarations.operations import content_hash
from labelapp.events.models import Event
from labelapp.extensions import db


def declaration_problem(event: Event) -> str | None:
    """What is wrong with the declaration that an event `declaration.sent` fixed."""
    declaration = db.session.get(Declaration, event.subject_id)
    if declaration is None:
        return "the declaration that it fixed is missing"
    if content_hash(declaration) != event.details.get("sha256"):
        return f"declaration {declaration.id} was changed after it was sent"
    return None
