"""How long 1,000 sealed certificates with their credential inside take, next to bare WeasyPrint with the same pages.

    .venv/bin/python benchmarks/sealed.py [CERTIFICATES]

Both have two processes, which reuse fonts and style sheets, and take turns of a hundred, so that other work on the
machine meets both. Ours are made whole: facts, credential and its proof, page, frame and seal of the label, PDF/A-3a
and PDF/UA-1, the seal of the issuer, the file in the storage. The bare ones get finished HTML and make a plain PDF of
it. The exit status is 1 when ours take more than 1.5 times as long, or when a process grows by more than a tenth after
its first hundred.
"""

import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import cache
from multiprocessing import active_children, get_context
from os import sysconf
from pathlib import Path

import weasyprint

from labelapp.app import create_app
from labelapp.certificates.codes import new_code
from labelapp.certificates.models import Certificate
from labelapp.certificates.printing import sheet_of
from labelapp.clock import now
from labelapp.documents.certificate import _page
from labelapp.documents.languages import document_language
from labelapp.documents.presses import Presses, Sheet
from labelapp.documents.render import TEMPLATES, press, template_environment
from labelapp.evidence import storage
from labelapp.settings import Settings

LIMIT, GROWTH = 1.5, 1.1
PROCESSES, TURN = 2, 100
NAMES = (
    ("Havnsund Maritime Cluster", "en", "en", "Havnsund", "DK"),
    ("Pôle Énergies Marines et Littoral de l'Ouest", "fr", "fr", "Saint-Nazaire", "FR"),
    ("Συνεργατικός Σχηματισμός Τροφίμων Κρήτης", "el", "el", "Ηράκλειο", "GR"),
    ("Netzwerk für intelligente Produktion Ostwürttemberg", "de", "de", "Aalen", "DE"),
)
LEVELS = (("cme-gold", "gold"), ("cme-silver", "silver"), ("cme-bronze", "bronze"))


def certificate(number: int) -> Certificate:
    """An invented certificate; levels and languages take turns."""
    holder, holder_language, language, place, country = NAMES[number % len(NAMES)]
    code, level = LEVELS[number % len(LEVELS)]
    return Certificate(
        serial=f"{level[0].upper()}-2026-{number:04d}",
        code=new_code(),
        status_index=number,
        scheme_code=code,
        scheme_version="2026.1",
        scheme_name=f"{level.capitalize()} label",
        level=level,
        illustrative=True,
        award="first",
        holder=f"{holder} {number}",
        holder_language=holder_language,
        place=place,
        country=country,
        portfolios=["maritime"],
        language=language,
        assessors=2,
        assessed_on=date(2026, 10, 13),
        valid_from=date(2026, 10, 13),
        valid_until=date(2028, 10, 13),
        renewable_until=date(2029, 10, 13),
        issued_at=now(),
        issuer="The Label Council",
        demonstration=False,
    )


@cache
def _style() -> list[weasyprint.CSS]:
    shared = press()
    return [shared._faces, shared.style(TEMPLATES / "certificate.css")]


def set_up() -> None:
    """Fonts and style sheets of a process that renders bare pages."""
    _style()


def bare(html: str) -> bytes:
    """What WeasyPrint makes of the page, and nothing else."""
    shared = press()
    found: bytes = weasyprint.HTML(string=html, url_fetcher=shared.fetcher).write_pdf(
        stylesheets=_style(), font_config=shared.fonts
    )
    return found


def memory(process: int) -> float:
    """What a process has in memory, in MB."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def processor_time(processes: list[int | None]) -> float:
    """Seconds of processor time that some processes have used."""
    ticks = 0
    for process in processes:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / sysconf("SC_CLK_TCK")


def print_ours(presses: Presses, numbers: range) -> float:
    """Seconds for some of ours; the next ones are drafted while those before are printed."""
    start = time.perf_counter()
    waiting = [presses.begin(sheet_of(certificate(number)), now()) for number in numbers]
    for one in waiting:
        storage.put_bytes(one.result())
    return time.perf_counter() - start


def print_bare(pool: ProcessPoolExecutor, pages: list[str]) -> float:
    """Seconds for as many bare ones."""
    start = time.perf_counter()
    for _file in pool.map(bare, pages):
        pass
    return time.perf_counter() - start


def measure(settings: Settings, count: int) -> bool:
    """Print both in turns, say how long each took and what our processes hold; return whether all is well."""
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn"), initializer=set_up) as pool:
        print_bare(pool, [html(sheet_of(certificate(0)))] * 2 * PROCESSES)
        others = [process.pid for process in active_children()]
        presses = Presses(settings, PROCESSES)
        print_ours(presses, range(2 * PROCESSES))
        own = [process.pid for process in active_children() if process.pid not in others]
        before = processor_time(own), processor_time(others)
        ours = plain = 0.0
        held = []
        for first in range(0, count, TURN):
            numbers = range(first, min(first + TURN, count))
            pages = [html(sheet_of(certificate(number))) for number in numbers]
            plain += print_bare(pool, pages)
            ours += print_ours(presses, numbers)
            held.append(max(memory(process) for process in own if process))
            print(
                f"{numbers.stop:5}: ours {ours:6.1f} s, bare {plain:6.1f} s, {held[-1]:5.1f} MB a process",
                flush=True,
            )
        used = processor_time(own) - before[0], processor_time(others) - before[1]
        presses.close()
    print(
        f"{count} sealed certificates: {ours:.1f} s, {ours / plain:.2f} times bare WeasyPrint ({plain:.1f} s)"
    )
    print(f"processor time of the processes: {used[0]:.1f} s beside {used[1]:.1f} s")
    print(f"memory of a process: {held[0]:.1f} MB after {TURN}, {max(held):.1f} MB at most")
    return ours <= LIMIT * plain and max(held) <= GROWTH * held[0]


def html(sheet: Sheet) -> str:
    """The page as a bare process gets it."""
    data = sheet.data
    metadata = {"title": data.serial, "description": data.holder, "author": data.issuer_name, "created": ""}
    page = {**_page(data, document_language(data.language)), **metadata}
    return template_environment(data.language).get_template("certificate.html").render(page)


def main() -> int:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        settings = Settings(
            _env_file=None,
            secret_key="a key for measuring only, long enough",
            password_salt="a salt for measuring only",
            database_url=f"sqlite:///{place / 'measured.db'}",
            storage=place / "files",
            seal=place / "seal",
            credential_folder=place / "credential-keys",
            anchors=place / "anchors",
            mail_folder=place / "mails",
        )
        with create_app(settings).app_context():
            good = measure(settings, count)
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
