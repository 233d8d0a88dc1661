"""Reading one answer: from JSON or from a form, into the one way in which it is stored."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from urllib.parse import urlsplit

from labelapp.schemes.definition import AnyField
from labelapp.schemes.field_types import (
    ChecklistField,
    ChoiceField,
    CountsField,
    DateField,
    DecimalField,
    IntegerField,
    LinkField,
    MoneyField,
    RubricField,
    TextField,
    parts,
)
from labelapp.schemes.messages import mark
from labelapp.schemes.numbers import exact, parse_exact

# integer and counts as int, decimal and money as exact text, everything else as text or list of codes
Value = int | str | list[str] | dict[str, int] | dict[str, str]

_WHOLE = re.compile(r"[+-]?[0-9]{1,15}")
_LONGEST_TEXT = 20_000
_LONGEST_LINK = 2_000


class AnswerError(ValueError):
    """An answer that cannot be taken: a stable `code`, a `message` template and its `params`.

    `path` names the answer within a document, such as `answers[2.8].met`; it is empty for a single value.
    """

    def __init__(self, code: str, message: str, **params: str) -> None:
        super().__init__(code, message, params)
        self.code = code
        self.message = message
        self.params = params
        self.path = ""

    def __str__(self) -> str:
        text = self.message % self.params
        return f"{self.path}: {text}" if self.path else text


def parse_value(field: AnyField, raw: object) -> Value | None:
    """Return an answer as it is stored (see `Value`); None when nothing was entered.

    Accepts JSON values and the texts of a form. Raises AnswerError; floats are refused, they are not exact.
    """
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    return _READERS[field.type](field, raw)


def is_as_stored(field: AnyField, raw: object) -> bool:
    """Whether a JSON value already has the type it is stored in: whole numbers are numbers, not texts."""
    if isinstance(field, IntegerField):
        return isinstance(raw, int)
    if isinstance(field, CountsField) and isinstance(raw, Mapping):
        return all(isinstance(count, int) for count in raw.values())
    return True


def wrong_type(message: str) -> AnswerError:
    """The error for a value of another type than the field's; a whole sentence, since words in it translate badly."""
    return AnswerError("wrong_type", message)


def _integer(field: IntegerField, raw: object) -> int:
    return int(_within(field, Fraction(_whole(raw))))


def _whole(raw: object) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int | str) or not _WHOLE.fullmatch(str(raw).strip()):
        raise AnswerError("not_whole", mark("Enter a whole number, such as 12."))
    return int(raw)


def _decimal(field: DecimalField, raw: object) -> str:
    return exact(_within(field, _number(raw)))


def _number(raw: object) -> Fraction:
    if isinstance(raw, float):
        raise AnswerError("not_exact", mark('Write the number as text, such as "12.5", so that it is exact.'))
    try:
        number = parse_exact(raw.strip() if isinstance(raw, str) else raw)
    except ValueError:
        raise AnswerError("not_a_number", mark("Enter a number, such as 12.5.")) from None
    return number


def _within(field: IntegerField | DecimalField, number: Fraction) -> Fraction:
    if number < field.at_least:
        bound = exact(Fraction(field.at_least))
        raise AnswerError("too_small", mark("Enter %(bound)s or more."), bound=bound)
    if field.at_most is not None and number > field.at_most:
        bound = exact(Fraction(field.at_most))
        raise AnswerError("too_large", mark("Enter %(bound)s or less."), bound=bound)
    return number


def _money(field: MoneyField, raw: object) -> dict[str, str]:
    amounts = dict[str, str]()
    for code, entered in _parts(field, raw).items():
        amount = _number(entered)
        if amount < 0:
            raise AnswerError("too_small", mark("Enter %(bound)s or more."), bound="0")
        if amount * 100 != int(amount * 100):
            raise AnswerError("not_money", mark("Enter an amount with at most two decimal places."))
        amounts[code] = exact(amount)
    return amounts


def _counts(field: CountsField, raw: object) -> dict[str, int]:
    counts = dict[str, int]()
    for code, entered in _parts(field, raw).items():
        count = _whole(entered)
        if count < 0:
            raise AnswerError("too_small", mark("Enter %(bound)s or more."), bound="0")
        if field.at_most is not None and count > field.at_most:
            raise AnswerError("too_large", mark("Enter %(bound)s or less."), bound=str(field.at_most))
        counts[code] = count
    return counts


def _parts(field: MoneyField | CountsField, raw: object) -> dict[str, object]:
    """The parts that were filled in; a part left empty counts as 0 once another one is given."""
    if not isinstance(raw, Mapping):
        raise wrong_type(mark("This must be a mapping of codes to numbers."))
    known = {part.code for part in parts(field)}
    for code in raw:
        if code not in known:
            raise AnswerError("unknown_part", mark("There is no part %(part)s."), part=str(code))
    return {
        str(code): entered
        for code, entered in raw.items()
        if entered is not None and not (isinstance(entered, str) and not entered.strip())
    }


def _date(_field: DateField, raw: object) -> str:
    try:
        if isinstance(raw, str) and len(raw.strip()) == 10:
            return date.fromisoformat(raw.strip()).isoformat()
    except ValueError:
        pass
    raise AnswerError("not_a_date", mark("Enter a date, such as 2026-01-31."))


def _choice(field: ChoiceField, raw: object) -> str:
    if not isinstance(raw, str):
        raise wrong_type(mark("This must be the code of an option."))
    if raw not in {option.code for option in field.options}:
        raise AnswerError("unknown_option", mark("There is no option %(option)s."), option=raw)
    return raw


def _checklist(field: ChecklistField, raw: object) -> list[str]:
    if not isinstance(raw, list | tuple) or not all(isinstance(item, str) for item in raw):
        raise wrong_type(mark("This must be a list of item codes."))
    known = [item.code for item in field.items]
    for item in raw:
        if item not in known:
            raise AnswerError("unknown_item", mark("There is no item %(item)s."), item=item)
    return [item for item in known if item in raw]


def _rubric(field: RubricField, raw: object) -> str:
    number = _number(raw)
    if number not in field.steps:
        raise AnswerError(
            "unknown_level", mark("There is no level with %(points)s points."), points=exact(number)
        )
    return exact(number)


def _text(field: TextField, raw: object) -> str:
    if not isinstance(raw, str):
        raise wrong_type(mark("This must be text."))
    if len(raw) > _LONGEST_TEXT:
        raise AnswerError("too_long", mark("Use at most %(most)s characters."), most=str(_LONGEST_TEXT))
    words = len(raw.split())
    if field.words is not None and words > field.words:
        message = mark("Use at most %(most)s words. There are %(words)s.")
        raise AnswerError("too_many_words", message, most=str(field.words), words=str(words))
    return raw


def _link(_field: LinkField, raw: object) -> str:
    if isinstance(raw, str) and len(raw) <= _LONGEST_LINK:
        link = raw.strip()
        try:
            address = urlsplit(link)
        except ValueError:
            address = urlsplit("")
        if address.scheme in {"http", "https"} and address.hostname and not re.search(r"[\s<>\"]", link):
            return link
    raise AnswerError("not_a_link", mark("Enter a web address that starts with https:// or http://."))


_READERS: dict[str, Callable[..., Value]] = {
    "integer": _integer,
    "decimal": _decimal,
    "money": _money,
    "date": _date,
    "choice": _choice,
    "checklist": _checklist,
    "rubric": _rubric,
    "counts": _counts,
    "text": _text,
    "link": _link,
}
