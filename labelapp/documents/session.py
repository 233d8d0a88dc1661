"""Papers of a session of the board: its agenda, and its minutes."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from typing import Literal

from labelapp.documents.ornament import issuer_mark
from labelapp.documents.render import render_pdf
from labelapp.documents.report import MARK_AT


@dataclass(frozen=True)
class SessionCase:
    """A case: its head, a short line below it, and paragraphs. All texts are already in the paper's language."""

    name: str
    name_language: str
    line: str
    paragraphs: Sequence[str]


@dataclass(frozen=True)
class SessionData:
    """Everything that the paper of a session says. `facts` are (label, value); `sha256` is of frozen minutes."""

    kind: Literal["agenda", "minutes"]
    title: str
    day: date
    facts: Sequence[tuple[str, str]]
    cases: Sequence[SessionCase]
    sha256: str | None
    issuer_name: str
    issuer_subtitle: str
    language: str
    demonstration: bool


def session_pdf(data: SessionData) -> bytes:
    """The paper as a file."""
    return render_pdf(
        "session",
        asdict(data) | {"illustrative": False},
        language=data.language,
        title=data.title,
        description=data.title,
        author=data.issuer_name,
        created=datetime.combine(data.day, time(), UTC),
        drawings=(issuer_mark(*MARK_AT),),
    )
