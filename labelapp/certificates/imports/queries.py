"""Reading imports of earlier registers."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from labelapp.accounts.models import User
from labelapp.certificates.imports.models import RegisterImport
from labelapp.extensions import db

_SHOWN = 20


def find_import(import_id: int) -> RegisterImport | None:
    """One import."""
    return db.session.get(RegisterImport, import_id)


def latest_imports() -> list[RegisterImport]:
    """The last imports, the newest first."""
    query = (
        select(RegisterImport)
        .options(joinedload(RegisterImport.created_by).lazyload(User.roles))
        .order_by(RegisterImport.id.desc())
        .limit(_SHOWN)
    )
    return list(db.session.scalars(query))
