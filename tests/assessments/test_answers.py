"""Between what was typed and what is stored."""

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from labelapp.assessments.answers import (
    NONE_OF_THESE,
    content_of,
    content_text,
    digest,
    field_of,
    plain_number,
    problem,
    typed_in_form,
    typed_in_json,
    typed_of,
)
from labelapp.assessments.conflicts import mark_differences
from labelapp.extensions import schemes
from labelapp.schemes.definition import Indicator
from labelapp.web.errors import InvalidInput
from labelapp.web.locale import speaking


def _indicator(code: str) -> Indicator:
    return schemes().get("cme-gold").indicators[code]


@pytest.mark.parametrize(
    ("code", "field", "typed", "value"),
    [
        ("2.8", "met", "54", 54),
        ("2.2", "fte", "4.5", "4.5"),
        ("1.2", "types", {"sme": "47", "large": ""}, {"sme": 47}),
        ("1.3", "cutoff", "2026-06-30", "2026-06-30"),
        ("1.1", "forms", ["membership", "fee"], ["membership", "fee"]),
    ],
)
def test_valid_value_is_stored_in_the_shape_of_the_scheme(
    app: Flask, code: str, field: str, typed: object, value: object
) -> None:
    found = typed_in_json(field_of(_indicator(code), field), typed)
    assert content_of(_indicator(code), field, found) == {"value": value}


@pytest.mark.parametrize(
    ("code", "field", "typed"),
    [("2.8", "met", "about 50"), ("1.2", "types", {"sme": "many"}), ("1.3", "cutoff", "30 June")],
)
def test_invalid_value_is_kept_as_typed_with_its_error(
    app: Flask, code: str, field: str, typed: object
) -> None:
    indicator = _indicator(code)
    content = content_of(indicator, field, typed_in_json(field_of(indicator, field), typed))
    assert content == {"value": None, "raw": typed}
    assert problem(indicator, field, content)
    assert typed_of(field_of(indicator, field), content) == typed


@pytest.mark.parametrize("typed", ["", "  ", None])
def test_emptied_field_is_no_error(app: Flask, typed: str | None) -> None:
    content = content_of(_indicator("2.8"), "met", typed_in_json(field_of(_indicator("2.8"), "met"), typed))
    assert content == {"value": None}
    assert problem(_indicator("2.8"), "met", content) is None


def test_none_of_these_is_an_empty_list_and_nothing_ticked_is_no_answer(app: Flask) -> None:
    indicator = _indicator("1.1")
    assert content_of(indicator, "forms", [NONE_OF_THESE]) == {"value": []}
    assert content_of(indicator, "forms", None) == {"value": None}
    assert typed_of(indicator.field("forms"), {"value": []}) == [NONE_OF_THESE]


def test_none_of_these_with_another_tick_is_an_error(app: Flask) -> None:
    content = content_of(_indicator("1.1"), "forms", ["fee", NONE_OF_THESE])
    assert content["value"] is None
    assert problem(_indicator("1.1"), "forms", content)


@pytest.mark.parametrize(
    ("code", "field", "value"),
    [
        ("2.8", "met", ["54"]),
        ("2.8", "met", {"a": "b"}),
        ("2.8", "met", True),
        ("2.8", "met", 5.4),
        ("1.2", "types", "47"),
        ("1.1", "forms", "fee"),
        ("1.1", "forms", [1]),
        ("2.8", "how", "x" * 60_000),
        ("2.8", "how", "\ud800"),
    ],
)
def test_value_of_another_shape_is_refused(app: Flask, code: str, field: str, value: object) -> None:
    with pytest.raises(InvalidInput):
        typed_in_json(field_of(_indicator(code), field), value)


@pytest.mark.parametrize(("code", "field"), [("2.8", "participants"), ("2.8", "nothing")])
def test_field_that_cannot_be_answered_here_is_refused(app: Flask, code: str, field: str) -> None:
    with pytest.raises(InvalidInput):
        field_of(_indicator(code), field)


@pytest.mark.parametrize(
    ("language", "typed", "plain"),
    [
        ("en", "1,234.5", "1234.5"),
        ("en", "12.5", "12.5"),
        ("en", "12,5", "12,5"),
        ("de", "1.234,5", "1234.5"),
        ("de", "12,5", "12.5"),
        ("de", "12.5", "12.5"),
        ("fr", "1 234,5", "1234.5"),
        ("fr", "1\N{NARROW NO-BREAK SPACE}234", "1234"),
    ],
)
def test_number_is_read_as_the_language_writes_it(app: Flask, language: str, typed: str, plain: str) -> None:
    with app.test_request_context(), speaking(language):
        assert plain_number(typed) == plain


def test_form_and_script_give_the_same_digest(app: Flask) -> None:
    field = _indicator("1.2").field("types")
    form = MultiDict({"types.sme": "47", "types.large": " "})
    assert digest(typed_in_form(field, "types", form)) == digest(
        typed_in_json(field, {"large": "", "sme": "47"})
    )


def test_line_ends_of_browsers_do_not_change_a_text(app: Flask) -> None:
    field = _indicator("2.8").field("how")
    stored = typed_in_json(field, "one\ntwo")
    assert digest(typed_in_form(field, "how", MultiDict({"how": "one\r\ntwo\r\n"}))) == digest(stored)


def test_answer_is_read_in_words(app: Flask) -> None:
    assert content_text(_indicator("2.8"), "met", {"value": 54}) == "54 participants"
    assert content_text(_indicator("1.3"), "cutoff", {"value": "2026-06-30"}) == "30 June 2026"
    assert content_text(_indicator("1.1"), "forms", {"value": []}) == "None of these"
    assert content_text(_indicator("2.8"), "met", {"value": None, "raw": "about 50"}) == "about 50"


def test_long_texts_show_in_which_words_they_differ() -> None:
    one = "Every visit is entered in the register <b>today</b> by us."
    other = "Every visit is entered in the list <b>today</b> by us."
    left, right = mark_differences(one, other)
    assert left == "Every visit is entered in the <mark>register</mark> &lt;b&gt;today&lt;/b&gt; by us."
    assert right == "Every visit is entered in the <mark>list</mark> &lt;b&gt;today&lt;/b&gt; by us."


def test_short_values_are_shown_unmarked_and_escaped() -> None:
    assert mark_differences("<54>", "56") == ("&lt;54&gt;", "56")
