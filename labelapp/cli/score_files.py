"""The files of `labelapp score`: JSON in, JSON out, numbers as exact text."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from labelapp.schemes.answers import AnswerError, AnswerErrors, Value, read_answers, read_points
from labelapp.schemes.definition import Scheme
from labelapp.schemes.messages import mark
from labelapp.schemes.numbers import cut_percent, exact
from labelapp.schemes.results import Result, Total
from labelapp.schemes.values import wrong_type

_PARTS = ("answers", "points", "minimums")


class FileError(Exception):
    """The file cannot be read, or is no JSON object."""


@dataclass(frozen=True)
class ScoreFile:
    """Answers, and an assessor's points and judgement of minimum requirements."""

    answers: dict[str, dict[str, Value]]
    points: dict[str, Fraction]
    minimums: dict[str, bool]


def read_score_file(scheme: Scheme, file: Path) -> ScoreFile:
    """Read a file against a scheme. Raises FileError, or AnswerErrors with the path of every error."""
    document = _read_json(file)
    errors = [_unknown_part(key) for key in document if key not in _PARTS]
    answers, points = dict[str, dict[str, Value]](), dict[str, Fraction]()
    try:
        answers = read_answers(scheme, document.get("answers", {}))
    except AnswerErrors as found:
        errors += found.errors
    try:
        points = read_points(scheme, document.get("points", {}))
    except AnswerErrors as found:
        errors += found.errors
    minimums = document.get("minimums", {})
    errors += _minimum_errors(scheme, minimums)
    if errors:
        raise AnswerErrors(errors)
    return ScoreFile(answers, points, minimums)


def _read_json(file: Path) -> dict[str, Any]:
    try:
        document = json.loads(file.read_text("utf-8"), object_pairs_hook=_unique)
    except (OSError, RecursionError) as error:
        raise FileError(f"{file}: cannot be read: {error}") from None
    except UnicodeDecodeError:
        raise FileError(f"{file}: not UTF-8 text") from None
    except json.JSONDecodeError as error:
        raise FileError(f"{file}:{error.lineno}: not valid JSON: {error.msg}") from None
    except ValueError as error:
        raise FileError(f"{file}: not valid JSON: {error}") from None
    except _Repeated as error:
        raise FileError(f"{file}: the key {error} stands twice in one object") from None
    if not isinstance(document, dict):
        raise FileError(f'{file}: write an object with "answers" and "points"')
    return document


class _Repeated(Exception):
    """A key stands twice in one JSON object."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict[str, Any]()
    for key, value in pairs:
        if key in found:
            raise _Repeated(key)
        found[key] = value
    return found


def _unknown_part(key: str) -> AnswerError:
    error = AnswerError("unknown_part", "Only answers, points and minimums can stand here.")
    error.path = key
    return error


def _minimum_errors(scheme: Scheme, minimums: object) -> list[AnswerError]:
    if not isinstance(minimums, Mapping):
        error = wrong_type(mark("This must be a mapping of indicators."))
        error.path = "minimums"
        return [error]
    errors = list[AnswerError]()
    for code, met in minimums.items():
        indicator = scheme.indicators.get(code)
        if indicator is None:
            error = AnswerError(
                "unknown_indicator", "The scheme has no indicator %(indicator)s.", indicator=code
            )
        elif indicator.minimum is None:
            error = AnswerError("no_minimum", "This indicator has no minimum requirement.")
        elif not isinstance(met, bool):
            error = wrong_type(mark("This must be true or false."))
        else:
            continue
        error.path = f"minimums[{code}]"
        errors.append(error)
    return errors


def result_as_json(scheme: Scheme, result: Result) -> dict[str, Any]:
    """The result as `labelapp score` prints it: numbers are exact text, percentages are cut to two places."""
    return {
        "scheme": scheme.code,
        "version": scheme.version,
        "indicators": {
            code: {
                "points": _exact(indicator.points),
                "max": exact(indicator.max),
                "minimum_met": indicator.minimum_met,
                "scored": indicator.scored,
            }
            for code, indicator in result.indicators.items()
        },
        "dimensions": {code: _total(dimension) for code, dimension in result.dimensions.items()},
        "total": _total(result.total),
        "awarded": result.awarded,
        "reasons": [{"code": reason.code, "text": reason.text} for reason in result.reasons],
        "missing": result.missing,
    }


def _total(total: Total) -> dict[str, str | None]:
    percent = None if total.percent is None else cut_percent(total.percent)
    return {"points": exact(total.points), "max": exact(total.max), "percent": percent}


def _exact(number: Fraction | None) -> str | None:
    return None if number is None else exact(number)
