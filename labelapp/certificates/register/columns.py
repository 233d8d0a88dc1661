"""What the register gives to programs: one list of columns for CSV and JSON. Names never change; new ones come last."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from labelapp.certificates.printing import public_address
from labelapp.certificates.register.queries import Entry

Value = str | list[str]


@dataclass(frozen=True)
class Column:
    """A column: its name, what it holds, and how it is read from a row."""

    name: str
    meaning: Any
    value: Callable[[Entry], Value]


COLUMNS: tuple[Column, ...] = (
    Column("certificate", _l("Serial number of the certificate"), lambda entry: entry.certificate.serial),
    Column("holder", _l("Name of the holder, as it was certified"), lambda entry: entry.certificate.holder),
    Column("place", _l("Its seat"), lambda entry: entry.certificate.place),
    Column(
        "country", _l("Country as a code of ISO 3166-1, such as DK"), lambda entry: entry.certificate.country
    ),
    Column(
        "fields",
        _l("Codes of the fields in which it is compared; in CSV parted by spaces"),
        lambda entry: list(entry.certificate.portfolios),
    ),
    Column(
        "level",
        _l("bronze, silver or gold; none for a scheme without levels"),
        lambda entry: entry.certificate.level,
    ),
    Column(
        "scheme",
        _l("Code and version of the scheme, such as cme-gold@2026.1"),
        lambda entry: f"{entry.certificate.scheme_code}@{entry.certificate.scheme_version}",
    ),
    Column(
        "status",
        _l("valid, expiring, expired_renewable, expired, superseded, suspended or withdrawn, on this day"),
        lambda entry: entry.status.value,
    ),
    Column("valid_from", _l("First day of validity"), lambda entry: entry.certificate.valid_from.isoformat()),
    Column(
        "valid_until", _l("Last day of validity"), lambda entry: entry.certificate.valid_until.isoformat()
    ),
    Column(
        "renewable_until",
        _l("Last day for a renewal without a gap"),
        lambda entry: entry.certificate.renewable_until.isoformat(),
    ),
    Column("address", _l("Where anyone checks it"), lambda entry: public_address(entry.certificate)),
    Column("award", _l("first or renewal"), lambda entry: entry.certificate.award),
    Column(
        "assessed_on", _l("Day of the assessment"), lambda entry: entry.certificate.assessed_on.isoformat()
    ),
    Column("issued_on", _l("Day of issue"), lambda entry: entry.certificate.issued_at.date().isoformat()),
    Column(
        "origin",
        _l("issued here, or imported from an earlier register"),
        lambda entry: entry.certificate.origin.value,
    ),
)


def csv_rows(entries: list[Entry]) -> list[list[str]]:
    """Headings, then a row for each entry."""
    rows = [[column.name for column in COLUMNS]]
    for entry in entries:
        values = [column.value(entry) for column in COLUMNS]
        rows.append([value if isinstance(value, str) else " ".join(value) for value in values])
    return rows


def as_json(entry: Entry) -> dict[str, Value]:
    """An entry as a JSON object."""
    return {column.name: column.value(entry) for column in COLUMNS}
