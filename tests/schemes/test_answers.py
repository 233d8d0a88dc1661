"""Answers are read exactly, or refused with a stable code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelapp.schemes.answers import (
    AnswerError,
    AnswerErrors,
    completeness,
    is_answered,
    parse_reason,
    parse_value,
    read_answers,
    read_points,
)
from labelapp.schemes.definition import AnyField
from labelapp.schemes.field_types import TextField
from labelapp.schemes.numbers import exact
from tests.schemes.small import SHIPPED, data_scheme

GOLD = SHIPPED.get("cme-gold", "2026.1")
MEASURES = data_scheme("measures")
STANDARDS = data_scheme("standards")
TEN = data_scheme("ten-points")
REGIONAL = data_scheme("regional-gold")

INTEGER = MEASURES.indicators["sum"].field("regional")
DECIMAL = MEASURES.indicators["ratio"].field("days")
MONEY = REGIONAL.indicators["R.3"].field("income")
DATE = MEASURES.indicators["years"].field("since")
CHOICE = TEN.indicators["c1"].field("met")
CHECKLIST = MEASURES.indicators["checklist"].field("has")
RUBRIC = MEASURES.indicators["pdca"].field("plan")
COUNTS = MEASURES.indicators["count"].field("areas")
LINK = STANDARDS.indicators["export"].field("link")
TEXT = TextField(type="text", code="note", label="Note", words=5)

READ = [
    (INTEGER, 12, 12),
    (INTEGER, " 12 ", 12),
    (DECIMAL, "12.50", "12.5"),
    (DECIMAL, 3, "3"),
    (MONEY, {"fees": "1000.00", "grants": ""}, {"fees": "1000"}),
    (DATE, "2024-02-29", "2024-02-29"),
    (CHOICE, "yes", "yes"),
    (CHECKLIST, ["english", "contact", "english"], ["contact", "english"]),
    (CHECKLIST, [], []),
    (RUBRIC, "50.0", "50"),
    (COUNTS, {"export": "3", "skills": 2, "finance": None}, {"export": 3, "skills": 2}),
    (TEXT, "a few words", "a few words"),
    (LINK, " https://cluster.example/export ", "https://cluster.example/export"),
    (TEXT, "  ", None),
    (INTEGER, None, None),
]


@pytest.mark.parametrize(("field", "raw", "value"), READ)
def test_value_from_json_or_form_is_read_as_it_is_stored(field: AnyField, raw: object, value: object) -> None:
    assert parse_value(field, raw) == value


REFUSED = [
    (INTEGER, 1.0, "not_whole"),
    (INTEGER, True, "not_whole"),
    (INTEGER, "12.5", "not_whole"),
    (INTEGER, -1, "too_small"),
    (DECIMAL, 12.5, "not_exact"),
    (DECIMAL, "12,5", "not_a_number"),
    (DECIMAL, "-1", "too_small"),
    (MONEY, "1000", "wrong_type"),
    (MONEY, {"fees": "-1"}, "too_small"),
    (MONEY, {"fees": "1.005"}, "not_money"),
    (MONEY, {"lottery": "1"}, "unknown_part"),
    (DATE, "2023-02-29", "not_a_date"),
    (DATE, "20240101", "not_a_date"),
    (DATE, 20240101, "not_a_date"),
    (CHOICE, "maybe", "unknown_option"),
    (CHOICE, ["yes"], "wrong_type"),
    (CHECKLIST, "contact", "wrong_type"),
    (CHECKLIST, ["fax"], "unknown_item"),
    (RUBRIC, "40", "unknown_level"),
    (COUNTS, {"export": 10}, "too_large"),
    (COUNTS, {"export": 1.5}, "not_whole"),
    (TEXT, "one two three four five six", "too_many_words"),
    (TEXT, "a" * 20_001, "too_long"),
    (TEXT, 5, "wrong_type"),
    (LINK, "javascript:alert(1)", "not_a_link"),
    (LINK, "https://[broken", "not_a_link"),
    (LINK, 'https://a.example/"onclick', "not_a_link"),
]


@pytest.mark.parametrize(("field", "raw", "code"), REFUSED)
def test_value_of_the_wrong_kind_is_refused_with_a_stable_code(
    field: AnyField, raw: object, code: str
) -> None:
    with pytest.raises(AnswerError) as raised:
        parse_value(field, raw)
    assert raised.value.code == code
    assert "%" not in str(raised.value)


@given(st.decimals(min_value=0, max_value=10**9, places=6, allow_nan=False))
def test_decimal_value_survives_reading_twice(number: object) -> None:
    once = parse_value(DECIMAL, f"{number:f}")
    assert parse_value(DECIMAL, once) == once


@given(
    st.one_of(
        st.none(),
        st.booleans(),
        st.floats(),
        st.text(),
        st.integers(),
        st.lists(st.text()),
        st.dictionaries(st.text(), st.text()),
    )
)
def test_any_input_is_either_read_or_refused_with_an_answer_error(raw: object) -> None:
    for field, _, _ in READ:
        try:
            value = parse_value(field, raw)
        except AnswerError:
            continue
        assert not isinstance(value, float)


def test_document_with_errors_names_the_path_of_each() -> None:
    raw = {"1.3": {"committed": "84"}, "9.9": {}, "1.1": {"committed": 3, "colour": "red"}, "2.1": [1]}
    with pytest.raises(AnswerErrors) as raised:
        read_answers(GOLD, raw)
    assert {(error.path, error.code) for error in raised.value.errors} == {
        ("answers[1.3].committed", "wrong_type"),
        ("answers[9.9]", "unknown_indicator"),
        ("answers[1.1].committed", "looked_up"),
        ("answers[1.1].colour", "unknown_field"),
        ("answers[2.1]", "wrong_type"),
    }


def test_points_outside_the_scale_or_inexact_are_refused_with_path() -> None:
    raw = {"1.2": "5.01", "1.3": "-1", "1.4": 4.5, "9.9": "1", "1.1": "1", "2.1": "5"}
    with pytest.raises(AnswerErrors) as raised:
        read_points(GOLD, raw)
    assert [(error.path, error.code) for error in raised.value.errors] == [
        ("points[1.2]", "points_outside"),
        ("points[1.3]", "points_outside"),
        ("points[1.4]", "not_points"),
        ("points[9.9]", "unknown_indicator"),
        ("points[1.1]", "not_scored"),
    ]


def test_points_may_be_any_exact_number_within_the_scale() -> None:
    assert exact(read_points(GOLD, {"1.2": "4.99"})["1.2"]) == "4.99"


def test_reason_for_not_applicable_is_taken_only_where_the_rule_allows_it() -> None:
    assert parse_reason(STANDARDS.indicators["export"], " only services ") == "only services"
    with pytest.raises(AnswerError) as raised:
        parse_reason(STANDARDS.indicators["team"], "no team")
    assert raised.value.code == "always_applies"


def test_completeness_counts_required_fields_and_leaves_out_looked_up_and_not_applicable_ones() -> None:
    answers = {"strategy": {"parts": []}, "export": {"not_applicable": "services only"}, "team": {"fte": ""}}
    found = completeness(STANDARDS, answers)
    assert (found.answered, found.required) == (1, 3)
    assert found.missing == [("team", "fte"), ("training", "level")]
    assert is_answered(MEASURES.indicators["ratio"], {"ratio": {"days": "3"}})
