"""The list for accounting: a row for each fee, with amounts that any program adds exactly."""

from collections.abc import Iterable
from datetime import date

from labelapp.fees.models import Fee

COLUMNS = (
    "case", "holder", "country", "scheme", "kind", "mode", "amount", "currency", "state", "submitted_on",
    "set_on", "invoiced_on", "invoice", "paid_on", "waived_on", "reason",
)  # fmt: skip


def accounting_rows(fees: Iterable[Fee]) -> list[tuple[str, ...]]:
    """Headings and rows. The number of the case is that of its self-assessment."""
    return [COLUMNS, *(_row(fee) for fee in fees)]


def _row(fee: Fee) -> tuple[str, ...]:
    assessment = fee.submission.assessment
    return (
        str(assessment.id),
        assessment.cluster.name,
        assessment.cluster.country,
        f"{assessment.scheme_code}@{assessment.scheme_version}",
        fee.kind.value,
        fee.mode.value,
        f"{fee.amount:.2f}",
        fee.currency,
        fee.state.value,
        fee.submission.submitted_at.date().isoformat(),
        fee.set_on.isoformat(),
        _day(fee.invoiced_on),
        fee.invoice,
        _day(fee.paid_on),
        _day(fee.waived_on),
        fee.reason,
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
