"""Documents in the file of a case, each in a folder named by its hash."""

import logging
from typing import Protocol

from labelapp.events.parts import Item
from labelapp.evidence import storage
from labelapp.evidence.scanning import BeingChecked, Quarantined, require_clean

log = logging.getLogger(__name__)


class Frozen(Protocol):
    """A file as it was offered: a revision of the library, or evidence as it was frozen."""

    @property
    def filename(self) -> str:
        """Its safe name."""

    @property
    def size(self) -> int:
        """Its size in bytes."""

    @property
    def sha256(self) -> str:
        """The hash under which the content lies in the storage."""


def evidence_item(file: Frozen) -> Item | None:
    """The document; None, said in the server's log, when the storage lost it or a virus was found in it."""
    if not _may_leave(file.sha256):
        log.warning("evidence %s is left out of a case file", file.sha256)
        return None
    path = f"evidence/{file.sha256}/{file.filename}"
    return Item(path, file.sha256, file.size, lambda: storage.read(file.sha256))


def _may_leave(sha256: str) -> bool:
    try:
        require_clean(sha256)
    except (BeingChecked, Quarantined):
        return False
    return storage.has(sha256)
