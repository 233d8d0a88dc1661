"""Answers between a form and the database: what was typed, what is stored, and how people read it.

A stored answer is `{"value": …}` in the shape of the scheme format. What was typed and is no valid value is
kept as `{"value": None, "raw": …}`, so that an unfinished draft can always be saved.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from babel import Locale
from babel.numbers import get_decimal_symbol, get_group_symbol
from flask_babel import format_currency, format_date, format_decimal, get_locale
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from labelapp.schemes.answers import NOT_APPLICABLE, AnswerError, parse_reason, parse_value
from labelapp.schemes.definition import AnyField, Indicator
from labelapp.schemes.field_types import parts
from labelapp.schemes.numbers import exact, parse_exact
from labelapp.web.errors import InvalidInput
from labelapp.web.locale import scheme_text

# As typed: text, one text a part (money, counts), or the ticked codes (checklist).
Typed = str | dict[str, str] | list[str] | None
Content = dict[str, Any]

# The box "None of these" of a checklist: without it, nothing ticked could mean "not answered yet".
NONE_OF_THESE = "-"
_LONGEST = 50_000
_NUMBERS = frozenset({"integer", "decimal", "money", "counts"})
_BY_PART = frozenset({"money", "counts"})
_SPACES = re.compile(r"[\s  '’]+")


def field_of(indicator: Indicator, code: str) -> AnyField | None:
    """The field with this code, None for the reason of not applying. Raises InvalidInput for any other code."""
    if code == NOT_APPLICABLE and indicator.not_applicable.allowed:
        return None
    try:
        field = indicator.field(code)
    except KeyError:
        raise InvalidInput(_("This indicator has no such field.")) from None
    if field.from_ is not None:
        raise InvalidInput(_("This value is taken from another indicator. Change it there."))
    return field


def answerable(indicator: Indicator) -> list[str]:
    """Codes of everything that can be answered here, the reason of not applying last."""
    codes = [field.code for field in indicator.fields if field.from_ is None]
    return [*codes, NOT_APPLICABLE] if indicator.not_applicable.allowed else codes


def typed_in_form(field: AnyField | None, code: str, form: MultiDict[str, str]) -> Typed:
    """What a posted form holds for a field: inputs are named by its code, parts `<code>.<part>`."""
    if field is not None and field.type in _BY_PART:
        return _tidy({part.code: form.get(f"{code}.{part.code}", "") for part in parts(field)})
    if field is not None and field.type == "checklist":
        return _tidy(form.getlist(code))
    return _tidy(form.get(code, ""))


def typed_in_json(field: AnyField | None, value: object) -> Typed:
    """What an autosave sent for a field. Raises InvalidInput when it has another shape than the field."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    kind = field.type if field else "text"
    if value is None:
        return None
    fits = isinstance(value, str)
    if kind in _BY_PART:
        fits = isinstance(value, dict) and all(isinstance(part, str) for part in value.values())
    elif kind == "checklist":
        fits = isinstance(value, list) and all(isinstance(item, str) for item in value)
    if not fits:
        raise InvalidInput(_("This value does not fit the field."))
    return _tidy(value)  # type: ignore[arg-type]


def _tidy(typed: str | dict[str, str] | list[str]) -> Typed:
    """The same with line ends as stored; None when nothing is in it. Raises InvalidInput for what is no text."""
    whole = json.dumps(typed, ensure_ascii=False)
    if len(whole) > _LONGEST:
        raise InvalidInput(_("This is too long to be kept. Shorten it or upload a document."))
    if not whole.isprintable() and any("\ud800" <= sign <= "\udfff" for sign in whole):
        raise InvalidInput(_("This text holds signs that no computer can read."))
    if isinstance(typed, dict):
        tidy = {str(code): _tidy_text(text) for code, text in typed.items() if text.strip()}
        return tidy or None
    if isinstance(typed, list):
        return [_tidy_text(item) for item in typed] or None
    return _tidy_text(typed) or None


