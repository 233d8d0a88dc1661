"""From an uploaded table to rows of a list: which column is what, what would change, and the change itself.

Rows are found again by their own number or by their key, so importing the same table twice changes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import insert, select, update

from labelapp.accounts.models import User
from labelapp.clock import now
from labelapp.dataroom.columns import CellError, Column, read_cell, simplify
from labelapp.dataroom.figures import rows_of
from labelapp.dataroom.kinds import KINDS, RecordKind
from labelapp.dataroom.models import Import, ImportState
from labelapp.dataroom.operations import lock_room
from labelapp.dataroom.queries import Shelf
from labelapp.dataroom.tables import Table
from labelapp.events.jobs import queue_job
from labelapp.events.log import record
from labelapp.extensions import db
from labelapp.web.errors import DomainError, InvalidInput

JOB = "dataroom.import"
_PORTION = 1000


@dataclass(frozen=True)
class Problem:
    """Why a row is refused: where, what is wrong, and how to mend it."""

    line: int
    column: str
    text: str
    wrong: str
    mend: str


@dataclass
class Checked:
    """What an import would do: rows to enter, rows to change by id, and what is refused."""

    new: list[dict[str, Any]] = field(default_factory=list)
    changed: list[dict[str, Any]] = field(default_factory=list)
    unchanged: int = 0
    refused: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def good(self) -> int:
        """How many rows would be entered or changed."""
        return len(self.new) + len(self.changed)


def prepare_import(shelf: Shelf, filename: str, table: Table, by: User) -> Import:
    """Keep an uploaded table; the one before it is given up unless it is under way."""
    given_up = select(Import).where(
        Import.cluster_id == shelf.cluster.id,
        Import.kind == shelf.kind.code,
        Import.state.in_([ImportState.PREPARED, ImportState.DONE]),
    )
    for old in db.session.scalars(given_up):
        db.session.delete(old)
    prepared = Import(
        cluster_id=shelf.cluster.id,
        kind=shelf.kind.code,
        filename=filename.replace("\0", "")[-200:],
        reading=table.reading,
        content={"headings": table.headings, "rows": table.rows, "lines": table.lines},
        mapping=guess_mapping(shelf.kind, table.headings),
        total=len(table.rows),
        outcome={},
        moved_at=now(),
        created_by_id=by.id,
    )
    db.session.add(prepared)
    db.session.flush()
    return prepared


def guess_mapping(kind: RecordKind, headings: Sequence[str]) -> dict[str, int]:
    """Which heading names which column, by the words that people use in three languages; each at most once."""
    simple = [simplify(heading) for heading in headings]
    mapping: dict[str, int] = {}
    for exactly in (True, False):
        for column in kind.importable:
            if column.name in mapping:
                continue
            known = {column.name.replace("_", " "), simplify(str(column.label)), *column.aliases}
            for place, heading in enumerate(simple):
                fits = heading in known if exactly else any(alias in heading.split() for alias in known)
                if heading and fits and place not in mapping.values():
                    mapping[column.name] = place
                    break
    return mapping


def choose_mapping(prepared: Import, mapping: Mapping[str, int]) -> None:
    """Say which heading is which column. Raises InvalidInput when a required one or the key is missing."""
    kind = KINDS[prepared.kind]
    missing = [column for column in kind.importable if column.required and column.name not in mapping]
    if missing:
        names = ", ".join(str(column.label) for column in missing)
        raise InvalidInput(_("Say where these columns are: %(names)s.", names=names))
    if len(set(mapping.values())) < len(mapping):
        raise InvalidInput(_("A heading was chosen for two columns. Choose it once."))
    prepared.mapping = dict(mapping)


def check_rows(prepared: Import) -> Checked:
    """What importing would do, row by row. One statement."""
    kind = KINDS[prepared.kind]
    known = _Known(kind, prepared.cluster_id)
    result = Checked()
    columns = [(_Cells(kind.column(name)), place) for name, place in prepared.mapping.items()]
    for line, cells in zip(prepared.content["lines"], prepared.content["rows"], strict=True):
        values, problems = _read_row(kind, columns, line, cells)
        key = kind.key_of(values)
        if not problems:
            problems = known.twice(values, key, line)
        if problems:
            result.problems += problems
            result.refused += 1
            continue
        _sort_in(result, known.find(values, key), values)
    return result


def _sort_in(result: Checked, found: Mapping[str, Any] | None, values: dict[str, Any]) -> None:
    if found is None:
        result.new.append(values)
        return
    different = {name: value for name, value in values.items() if found[name] != value}
    if different:
        result.changed.append({"id": found["id"], **values})
    else:
        result.unchanged += 1


class _Cells:
    """Reads the cells of one column. Countries, kinds and days come again and again, so each is read once."""

    def __init__(self, column: Column) -> None:
        self.column = column
        self.known: dict[str, Any] = {}

    def read(self, text: str) -> Any:
        """As `read_cell`."""
        if text not in self.known:
            self.known[text] = read_cell(self.column, text)
        return self.known[text]


def _read_row(
    kind: RecordKind, columns: Sequence[tuple[_Cells, int]], line: int, cells: Sequence[str]
) -> tuple[dict[str, Any], list[Problem]]:
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for reader, place in columns:
        column, text = reader.column, cells[place] if place < len(cells) else ""
        try:
            values[column.name] = reader.read(text)
        except CellError as error:
            problems.append(Problem(line, str(column.label), text[:60], error.wrong, error.mend))
    if not problems:
        for name, found in kind.check(values):
            problems.append(Problem(line, str(kind.column(name).label), "", found.wrong, found.mend))
    return values, problems


class _Known:
    """The rows of a list by number and by key, and those of the table that came before."""

    def __init__(self, kind: RecordKind, cluster_id: int) -> None:
        self.kind = kind
        names = ["id", *(column.name for column in kind.columns)]
        query = select(*(getattr(kind.model, name) for name in names))
        query = query.where(kind.model.cluster_id == cluster_id, *rows_of(kind)).order_by(
            kind.model.id.desc()
        )
        self.by_key: dict[tuple[str, ...], Mapping[str, Any]] = {}
        self.by_number: dict[str, Mapping[str, Any]] = {}
        for row in db.session.execute(query):
            values = dict(zip(names, row, strict=True))
            self.by_key[kind.key_of(values)] = values
            if kind.number and values[kind.number]:
                self.by_number[values[kind.number]] = values
        self.lines: dict[Any, int] = {}

    def find(self, values: Mapping[str, Any], key: tuple[str, ...]) -> Mapping[str, Any] | None:
        number = values.get(self.kind.number) if self.kind.number else None
        found = self.by_number.get(number) if number else None
        if found is not None:
            return found
        found = self.by_key.get(key)
        # The same name under two numbers is two members.
        if found is not None and number and found[self.kind.number]:
            return None
        return found

    def twice(self, values: Mapping[str, Any], key: tuple[str, ...], line: int) -> list[Problem]:
        """What is wrong when an earlier line of the table is the same row."""
        number = values.get(self.kind.number) if self.kind.number else None
        before = self.lines.setdefault(("number", number) if number else key, line)
        if before == line:
            return []
        name = number or values.get("name") or ""
        wrong = _("This stands in line %(line)s already.", line=before)
        return [Problem(line, str(self.kind.one), str(name)[:60], wrong, _("Take one of the two lines out."))]


def start_import(prepared: Import, by: User, *, without_refused: bool) -> None:
    """Hand the good rows to the worker.

    Raises InvalidInput when rows are refused and nobody said to leave them out, DomainError when it was started
    before or another import into the list is under way.
    """
    lock_room(prepared.cluster)
    db.session.refresh(prepared, ["state"])
    if prepared.state is not ImportState.PREPARED:
        raise DomainError(_("This import was started already."))
    running = select(Import.id).where(
        Import.cluster_id == prepared.cluster_id,
        Import.kind == prepared.kind,
        Import.state.in_([ImportState.QUEUED, ImportState.RUNNING]),
    )
    if db.session.scalar(running.limit(1)) is not None:
        raise DomainError(_("Another import into this list is under way. Wait until it has ended."))
    checked = check_rows(prepared)
    if checked.refused and not without_refused:
        raise InvalidInput(
            _("Say that the refused rows are left out, or correct them and choose the file again.")
        )
    prepared.state, prepared.moved_at, prepared.outcome = ImportState.QUEUED, now(), {}
    record("facts.import_started", prepared, actor=by, list=prepared.kind, rows=prepared.total)
    queue_job(JOB, import_id=prepared.id)


def run_import(import_id: int) -> None:
    """Enter and change the good rows in portions, each in a transaction of its own so that the progress shows.

    A worker may die between two: what it entered is found again as unchanged.
    """
    running = db.session.get(Import, import_id)
    if running is None or running.state is ImportState.DONE:
        return
    running.state = ImportState.RUNNING
    checked = check_rows(running)
    kind, cluster_id = KINDS[running.kind], running.cluster_id
    running.done = running.total - checked.good
    before = running.outcome
    outcome = {
        "new": before.get("new", 0),
        "changed": before.get("changed", 0),
        "unchanged": checked.unchanged - before.get("new", 0) - before.get("changed", 0),
        "refused": checked.refused,
    }
    running.outcome = dict(outcome)
    db.session.commit()
    fixed = {"cluster_id": cluster_id, **kind.fixed}
    for name, rows in (("new", checked.new), ("changed", checked.changed)):
        for start in range(0, len(rows), _PORTION):
            portion = rows[start : start + _PORTION]
            if name == "new":
                db.session.execute(insert(kind.model), [row | fixed for row in portion])
            else:
                db.session.execute(update(kind.model), portion)
            outcome[name] += len(portion)
            running.outcome, running.done = dict(outcome), running.done + len(portion)
            db.session.commit()
    running.state, running.done = ImportState.DONE, running.total
    record("facts.imported", running, list=running.kind, **outcome)


def give_up_import(import_id: int) -> None:
    """Show the preview again after the worker failed for good: what it had entered stays, the rest can be retried."""
    failed = db.session.get(Import, import_id)
    if failed is not None and failed.state is not ImportState.DONE:
        failed.state, failed.outcome = ImportState.PREPARED, {"failed": True}
        record("facts.import_failed", failed, list=failed.kind)


def mapping_from(form: Mapping[str, str], kind: RecordKind, headings: Sequence[str]) -> dict[str, int]:
    """The mapping that a form posted: one select a column, empty for none."""
    mapping = {}
    for column in kind.importable:
        text = form.get(column.name, "")
        if text.isascii() and text.isdigit() and int(text) < len(headings):
            mapping[column.name] = int(text)
    return mapping
