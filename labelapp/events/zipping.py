"""Many files as one ZIP, sent while it is made."""

from collections.abc import Iterable, Iterator
from io import RawIOBase
from zipfile import ZIP_DEFLATED, ZipFile

from labelapp.events.parts import Item

_LEVEL = 1  # evidence and PDFs are compressed already


class _Pipe(RawIOBase):
    """What was written since it was last asked. It cannot go back, so the archive is written straight through."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def writable(self) -> bool:
        """It only takes."""
        return True

    def write(self, piece: object) -> int:
        """Take a piece."""
        content = bytes(piece)  # type: ignore[call-overload]
        self.waiting += content
        return len(content)

    def taken(self) -> bytes:
        """Give out what waits."""
        content = bytes(self.waiting)
        self.waiting.clear()
        return content


def zipped(items: Iterable[Item]) -> Iterator[bytes]:
    """A ZIP in pieces, of which no more than one is in memory."""
    pipe = _Pipe()
    with ZipFile(pipe, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for item in items:
            with archive.open(item.path, "w", force_zip64=True) as entry:
                for piece in item.pieces():
                    entry.write(piece)
                    yield pipe.taken()
    yield pipe.taken()
