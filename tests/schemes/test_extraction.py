"""Translators get every text of a definition with the place it stands at."""

from io import BytesIO
from pathlib import Path

import pytest

from labelapp.schemes.extraction import extract
from labelapp.schemes.loading import load_scheme
from tests.schemes.small import SMALL, line_of, write


def extracted(text: str) -> list[tuple[int, str, str, list[str]]]:
    return list(extract(BytesIO(text.encode()), [], [], {}))


def test_extraction_yields_line_message_and_path_of_each_text() -> None:
    found = extracted(SMALL)
    line = line_of('{points: "3"', SMALL)
    assert (line, "", "40 % or more", ["small@2026.1 indicators[1.1].levels[1].text"]) in found


def test_extraction_yields_every_text_and_no_code_or_rule(tmp_path: Path) -> None:
    messages = {message for _, _, message, _ in extracted(SMALL)}
    assert {"Small label", "Met in person", "40 % minimum", "the cluster is younger than a year"} <= messages
    assert not {"ratio", "met", "1.1", "day", "all_minimums", "2026.1"} & messages
    assert messages == {text for _, _, text in load_scheme(write(tmp_path)).texts()}


def test_extraction_of_text_that_is_no_yaml_names_the_line() -> None:
    with pytest.raises(ValueError, match="3: not valid YAML"):
        extracted("a: 1\nb: {\n")
