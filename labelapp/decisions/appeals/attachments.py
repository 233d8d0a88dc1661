"""Where a cluster organisation's documents are attached to its appeals, for the library."""

from collections.abc import Iterable

from flask import url_for
from flask_babel import gettext as _

from labelapp.clusters.models import Cluster
from labelapp.decisions.appeals.notices import reference
from labelapp.decisions.appeals.queries import uses_of_attachments
from labelapp.evidence.uses import Use


def uses(cluster: Cluster, document_ids: Iterable[int] | None) -> list[Use]:
    """The documents whose files are attached to filed appeals."""
    return [
        Use(
            document_id=attached.revision.document_id,
            case=_("Appeal"),
            spot=reference(appeal),
            url=url_for("appeals.show", appeal_id=appeal.id),
            frozen=(attached.revision.sha256,),
        )
        for attached, appeal in uses_of_attachments(cluster, document_ids)
    ]
