"""The report of a year about the remit of a partner."""

from dataclasses import dataclass
from datetime import date

from labelapp.consortium.funnel import FunnelRequest, StepCount, funnel
from labelapp.consortium.models import Partner
from labelapp.consortium.remit import certified_in_remit
from labelapp.consortium.reports.facts import YearFacts, facts_of


@dataclass(frozen=True)
class RemitReport:
    """The labels of a year, and how the cases that began in it came along."""

    partner: Partner
    facts: YearFacts
    steps: list[StepCount]


def remit_report(partner: Partner, year: int) -> RemitReport:
    """The report of a year for a partner."""
    period = FunnelRequest(date(year, 1, 1), date(year, 12, 31))
    return RemitReport(partner, facts_of(certified_in_remit(partner), year), funnel(partner, period))
