"""Count the pages of the PDF on standard input. Run as a process of its own, with little memory and time.

Prints the number of pages, `password` or `damaged`. A hostile file can at most end this process.
"""

import io
import resource
import sys

import pikepdf

_MEMORY = 1024 * 1024 * 1024
_SECONDS = 10


def count_pages(content: bytes) -> str:
    """The number of pages as text, or the word for what is wrong."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            pages = len(pdf.pages)
    except pikepdf.PasswordError:
        return "password"
    except (pikepdf.PdfError, ValueError, MemoryError, RecursionError):
        return "damaged"
    return str(pages) if pages > 0 else "damaged"


def _main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    sys.stdout.write(count_pages(sys.stdin.buffer.read()))


if __name__ == "__main__":
    _main()
