"""Whether a structure is written in the one way that DER allows (ITU-T X.690, clauses 8.1, 10 and 11)."""

CONSTRUCTED, HIGH_TAG = 0x20, 0x1F
END, BOOLEAN, INTEGER, NULL = 0, 1, 2, 5
LONG = 0x80  # in the first byte of a length: what follows is the length; alone: the end is marked instead


def is_canonical(data: bytes) -> bool:
    """Whether `data` is a row of elements whose tags, lengths, booleans and integers could not be written otherwise.

    What is packed into strings of octets is not looked into.
    """
    groups = [(0, len(data))]
    while groups:
        place, end = groups.pop()
        while place < end:
            tag, begin, stop = _element(data, place, end)
            if begin < 0 or not _is_shortest(tag, data[begin:stop]):
                return False
            if tag & CONSTRUCTED:
                groups.append((begin, stop))
            place = stop
    return True


def _element(data: bytes, place: int, end: int) -> tuple[int, int, int]:
    """Tag of the element at `place`, and where its content begins and stops; -1 when it is not whole or not DER."""
    tag, head = data[place], data[place + 1 : place + 2]
    if not head or tag == END or tag & HIGH_TAG == HIGH_TAG:
        return tag, -1, -1
    begin, length = place + 2, head[0]
    if length >= LONG:
        written = data[begin : begin + length - LONG]
        begin, length = begin + len(written), int.from_bytes(written, "big")
        if not written or written[0] == 0 or length < LONG or len(written) != head[0] - LONG:
            return tag, -1, -1
    return (tag, begin, begin + length) if begin + length <= end else (tag, -1, -1)


def _is_shortest(tag: int, content: bytes) -> bool:
    if tag == BOOLEAN:
        return content in (b"\x00", b"\xff")
    if tag == INTEGER:
        spare = len(content) > 1 and (content[0], content[1] >> 7) in ((0x00, 0), (0xFF, 1))
        return bool(content) and not spare
    return tag != NULL or not content
