"""What happened to a case, in plain words.

Packages know their own actions and rows, and this one knows nothing about them: they register the words of their
actions, and how their rows belong to a case. A case is all that follows from one self-assessment.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask import Flask, current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, and_, false, or_

from labelapp.events.models import Event


class Topic(StrEnum):
    """What an event is about; the timeline is filtered by it."""

    ANSWERS = "answers"
    EVIDENCE = "evidence"
    REVIEW = "review"
    DECISION = "decision"
    CERTIFICATE = "certificate"
    OTHER = "other"


TOPICS = {
    Topic.ANSWERS: _l("Self-assessment"),
    Topic.EVIDENCE: _l("Evidence"),
    Topic.REVIEW: _l("Review"),
    Topic.DECISION: _l("Decision"),
    Topic.CERTIFICATE: _l("Certificate"),
    Topic.OTHER: _l("Other"),
}


class Readers(StrEnum):
    """Who reads of an action on the timeline of a case: the office, the cluster's team, or both."""

    OFFICE = "office"
    TEAM = "team"
    BOTH = "both"


@dataclass(frozen=True)
class Words:
    """An action in a sentence. `text` may name details of the event, `%(indicator)s`; people stand there by name.

    A sentence for the team names nobody: its details could be an assessor. Unless told otherwise an action is
    internal. `unnamed`: nobody ever learns who acted (a vote), so no name stands on the timeline and no event of it
    in the file of a case.
    """

    topic: Topic
    text: Any
    readers: Readers = Readers.OFFICE
    unnamed: bool = False

    def are_for(self, reader: Readers) -> bool:
        """Whether a reader, the office or the team, reads of the action."""
        return self.readers in (reader, Readers.BOTH)


# Selects the ids of the rows of one table that belong to the case of a self-assessment.
Belongs = Callable[[int], Select[int]]
_WORDS, _SUBJECTS = "words of the log", "subjects of cases"
# Details that hold the number of an account.
PEOPLE = ("account", "person", "expert", "owner")
UNKNOWN = Words(Topic.OTHER, _l("Something was recorded that this version has no words for."))


def register_words(app: Flask, words: Mapping[str, Words]) -> None:
    """Let a package say its actions in words."""
    app.extensions.setdefault(_WORDS, {}).update(words)


def register_subject(app: Flask, table: str, belongs: Belongs) -> None:
    """Let a package say which rows of a table belong to a case."""
    app.extensions.setdefault(_SUBJECTS, {})[table] = belongs


def all_words() -> dict[str, Words]:
    """The words of every known action."""
    found: dict[str, Words] = current_app.extensions.get(_WORDS, {})
    return found


def words_of(action: str) -> Words:
    """The words of an action; a neutral sentence, for the office only, when nobody registered any."""
    return all_words().get(action, UNKNOWN)


def of_case(assessment_id: int) -> ColumnElement[bool]:
    """The condition that an event belongs to the case of a self-assessment."""
    subjects: dict[str, Belongs] = current_app.extensions.get(_SUBJECTS, {})
    parts = [
        and_(Event.subject_kind == table, Event.subject_id.in_(belongs(assessment_id)))
        for table, belongs in subjects.items()
    ]
    return or_(false(), *parts)


def sentence(words: Words, details: Mapping[str, Any], names: Mapping[int, str]) -> str:
    """The sentence of one event in the language of the reader."""
    known = {
        key: names.get(value, "–") if key in PEOPLE and isinstance(value, int) else value
        for key, value in details.items()
    }
    text = str(words.text)
    return text % _Details(known) if "%(" in text else text


class _Details(dict[str, Any]):
    """Details of an event; one that an older event did not keep is a dash."""

    def __missing__(self, key: str) -> str:
        return "–"
