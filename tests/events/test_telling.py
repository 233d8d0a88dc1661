"""Every action of the log can be said in words."""

import ast
import re

import pytest
from flask import Flask

from labelapp.decisions.conditions.models import StepKind
from labelapp.events.telling import UNKNOWN, Readers, Topic, Words, all_words, sentence, words_of
from labelapp.settings import PROJECT

_ACTION = re.compile(r"[a-z_]+\.[a-z_]*")


def _texts(node: ast.AST) -> set[str]:
    """The actions in an expression; of `f"figure.{what}"` the beginning, which ends with the dot."""
    constants = (part.value for part in ast.walk(node) if isinstance(part, ast.Constant))
    return {text for text in constants if isinstance(text, str) and _ACTION.fullmatch(text)}


def _handed_on(tree: ast.AST, name: str) -> set[str]:
    """What a variable of this name may hold: everything in the file that is assigned to it or handed on as it."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == name:
            found |= _texts(node.value)
        if isinstance(node, ast.Assign) and name in [getattr(target, "id", "") for target in node.targets]:
            found |= _texts(node.value)
    return found


def _recorded() -> dict[str, set[str]]:
    """The actions of every call of `record` in the source, by its place."""
    found = {}
    for file in (PROJECT / "labelapp").rglob("*.py"):
        source = file.read_text("utf-8")
        if "record(" not in source:
            continue
        tree = ast.parse(source)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record":
                action = node.args[0]
                named = _handed_on(tree, action.id) if isinstance(action, ast.Name) else _texts(action)
                found[f"{file.relative_to(PROJECT)}:{node.lineno}"] = named
    return found


def test_every_recorded_action_has_words(app: Flask) -> None:
    recorded, words = _recorded(), all_words()
    assert len(recorded) > 100
    assert [place for place, actions in recorded.items() if not actions] == [], "which action is this?"
    steps = {f"condition.{kind.value}" for kind in StepKind}
    without = {
        action
        for action in set().union(steps, *recorded.values())
        if action not in words
        and not (action.endswith(".") and any(known.startswith(action) for known in words))
    }
    assert not without, "say these actions in the `told.py` of their package"


def test_words_are_of_actions_that_the_program_records(app: Flask) -> None:
    recorded = set().union(*_recorded().values())
    begun = tuple(action for action in recorded if action.endswith("."))
    assert {one for one in all_words() if one not in recorded and not one.startswith(begun)} == set()


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
