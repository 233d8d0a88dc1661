"""Many files of a remit as one: certificates with an index, and comparisons of those who agreed.

Each file is read, or made, when its turn comes, and forgotten when it is sent.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from flask import render_template
from sqlalchemy import func, select

from labelapp.benchmarks.comparison import Wish, compare
from labelapp.benchmarks.tables import table
from labelapp.certificates.models import Certificate
from labelapp.certificates.printing import certificate_file, public_address
from labelapp.certificates.status import is_given_out, status_of
from labelapp.clusters.models import Cluster
from labelapp.consortium.models import Partner
from labelapp.consortium.remit import in_remit
from labelapp.events.parts import Item, written
from labelapp.extensions import db
from labelapp.web.errors import DomainError
from labelapp.web.spreadsheets import harmless

CERTIFICATE_COLUMNS = (
    "file",
    "certificate",
    "holder",
    "place",
    "country",
    "level",
    "status",
    "valid_from",
    "valid_until",
    "address",
)
COMPARISON_COLUMNS = ("file", "cluster", "country", "comparison")


def certificate_files(listed: Iterable[Certificate], whose: str, day: date) -> Iterator[Item]:
    """The files of certificates, then the list of them as a table and as a page.

    The list names those too that have no file here: one that is suspended, withdrawn or was taken over from an
    earlier register is not given out.
    """
    rows: list[tuple[str, ...]] = []
    for certificate in listed:
        file = f"{certificate.serial}.pdf"
        content = _printed(certificate) if is_given_out(certificate, day) else None
        if content is not None:
            yield written(file, content)
        rows.append(_certificate_row(certificate, file if content is not None else "", day))
    yield _table((CERTIFICATE_COLUMNS, *rows))
    page = render_template(
        "consortium/archive.html",
        whose=whose,
        day=day,
        rows=[dict(zip(CERTIFICATE_COLUMNS, row, strict=True)) for row in rows],
    )
    yield written("index.html", page.encode())


def _printed(certificate: Certificate) -> bytes | None:
    """The file, None while it cannot be made: a name that no font has, a time stamp that does not come."""
    try:
        return certificate_file(certificate)
    except DomainError:
        return None


def _certificate_row(certificate: Certificate, file: str, day: date) -> tuple[str, ...]:
    return (
        file,
        certificate.serial,
        certificate.holder,
        certificate.place,
        certificate.country,
        certificate.level,
        status_of(certificate, day).value,
        certificate.valid_from.isoformat(),
        certificate.valid_until.isoformat(),
        public_address(certificate),
    )


def comparison_files(partner: Partner, known: frozenset[int]) -> Iterator[Item]:
    """The comparison with its usual group of each cluster that agreed, then a list of all clusters of the remit."""
    rows: list[tuple[str, ...]] = [COMPARISON_COLUMNS]
    query = select(Cluster).where(in_remit(partner)).order_by(func.lower(Cluster.name), Cluster.id)
    for cluster in db.session.scalars(query).all():
        compared = compare(cluster, Wish(), known) if cluster.partner_consent else None
        file = f"benchmark-{cluster.id}.csv" if compared else ""
        if compared is not None:
            yield written(file, _csv(table(compared)))
        said = (
            "in this file"
            if compared
            else "nothing submitted"
            if cluster.partner_consent
            else "needs consent"
        )
        rows.append((file, cluster.name, cluster.country, said))
    yield _table(rows)


def _table(rows: Iterable[Sequence[str]]) -> Item:
    return written("index.csv", _csv(rows))


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
