"""What stands in the file of a case. Packages add their part; this one knows nothing about them."""

from collections.abc import Callable, Iterable

from flask import Flask, current_app

from labelapp.events.telling import Readers

# The path of a file within the case file, and its content in pieces.
Item = tuple[str, Iterable[bytes]]
# The files that a package has about the case of a self-assessment, for the office or for the cluster's team.
Part = Callable[[int, Readers], Iterable[Item]]
_KEY = "parts of case files"


def register_part(app: Flask, part: Part) -> None:
    """Let a package add files. It gives the team nothing that the team may not read."""
    app.extensions.setdefault(_KEY, []).append(part)


def parts() -> list[Part]:
    """The parts in the order in which packages registered them."""
    found: list[Part] = current_app.extensions.get(_KEY, [])
    return found
