"""Facts of a PDF, found by a process that a hostile file may end without harm."""

import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

from flask_babel import gettext as _

from labelapp.web.errors import InvalidInput

_PROGRAM = Path(__file__).with_name("count_pages.py")
_SECONDS = 15


def page_count(file: BinaryIO) -> int:
    """How many pages the PDF has. Raises InvalidInput when it is damaged or asks for a password."""
    file.seek(0)
    try:
        done = subprocess.run(  # noqa: S603 - our own program, and the file goes through standard input
            [sys.executable, "-I", str(_PROGRAM)],
            input=file.read(),
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
        answer = done.stdout.decode("ascii", "replace")
    except subprocess.TimeoutExpired:
        answer = "damaged"
    file.seek(0)
    if answer == "password":
        raise InvalidInput(
            _("This PDF asks for a password. Save it without one, so that assessors can read it.")
        )
    if not answer.isdecimal():
        raise InvalidInput(_("This PDF is damaged and cannot be opened. Save it again and retry."))
    return int(answer)
