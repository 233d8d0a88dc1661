"""The benchmark as a file: the figures of its page, set as a document in one language or two."""

from collections.abc import Sequence

from labelapp.benchmarks.comparison import Comparison
from labelapp.benchmarks.printing.annex import breakdowns, sections
from labelapp.benchmarks.printing.editions import edition
from labelapp.clock import today
from labelapp.documents.benchmark import benchmark_pdf
from labelapp.documents.benchmark.data import BenchmarkData
from labelapp.extensions import settings
from labelapp.web.issuer import issuer_in
from labelapp.web.locale import scheme_text, speaking


def comparison_pdf(comparison: Comparison, languages: Sequence[str]) -> bytes:
    """The comparison as PDF, in the first language, and its two pages in each further one too.

    It says what its page says, and is as confidential.
    """
    scheme, cluster = comparison.own.scheme, comparison.cluster
    issuer = issuer_in(languages[0])
    with speaking(languages[0]):
        name = scheme_text(scheme.name)
    return benchmark_pdf(
        BenchmarkData(
            cluster=cluster.name,
            cluster_lang=cluster.name_language,
            minimum=comparison.minimum,
            submitted_on=comparison.own.submitted_on,
            made_on=today(),
            editions=[edition(comparison, language) for language in languages],
            sections=sections(comparison, languages),
            breakdowns=breakdowns(comparison, languages),
            scheme_name=name,
            scheme_version=scheme.version,
            issuer_name=issuer.name,
            issuer_subtitle=issuer.subtitle,
            illustrative=scheme.illustrative,
            demonstration=settings().demo,
        )
    )
