"""Where documents of a library went with answers in hearings."""

from collections.abc import Iterable

from flask import url_for
from flask_babel import gettext as _

from labelapp.certificates.hearings.queries import attached_of
from labelapp.clusters.models import Cluster
from labelapp.evidence.uses import Use


def uses(cluster: Cluster, document_ids: Iterable[int] | None) -> list[Use]:
    """The documents whose files went with answers."""
    return [
        Use(
            document_id=revision.document_id,
            case=_("Hearing"),
            spot=hearing.certificate.serial,
            url=url_for("hearings.of_holder", hearing_id=hearing.id),
            frozen=(revision.sha256,),
        )
        for revision, hearing in attached_of(cluster, document_ids)
    ]
