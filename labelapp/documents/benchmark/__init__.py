"""The benchmark report: two pages a language on what stands out, then an annex with every figure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime, time
from functools import cache
from typing import Any

from markupsafe import Markup

from labelapp.documents.benchmark.data import BenchmarkData, Edition
from labelapp.documents.benchmark.fitting import Back, Front, fitted, usual_back, usual_front
from labelapp.documents.fonts import sans_families
from labelapp.documents.languages import document_language
from labelapp.documents.ornament import issuer_mark
from labelapp.documents.render import DRAWINGS, Places, render_pdf, template_environment
from labelapp.documents.report import MARK_AT


def benchmark_pdf(data: BenchmarkData) -> bytes:
    """The report as a file: two pages for each edition, whatever there is to say, then the annex."""
    _ = document_language(data.language).gettext
    pages = _Pages(data)
    return render_pdf(
        "benchmark",
        pages.facts(),
        language=data.language,
        title=_("Benchmark report: %(cluster)s") % {"cluster": data.cluster},
        description=_("%(label)s: %(holder)s") % {"label": data.scheme_name, "holder": data.cluster},
        author=data.issuer_name,
        created=datetime.combine(data.made_on, time(), UTC),
        drawings=(issuer_mark(*MARK_AT),),
        again=pages.again,
    )


class _Pages:
    """The document as it is set, with less on a page that turned out to be too small."""

    def __init__(self, data: BenchmarkData) -> None:
        self.data = data
        self.fronts: list[Front] = [usual_front(edition) for edition in data.editions]
        self.backs: list[Back] = [usual_back(edition) for edition in data.editions]

    def facts(self) -> Mapping[str, Any]:
        """What the template is given."""
        shared = asdict(replace(self.data, editions=()))
        editions = zip(self.data.editions, self.fronts, self.backs, strict=True)
        sheets = [
            _sheets(fitted(edition, front, back), shared | {"number": number})
            for number, (edition, front, back) in enumerate(editions)
        ]
        languages = [edition.language for edition in self.data.editions]
        return shared | {"sheets": sheets, "heads": _heads(languages), "languages": languages}

    def again(self, places: Places) -> Mapping[str, Any] | None:
        """The facts with less on each page that ran over; None when none did, or nothing is left to leave out."""
        before = (list(self.fronts), list(self.backs))
        for number in range(len(self.data.editions)):
            front, back = places[f"front-{number}"], places[f"back-{number}"]
            following = places.get(f"front-{number + 1}", places["annex"])
            if back - front > 1:
                self.fronts[number] = self.fronts[number].less() or self.fronts[number]
            if following - back > 1:
                self.backs[number] = self.backs[number].less() or self.backs[number]
        return None if before == (self.fronts, self.backs) else self.facts()


def _sheets(edition: Edition, shared: Mapping[str, Any]) -> Markup:
    """The two pages of an edition, set in its own language."""
    template = template_environment(edition.language).get_template("benchmark_sheets.html")
    return Markup(template.render({**shared, **asdict(edition), "charts_style": _style()}))  # noqa: S704  escaped by the template


@cache
def _style() -> Markup:
    """The look of drawings on paper, as an element inside each: style sheets of the page do not reach there."""
    rules = (DRAWINGS / "paper.css").read_text(encoding="utf-8")
    return Markup(f"<style>text {{ font-family: {sans_families()}; }} {rules}</style>")  # noqa: S704  our own file


def _heads(languages: Sequence[str]) -> dict[str, str]:
    """The heads of the annex in each language, side by side."""
    spoken = [_words(language) for language in languages]
    return {key: " / ".join(dict.fromkeys(words[key] for words in spoken)) for key in spoken[0]}


def _words(language: str) -> dict[str, str]:
    _ = document_language(language).gettext
    return {
        "annex": _("Annex: all figures"),
        "indicator": _("Indicator"),
        "own": _("Own value"),
        "clusters": _("Clusters"),
        "median": _("Median"),
        "middle": _("Middle half"),
        "tails": _("10th to 90th percentile"),
        "mean": _("Mean"),
        "standing": _("Percentile of the own value"),
        "before": _("Own value one cycle before"),
        "trend": _("Median of the same clusters, before and now"),
        "part": _("Part"),
        "answer": _("Answer"),
        "composition": _("Mean of the group"),
        "profile": _("Median of the group"),
        "choices": _("Share of the group"),
    }
