import re
from itertools import pairwise
from math import hypot
from zlib import decompress

import pytest

from labelapp.documents.certificate import ring_phrases
from labelapp.documents.languages import document_language
from labelapp.documents.ornament import METALS, certificate_art
from labelapp.documents.ringtext import ring_text
from tests.documents.samples import SHIPPED

PHRASES = ("QUALITY OF CLUSTER MANAGEMENT", "PROVEN AND VERIFIABLE")


def seal_strokes(level: str) -> int:
    _frame, seal, _ring, _mark = certificate_art(level, *PHRASES)
    return decompress(seal.content).count(b" m ")


def test_seal_has_one_ring_more_a_level() -> None:
    # Five phases and two edges a ring; thirty turns and two circles in the heart.
    assert [seal_strokes(level) for level in ("bronze", "silver", "gold")] == [39, 46, 53]


@pytest.mark.parametrize("level", METALS)
def test_drawings_stay_inside_their_boxes(level: str) -> None:
    for drawing in certificate_art(level, *PHRASES):
        left, top, right, bottom = drawing.box
        for path in decompress(drawing.content).decode().splitlines():
            numbers = [
                float(number)
                for number in re.findall(r"-?[\d.]+(?= )", path.split(" j ")[-1].split(" rg ")[-1])
            ]
            points = list(zip(numbers[::2], numbers[1::2], strict=False))
            assert all(left <= x <= right and top <= y <= bottom for x, y in points)


def test_ring_text_letters_stand_on_the_ring() -> None:
    radius = 2700.0
    content = ring_text(*PHRASES, radius, "#6f5300")
    starts = re.findall(r"(-?[\d.]+) (-?[\d.]+) m", content)
    assert len(starts) >= sum(letter != " " for letter in "".join(PHRASES))
    assert all(abs(hypot(float(x), float(y)) - radius) < 260 for x, y in starts)


def test_ring_text_first_phrase_is_centred_at_the_top() -> None:
    content = ring_text("HIH", "OO", 2700.0, "#000000")
    points = [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+) [mlc]", content)]
    top = [x for x, y in points if y < -700]
    assert min(top) == pytest.approx(-max(top), abs=0.2)


def test_ring_text_of_long_phrases_is_set_smaller_and_stays_on_the_ring() -> None:
    def reach(phrase: str) -> float:
        points = re.findall(r"(-?[\d.]+) (-?[\d.]+) [mlc]", ring_text(phrase, phrase, 2735.0, "#000000"))
        return max(hypot(float(x), float(y)) for x, y in points)

    assert 2735 < reach("M" * 31) < reach("M" * 20)


@pytest.mark.parametrize("language", SHIPPED)
@pytest.mark.parametrize("level", METALS)
def test_ring_phrases_in_shipped_languages_fill_the_ring(language: str, level: str) -> None:
    letters = len("".join(ring_phrases(level, document_language(language))))
    assert 40 <= letters <= 62


def test_art_is_drawn_once_a_level_and_text() -> None:
    assert certificate_art("gold", *PHRASES) is certificate_art("gold", *PHRASES)
    assert all(
        one is not other for one, other in pairwise([certificate_art(level, *PHRASES) for level in METALS])
    )
