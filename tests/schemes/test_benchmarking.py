"""Choices, checklists and rubrics are compared by themselves, with whoever asks the same."""

from pathlib import Path

import pytest

from labelapp.schemes.benchmarking import ComparedChoice
from labelapp.schemes.loading import DefinitionErrors, load_scheme
from tests.schemes.small import SHIPPED, changed, write

RUBRIC = "{code: level, type: rubric, label: Which level fits?}"
GIVEN = "    not_applicable: {allowed: true, when: the cluster is younger than a year}\n"


def _choices(directory: Path, text: str) -> list[ComparedChoice]:
    return [choice for _indicator, choice in load_scheme(write(directory, text)).compared_choices]


def test_rubric_is_compared_by_itself_with_its_levels_from_low_to_high(tmp_path: Path) -> None:
    (found,) = _choices(tmp_path, changed("subject: A small subject", "subject: Small"))
    assert (found.label, found.note, found.field, found.way) == ("Strategy", "", "level", "rubric")
    assert found.options == (("0", "missing"), ("2", "written"), ("5", "written and used"))
    assert found.code.startswith("1.2.level.")


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("why: A cluster knows where it goes.", "why: Who plans gets there.", True),
        ('{points: "2", text: written}', '{points: "2", text: written down}', False),
        ("label: Which level fits?", "label: Which level fits best?", False),
        ('{points: "2", text: written}', '{points: "1", text: written}', False),
    ],
)
def test_own_code_stays_as_long_as_the_same_is_asked(tmp_path: Path, old: str, new: str, same: bool) -> None:
    (before,) = _choices(tmp_path, changed("subject: A small subject", "subject: Small"))
    (after,) = _choices(tmp_path, changed(old, new))
    assert (before.code == after.code) is same


def test_scheme_can_give_a_choice_a_code_that_outlives_its_wording(tmp_path: Path) -> None:
    given = "    benchmark: {code: strategy, label: The strategy, unit: level, kind: choices, of: level}\n"
    (found,) = _choices(tmp_path, changed(GIVEN, GIVEN + given))
    assert (found.code, found.label) == ("strategy", "The strategy")


def test_kind_choices_needs_a_field_that_offers_some(tmp_path: Path) -> None:
    given = "    benchmark: {code: strategy, label: The strategy, unit: level, kind: choices, of: note}\n"
    with pytest.raises(DefinitionErrors, match="choices need a field of type choice, checklist or rubric"):
        load_scheme(write(tmp_path, changed(GIVEN, GIVEN + given)))


def test_versions_and_levels_of_the_label_are_compared_where_they_ask_alike() -> None:
    codes = {
        key: {choice.code for _indicator, choice in SHIPPED.get(*key.split("@")).compared_choices}
        for key in ("cme-gold@2023.1", "cme-gold@2026.1", "cme-silver@2026.1", "cme-bronze@2026.1")
    }
    assert codes["cme-gold@2023.1"] == codes["cme-gold@2026.1"] == codes["cme-silver@2026.1"]
    assert codes["cme-gold@2026.1"].isdisjoint(codes["cme-bronze@2026.1"])


def test_what_tells_of_improvement_areas_is_not_compared() -> None:
    silver = SHIPPED.get("cme-silver", "2026.1")
    assert silver.improvement_areas is not None
    compared = {indicator.code for indicator, _choice in silver.compared_choices}
    assert compared.isdisjoint(silver.improvement_areas.indicators)


@pytest.mark.parametrize(
    ("way", "answer", "chosen"),
    [
        ("choice", "a", ("a",)),
        ("choice", None, None),
        ("rubric", "4.5", ("4.5",)),
        ("checklist", ["a", "b"], ("a", "b")),
        ("checklist", [], ()),
        ("checklist", None, None),
    ],
)
def test_answer_is_read_as_the_codes_it_chooses(way: str, answer: object, chosen: object) -> None:
    assert ComparedChoice("c", "Label", "", "field", way, ()).chosen(answer) == chosen  # type: ignore[arg-type]
