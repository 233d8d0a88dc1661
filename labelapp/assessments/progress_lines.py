"""Improvement areas as pages and documents show them: the earlier benchmarking beside the present one, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Protocol

from flask_babel import gettext as _
from flask_babel import ngettext

from labelapp.assessments.benchmarkings import Earlier, EarlierCheck, Progress, check_earlier
from labelapp.assessments.live_score import measure_text
from labelapp.clusters.models import Cluster
from labelapp.extensions import schemes
from labelapp.schemes.definition import Indicator, Scheme
from labelapp.schemes.loading import UnknownScheme
from labelapp.web.formats import date_long
from labelapp.web.formats import points as points_text
from labelapp.web.locale import scheme_text


class Benchmarked(Protocol):
    """A value of one benchmarking, live or frozen."""

    @property
    def on(self) -> date: ...
    @property
    def scheme(self) -> str: ...
    @property
    def indicator(self) -> str: ...
    @property
    def measure(self) -> str | None: ...
    @property
    def points(self) -> str | None: ...
    @property
    def max(self) -> str | None: ...


@dataclass(frozen=True)
class ProgressLine:
    """An improvement area: what was improved, each benchmarking in words with its day; texts empty when unknown."""

    area: str
    name: str
    before: str
    before_on: date | None
    before_source: str
    after: str
    after_on: date | None


def progress_line(
    area: str, indicator: Indicator | None, before: Benchmarked | None, after: Benchmarked | None
) -> ProgressLine:
    """One improvement area in words."""
    return ProgressLine(
        area=area,
        name=f"{indicator.code} {scheme_text(indicator.name)}" if indicator else "",
        before=value_text(before),
        before_on=before.on if before else None,
        before_source=_source(before),
        after=value_text(after),
        after_on=after.on if after else None,
    )


def progress_lines(found: Sequence[Progress]) -> list[ProgressLine]:
    """Improvement areas in words."""
    return [progress_line(one.area, one.indicator, one.before, one.after) for one in found]


def value_text(value: Benchmarked | None) -> str:
    """What the answers came to: measure and points; empty when neither is known."""
    if value is None:
        return ""
    indicator = _indicator(value)
    measure = Fraction(value.measure) if value.measure is not None else None
    parts = [measure_text(indicator, measure) if indicator else ""]
    if value.points is not None and value.max is not None and Fraction(value.max):
        values = {"points": points_text(Fraction(value.points)), "maximum": points_text(Fraction(value.max))}
        parts.append(_("%(points)s of %(maximum)s points", **values))
    return ", ".join(part for part in parts if part)


def _indicator(value: Benchmarked) -> Indicator | None:
    code, _at, version = value.scheme.partition("@")
    try:
        return schemes().get(code, version).indicators.get(value.indicator)
    except UnknownScheme:
        return None


def _source(value: Benchmarked | None) -> str:
    if value is None:
        return ""
    code, _at, version = value.scheme.partition("@")
    try:
        name = scheme_text(schemes().get(code, version).name)
    except UnknownScheme:
        name = value.scheme
    return str(
        _("%(scheme)s %(version)s, indicator %(code)s", scheme=name, version=version, code=value.indicator)
    )


def earlier_line(cluster: Cluster, scheme: Scheme, moment: datetime) -> tuple[str, str] | None:
    """`earlier_text` for a self-assessment that starts at this moment; None where improvements are not asked for."""
    found = check_earlier(cluster, scheme, moment)
    return earlier_text(found) if found else None


def earlier_text(check: EarlierCheck) -> tuple[str, str]:
    """An earlier benchmarking for `macro checks`: the state, and a sentence that says what to do."""
    age = ngettext("one month", "%(num)s months", check.months)
    if check.state is Earlier.FOUND and check.on is not None:
        return "good", _(
            "Improvements are measured from your benchmarking of %(date)s.", date=date_long(check.on)
        )
    state = "bad" if check.blocks else "open"
    if check.state is Earlier.TOO_RECENT and check.on is not None:
        return state, _(
            "Your last benchmarking is of %(date)s. Improvements need time: it should lie back at least %(age)s. Wait "
            "until then, or ask the secretariat whether an earlier benchmarking can be entered.",
            date=date_long(check.on),
            age=age,
        )
    return state, _(
        "There is no earlier benchmarking from which an improvement could be measured. Submit a benchmarking first, "
        "for instance for the Bronze label, and come back after %(age)s. Were you benchmarked elsewhere? Then ask the "
        "secretariat to enter it.",
        age=age,
    )
