"""The report of a year as a workbook: figures as numbers, and the certificates behind them."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from labelapp.certificates.models import Certificate
from labelapp.clusters.places import sort_key
from labelapp.consortium.remit import certified_in_remit
from labelapp.consortium.reports.facts import Fact, certificates_of
from labelapp.consortium.reports.remit import RemitReport
from labelapp.consortium.words import level_word, step_name
from labelapp.web.formats import country_name
from labelapp.web.spreadsheets import workbook

Row = Sequence[str | float]
_WIDTHS = (34, *[20] * 6)


def remit_workbook(report: RemitReport) -> bytes:
    """The sheets: by level, by country, steps, certificates issued, certificates that end in the next year."""
    whose, year = certified_in_remit(report.partner), report.facts.year
    levels = [(level_word(code), counts) for code, counts in report.facts.levels]
    named = ((country_name(code), counts) for code, counts in report.facts.countries)
    countries = sorted(named, key=lambda row: sort_key(row[0]))
    sheets = [
        (_("By level"), _counts(_("Level"), [*levels, (_("All"), report.facts.whole)])),
        (_("By country"), _counts(_("Country"), countries)),
        (_("From application to award"), _steps(report)),
        (_("Certificates issued"), _certificates(certificates_of(whose, year, Fact.ISSUED))),
        (
            _("Ending in %(year)s", year=year + 1),
            _certificates(certificates_of(whose, year, Fact.EXPIRING)),
        ),
    ]
    return workbook([(title, list(rows), _WIDTHS) for title, rows in sheets])


def _counts(name: str, rows: Sequence[tuple[str, dict[Fact, int]]]) -> Iterator[Row]:
    yield (
        name,
        _("Certificates issued"),
        _("Of these renewals"),
        _("Holders at the end"),
        _("Ending next year"),
    )
    for label, counts in rows:
        yield (label, *(counts[fact] for fact in Fact))


def _steps(report: RemitReport) -> Iterator[Row]:
    yield (_("Step"), _("Cases"), _("Median of days since the step before"))
    for one in report.steps:
        yield (step_name(one.step), one.count, "" if one.days is None else float(one.days))


def _certificates(found: Sequence[Certificate]) -> Iterator[Row]:
    yield (
        _("Certificate"),
        _("Holder"),
        _("Place"),
        _("Country"),
        _("Level"),
        _("Valid from"),
        _("Valid until"),
    )
    for one in found:
        days = (one.valid_from.isoformat(), one.valid_until.isoformat())
        yield (one.serial, one.holder, one.place, country_name(one.country), level_word(one.level), *days)
