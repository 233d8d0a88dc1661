"""Two values for one field: what the page shows so that a person can choose."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from flask import url_for
from flask_babel import format_time
from flask_babel import gettext as _
from markupsafe import Markup, escape

from labelapp.accounts.models import User
from labelapp.assessments.answers import Content, Typed, content_text, field_of
from labelapp.assessments.queries import Place
from labelapp.assessments.saving import Clash
from labelapp.clock import now
from labelapp.web.locale import scheme_text

# Words and the spaces between them, under which both texts are read at a glance.
_FEW_WORDS = 12


@dataclass(frozen=True)
class Version:
    """One of two values of a field, as the conflict shows it. `key` is what is posted when it is chosen."""

    key: str
    title: str
    value: Markup
    note: str


@dataclass(frozen=True)
class Conflict:
    """A field with two values."""

    field: str
    title: str
    versions: list[Version]
    url: str


def conflict_of(place: Place, clash: Clash, reader: User) -> Conflict:
    """Both values of a field: the reader's own first and preselected, then the other one's."""
    theirs = clash.theirs
    return conflict_between(
        clash.field,
        _conflict_title(place, clash, reader),
        (clash.typed, _readable(place, clash.field, clash.mine)),
        (_readable(place, clash.field, theirs.content), theirs.author, theirs.version, theirs.changed_at),
        url_for("assessments.choose", assessment_id=place.assessment.id, code=place.indicator.code),
    )


def conflict_between(
    name: str, title: str, mine: tuple[Typed, str], theirs: tuple[str, str, int, datetime], url: str
) -> Conflict:
    """A conflict about an answer, or about something else such as a note.

    `mine`: what was typed, and as people read it; `theirs`: text, author, version and moment of the other value.
    """
    value, text = mine
    other, author, version, at = theirs
    own_text, other_text = mark_differences(text, other)
    return Conflict(
        field=name,
        title=title,
        versions=[
            Version(
                key=json.dumps({"version": version, "value": value}),
                title=_("Yours"),
                value=own_text,
                note=_("typed %(time)s, not saved yet", time=format_time(now(), "short")),
            ),
            Version(
                key=json.dumps({"version": version}),
                title=author,
                value=other_text,
                note=_("saved %(time)s", time=format_time(at, "short")),
            ),
        ],
        url=url,
    )


def mark_differences(one: str, other: str) -> tuple[Markup, Markup]:
    """Two texts with the words marked in which they differ; short ones are left as they are."""
    mine, theirs = re.split(r"(\s+)", one), re.split(r"(\s+)", other)
    if min(len(mine), len(theirs)) < _FEW_WORDS:
        return escape(one), escape(other)
    steps = SequenceMatcher(a=mine, b=theirs, autojunk=False).get_opcodes()
    left = Markup("").join(_part(mine[a:b], kind) for kind, a, b, _c, _d in steps)
    right = Markup("").join(_part(theirs[c:d], kind) for kind, _a, _b, c, d in steps)
    return left, right


def _part(words: list[str], kind: str) -> Markup:
    text = "".join(words)
    return escape(text) if kind == "equal" or not text.strip() else Markup("<mark>{}</mark>").format(text)


def _conflict_title(place: Place, clash: Clash, reader: User) -> str:
    field = field_of(place.indicator, clash.field)
    label = scheme_text(field.label) if field else _("If this does not apply to you, say why")
    if clash.theirs.author_id == reader.id:
        return str(_("You changed “%(field)s” in another window", field=label))
    return str(
        _("%(name)s changed “%(field)s” while you were writing", name=clash.theirs.author, field=label)
    )


def _readable(place: Place, code: str, content: Content) -> str:
    return content_text(place.indicator, code, content) or str(_("empty"))
