"""Reading one or many files from a form, and answering for each: the good ones stay, the others say why not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from labelapp.extensions import db
from labelapp.web.errors import DomainError

FIELD = "file"


# Keeps a file; returns a sentence about it, and whether it is new rather than there already.
Take = Callable[[FileStorage], tuple[str, bool]]


@dataclass
class Outcome:
    """What became of the files of a form: sentences for those that were taken, and for those that were refused.

    `status` is that of the last one: 201 for a new file, 200 for one that was there, else that of the refusal.
    """

    taken: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    status: int = 201


def sent_files() -> list[FileStorage]:
    """The files of the form that were really chosen."""
    return [one for one in request.files.getlist(FIELD) if one.filename]


def take_each(files: Sequence[FileStorage], take: Take) -> Outcome:
    """Give every file to `take`; a refused one leaves no trace and hinders no other."""
    outcome = Outcome()
    if not files:
        outcome.refused.append(_("Choose a file first."))
        outcome.status = 422
    for one in files:
        try:
            with db.session.begin_nested():
                sentence, new = take(one)
            outcome.taken.append(sentence)
            outcome.status = 201 if new else 200
        except DomainError as error:
            outcome.refused.append(_("%(name)s: %(reason)s", name=one.filename, reason=error.message))
            outcome.status = error.status
    return outcome


def as_json(outcome: Outcome, location: str) -> ResponseReturnValue:
    """The answer for a script, which sends one file at a time and shows `location` at the end."""
    if outcome.refused:
        return jsonify(error=outcome.refused[0], advice=outcome.refused[0]), outcome.status
    return jsonify(message=outcome.taken[0], location=location), outcome.status
