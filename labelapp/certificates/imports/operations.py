"""Taking over an earlier register: kept when it is uploaded, checked whenever it is looked at, written by a job.

A serial that stands in the register already is never entered again, so the same table can be imported twice, and a job
that was cut off goes on where it stopped.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time

from flask_babel import gettext as _
from sqlalchemy import select

from labelapp.accounts.models import User
from labelapp.certificates.codes import new_code
from labelapp.certificates.facts import certified_facts
from labelapp.certificates.imports.checking import Checked, check_table
from labelapp.certificates.imports.columns import find_columns
from labelapp.certificates.imports.lines import Line
from labelapp.certificates.imports.matching import Holder
from labelapp.certificates.imports.models import ImportState, RegisterImport
from labelapp.certificates.models import Certificate, Origin
from labelapp.certificates.serials import continue_after
from labelapp.clock import now
from labelapp.clusters.models import Cluster
from labelapp.clusters.operations import Facts, create_cluster
from labelapp.dataroom.tables import Table
from labelapp.events.jobs import queue_job
from labelapp.events.log import record
from labelapp.extensions import db, settings
from labelapp.schemes.validity import Status
from labelapp.web.errors import DomainError, InvalidInput
from labelapp.web.locale import shipped_languages

JOB = "register.import"
_PORTION = 50


def prepare_import(filename: str, table: Table, by: User | None) -> RegisterImport:
    """Keep an uploaded table; others that were never started are given up.

    Raises InvalidInput (422) when its columns are not those of a register.
    """
    find_columns(table.headings)
    prepared = select(RegisterImport).where(RegisterImport.state == ImportState.PREPARED)
    for old in db.session.scalars(prepared):
        db.session.delete(old)
    moment = now()
    kept = RegisterImport(
        filename=filename.replace("\0", "")[-200:],
        reading=table.reading,
        content={"headings": table.headings, "rows": table.rows, "lines": table.lines},
        choices={},
        total=len(table.rows),
        outcome={},
        created_at=moment,
        moved_at=moment,
        created_by=by,
    )
    db.session.add(kept)
    db.session.flush()
    return kept


def check_import(kept: RegisterImport) -> Checked:
    """What the import would do now."""
    return check_table(kept.content, kept.choices)


def choose_holders(kept: RegisterImport, chosen: Mapping[str, int]) -> None:
    """Say which cluster organisation a name means. Raises DomainError (409) once the import was started."""
    _require_prepared(kept)
    offered = {
        holder.key: {0, *(cluster.id for cluster in holder.asked)}
        for holder in check_import(kept).holders.questions
    }
    taken = {key: number for key, number in chosen.items() if number in offered.get(key, ())}
    kept.choices = {**kept.choices, **taken}
    db.session.flush()


def start_import(kept: RegisterImport, by: User | None, *, leave_out: bool) -> None:
    """Hand the good lines to the worker. Raises what `_start` does."""
    _start(kept, by, leave_out=leave_out)
    queue_job(JOB, import_id=kept.id)


def take_over_now(kept: RegisterImport, *, leave_out: bool) -> None:
    """Take the good lines over at once and without a worker, for a command. Raises what `_start` does."""
    _start(kept, None, leave_out=leave_out)
    run_import(kept.id)


def _start(kept: RegisterImport, by: User | None, *, leave_out: bool) -> None:
    """Note that an import begins.

    Raises InvalidInput (422) when lines are refused and nobody said to leave them out, or a question is open;
    DomainError (409) when it was started before.
    """
    db.session.refresh(kept, with_for_update=True)
    _require_prepared(kept)
    checked = check_import(kept)
    if checked.holders.questions:
        raise InvalidInput(_("Say first which cluster organisation is meant."))
    if checked.refused and not leave_out:
        raise InvalidInput(
            _("Say that the refused lines are left out, or correct them and choose the file again.")
        )
    kept.state, kept.moved_at, kept.outcome, kept.leave_out = ImportState.QUEUED, now(), {}, leave_out
    record("register.import_started", kept, actor=by, lines=kept.total, refused=checked.refused)


def _require_prepared(kept: RegisterImport) -> None:
    if kept.state is not ImportState.PREPARED:
        raise DomainError(_("This import was started already."))


def run_import(import_id: int) -> None:
    """Enter the good lines in portions, each in a transaction of its own so that the progress shows."""
    kept = db.session.get(RegisterImport, import_id)
    if kept is None or kept.state is ImportState.DONE:
        return
    checked = begin(kept)
    for start in range(0, len(checked.new), _PORTION):
        take_over_portion(kept, checked.new[start : start + _PORTION], checked)
        db.session.commit()
    kept.state, kept.done = ImportState.DONE, kept.total
    record("register.imported", kept, actor=kept.created_by, **kept.outcome)


def begin(kept: RegisterImport) -> Checked:
    """Begin, or go on after a worker died; return what is left to do."""
    kept.state = ImportState.RUNNING
    checked = check_import(kept)
    before = kept.outcome.get("new", 0)
    kept.outcome = {
        "new": before,
        "organisations": kept.outcome.get("organisations", 0),
        "unchanged": checked.unchanged - before,
        "refused": checked.refused,
    }
    kept.done = kept.total - len(checked.new)
    db.session.commit()
    return checked


def take_over_portion(kept: RegisterImport, lines: Sequence[Line], checked: Checked) -> None:
    """Enter some lines. Which organisation each name meant is kept with them, so that a second run knows it too."""
    chosen, made = dict(kept.choices), 0
    for line in lines:
        holder = checked.holders.of(line)
        number = holder.found.id if holder.found else chosen.get(holder.key, 0)
        if number:
            cluster = db.session.get_one(Cluster, number)
        else:
            cluster, made = _enter(holder, line, kept.created_by), made + 1
        chosen[holder.key] = cluster.id
        take_over(line, cluster, kept.created_by)
    counted = kept.outcome
    kept.choices = chosen
    kept.outcome = {
        **counted,
        "new": counted["new"] + len(lines),
        "organisations": counted["organisations"] + made,
    }
    kept.done += len(lines)


def _enter(holder: Holder, line: Line, by: User | None) -> Cluster:
    """Enter a cluster organisation with what the register says of it; its team is still empty."""
    facts = Facts(
        name=holder.name,
        country=line.country,
        place=line.place,
        name_language=line.language,
        language=line.language if line.language in shipped_languages() else "en",
        portfolios=line.portfolios,
    )
    cluster = create_cluster(facts, by)
    db.session.flush()
    return cluster


def take_over(line: Line, cluster: Cluster, by: User | None) -> Certificate:
    """Write a certificate of an earlier register into ours and into the log; it keeps its serial and gets a code."""
    scheme, earlier = line.scheme, _replaced(line)
    renewal = earlier is not None and earlier.level == scheme.level
    certificate = Certificate(
        serial=line.serial,
        code=new_code(),
        cluster=cluster,
        supersedes_id=earlier.id if earlier else None,
        scheme_code=scheme.code,
        scheme_version=scheme.version,
        scheme_name=scheme.name,
        level=scheme.level,
        illustrative=scheme.illustrative,
        award=line.award or ("renewal" if renewal else "first"),
        holder=line.holder,
        holder_language=line.language,
        place=line.place,
        country=line.country,
        portfolios=list(line.portfolios),
        language=line.language if line.language in shipped_languages() else "en",
        assessors=line.assessors,
        assessed_on=line.assessed_on,
        valid_from=line.valid_from,
        valid_until=line.valid_until,
        renewable_until=line.renewable_until,
        issued_at=datetime.combine(line.issued_on, time(), UTC),
        issuer=line.issuer or settings().issuer_name,
        demonstration=settings().demo,
        origin=Origin.IMPORTED,
        superseded_on=line.superseded_on,
        suspended_on=line.suspended_on,
        withdrawn_on=line.withdrawn_on,
        status_reason=line.reason,
    )
    db.session.add(certificate)
    continue_after(line.serial)
    record(
        "certificate.imported",
        certificate,
        actor=by,
        facts=certified_facts(certificate),
        ends={
            status.value: day.isoformat()
            for status, day in (
                (Status.SUPERSEDED, line.superseded_on),
                (Status.SUSPENDED, line.suspended_on),
                (Status.WITHDRAWN, line.withdrawn_on),
            )
            if day is not None
        },
        reason=line.reason,
    )
    if earlier is not None and earlier.superseded_on is None:
        earlier.superseded_on = line.valid_from
        record("certificate.superseded", earlier, actor=by, by=certificate.serial)
    return certificate


def _replaced(line: Line) -> Certificate | None:
    if not line.supersedes:
        return None
    return db.session.scalars(select(Certificate).where(Certificate.serial == line.supersedes)).one_or_none()


def give_up_import(import_id: int) -> None:
    """Show the preview again after the worker failed for good: what it had entered stays, the rest can be retried."""
    failed = db.session.get(RegisterImport, import_id)
    if failed is not None and failed.state is not ImportState.DONE:
        failed.state, failed.outcome = ImportState.PREPARED, {"failed": True}
        record("register.import_failed", failed)
