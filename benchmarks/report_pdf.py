"""How long a benchmark report as PDF takes, next to bare WeasyPrint with the same pages.

    .venv/bin/python benchmarks/report_pdf.py [REPORTS]

The reports are about 30 indicators of Gold beside 47 invented clusters, in one language and in two by turns, and each
is of another cluster. Ours are made whole: what stands out is drafted, figures are written, the pages are set again
where one runs over, and the file is PDF/A-3a and PDF/UA-1. The bare ones get the finished HTML of the same report and
make a plain PDF of it. Both take turns in one process, so that other work on the machine meets both. The exit status
is 1 when ours take more than 1.5 times as long.
"""

import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import weasyprint

from labelapp.app import create_app
from labelapp.benchmarks.cells import cells
from labelapp.benchmarks.columns.table import Row, Table
from labelapp.benchmarks.comparison import Choice, Comparison
from labelapp.benchmarks.disclosure.asking import Group, Reader, Selection, ask_for
from labelapp.benchmarks.printing import comparison_pdf
from labelapp.benchmarks.queries import OwnRecord
from labelapp.benchmarks.report import Breakdown, Choices, Position, report
from labelapp.benchmarks.values import Contribution, Topic, topics_of
from labelapp.clusters.models import Cluster
from labelapp.documents import render
from labelapp.documents.render import TEMPLATES, Press, press
from labelapp.extensions import schemes
from labelapp.settings import Settings

LIMIT = 1.5
CLUSTERS = 47
DAY = date(2026, 11, 26)
LANGUAGES = (("en",), ("de", "fr"))


def answers(topics: list[Topic], chance: random.Random) -> Contribution:
    """Invented values for every topic."""
    single = {one.code: Fraction(chance.randrange(1, 1000), 10) for one in topics if one.kind == "value"}
    parts = {
        one.code: {code: Fraction(chance.randrange(5)) for code, _label in one.parts}
        for one in topics
        if one.kind in ("composition", "profile")
    }
    chosen = {
        one.code: (chance.choice(one.parts)[0],)
        for one in topics
        if one.kind in ("choice", "checklist", "rubric")
    }
    return Contribution(single, parts, chosen)


def comparisons(count: int) -> Iterator[Comparison]:
    """Invented clusters beside one group."""
    chance, scheme = random.Random(47), schemes().get("cme-gold")
    topics = topics_of(scheme)
    rows = [
        Row(number, (), cells(answers(topics, chance), answers(topics, chance))) for number in range(CLUSTERS)
    ]
    group = ask_for(Table.of([(1, rows)]), Selection(), Reader())
    for number in range(count):
        own = OwnRecord(scheme, DAY, answers(topics, chance), answers(topics, chance), assessment_id=number)
        yield comparison(Cluster(name=f"Havnsund Maritime Cluster {number}", name_language="en"), own, group)


def comparison(cluster: Cluster, own: OwnRecord, group: Group) -> Comparison:
    """A cluster beside the group, as its page shows it."""
    found = [report(topic, own.contribution, group, own.earlier) for topic in topics_of(own.scheme)]
    chosen = Choice(Selection(), group.n)
    parts = [one for one in found if isinstance(one, Breakdown)]
    return Comparison(
        cluster=cluster,
        own=own,
        groups=(chosen,),
        asked=chosen,
        chosen=chosen,
        minimum=5,
        span=(DAY, DAY),
        renewed_on=DAY,
        codes={},
        positions=tuple(one for one in found if isinstance(one, Position)),
        compositions=tuple(one for one in parts if one.topic.kind == "composition"),
        profiles=tuple(one for one in parts if one.topic.kind == "profile"),
        choices=tuple(one for one in found if isinstance(one, Choices)),
    )


class Listening(Press):
    """A press that remembers the pages that it printed last."""

    html = ""

    def _lay_out(self, html: str, styles: list[Path]) -> weasyprint.Document:
        self.html = html
        return super()._lay_out(html, styles)


def bare(html: str) -> bytes:
    """What WeasyPrint makes of the pages, and nothing else."""
    shared = press()
    style = shared.style(TEMPLATES / "benchmark.css")
    found: bytes = weasyprint.HTML(string=html, url_fetcher=shared.fetcher).write_pdf(
        stylesheets=[shared._faces, style], font_config=shared.fonts
    )
    return found


def measure(count: int) -> bool:
    """Print both in turns and say how long each took; return whether all is well."""
    listening = Listening()
    render.press = lambda: listening
    ours = plain = 0.0
    for number, one in enumerate(comparisons(count + 1)):
        start = time.perf_counter()
        comparison_pdf(one, LANGUAGES[number % len(LANGUAGES)])
        middle = time.perf_counter()
        bare(listening.html)
        end = time.perf_counter()
        if number:  # the first one makes fonts and style sheets ready
            ours, plain = ours + middle - start, plain + end - middle
    print(f"{count} benchmark reports: {ours:.1f} s, {ours / count:.2f} s each")
    print(f"{ours / plain:.2f} times bare WeasyPrint ({plain:.1f} s)")
    return ours <= LIMIT * plain


def main() -> int:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        settings = Settings(
            _env_file=None,
            secret_key="a key for measuring only, long enough",
            password_salt="a salt for measuring only",
            database_url=f"sqlite:///{place / 'unused.db'}",
            storage=place / "files",
            seal=place / "seal",
            credential_folder=place / "credential-keys",
            anchors=place / "anchors",
            mail_folder=place / "mails",
        )
        with create_app(settings).test_request_context():
            good = measure(count)
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
