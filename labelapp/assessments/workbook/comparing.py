"""What a workbook changes: its cells against what they showed when it was made, and against the answers of today."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from labelapp.assessments.answers import Content, Typed
from labelapp.assessments.models import Assessment
from labelapp.assessments.queries import GivenAnswers, contents_of_versions
from labelapp.assessments.questionnaire import Counted, Question, questions_of
from labelapp.assessments.workbook.cells import Found, cell_parts, plain_digits, same, same_cell, written
from labelapp.assessments.workbook.entered import culprit, entered
from labelapp.assessments.workbook.layout import Key
from labelapp.assessments.workbook.reader import Contents, Place
from labelapp.schemes.definition import Scheme
from labelapp.schemes.messages import mark
from labelapp.schemes.values import AnswerError
from labelapp.web.locale import speaking

_LONGEST_SHOWN = 200
_TWICE = mark("This answer stands in the workbook twice, as after copying a row. Remove the copy.")
_INCOMPLETE = mark("Rows of this question were removed from the workbook. Nothing changes here.")


@dataclass(frozen=True)
class Change:
    """An answer that was changed in the workbook, which showed `version`. `typed` is in English notation."""

    indicator: str
    field: str
    version: int
    places: list[Place]
    typed: Typed
    content: Content


@dataclass(frozen=True)
class Problem:
    """A cell that cannot be read: what stands there, and why, as a message with its parameters."""

    indicator: str
    field: str
    place: Place
    shown: str
    message: str
    params: dict[str, str]


@dataclass
class Reading:
    """What a workbook holds, as it is kept until somebody decides. `unknown` cells belong to no question."""

    language: str
    made_at: str
    unchanged: int = 0
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    missing: list[list[str]] = field(default_factory=list)
    unknown: list[Place] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """For the database."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Reading":
        """From the database."""
        kept = dict(stored)
        kept["changes"] = [Change(**_with_places(one)) for one in stored["changes"]]
        kept["problems"] = [Problem(**one | {"place": Place(**one["place"])}) for one in stored["problems"]]
        kept["unknown"] = [Place(**one) for one in stored["unknown"]]
        return cls(**kept)


def _with_places(stored: Mapping[str, Any]) -> dict[str, Any]:
    return dict(stored) | {"places": [Place(**place) for place in stored["places"]]}


def compare(assessment: Assessment, scheme: Scheme, given: GivenAnswers, found: Contents) -> Reading:
    """What was changed in a workbook of this self-assessment since it was made."""
    reading = Reading(found.identity.language, found.identity.made_at)
    shown = _as_made(assessment, given, found.versions)
    known = set[Key]()
    with speaking(found.identity.language):
        for question in _asked(scheme, found.counted):
            keys = {
                part.code: Key(question.indicator.code, question.code, part.code)
                for part in cell_parts(question)
            }
            known.update(keys.values())
            _compare_question(reading, question, keys, shown, found)
    reading.unknown = [place for key, (place, _cell) in found.cells.items() if key not in known]
    return reading


def _asked(scheme: Scheme, counted: Counted) -> Iterator[Question]:
    for indicator in scheme.indicator_list:
        for question in questions_of(scheme, indicator, counted):
            if not question.computed:
                yield question


def _as_made(
    assessment: Assessment, given: GivenAnswers, versions: Mapping[tuple[str, str], int]
) -> dict[tuple[str, str], tuple[int, Content | None]]:
    """Version and content of each answer that the workbook shows; the content is ours, never the workbook's."""
    earlier = {
        (*key, version)
        for key, version in versions.items()
        if key not in given or given[key].version != version
    }
    contents = contents_of_versions(assessment, earlier)
    return {
        key: (version, contents.get((*key, version)) if (*key, version) in earlier else given[key].content)
        for key, version in versions.items()
    }


def _compare_question(
    reading: Reading,
    question: Question,
    keys: Mapping[str, Key],
    shown: Mapping[tuple[str, str], tuple[int, Content | None]],
    found: Contents,
) -> None:
    name = (question.indicator.code, question.code)
    present = {part: found.cells[key] for part, key in keys.items() if key in found.cells}
    if not present:
        reading.missing.append(list(name))
        return
    version, content = shown.get(name, (0, None))
    cells = {part: cell for part, (_place, cell) in present.items()}
    places = {part: place for part, (place, _cell) in present.items()}
    copies = [place for key, place in found.twice if key in keys.values()]
    if copies:
        reading.problems.append(_problem(name, copies[0], "", AnswerError("twice", _TWICE)))
        return
    if same(question, cells, content):
        reading.unchanged += 1
        return
    try:
        if len(present) < len(keys):
            raise AnswerError("incomplete", _INCOMPLETE)
        typed, value = entered(question, cells)
    except AnswerError as error:
        part = culprit(question, cells)
        reading.problems.append(_problem(name, places[part], _shown(cells[part]), error))
        return
    if content is not None and content == {"value": value}:
        reading.unchanged += 1
        return
    touched = _touched(question, cells, content)
    reading.changes.append(
        Change(*name, version, [places[part] for part in touched], typed, {"value": value})
    )


def _touched(question: Question, cells: Mapping[str, Found], content: Content | None) -> list[str]:
    """The parts whose cells show something else than when the workbook was made."""
    if len(cells) == 1:
        return list(cells)
    shown = written(question, content)
    return [part for part, cell in cells.items() if not same_cell(cell, shown.get(part))]


def _problem(name: tuple[str, str], place: Place, shown: str, error: AnswerError) -> Problem:
    return Problem(*name, place, shown, error.message, dict(error.params))


def _shown(found: Found) -> str:
    """What stands in a cell, as far as a list has room for it."""
    value = found.value
    text = "" if value is None else plain_digits(value) if isinstance(value, float) else str(value)
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
