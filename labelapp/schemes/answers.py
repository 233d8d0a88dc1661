"""The answers of an assessment: reading a whole document, looking values up, completeness."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from labelapp.schemes.definition import AnyField, Indicator, Scheme
from labelapp.schemes.messages import mark
from labelapp.schemes.numbers import exact, parse_exact
from labelapp.schemes.values import AnswerError, Value, is_as_stored, parse_value, wrong_type

__all__ = [
    "NOT_APPLICABLE",
    "AnswerError",
    "AnswerErrors",
    "Answers",
    "Completeness",
    "Value",
    "completeness",
    "consulted",
    "is_answered",
    "look_up",
    "not_applicable_reason",
    "parse_points",
    "parse_reason",
    "parse_value",
    "read_answers",
    "read_points",
]

# indicator -> field -> value as stored
Answers = Mapping[str, Mapping[str, object]]

# The pseudo-field that holds the reason why an indicator does not apply.
NOT_APPLICABLE = "not_applicable"


class AnswerErrors(Exception):
    """Everything that is wrong in a document of answers or points; each error names its path."""

    def __init__(self, errors: list[AnswerError]) -> None:
        super().__init__("\n".join(str(error) for error in errors))
        self.errors = errors


@dataclass(frozen=True)
class Completeness:
    """How many required fields are answered, and which ones are missing as (indicator, field)."""

    answered: int
    required: int
    missing: list[tuple[str, str]]

    @property
    def complete(self) -> bool:
        return not self.missing


def is_answered(indicator: Indicator, answers: Answers) -> bool:
    """Whether every required field has a value, or the indicator does not apply."""
    return not_applicable_reason(indicator, answers) is not None or not _missing_fields(indicator, answers)


def completeness(scheme: Scheme, answers: Answers) -> Completeness:
    """How complete the answers are. Fields taken from elsewhere are never asked twice."""
    required = 0
    missing = list[tuple[str, str]]()
    for indicator in scheme.indicator_list:
        if not_applicable_reason(indicator, answers) is None:
            required += len(_required_fields(indicator))
            missing.extend((indicator.code, field) for field in _missing_fields(indicator, answers))
    return Completeness(required - len(missing), required, missing)


def not_applicable_reason(indicator: Indicator, answers: Answers) -> str | None:
    """The written reason why an indicator does not apply; None when it applies or none is allowed."""
    reason = answers.get(indicator.code, {}).get(NOT_APPLICABLE)
    if indicator.not_applicable.allowed and isinstance(reason, str) and reason.strip():
        return reason
    return None


def look_up(scheme: Scheme, indicator: Indicator, field: AnyField, answers: Answers) -> object:
    """The value of a field, followed to the field it is taken from; None when there is none."""
    while field.from_ is not None:
        source, _, name = field.from_.rpartition(".")
        indicator = scheme.indicators[source]
        field = indicator.field(name)
        if not_applicable_reason(indicator, answers) is not None:
            return None
    return answers.get(indicator.code, {}).get(field.code)


def consulted(scheme: Scheme, indicator: Indicator) -> set[str]:
    """The indicators whose answers count for this one: itself, and those from which its fields are taken."""
    found = {indicator.code}
    for field in indicator.fields:
        while field.from_ is not None:
            source, _, name = field.from_.rpartition(".")
            found.add(source)
            field = scheme.indicators[source].field(name)  # noqa: PLW2901  followed to its end
    return found


def parse_reason(indicator: Indicator, raw: object) -> str | None:
    """Return the reason why an indicator does not apply; None when it was left empty. Raises AnswerError."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    if not isinstance(raw, str):
        raise wrong_type(mark("This must be text."))
    if not indicator.not_applicable.allowed:
        raise AnswerError("always_applies", mark("This indicator applies to every cluster organisation."))
    return raw.strip()


def parse_points(indicator: Indicator, raw: object) -> Fraction:
    """Return an assessor's points, weight included. Raises AnswerError when they are outside the scale."""
    try:
        points = parse_exact(raw)
    except ValueError:
        raise AnswerError("not_points", mark('Points are exact text, such as "4.5".')) from None
    if not indicator.scored and points != 0:
        raise AnswerError("not_scored", mark("This indicator is not scored."))
    if not 0 <= points <= indicator.max_points:
        message = mark("Points are between 0 and %(most)s; %(points)s is outside.")
        raise AnswerError("points_outside", message, most=exact(indicator.max_points), points=exact(points))
    return points


def read_answers(scheme: Scheme, raw: object) -> dict[str, dict[str, Value]]:
    """Return a whole JSON document of answers as stored. Raises AnswerErrors with every error."""
    errors, answers = list[AnswerError](), dict[str, dict[str, Value]]()
    for code, fields in _entries(scheme, raw, "answers", errors):
        path = f"answers[{code}]"
        if not isinstance(fields, Mapping):
            errors.append(_at(path, wrong_type(mark("This must be a mapping of fields to values."))))
            continue
        for name, entered in fields.items():
            try:
                value = _read_field(scheme.indicators[code], str(name), entered)
            except AnswerError as error:
                errors.append(_at(f"{path}.{name}", error))
                continue
            if value is not None:
                answers.setdefault(code, {})[str(name)] = value
    if errors:
        raise AnswerErrors(errors)
    return answers


def read_points(scheme: Scheme, raw: object) -> dict[str, Fraction]:
    """Return an assessor's points by indicator. Raises AnswerErrors with every error."""
    errors, points = list[AnswerError](), dict[str, Fraction]()
    for code, entered in _entries(scheme, raw, "points", errors):
        try:
            points[code] = parse_points(scheme.indicators[code], entered)
        except AnswerError as error:
            errors.append(_at(f"points[{code}]", error))
    if errors:
        raise AnswerErrors(errors)
    return points


def _entries(
    scheme: Scheme, raw: object, path: str, errors: list[AnswerError]
) -> Iterator[tuple[str, object]]:
    """Yield what is said about known indicators; note everything else as an error."""
    if not isinstance(raw, Mapping):
        errors.append(_at(path, wrong_type(mark("This must be a mapping of indicators."))))
        return
    for code, entry in raw.items():
        if code in scheme.indicators:
            yield code, entry
        else:
            message = mark("The scheme has no indicator %(indicator)s.")
            errors.append(
                _at(f"{path}[{code}]", AnswerError("unknown_indicator", message, indicator=str(code)))
            )


def _read_field(indicator: Indicator, name: str, entered: object) -> Value | None:
    if name == NOT_APPLICABLE:
        return parse_reason(indicator, entered)
    try:
        field = indicator.field(name)
    except KeyError:
        message = mark("The indicator has no field %(field)s.")
        raise AnswerError("unknown_field", message, field=name) from None
    if field.from_ is not None:
        message = mark("This value is taken from %(source)s; it cannot be answered here.")
        raise AnswerError("looked_up", message, source=field.from_)
    value = parse_value(field, entered)
    if value is not None and not is_as_stored(field, entered):
        raise wrong_type(mark("This must be a whole number without quotes."))
    return value


def _at(path: str, error: AnswerError) -> AnswerError:
    error.path = path
    return error


def _required_fields(indicator: Indicator) -> list[str]:
    return [field.code for field in indicator.fields if field.required and field.from_ is None]


def _missing_fields(indicator: Indicator, answers: Answers) -> list[str]:
    given = answers.get(indicator.code, {})
    return [code for code in _required_fields(indicator) if _is_empty(given.get(code))]


def _is_empty(value: object) -> bool:
    # An empty checklist is an answer (nothing is fulfilled); an empty text or mapping is none.
    return value in (None, "", {})
