"""The lists of the data room: which columns each has, and by what two rows are the same."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from labelapp.dataroom.columns import CellError, Column, region_fits, simplify
from labelapp.dataroom.models import Activity, ActivityKind, Income, Member, Post
from labelapp.dataroom.words import CHOICES, HEADINGS

Values = Mapping[str, Any]
Record = Member | Post | Income | Activity


@dataclass(frozen=True)
class RecordKind:
    """One list. `fixed` is what all its rows share; `key` names the columns that make a row the same as another.

    A row with a value in the column `number` is found by that first. `check` yields what is wrong between columns.
    """

    code: str
    label: Any
    one: Any
    waits_for: Any
    model: type[Any]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    counted: Callable[[int], str]
    check: Callable[[Values], list[tuple[str, CellError]]]
    filter: str = ""
    number: str = ""
    fixed: Mapping[str, Any] = field(default_factory=dict)

    def column(self, name: str) -> Column:
        """The column of this name. Raises KeyError."""
        return {column.name: column for column in self.columns}[name]

    @property
    def importable(self) -> tuple[Column, ...]:
        """The columns that stand in a table; a document is linked by hand."""
        return tuple(column for column in self.columns if column.type != "document")

    def key_of(self, values: Values) -> tuple[str, ...]:
        """What makes a row the same as another."""
        return tuple(simplify(str(values.get(name) or "")) for name in self.key)


def _member_findings(values: Values) -> list[tuple[str, CellError]]:
    found = _in_order(values, "joined_on", "left_on")
    if not region_fits(values.get("region") or "", values.get("country") or ""):
        wrong = _("The region %(code)s lies in another country.", code=values["region"])
        found.append(("region", CellError(wrong, _("Correct the country or the region."))))
    return found


def _in_order(values: Values, first: str, last: str) -> list[tuple[str, CellError]]:
    start, end = values.get(first), values.get(last)
    if isinstance(start, date) and isinstance(end, date) and end < start:
        return [(last, CellError(_("The end lies before the start."), _("Correct one of the two days.")))]
    return []


def _post_findings(values: Values) -> list[tuple[str, CellError]]:
    return _in_order(values, "from_on", "until_on")


def _income_findings(values: Values) -> list[tuple[str, CellError]]:
    if values.get("year") is not None and not 1900 <= values["year"] <= 2200:
        return [("year", CellError(_("This is no year."), _("Write four digits, such as 2025.")))]
    return []


def _activity_findings(values: Values) -> list[tuple[str, CellError]]:
    found = _in_order(values, "held_on", "until_on")
    if (values.get("count") or 0) > 1_000_000:
        found.append(("count", CellError(_("This number is too large."), _("Check it."))))
    return found


MEMBER_KINDS = {
    "sme": _l("Small or medium firm"),
    "large": _l("Large firm"),
    "research": _l("Research"),
    "education": _l("Education"),
    "public": _l("Public body"),
    "association": _l("Association"),
    "finance": _l("Finance"),
    "other": _l("Other"),
}
MEMBERS = RecordKind(
    code="members",
    label=_l("Members"),
    one=_l("Member"),
    waits_for=_l("No member yet. Import the list that you have, or enter the first one."),
    model=Member,
    columns=(
        Column("name", _l("Name"), required=True),
        Column(
            "number",
            _l("Own number"),
            longest=40,
            listed=False,
            hint=_l("The number in your own list, if there is one."),
        ),
        Column("kind", _l("Kind"), "choice", required=True, choices=MEMBER_KINDS),
        Column("country", _l("Country"), "country", required=True),
        Column(
            "region",
            _l("NUTS region"),
            "region",
            longest=5,
            listed=False,
            hint=_l("The code of Eurostat, such as DK03."),
        ),
        Column("joined_on", _l("Joined"), "date"),
        Column("left_on", _l("Left"), "date", hint=_l("The first day without membership.")),
        Column(
            "committed", _l("Committed"), "flag", hint=_l("Signed a form or an agreement, or pays a fee.")
        ),
        Column("document_id", _l("Commitment document"), "document", listed=False),
    ),
    key=("name", "country"),
    counted=lambda num: ngettext("%(num)s member", "%(num)s members", num),
    check=_member_findings,
    filter="kind",
    number="number",
)
POST_ROLES = {
    "head": _l("Head of the management"),
    "team": _l("Management team"),
    "support": _l("Office and support"),
    "project": _l("Single projects only"),
}
STAFF = RecordKind(
    code="staff",
    label=_l("Staff"),
    one=_l("Post"),
    waits_for=_l("No post yet. Enter everybody who is paid to work for the cluster, by name or post."),
    model=Post,
    columns=(
        Column("name", _l("Name or post"), required=True),
        Column(
            "role",
            _l("Role"),
            "choice",
            required=True,
            choices=POST_ROLES,
            hint=_l("Posts for single projects only are not counted as management team."),
        ),
        Column(
            "fte",
            _l("Full-time equivalents"),
            "decimal",
            required=True,
            places=3,
            hint=_l("Such as 0.5 for a half-time post."),
        ),
        Column("training_days", _l("Training days a year"), "decimal", places=2),
        Column("from_on", _l("From"), "date", required=True),
        Column("until_on", _l("Until"), "date", hint=_l("The last day; empty while the post goes on.")),
    ),
    key=("name", "from_on"),
    counted=lambda num: ngettext("%(num)s post", "%(num)s posts", num),
    check=_post_findings,
    filter="role",
)
SOURCES = {
    "fees": _l("Yearly fees of participants"),
    "services": _l("Paid services and events"),
    "sponsoring": _l("Sponsors and donations"),
    "other_private": _l("Other private sources"),
    "regional": _l("Regional and local public funds"),
    "national": _l("National public funds"),
    "european": _l("European funds"),
}
FINANCES = RecordKind(
    code="finances",
    label=_l("Finances"),
    one=_l("Amount"),
    waits_for=_l("No amount yet. Enter the income of each closed year by source."),
    model=Income,
    columns=(
        Column("name", _l("What for"), required=True),
        Column("year", _l("Year"), "whole", required=True),
        Column("source", _l("Source"), "choice", required=True, choices=SOURCES),
        Column("amount", _l("Amount in EUR"), "decimal", required=True, places=2),
    ),
    key=("year", "source", "name"),
    counted=lambda num: ngettext("%(num)s amount", "%(num)s amounts", num),
    check=_income_findings,
    filter="source",
)
_NAME = Column("name", _l("Title"), required=True)


def _day(label: Any) -> Column:
    return Column("held_on", label, "date", required=True)


def _end(hint: Any) -> Column:
    return Column("until_on", _l("Until"), "date", hint=hint)


def _count(label: Any) -> Column:
    return Column("count", label, "whole")


EVENTS = RecordKind(
    code="events",
    label=_l("Services and events"),
    one=_l("Service or event"),
    waits_for=_l("Nothing yet. Enter the events and services of the last two years."),
    model=Activity,
    columns=(
        _NAME,
        Column(
            "sort",
            _l("Kind"),
            "choice",
            required=True,
            choices={
                "participants": _l("Event for participants"),
                "open": _l("Event open to others"),
                "international": _l("International event"),
                "service": _l("Service"),
            },
        ),
        _day(_l("Day")),
        _count(_l("Participants")),
    ),
    key=("name", "held_on"),
    counted=lambda num: ngettext("%(num)s event or service", "%(num)s events and services", num),
    check=_activity_findings,
    filter="sort",
    fixed={"kind": ActivityKind.EVENT},
)
GROUPS = RecordKind(
    code="groups",
    label=_l("Working groups"),
    one=_l("Working group"),
    waits_for=_l(
        "No working group yet. One counts when a participant leads it and it meets three times a year."
    ),
    model=Activity,
    columns=(
        _NAME,
        _day(_l("Since")),
        _end(_l("Empty while it goes on.")),
        _count(_l("Meetings in the last twelve months")),
        Column("who", _l("Leading participant"), longest=500),
    ),
    key=("name",),
    counted=lambda num: ngettext("%(num)s working group", "%(num)s working groups", num),
    check=_activity_findings,
    fixed={"kind": ActivityKind.GROUP},
)
PROJECTS = RecordKind(
    code="projects",
    label=_l("Projects"),
    one=_l("Project"),
    waits_for=_l("No project yet. Enter joint projects with their partners."),
    model=Activity,
    columns=(
        _NAME,
        _day(_l("Start")),
        _end(_l("The last day; empty while it goes on.")),
        _count(_l("Participants as partners")),
        Column("who", _l("Partners"), longest=500, listed=False),
    ),
    key=("name",),
    counted=lambda num: ngettext("%(num)s project", "%(num)s projects", num),
    check=_activity_findings,
    fixed={"kind": ActivityKind.PROJECT},
)
PRESS = RecordKind(
    code="press",
    label=_l("Press"),
    one=_l("Report"),
    waits_for=_l("No report yet. Enter reports in the media and published success stories."),
    model=Activity,
    columns=(
        _NAME,
        Column(
            "sort",
            _l("Kind"),
            "choice",
            required=True,
            choices={
                "regional": _l("Regional media"),
                "wider": _l("National, international or specialist media"),
                "story": _l("Success story"),
            },
        ),
        _day(_l("Day")),
        Column("who", _l("Medium or address"), longest=500),
    ),
    key=("name", "held_on"),
    counted=lambda num: ngettext("%(num)s report", "%(num)s reports", num),
    check=_activity_findings,
    filter="sort",
    fixed={"kind": ActivityKind.PRESS},
)


def _with_words(kind: RecordKind) -> RecordKind:
    """The same list with the words by which people name its columns and choices."""
    headings, choices = HEADINGS[kind.code], CHOICES.get(kind.code, {})
    columns = tuple(
        replace(
            column,
            aliases=tuple(headings.get(column.name, "").split("|")),
            words={code: tuple(words.split("|")) for code, words in choices.get(column.name, {}).items()},
        )
        for column in kind.columns
    )
    return replace(kind, columns=columns)


KINDS = {kind.code: _with_words(kind) for kind in (MEMBERS, STAFF, FINANCES, EVENTS, GROUPS, PROJECTS, PRESS)}
