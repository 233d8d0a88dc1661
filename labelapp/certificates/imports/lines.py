"""Reading the lines of an earlier register: each by itself, from cells to a certificate, or what is wrong with it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from labelapp.certificates.imports.columns import BY_NAME
from labelapp.certificates.serials import serial_parts
from labelapp.clusters.portfolios import PORTFOLIOS
from labelapp.dataroom.columns import CellError, read_cell, simplify
from labelapp.dataroom.importing import Problem
from labelapp.extensions import schemes
from labelapp.schemes.definition import Scheme
from labelapp.schemes.validity import Status, renewable_until, status_on

_SERIAL = re.compile(r"\w(?:[\w./ -]*\w)?")
# Letters that turn the text around them: a name with one could look like another name.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Line:
    """A certificate of an earlier register. `number` is that of the line in the file."""

    number: int
    serial: str
    holder: str
    organisation: str
    place: str
    country: str
    portfolios: tuple[str, ...]
    scheme: Scheme
    award: str
    valid_from: date
    valid_until: date
    renewable_until: date
    assessed_on: date
    issued_on: date
    assessors: int
    supersedes: str
    superseded_on: date | None
    suspended_on: date | None
    withdrawn_on: date | None
    reason: str
    issuer: str
    language: str
    status: str

    @property
    def key(self) -> str:
        """What makes the serial one of its own: G-2026-0012 and g-2026-12 would be taken for each other."""
        return serial_key(self.serial)

    @property
    def level(self) -> str:
        """The level of the scheme."""
        return self.scheme.level

    def status_today(self, day: date) -> Status:
        """What the certificate is on a day."""
        return status_on(
            day,
            valid_until=self.valid_until,
            renewable_until=self.renewable_until,
            withdrawn=self.withdrawn_on,
            suspended=self.suspended_on,
            superseded=self.superseded_on,
        )


def serial_key(serial: str) -> str:
    """A serial without what people overlook: case, and zeros before its number."""
    parts = serial_parts(serial.upper())
    return f"{parts[0]}-{parts[1]}-{parts[2]}" if parts else serial.upper()


class LineReader:
    """Reads lines of one table. Cells come again and again, so each text of a column is read once."""

    def __init__(self, columns: Mapping[str, int], day: date) -> None:
        self.columns = columns
        self.day = day
        self._known: dict[tuple[str, str], Any] = {}

    def read(self, number: int, cells: Sequence[str]) -> tuple[Line | None, list[Problem]]:
        """The certificate of a line, or everything that is wrong with it."""
        texts = {name: cells[at] if at < len(cells) else "" for name, at in self.columns.items()}
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        for name in BY_NAME:
            try:
                values[name] = self._cell(name, texts.get(name, ""))
            except CellError as error:
                problems.append(_problem(number, name, texts.get(name, ""), error))
        scheme = None
        if not problems:
            scheme, problems = self._scheme(number, values)
        if scheme is None:
            return None, problems
        line = _line(number, values, scheme)
        problems = [
            _problem(number, name, texts.get(name, ""), error) for name, error in _wrong(line, self.day)
        ]
        return (None, problems) if problems else (line, [])

    def _cell(self, name: str, text: str) -> Any:
        if (name, text) not in self._known:
            value = read_cell(BY_NAME[name], text)
            if isinstance(value, str) and _TURNING.search(value):
                raise CellError(
                    _("This holds a sign that turns the direction of the text."), _("Type it anew.")
                )
            if name == "certificate" and not _SERIAL.fullmatch(value):
                raise CellError(
                    _("“%(text)s” is no serial number.", text=text[:60]),
                    _("Use letters, digits, hyphens, dots and slashes."),
                )
            self._known[name, text] = _portfolios(value) if name == "fields" else value
        return self._known[name, text]

    def _scheme(self, number: int, values: Mapping[str, Any]) -> tuple[Scheme | None, list[Problem]]:
        """The scheme that a line names, by code and version, by code, or by level, as of the day of the assessment."""
        level, named = simplify(values["level"]), values["scheme"].lower()
        code, _at, version = named.partition("@")
        day = values["assessed_on"] or values["valid_from"]
        found = [one for one in schemes().all() if one.status != "draft"]
        levels = sorted({one.level for one in found})
        if level and level not in levels:
            error = CellError(
                _("“%(text)s” is no level.", text=values["level"][:60]),
                _("Use one of %(known)s.", known=", ".join(levels)),
            )
            return None, [_problem(number, "level", values["level"], error)]
        fitting = [
            one
            for one in found
            if (not level or one.level == level)
            and (not code or one.code == code)
            and (one.version == version if version else one.effective.holds_on(day))
        ]
        if len({one.code for one in fitting}) == 1 and (level or code):
            return fitting[-1], []
        known = ", ".join(one.key for one in found if not level or one.level == level)
        error = CellError(
            _("There is no scheme for this level, or it was not in force on %(day)s.", day=day.isoformat())
            if len(fitting) == 0
            else _("More than one scheme could be meant."),
            _("Name code and version: one of %(known)s.", known=known),
        )
        return None, [_problem(number, "scheme", values["scheme"] or values["level"], error)]


def _portfolios(text: str) -> tuple[str, ...]:
    codes = tuple(dict.fromkeys(re.split(r"[\s;,|]+", text.lower()) if text else ()))
    unknown = [code for code in codes if code not in PORTFOLIOS]
    if unknown:
        raise CellError(
            _("“%(text)s” is no field.", text=unknown[0][:60]),
            _("Use codes: %(known)s.", known=", ".join(PORTFOLIOS)),
        )
    return codes


def _line(number: int, values: Mapping[str, Any], scheme: Scheme) -> Line:
    start, until = values["valid_from"], values["valid_until"]
    return Line(
        number=number,
        serial=values["certificate"],
        holder=values["holder"],
        organisation=values["organisation"] or values["holder"],
        place=values["place"],
        country=values["country"],
        portfolios=values["fields"] or (),
        scheme=scheme,
        award=values["award"] or "",
        valid_from=start,
        valid_until=until,
        renewable_until=values["renewable_until"] or renewable_until(scheme.validity, until),
        assessed_on=values["assessed_on"] or start,
        issued_on=values["issued_on"] or start,
        assessors=values["assessors"] or 0,
        supersedes=values["supersedes"],
        superseded_on=values["superseded_on"],
        suspended_on=values["suspended_on"],
        withdrawn_on=values["withdrawn_on"],
        reason=values["reason"],
        issuer=values["issuer"],
        language=values["language"] or "en",
        status=simplify(values["status"]),
    )


def _wrong(line: Line, day: date) -> list[tuple[str, CellError]]:
    """What is wrong between the cells of a line: days out of order, or a status that they do not bear out."""
    found: list[tuple[str, CellError]] = []
    order = _("Compare the days.")
    if line.valid_until < line.valid_from:
        return [("valid_until", CellError(_("It ends before it begins."), order))]
    if line.renewable_until < line.valid_until:
        found.append(("renewable_until", CellError(_("This is before the last day of validity."), order)))
    for name in ("assessed_on", "issued_on"):
        if getattr(line, name) > line.valid_until:
            found.append((name, CellError(_("This is after the last day of validity."), order)))
    for name in ("assessed_on", "issued_on", "suspended_on", "withdrawn_on"):
        if (given := getattr(line, name)) is not None and given > day:
            found.append((name, CellError(_("This day is still to come."), order)))
    for name in ("suspended_on", "withdrawn_on", "superseded_on"):
        first = min(line.valid_from, line.issued_on)
        if (given := getattr(line, name)) is not None and given < first:
            found.append((name, CellError(_("This is before the certificate was issued."), order)))
    for status in (Status.WITHDRAWN, Status.SUSPENDED):
        if line.status == status.value and getattr(line, f"{status.value}_on") is None:
            error = CellError(
                _("The status says more than the days."), _("Fill in %(name)s.", name=f"{status.value}_on")
            )
            found.append(("status", error))
    if line.status.startswith("valid") and (line.withdrawn_on or line.suspended_on):
        found.append(("status", CellError(_("The status and the days contradict each other."), order)))
    return found


def _problem(number: int, column: str, text: str, error: CellError) -> Problem:
    return Problem(number, column, text[:60], error.wrong, error.mend)
