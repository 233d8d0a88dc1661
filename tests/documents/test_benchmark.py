"""The benchmark report holds its two pages whatever there is to say, reads in order, and is archival and accessible."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from labelapp.documents.benchmark import benchmark_pdf
from labelapp.documents.benchmark.data import (
    Bar,
    BenchmarkData,
    Composition,
    Edition,
    Percentile,
    Profile,
    Row,
    Said,
    SaidSection,
    Section,
    Strip,
    Trend,
)
from labelapp.documents.benchmark.fitting import Back, Front, fitted, usual_back, usual_front
from labelapp.web.charts import interval
from labelapp.web.portfolio_charts import Spread, box_strip, composition, radar
from labelapp.web.trend_charts import trend_chart
from tests.documents import pdf

GROUP = Spread(47, *(Fraction(value) for value in (54, 48, 66, 41, 82)))
AXES = [f"Axis {number}" for number in range(8)]
LONG = "Participants from the neighbouring regions beyond the border, counted once each"


def _strip(name: str, telling: int) -> Strip:
    return Strip(name, "participants", "71.5", "54", 47, telling, box_strip(GROUP, Fraction(143, 2)))


def _edition(count: int, name: str = "Met in person", language: str = "en") -> Edition:
    """An edition with so much of everything."""
    text = f"{name}: the own value of 71.5 lies above the middle half of the group, from 48 to 66."
    strips = [_strip(f"{name} {number}", count - number) for number in range(count)]
    segments = composition((Fraction(3, 5), Fraction(2, 5)))
    values = [Fraction(number % 5) for number in range(8)]
    return Edition(
        language=language,
        group=", ".join([name] * count),
        asked="",
        count=47,
        since="2023",
        until="2026",
        said=[
            SaidSection(title, [Said(one.name, one.unit, text, one if drawn else None) for one in strips[:6]])
            for title, drawn in (("Strengths", True), ("Differences", True), ("Possible actions", False))
        ],
        strips=strips,
        compositions=[
            Composition(
                name, [name, "Others"], [Bar(name, "n = 47", segments, ("60 %", "40 %"), "60 %, 40 %")] * 2
            )
        ]
        * count,
        profiles=[Profile(name, radar(AXES, values, values[::-1]), "0 / 1", 47)] * count,
        percentiles=[
            Percentile(f"{name} {number}", "81 (68 to 90)", number, interval(81, 68, 90, 50, 50))
            for number in range(count)
        ],
        trends=[
            Trend(f"{name} {number}", "", "52", "54", "68", "71.5", 31, number, _TREND)
            for number in range(count)
        ],
    )


_TREND = trend_chart((Fraction(52), Fraction(54)), (Fraction(68), Fraction(143, 2)))


def _data(*editions: Edition) -> BenchmarkData:
    return BenchmarkData(
        cluster="Havnsund Maritime Cluster",
        cluster_lang="en",
        minimum=5,
        submitted_on=date(2026, 9, 27),
        made_on=date(2026, 11, 26),
        editions=editions,
        sections=[
            Section(
                ["Structure", "Structure du cluster"][: len(editions)],
                [
                    Row(
                        ["Met"] * len(editions),
                        "",
                        "71.5",
                        3,
                        *["–"] * 7,
                        ["Too few answered."] * len(editions),
                    )
                ],
            )
        ],
        breakdowns=[],
        scheme_name="Gold label",
        scheme_version="2026.1",
        issuer_name="The Label Council",
        issuer_subtitle="Quality label for cluster management",
        illustrative=True,
        demonstration=True,
    )


def _page_of(printed: bytes, text: str) -> int:
    return next(number for number, page in enumerate(pdf.page_texts(printed), start=1) if text in page)


def test_annex_begins_after_two_pages_a_language_however_much_there_is_to_say() -> None:
    printed = benchmark_pdf(_data(_edition(9, LONG), _edition(1, "Rencontrés", "fr")))
    assert _page_of(printed, "Annex: all figures") == 5
    assert _page_of(printed, "Compositions and profiles") == 2
    assert _page_of(printed, "Ce qui ressort") == 3


def test_report_without_a_group_says_so_and_has_its_pages(tmp_path: Path) -> None:
    bare = replace(_edition(0), group="Denmark", count=None, since=None, until=None, said=[], strips=[])
    printed = benchmark_pdf(_data(bare))
    text = " ".join(pdf.read_aloud(printed, tmp_path))
    assert "The group is too small for its figures to be shown." in text
    assert "By the rules of the scheme nothing stands out." in text
    assert _page_of(printed, "Annex: all figures") == 3


def test_report_is_archival_and_accessible_and_its_charts_have_words(tmp_path: Path) -> None:
    printed = benchmark_pdf(_data(_edition(1), _edition(1, "Rencontrés", "fr")))
    assert pdf.faults(printed) == []
    words = pdf.alternatives(printed)
    assert "Met in person 0: own value 71.5, median of the group 54, n = 47" in words
    assert "Met in person 0: 81 (68 to 90)" in words
    assert all(words)
    text = " ".join(pdf.read_aloud(printed, tmp_path))
    assert "Annex: all figures / Annexe : tous les chiffres" in text
    assert "Structure / Structure du cluster" in text


def test_most_telling_are_kept_in_their_order() -> None:
    kept = fitted(_edition(9), Front(2, 3), Back(3, 2, 2))
    assert [len(section.lines) for section in kept.said] == [2, 2, 2]
    assert [strip.telling for strip in kept.strips] == [3, 2, 1]
    assert [trend.telling for trend in kept.trends] == [0, 1]
    assert (len(kept.compositions), len(kept.profiles)) == (3, 0)


def test_first_guess_fills_pages_by_what_usually_has_room() -> None:
    little, much = _edition(1), _edition(9)
    assert usual_front(replace(much, said=[])) == Front(0, 9)
    assert usual_front(little).statements == 1
    assert usual_front(much).statements < 6
    assert usual_back(replace(much, compositions=[], profiles=[])) == Back(0, 6, 8)
    assert usual_back(little) == Back(2, 3, 1)
    assert usual_back(much).breakdowns == 8


@pytest.mark.parametrize("page", [Front(6, 8), Back(8, 6, 8)])
def test_less_comes_to_an_end_with_nothing_on_the_page(page: Front | Back) -> None:
    steps = [page]
    while (following := steps[-1].less()) is not None:
        steps.append(following)
    assert steps[-1] in {Front(0, 0), Back(0, 0, 0)}
    assert len(steps) < 12
