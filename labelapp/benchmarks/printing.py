"""The benchmark as a file: the figures of its page, set as a document in the reader's language."""

from collections.abc import Sequence

from flask_babel import get_locale

from labelapp.benchmarks import presentation
from labelapp.benchmarks.comparison import Comparison
from labelapp.benchmarks.naming import group_name
from labelapp.benchmarks.presentation import figure
from labelapp.benchmarks.report import Breakdown
from labelapp.clock import today
from labelapp.documents import benchmark
from labelapp.documents.benchmark import BenchmarkData, Place, Row, Section, benchmark_pdf
from labelapp.extensions import settings
from labelapp.web.issuer import issuer_in
from labelapp.web.locale import scheme_text


def comparison_pdf(comparison: Comparison) -> bytes:
    """The comparison as PDF. It says what its page says, and is as confidential."""
    scheme, cluster, span = comparison.own.scheme, comparison.cluster, comparison.span
    language: str = get_locale().language
    issuer = issuer_in(language)
    return benchmark_pdf(
        BenchmarkData(
            cluster=cluster.name,
            cluster_lang=cluster.name_language,
            group=group_name(comparison.chosen.selection),
            count=comparison.chosen.n if span else None,
            since=presentation.month(span[0]) if span else None,
            until=presentation.month(span[1]) if span else None,
            minimum=comparison.minimum,
            submitted_on=comparison.own.submitted_on,
            made_on=today(),
            sections=[
                Section(group.title, [_row(strip) for strip in group.strips])
                for group in presentation.strip_groups(comparison)
            ],
            breakdowns=[_breakdown(one) for one in (*comparison.compositions, *comparison.profiles)],
            scheme_name=scheme_text(scheme.name),
            scheme_version=scheme.version,
            issuer_name=issuer.name,
            issuer_subtitle=issuer.subtitle,
            language=language,
            illustrative=scheme.illustrative,
            demonstration=settings().demo,
        )
    )


def _row(strip: presentation.Strip) -> Row:
    drawn = strip.strip
    own = None if drawn.beyond else drawn.own
    return Row(
        name=strip.name,
        unit="" if strip.note == "percent" else strip.note,
        own=strip.own,
        median=strip.median,
        low=strip.q1,
        high=strip.q3,
        count=strip.n,
        place=Place(own, drawn.median, drawn.box, drawn.whiskers),
    )


def _breakdown(found: Breakdown) -> benchmark.Breakdown:
    return benchmark.Breakdown(
        title=scheme_text(found.topic.label),
        kind=found.topic.kind,
        count=found.n,
        withheld=not found.has_group,
        parts=_parts(found),
    )


def _parts(found: Breakdown) -> Sequence[tuple[str, str, str]]:
    """Shares as percentages, values of a profile as they are."""
    times, unit = (100, "percent") if found.topic.kind == "composition" else (1, "")
    return [
        (
            scheme_text(part.label),
            figure(None if part.own is None else part.own * times, unit),
            figure(None if part.group is None else part.group * times, unit),
        )
        for part in found.parts
    ]
