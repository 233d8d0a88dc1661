"""Every action of the log can be said in words."""

import ast
from collections.abc import Iterator

import pytest
from flask import Flask

from labelapp.events.telling import UNKNOWN, Readers, Topic, Words, all_words, sentence, words_of
from labelapp.settings import PROJECT


def _texts(node: ast.AST) -> Iterator[str]:
    """The constant texts in an expression; of `f"figure.{what}"` the beginning."""
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and "." in part.value:
            yield part.value


def _recorded() -> set[str]:
    """The action of every `record("…")` in the source, and of every call that hands an `action` on."""
    found = set()
    for file in (PROJECT / "labelapp").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            if isinstance(node.func, ast.Name) and node.func.id == "record" and node.args:
                found.update(_texts(node.args[0]))
            for keyword in node.keywords:
                if keyword.arg == "action" and not isinstance(node.func, ast.Attribute):
                    found.update(_texts(keyword.value))
    return found


def test_every_recorded_action_has_words(app: Flask) -> None:
    recorded, words = _recorded(), all_words()
    assert len(recorded) > 60
    without = {
        action
        for action in recorded
        if action not in words
        and not (action.endswith(".") and any(known.startswith(action) for known in words))
    }
    assert not without, "say these actions in the `told.py` of their package"


def test_unknown_action_is_a_neutral_sentence_for_the_office(app: Flask) -> None:
    assert words_of("future.thing") is UNKNOWN
    assert not UNKNOWN.are_for(Readers.TEAM)


def test_sentence_for_the_team_names_no_person_of_the_review(app: Flask) -> None:
    for action, words in all_words().items():
        if words.readers is Readers.BOTH:
            assert "%(account)s" not in str(words.text), action
            assert "%(expert)s" not in str(words.text), action


@pytest.mark.parametrize(
    ("details", "text"),
    [
        ({"account": 7}, "Ada Berg was asked 100 %."),
        ({"account": 8}, "– was asked 100 %."),
        ({}, "– was asked 100 %."),
    ],
)
def test_sentence_has_people_by_name_and_a_dash_for_what_is_not_known(
    details: dict[str, int], text: str
) -> None:
    words = Words(Topic.REVIEW, "%(account)s was asked 100 %%.")
    assert sentence(words, details, {7: "Ada Berg"}) == text