def _tidy_text(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\0", "").strip()


def content_of(indicator: Indicator, code: str, typed: Typed) -> Content:
    """What is stored for what was typed: the value, or the raw text of something that is none."""
    try:
        return {"value": value_of(indicator, code, typed)}
    except AnswerError:
        return {"value": None, "raw": typed}


def value_of(indicator: Indicator, code: str, typed: Typed) -> object:
    """The valid answer in what was typed. Raises AnswerError, InvalidInput for a field that does not exist."""
    field = field_of(indicator, code)
    return parse_reason(indicator, typed) if field is None else _parse(field, typed)


def _parse(field: AnyField, typed: Typed) -> object:
    if isinstance(typed, list) and NONE_OF_THESE in typed:
        if typed != [NONE_OF_THESE]:
            raise AnswerError("none_and_some", "")
        return []
    if field.type in _NUMBERS:
        if isinstance(typed, dict):
            return parse_value(field, {part: plain_number(text) for part, text in typed.items()})
        return parse_value(field, plain_number(typed) if isinstance(typed, str) else typed)
    return parse_value(field, typed)


def plain_number(text: str) -> str:
    """A number written as in the reader's language ("1.234,5") as plain digits ("1234.5"); else unchanged."""
    locale: Locale = get_locale()
    mark, group = get_decimal_symbol(locale), get_group_symbol(locale)
    digits = _SPACES.sub("", text)
    if group in ",." and re.fullmatch(
        rf"[+-]?\d{{1,3}}({re.escape(group)}\d{{3}})+({re.escape(mark)}\d+)?", digits
    ):
        digits = digits.replace(group, "")
    return digits.replace(mark, ".") if mark == "," else digits


def problem(indicator: Indicator, code: str, content: Content) -> str | None:
    """Why what was typed is no valid answer, and how to mend it; None when it is one or nothing was typed."""
    if "raw" not in content:
        return None
    field = field_of(indicator, code)
    try:
        if field is None:
            parse_reason(indicator, content["raw"])
        else:
            _parse(field, content["raw"])
    except AnswerError as error:
        if error.code == "none_and_some":
            return str(_("Tick either some of these or “None of these”."))
        return str(_(error.message, **error.params))
    return str(_("Enter this again, it could not be read when it was typed."))


def typed_of(field: AnyField | None, content: Content | None) -> Typed:
    """What stands in the inputs for a stored answer, with the decimal mark of the reader's language."""
    if content is None:
        return None
    if "raw" in content:
        raw: Typed = content["raw"]
        return raw
    value = content["value"]
    if value is None or field is None:
        return value  # type: ignore[no-any-return]
    if field.type == "checklist":
        return list(value) or [NONE_OF_THESE]
    if isinstance(value, Mapping):
        return {part: _number_as_typed(amount) for part, amount in value.items()}
    return _number_as_typed(value) if field.type in _NUMBERS else str(value)


def _number_as_typed(value: object) -> str:
    return str(value).replace(".", get_decimal_symbol(get_locale()))


def digest(typed: Typed) -> str:
    """A short name for what a form showed, by which the next post tells whether the field was touched."""
    return hashlib.sha256(json.dumps(typed, sort_keys=True).encode()).hexdigest()[:16]


def content_text(indicator: Indicator, code: str, content: Content) -> str:
    """A stored answer as people read it, in their language; empty when there is none."""
    if "raw" in content:
        return _raw_text(content["raw"])
    value = content["value"]
    if value is None:
        return ""
    if code == NOT_APPLICABLE:
        return str(_("Does not apply: %(reason)s", reason=value))
    field = indicator.field(code)
    reader = _READERS.get(field.type)
    return reader(indicator, field, value) if reader else str(value)


def _raw_text(raw: Typed) -> str:
    if isinstance(raw, dict):
        return ", ".join(raw.values())
    return ", ".join(raw) if isinstance(raw, list) else raw or ""


def money_text(amount: Fraction, currency: str) -> str:
    """An amount of money in the reader's language, without cents when there are none."""
    value = Decimal(exact(amount))
    if amount.denominator != 1:
        return str(format_currency(value, currency))
    pattern = get_locale().currency_formats["standard"].pattern.replace(".00", "")
    return str(format_currency(value, currency, format=pattern, currency_digits=False))


def _number_text(value: object) -> str:
    number = exact(parse_exact(value))
    return number if "/" in number else str(format_decimal(Decimal(number), format="#,##0.######"))


def _with_unit(_indicator: Indicator, field: Any, value: object) -> str:
    unit = scheme_text(field.unit) if field.unit else ""
    number = _number_text(value)
    return str(_("%(number)s %(unit)s", number=number, unit=unit)) if unit else number


def _parts_text(_indicator: Indicator, field: Any, value: Mapping[str, object]) -> str:
    def amount(entered: object) -> str:
        if field.type == "money":
            return money_text(parse_exact(entered), field.currency)
        return _number_text(entered)

    return ", ".join(
        _("%(label)s: %(value)s", label=scheme_text(part.label), value=amount(value[part.code]))
        for part in parts(field)
        if part.code in value
    )


def _options_text(_indicator: Indicator, field: Any, value: str | list[str]) -> str:
    chosen = [value] if isinstance(value, str) else value
    labels = [scheme_text(part.label) for part in parts(field) if part.code in chosen]
    return "; ".join(labels) or str(_("None of these"))


def _rubric_text(indicator: Indicator, _field: Any, value: str) -> str:
    chosen = [level.text for level in indicator.levels if level.points == Fraction(value)]
    return scheme_text(chosen[0]) if chosen else value


def _date_text(_indicator: Indicator, _field: Any, value: str) -> str:
    return str(format_date(date.fromisoformat(value), "long"))


_READERS: dict[str, Callable[[Indicator, Any, Any], str]] = {
    "integer": _with_unit,
    "decimal": _with_unit,
    "money": _parts_text,
    "counts": _parts_text,
    "choice": _options_text,
    "checklist": _options_text,
    "rubric": _rubric_text,
    "date": _date_text,
}
