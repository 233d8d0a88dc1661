"""Comparing two versions: which questions are the same, asked differently, new or dropped."""

import pytest

from labelapp.schemes.comparing import Change, compare, fits
from labelapp.schemes.definition import Scheme
from labelapp.schemes.loading import load_scheme
from tests.schemes.small import SHIPPED, changed, write


@pytest.fixture
def small(tmp_path_factory: pytest.TempPathFactory) -> Scheme:
    return load_scheme(write(tmp_path_factory.mktemp("old")))


def _with(tmp_path_factory: pytest.TempPathFactory, old: str, new: str) -> Scheme:
    return load_scheme(write(tmp_path_factory.mktemp("new"), changed(old, new)))


def test_version_compared_with_itself_asks_the_same(small: Scheme) -> None:
    found = compare(small, small)
    assert set(found.fields.values()) == {Change.SAME}
    assert ("1.2", "not_applicable") in found.fields
    assert found.rescored == frozenset()


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("label: Met in person}", "label: Met face to face}", ("1.1", "met")),
        ("label: Met in person}", "label: Met in person, unit: people}", ("1.1", "met")),
        ("label: Met in person}", "label: Met in person, at_most: 5}", ("1.1", "met")),
        ("text: written and used}", "text: written and read}", ("1.2", "level")),
        ("when: the cluster is younger than a year", "when: never", ("1.2", "not_applicable")),
    ],
)
def test_question_in_other_words_or_bounds_is_asked_differently(
    small: Scheme, tmp_path_factory: pytest.TempPathFactory, old: str, new: str, key: tuple[str, str]
) -> None:
    found = compare(small, _with(tmp_path_factory, old, new)).fields
    assert [one for one, change in found.items() if change is Change.ASKED_DIFFERENTLY] == [key]


def test_question_that_becomes_optional_is_the_same(
    small: Scheme, tmp_path_factory: pytest.TempPathFactory
) -> None:
    new = _with(tmp_path_factory, "label: Met in person}", "label: Met in person, required: false}")
    assert set(compare(small, new).fields.values()) == {Change.SAME}


def test_field_under_another_code_is_new_and_the_old_one_dropped(
    small: Scheme, tmp_path_factory: pytest.TempPathFactory
) -> None:
    new = _with(tmp_path_factory, "{code: note,", "{code: remark,")
    found = compare(small, new).fields
    assert (found["1.2", "remark"], found["1.2", "note"]) == (Change.NEW, Change.DROPPED)


def test_other_levels_of_a_measured_indicator_leave_the_question_and_are_named(
    small: Scheme, tmp_path_factory: pytest.TempPathFactory
) -> None:
    new = _with(tmp_path_factory, '{points: "3", at_least: "40"', '{points: "3", at_least: "50"')
    found = compare(small, new)
    assert found.rescored == {"1.1"}
    assert set(found.fields.values()) == {Change.SAME}


def test_answer_carries_only_where_it_fits(small: Scheme, tmp_path_factory: pytest.TempPathFactory) -> None:
    new = _with(tmp_path_factory, "label: Met in person}", "label: Met in person, at_most: 5}")
    found = compare(small, new)
    assert found.carries(("1.1", "met"), 5)
    assert not found.carries(("1.1", "met"), 6)
    assert not found.carries(("1.1", "gone"), 5)


@pytest.mark.parametrize(
    ("code", "field", "value", "expected"),
    [
        ("1.1", "met", 7, True),
        ("1.1", "met", "7", False),
        ("1.1", "met", None, False),
        ("1.2", "level", "2", True),
        ("1.2", "level", "4", False),
        ("1.2", "not_applicable", "Too young", True),
        ("1.1", "not_applicable", "Too young", False),
        ("1.1", "nothing", 7, False),
    ],
)
def test_value_fits_what_the_field_takes(
    small: Scheme, code: str, field: str, value: object, expected: bool
) -> None:
    assert fits(small.indicators[code], field, value) is expected


def test_silver_and_gold_share_their_questions_and_bronze_none_of_them() -> None:
    silver, gold, bronze = (SHIPPED.get(f"cme-{level}") for level in ("silver", "gold", "bronze"))
    assert Change.NEW not in compare(silver, gold).fields.values()
    assert Change.SAME not in compare(bronze, gold).fields.values()


def test_bronze_is_the_label_by_interview_unless_a_scheme_says_otherwise() -> None:
    assert {one.code for one in SHIPPED.all() if one.by_interview} == {"cme-bronze"}
    gold = SHIPPED.get("cme-gold")
    rule = gold.assessors.model_copy(update={"interview": True})
    assert gold.model_copy(update={"assessors": rule}).by_interview
