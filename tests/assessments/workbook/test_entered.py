"""What people and spreadsheet programs put into a cell, and what is understood."""

from datetime import date
from typing import Any

import pytest

from labelapp.assessments.questionnaire import questions_of
from labelapp.assessments.workbook.cells import Found
from labelapp.assessments.workbook.entered import culprit, entered
from labelapp.schemes.values import AnswerError
from labelapp.web.locale import speaking
from tests.assessments.workbook.conftest import SMALL

COMMITTED, FTE, CUTOFF, TASKS = "1.3|committed", "2.2|fte", "1.3|cutoff", "2.2|tasks"

pytestmark = pytest.mark.usefixtures("app")


def _question(key: str) -> Any:
    indicator, _bar, field = key.partition("|")
    return next(one for one in questions_of(SMALL, SMALL.indicators[indicator]) if one.code == field)


def _value(key: str, cells: dict[str, Any], language: str = "en") -> object:
    with speaking(language):
        found = {part: cell if isinstance(cell, Found) else Found(cell) for part, cell in cells.items()}
        return entered(_question(key), found)[1]


def _why(key: str, cells: dict[str, Any]) -> str:
    with pytest.raises(AnswerError) as refused:
        _value(key, cells)
    return refused.value.message % refused.value.params


@pytest.mark.parametrize(
    ("key", "language", "cell", "value"),
    [
        (COMMITTED, "en", 84, 84),
        (COMMITTED, "en", 84.0, 84),
        (COMMITTED, "de", "1.234", 1234),
        (COMMITTED, "en", "1,234", 1234),
        (COMMITTED, "fr", "1\u202f234", 1234),
        (FTE, "en", 3.5, "3.5"),
        (FTE, "en", 0.1 + 0.2, "0.3"),
        (FTE, "de", "1.234,5", "1234.5"),
        (FTE, "de", "1.234", "1234"),
        (FTE, "en", "1.234", "1.234"),
        (FTE, "fr", "3,5", "3.5"),
        (FTE, "en", "1/3", "1/3"),
        (CUTOFF, "en", date(2026, 6, 30), "2026-06-30"),
        (CUTOFF, "de", "30.06.2026", "2026-06-30"),
        (CUTOFF, "fr", "30/6/2026", "2026-06-30"),
        (CUTOFF, "en", "03/06/2026", "2026-06-03"),
        (CUTOFF, "en", "2026-06-30", "2026-06-30"),
        ("1.4|near", "en", 55, "55"),
        ("2.3|level", "de", "2,5", "2.5"),
        ("2.5|form", "en", "association", "club"),
        ("2.5|form", "en", "Company (other)", "other"),
        ("2.2|website", "en", " https://label.example/a?b=c ", "https://label.example/a?b=c"),
        (TASKS, "en", "first\r\nsecond", "first\nsecond"),
        (TASKS, "en", "_x000D_\nBell_x0007_", "Bell\x07"),
        (TASKS, "de", 12.5, "12,5"),
    ],
)
def test_entered_cell_is_understood(key: str, language: str, cell: Any, value: Any) -> None:
    assert _value(key, {"": cell}, language) == value


@pytest.mark.parametrize("cell", ["2.5", 2.5, "2.5 – written", "2.5 – WRITTEN "])
def test_level_is_known_by_its_points_and_by_its_entry_of_the_list(cell: Any) -> None:
    assert _value("2.3|level", {"": cell}) == "2.5"


PRACTICES = ("deputy", "files")


def _items(**answers: Any) -> dict[str, Any]:
    return {"-" if code == "none" else code: value for code, value in answers.items()}


@pytest.mark.parametrize(
    ("cells", "value"),
    [
        (_items(deputy="yes", files="YES "), ["deputy", "files"]),
        (_items(deputy=True, files=False), ["deputy"]),
        (_items(deputy="x"), ["deputy"]),
        (_items(none="yes"), []),
        (_items(**dict.fromkeys(PRACTICES, "no")), []),
    ],
)
def test_checklist_is_read_from_its_items(cells: dict[str, Any], value: list[str]) -> None:
    assert _value("2.5|practices", cells) == value


def test_checklist_in_german_is_answered_in_german() -> None:
    assert _value("2.5|practices", _items(deputy="ja", files="nein"), "de") == ["deputy"]


@pytest.mark.parametrize(
    ("key", "part", "cell", "why"),
    [
        (COMMITTED, "", "about fifty", "Enter a whole number, such as 12."),
        (COMMITTED, "", 12.5, "Enter a whole number, such as 12."),
        (COMMITTED, "", -3, "Enter 0 or more."),
        (COMMITTED, "", True, "This cell holds TRUE or FALSE. Write a number, such as 12."),
        (
            COMMITTED,
            "",
            date(2026, 1, 2),
            "This cell holds a date. Format it as a number and write the number again.",
        ),
        (
            FTE,
            "",
            Found(0.5, percent=True),
            "This cell holds a percentage. Format it as a number and write the number again.",
        ),
        (COMMITTED, "", Found("#REF!", fault="An error."), "An error."),
        (CUTOFF, "", "soon", "Enter a date, such as 2026-01-31."),
        (CUTOFF, "", "31/02/2026", "Enter a date, such as 2026-01-31."),
        (COMMITTED, "", 10**20, "Enter a whole number, such as 12."),
        ("1.2|types", "sme", 1001, "Enter 1000 or less."),
        ("2.6|income", "fees", 1.005, "Enter an amount with at most two decimal places."),
        ("2.5|form", "", "Company", "Choose one of the entries of the list in this cell."),
        ("2.2|website", "", "label.example", "Enter a web address that starts with https:// or http://."),
        (TASKS, "", True, "This cell holds TRUE or FALSE. Write a text."),
        (TASKS, "", "word " * 201, "Use at most 200 words. There are 201."),
        ("2.3|level", "", "7", "Choose one of the entries of the list in this cell."),
        ("2.5|practices", "deputy", "perhaps", "Choose yes or no from the list in this cell."),
    ],
)
def test_cell_that_cannot_be_read_says_how_to_mend_it(key: str, part: str, cell: Any, why: str) -> None:
    assert _why(key, {part: cell}) == why


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (_items(deputy="yes", none="yes"), "Answer either some of these or “None of these” with yes."),
        (_items(deputy="no"), "Answer each item with yes or no, or “None of these” with yes."),
    ],
)
def test_checklist_that_contradicts_itself_is_refused(cells: dict[str, Any], why: str) -> None:
    assert _why("2.5|practices", cells) == why


def test_percentage_where_percent_are_asked_is_that_number() -> None:
    assert _value("1.4|near", {"": Found(0.335, percent=True)}) == "33.5"


@pytest.mark.parametrize(
    ("key", "cells", "part"),
    [
        ("1.2|types", {"sme": 4, "large": "many"}, "large"),
        ("2.5|practices", {"deputy": "no", "files": "maybe", "-": None}, "files"),
        ("2.5|practices", {"deputy": None, "files": "no", "-": None}, "files"),
        ("2.6|income", {"fees": "1", "public": "-2"}, "public"),
    ],
)
def test_part_that_is_wrong_is_found(key: str, cells: dict[str, Any], part: str) -> None:
    with speaking("en"):
        assert culprit(_question(key), {code: Found(cell) for code, cell in cells.items()}) == part
