"""The secretariat's pages of batches: what waits, choosing, asking once more, progress, the files."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user

from labelapp.accounts.models import User
from labelapp.certificates.batches import operations, policy, queries
from labelapp.certificates.batches.candidates import MOST, Wish, candidates, count_candidates, read_wish
from labelapp.certificates.batches.models import Batch, BatchKind, BatchState
from labelapp.certificates.batches.words import KINDS, STATES, item_name
from labelapp.certificates.models import Certificate
from labelapp.certificates.printing import public_address
from labelapp.certificates.register.wishes import LEVELS
from labelapp.events.parts import Item, written
from labelapp.events.zipping import zipped
from labelapp.evidence import storage
from labelapp.web.access import requires, requires_on
from labelapp.web.errors import InvalidInput
from labelapp.web.formats import country_name
from labelapp.web.paging import read_position
from labelapp.web.spreadsheets import harmless

bp = Blueprint("batches", __name__)
_KIND = "/batches/new/<any(issue, reissue, reprint):kind>"
_ACTIONS: dict[str, tuple[Callable[[Batch, User], None], Any]] = {
    "pause": (operations.pause_batch, lazy_gettext("The batch is paused.")),
    "resume": (operations.resume_batch, lazy_gettext("The batch goes on.")),
    "cancel": (operations.cancel_batch, lazy_gettext("The batch is cancelled. What was done stays.")),
    "retry": (operations.retry_batch, lazy_gettext("What failed is tried again.")),
}
CSV_COLUMNS: tuple[str, ...] = (
    "file",
    "certificate",
    "holder",
    "place",
    "country",
    "valid_from",
    "valid_until",
    "sha256",
    "address",
)


@bp.get("/batches")
@requires(policy.may_run_batches)
def index() -> ResponseReturnValue:
    """What a batch could do now, and the batches that were."""
    page = queries.list_batches(read_position(request.args.get("at")))
    return render_template(
        "certificates/batches/index.html",
        page=page,
        counts=queries.counts_of(page.items),
        waiting={kind: count_candidates(kind, current_user) for kind in BatchKind},
        kinds=KINDS,
        states=STATES,
    )


@bp.get(_KIND)
@requires(policy.may_run_batches)
def choose(kind: str) -> ResponseReturnValue:
    """What would be done, to choose from; all of it is chosen at first."""
    wish = read_wish(request.args)
    return render_template("certificates/batches/choose.html", **_choice(BatchKind(kind), wish))


def _choice(kind: BatchKind, wish: Wish) -> dict[str, Any]:
    found = candidates(kind, current_user, wish)
    everything = found if wish == Wish() else candidates(kind, current_user, Wish())
    countries = {one.country: country_name(one.country) for one in everything}
    return {
        "kind": kind,
        "words": KINDS[kind],
        "wish": wish,
        "found": found[:MOST],
        "total": len(found),
        "levels": [level for level in LEVELS if any(one.level == level for one in everything)],
        "countries": sorted(countries.items(), key=lambda item: item[1].casefold()),
    }


@bp.post(_KIND)
@requires(policy.may_run_batches)
def start(kind: str) -> ResponseReturnValue:
    """Ask once more, with the number; then start."""
    wanted, chosen = BatchKind(kind), request.form.getlist("chosen", type=int)
    if not chosen:
        raise InvalidInput(_("Choose at least one certificate."))
    if not request.form.get("confirmed"):
        return render_template(
            "certificates/batches/confirm.html", kind=wanted, words=KINDS[wanted], chosen=chosen
        )
    tell = wanted is not BatchKind.REPRINT or bool(request.form.get("tell"))
    batch = operations.start_batch(wanted, chosen, current_user, tell=tell)
    return redirect(url_for("batches.show", batch_id=batch.id), 303)


@bp.get("/batches/<int:batch_id>")
@requires_on(queries.find_batch, policy.may_see_batch)
def show(batch: Batch) -> ResponseReturnValue:
    """How far it is, and what failed."""
    return render_template(
        "certificates/batches/show.html",
        batch=batch,
        words=KINDS[batch.kind],
        counts=queries.count_items(batch),
        failed=[(item_name(item), item.problem) for item in queries.failed_items(batch)],
        runs=batch.state is BatchState.RUNNING,
        state=STATES[batch.state],
    )


@dataclass(frozen=True)
class Asked:
    """A change that is asked for one batch."""

    batch: Batch
    action: str


def _asked(batch_id: int, action: str) -> Asked | None:
    batch = queries.find_batch(batch_id)
    return Asked(batch, action) if batch and action in _ACTIONS else None


def may_change(user: Any, asked: Asked) -> bool:
    """Whoever sees the batch."""
    return policy.may_see_batch(user, asked.batch)


@bp.post("/batches/<int:batch_id>/<any(pause, resume, cancel, retry):action>")
@requires_on(_asked, may_change)
def change(asked: Asked) -> ResponseReturnValue:
    """Pause, go on, give up, or try again what failed."""
    operation, done = _ACTIONS[asked.action]
    operation(asked.batch, current_user)
    flash(str(done))
    return redirect(url_for("batches.show", batch_id=asked.batch.id), 303)


@bp.get("/batches/<int:batch_id>/certificates.zip")
@requires_on(queries.find_batch, policy.may_see_batch)
def files(batch: Batch) -> ResponseReturnValue:
    """The files and a list of them, sent while they are read."""
    return Response(
        stream_with_context(zipped(_files(queries.done_files(batch)))),
        mimetype="application/zip",
        headers={"Content-Disposition": f'attachment; filename="certificates-batch-{batch.id}.zip"'},
    )


def _files(done: list[tuple[Certificate, str]]) -> Iterator[Item]:
    """The list comes last: it names what the storage still holds."""
    rows: list[tuple[str, ...]] = [CSV_COLUMNS]
    for certificate, sha256 in done:
        if storage.has(sha256):
            yield Item(f"{certificate.serial}.pdf", sha256, 0, partial(storage.read, sha256))
            rows.append(_row(certificate, sha256))
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([harmless(cell) for cell in row] for row in rows)
    yield written("index.csv", text.getvalue().encode("utf-8-sig"))


def _row(certificate: Certificate, sha256: str) -> tuple[str, ...]:
    return (
        f"{certificate.serial}.pdf",
        certificate.serial,
        certificate.holder,
        certificate.place,
        certificate.country,
        certificate.valid_from.isoformat(),
        certificate.valid_until.isoformat(),
        sha256,
        public_address(certificate),
    )
