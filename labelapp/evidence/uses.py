"""Where documents are used. The packages that use them say so; this one knows nothing about them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import Flask, current_app

from labelapp.clusters.models import Cluster


@dataclass(frozen=True)
class Use:
    """One place where a document is used.

    `case` and `spot` are texts, e.g. a self-assessment and an indicator; `frozen` holds the hashes of the files
    that a submission froze there, None when the use still follows new revisions.
    """

    document_id: int
    case: str
    spot: str
    url: str
    page: int | None = None
    note: str = ""
    frozen: tuple[str, ...] | None = None


# Finds the uses of some documents of a cluster organisation; of all of them for None.
Finder = Callable[[Cluster, Iterable[int] | None], list[Use]]


def register_uses(app: Flask, finder: Finder) -> None:
    """Let a package say where it uses documents."""
    app.extensions.setdefault("uses of documents", []).append(finder)


def uses_of(cluster: Cluster, document_ids: Iterable[int] | None = None) -> dict[int, list[Use]]:
    """Where documents of a cluster organisation are used, by document; all of them for None."""
    found: dict[int, list[Use]] = {}
    wanted = None if document_ids is None else list(document_ids)
    finders: list[Finder] = current_app.extensions.get("uses of documents", [])
    for finder in finders:
        for use in finder(cluster, wanted):
            found.setdefault(use.document_id, []).append(use)
    return found
