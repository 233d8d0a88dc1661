"""The report of a year as a document."""

from datetime import date

from flask_babel import format_decimal, get_locale

from labelapp.benchmarks.presentation import DASH, figure, reason
from labelapp.benchmarks.report import Position
from labelapp.clock import today
from labelapp.clusters.places import sort_key
from labelapp.consortium.funnel import StepCount
from labelapp.consortium.models import Partner
from labelapp.consortium.remembering import memory_of
from labelapp.consortium.reports.country import CountryFacts, country_facts
from labelapp.consortium.reports.facts import Fact, YearFacts
from labelapp.consortium.reports.remit import RemitReport
from labelapp.consortium.words import step_name
from labelapp.documents.yearly import Count, Figure, Step, YearlyData, yearly_pdf
from labelapp.extensions import settings
from labelapp.web.formats import country_name
from labelapp.web.issuer import issuer_in
from labelapp.web.locale import scheme_text


def remit_pdf(report: RemitReport) -> bytes:
    """The report about the remit of a partner, for that partner."""
    return yearly_pdf(
        _data(report.facts, report.partner.name, scope_of(report.partner), steps=report.steps, country=None)
    )


def country_pdf(country: str, year: int, day: date) -> bytes:
    """The report about a country, for everybody. Printed once for each state and language."""

    def make() -> bytes:
        found = country_facts(country, year, day)
        return yearly_pdf(_data(found.facts, country_name(country), "", steps=[], country=found))

    return memory_of(day).recall(("country as PDF", country, year, get_locale().language), make)


def scope_of(partner: Partner) -> str:
    """What a remit is made of: names of countries, then of programmes."""
    names = sorted(country_name(code) for code in partner.countries)
    return ", ".join([*names, *(one.name for one in partner.programmes)])


def _data(
    facts: YearFacts, subject: str, scope: str, *, steps: list[StepCount], country: CountryFacts | None
) -> YearlyData:
    language: str = get_locale().language
    issuer = issuer_in(language)
    return YearlyData(
        subject=subject,
        scope=scope,
        year=facts.year,
        until=facts.until,
        made_on=today(),
        public=country is not None,
        whole=_count("", facts.whole),
        levels=[_count(code, counts) for code, counts in facts.levels],
        countries=sorted(
            (_count(code, counts) for code, counts in facts.countries),
            key=lambda one: sort_key(country_name(one.code)),
        ),
        steps=[Step(step_name(one.step), one.count, days_text(one)) for one in steps],
        figures=[_figure(one, country.minimum) for one in country.results.positions] if country else [],
        group=country.results.n if country else 0,
        minimum=country.minimum if country else 0,
        holders=[
            (one.name, one.language, one.level, one.place) for one in (country.holders if country else ())
        ],
        issuer_name=issuer.name,
        issuer_subtitle=issuer.subtitle,
        language=language,
        demonstration=settings().demo,
    )


def days_text(step: StepCount) -> str:
    """The median of days of a step in the reader's language; a dash where nobody took it, and for the first one."""
    return DASH if step.days is None else str(format_decimal(float(step.days), format="#,##0.#"))


def _count(code: str, counts: dict[Fact, int]) -> Count:
    return Count(code, **{fact.value: count for fact, count in counts.items()})


def _figure(found: Position, minimum: int) -> Figure:
    unit, group = found.topic.unit, found.group
    return Figure(
        name=scheme_text(found.topic.label),
        unit="" if unit == "percent" else scheme_text(unit),
        low=figure(group.q1, unit),
        median=figure(group.median, unit),
        high=figure(group.q3, unit),
        count=str(group.n) if group.n >= minimum else DASH,
        reason=reason(found.withheld, "median", "q1", "q3"),
    )
