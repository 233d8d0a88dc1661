"""Two texts side by side, with the words marked in which they differ."""

import re
from difflib import SequenceMatcher

from markupsafe import Markup, escape

# Words and the spaces between them, under which both texts are read at a glance.
_FEW_WORDS = 12


def mark_differences(one: str, other: str) -> tuple[Markup, Markup]:
    """Two texts with the words marked in which they differ; short ones are left as they are."""
    mine, theirs = re.split(r"(\s+)", one), re.split(r"(\s+)", other)
    if min(len(mine), len(theirs)) < _FEW_WORDS:
        return escape(one), escape(other)
    steps = SequenceMatcher(a=mine, b=theirs, autojunk=False).get_opcodes()
    left = Markup("").join(_part(mine[a:b], kind) for kind, a, b, _c, _d in steps)
    right = Markup("").join(_part(theirs[c:d], kind) for kind, _a, _b, c, d in steps)
    return left, right


def _part(words: list[str], kind: str) -> Markup:
    text = "".join(words)
    return escape(text) if kind == "equal" or not text.strip() else Markup("<mark>{}</mark>").format(text)
