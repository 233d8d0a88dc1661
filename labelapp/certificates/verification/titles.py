"""The serial number in the title of a PDF, for files from which everything else was taken. Pure."""

import re
from itertools import islice

_TITLE = re.compile(rb"<dc:title>|/Title\s{0,4}\(")
_SERIAL = re.compile(rb"\b[A-Z]{1,4}-\d{4}-\d{4,8}\b")
_MOST = 8
_LONGEST = 300  # bytes of a title that are looked at


def serial_in_title(content: bytes) -> str:
    """The first serial number in a title that can be read as it lies in the file, an empty text without one."""
    for match in islice(_TITLE.finditer(content), _MOST):
        if serial := _SERIAL.search(content, match.end(), match.end() + _LONGEST):
            return serial[0].decode("ascii")
    return ""
