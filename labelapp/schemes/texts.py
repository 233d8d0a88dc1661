"""The texts of a definition that people read and translators translate."""

from collections.abc import Iterator

from labelapp.schemes.tree import Mapping, Steps, leaves, locate

# The keys that hold text for people; codes, kinds and rules are never translated.
TEXT_KEYS = frozenset(
    {
        "name", "subject", "summary", "certificate_sentence", "why", "label", "hint", "unit", "text",
        "guidance", "evidence", "when",
    }
)  # fmt: skip


def tree_texts(tree: Mapping) -> Iterator[tuple[str, int, str]]:
    """Yield path, line and text of every text in a definition, in the order of the file."""
    for steps, value in leaves(tree):
        if isinstance(value, str) and value.strip() and _is_text(steps):
            path, place = locate(tree, steps)
            yield path, place.line if place else 1, value.strip()


def _is_text(steps: Steps) -> bool:
    return next((step for step in reversed(steps) if isinstance(step, str)), "") in TEXT_KEYS
