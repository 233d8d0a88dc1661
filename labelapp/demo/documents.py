"""Documents that invented clusters offer as evidence. Each says that it is invented."""

import csv
import io
from functools import cache

from weasyprint import HTML

VISITS = (
    ("2 April", "Brixtofte Rederi", "retrofit of two ferries"),
    ("9 April", "Kattholm Værft", "apprentices, digital yard"),
    ("16 April", "Nordfjord Sensorer", "pilot with port authority"),
    ("23 April", "Skovø Akvakultur", "feed logistics"),
    ("5 May", "Lindeborg Universitet", "joint doctoral position"),
    ("12 May", "Ostersand Havn", "shore power"),
    ("21 May", "Virkholm Elektronik", "patent question"),
    ("2 June", "Marstrup Kompositter", "recycling of hulls"),
    ("29 June", "Grenholm Logistik", "data space"),
)
PAGE = """<!doctype html><html lang="en"><title>Visits, April to June</title><style>
@page {{ size: A4; margin: 25mm }} body {{ font: 11pt/1.5 sans-serif; color: #14232b }} h1 {{ font: 500 20pt serif }}
table {{ width: 100%; border-collapse: collapse }} td {{ border-bottom: .3pt solid #999; padding: 2mm 0 }}</style>
<h1>Visits, April to June</h1><p>{cluster}, internal report. Demonstration: everything in it is invented.</p>
<table>{rows}</table></html>"""


@cache
def evidence_pdf(cluster: str) -> bytes:
    """A page of visit reports."""
    rows = "".join(f"<tr><td>{day}<td>{who}<td>{about}" for day, who, about in VISITS)
    pdf: bytes = HTML(string=PAGE.format(cluster=cluster, rows=rows)).write_pdf()
    return pdf


def text_pdf(cluster: str, title: str) -> bytes:
    """A page that only says what it would be."""
    page = (
        f'<!doctype html><html lang="en"><title>{title}</title><h1>{title}</h1>'
        f"<p>{cluster}. Demonstration: everything in it is invented.</p></html>"
    )
    pdf: bytes = HTML(string=page).write_pdf()
    return pdf


def evidence_table() -> bytes:
    """The register of contacts as a table."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(["day", "participant", "subject", "note"])
    table.writerows((*visit, "invented") for visit in VISITS)
    return text.getvalue().encode()
