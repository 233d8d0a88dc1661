"""Two values for one field: what the page shows so that a person can choose."""

import json
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from labelapp.accounts.models import User
from labelapp.assessments.answers import Content, Typed, content_text
from labelapp.assessments.differences import mark_differences
from labelapp.assessments.history import label_of
from labelapp.assessments.queries import Place
from labelapp.assessments.saving import Clash
from labelapp.clock import now, today
from labelapp.web.formats import clock_time, moment


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


def conflict_of(place: Place, clash: Clash, reader: User, typed_at: datetime | None = None) -> Conflict:
    """Both values of a field: the reader's own first and preselected, then the other one's.

    `typed_at`: when the reader typed theirs, just now unless it waited.
    """
    theirs = clash.theirs
    return conflict_between(
        clash.field,
        _conflict_title(place, clash, reader),
        (clash.typed, _readable(place, clash.field, clash.mine)),
        (_readable(place, clash.field, theirs.content), theirs.author, theirs.version, theirs.changed_at),
        url_for("assessments.choose", assessment_id=place.assessment.id, code=place.indicator.code),
        typed_at=typed_at,
    )


def conflict_between(
    name: str,
    title: str,
    mine: tuple[Typed, str],
    theirs: tuple[str, str, int, datetime],
    url: str,
    *,
    typed_at: datetime | None = None,
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
                note=_("typed %(time)s, not saved yet", time=_when(typed_at or now())),
            ),
            Version(
                key=json.dumps({"version": version}),
                title=author,
                value=other_text,
                note=_("saved %(time)s", time=_when(at)),
            ),
        ],
        url=url,
    )


def _when(at: datetime) -> str:
    """The time of day; with the date when that was another one."""
    return clock_time(at) if at.date() == today() else moment(at)


def _conflict_title(place: Place, clash: Clash, reader: User) -> str:
    label = label_of(place, clash.field)
    if clash.theirs.author_id == reader.id:
        return str(_("You changed “%(field)s” in another window", field=label))
    return str(
        _("%(name)s changed “%(field)s” while you were writing", name=clash.theirs.author, field=label)
    )


def _readable(place: Place, code: str, content: Content) -> str:
    return content_text(place.indicator, code, content) or str(_("empty"))
