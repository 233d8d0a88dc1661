"""Finding people in a text."""

import pytest

from labelapp.assessments.together.mentions import mentioned, split_mentions

PEOPLE = {1: "Jonas Krag", 2: "Jonas Krag Olsen", 3: "Åse Møller", 4: "Zoë Ni", 5: "Zoë Ni"}


@pytest.mark.parametrize(("text", "found"), [
    ("@Jonas Krag, please look.", {1}),
    ("Ask @jonas krag", {1}),
    ("Ask @Jonas Krag Olsen.", {2}),
    ("(@Åse Møller and @Jonas Krag)", {3, 1}),
    ("@Zoë Ni", {4, 5}),
    ("Jonas Krag", set()),
    ("@Jonas", set()),
    ("@Jonas Kragh", set()),
    ("mail@Jonas Krag", set()),
    ("@", set()),
    ("", set()),
])  # fmt: skip
def test_names_after_an_at_sign_are_found(text: str, found: set[int]) -> None:
    assert mentioned(text, PEOPLE) == found


def test_parts_make_up_the_text_and_name_the_names() -> None:
    parts = list(split_mentions("Ask @Jonas Krag now", PEOPLE))
    assert parts == [("Ask ", False), ("@Jonas Krag", True), (" now", False)]


def test_nobody_is_named_in_a_team_of_nobody() -> None:
    assert mentioned("@Jonas Krag", {}) == set()
