"""The words of the pages of batches."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from labelapp.certificates.batches.models import BatchItem, BatchKind, BatchState


@dataclass(frozen=True)
class KindWords:
    """A kind of batch: its name, what it does, the question before it starts, and what the list says when empty."""

    name: Any
    text: Any
    question: Any
    nothing: Any


KINDS = {
    BatchKind.ISSUE: KindWords(
        _l("Issue certificates"),
        _l("For awards whose certificate could not be made when the board decided."),
        _l("Each award gets its certificate with the next serial, and the holder gets a mail."),
        _l("Every award has its certificate."),
    ),
    BatchKind.REISSUE: KindWords(
        _l("Issue again after a rename or a move"),
        _l("For certificates in force whose holder has another name or place today."),
        _l(
            "Each gets a new certificate with a new serial and the same validity. The earlier one is superseded, "
            "and the holder gets a mail."
        ),
        _l("Every certificate in force says the present name and place of its holder."),
    ),
    BatchKind.REPRINT: KindWords(
        _l("Print and seal again"),
        _l("After a change of the template, of the signatories or of the key that seals."),
        _l("Serial, dates and text of the certificates stay. Files that were given out before stay genuine."),
        _l("No certificate in force fits."),
    ),
}

STATES: dict[BatchState, tuple[str, str, Any]] = {
    BatchState.RUNNING: ("attention", "clock", _l("Under way")),
    BatchState.PAUSED: ("open", "stop", _l("Paused")),
    BatchState.CANCELLED: ("plain", "ring", _l("Cancelled")),
    BatchState.DONE: ("good", "check", _l("Ended")),
}
"""Kind of tag, icon and word of each state."""


def item_name(item: BatchItem) -> str:
    """What an item is about: a serial, and the holder."""
    if item.certificate is not None:
        return f"{item.certificate.serial}, {item.certificate.holder}"
    assert item.decision is not None
    name: str = item.decision.review.submission.content["cluster"]["name"]
    return name
