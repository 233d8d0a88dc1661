"""Reading finished documents the way readers, screen readers and checkers do."""

import re
import subprocess
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile

import page
import pikepdf
import pypdf
import zxingcpp
from PIL import Image, ImageChops

# The checker takes a carriage return at the end of compressed data for part of the line end after it.
FALSE_ALARMS = {"PDFA3A-STREAM-LENGTH-001"}
PROFILES = (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1)


def page_count(pdf: bytes) -> int:
    return len(pypdf.PdfReader(BytesIO(pdf)).pages)


def page_texts(pdf: bytes) -> list[str]:
    return [sheet.extract_text() for sheet in pypdf.PdfReader(BytesIO(pdf)).pages]


def faults(pdf: bytes) -> list[str]:
    """What keeps the file from being PDF/A-3a and PDF/UA-1."""
    reports = [page.validate_pdf_bytes(pdf, profile=profile) for profile in PROFILES]
    return [
        f"{failure.rule_id}: {failure.message}"
        for report in reports
        for failure in report.failures
        if failure.rule_id not in FALSE_ALARMS
    ]


def read_aloud(pdf: bytes, folder: Path) -> list[str]:
    """The texts of the structure tree in reading order, one a line as set."""
    file = folder / "document.pdf"
    file.write_bytes(pdf)
    tree = subprocess.run(
        ["pdfinfo", "-struct-text", file], check=True, capture_output=True, text=True
    ).stdout
    texts = re.findall(r'^\s*"(.*)"$', tree, re.MULTILINE)
    return [plain_spaces(text) for text in texts]


def plain_spaces(text: str) -> str:
    """The text with each run of spaces, of whatever width, as one plain space."""
    return " ".join(text.split())


def fonts(pdf: bytes) -> dict[str, bool]:
    """Names of the fonts without their subset tag, and whether each is embedded."""
    reader = pypdf.PdfReader(BytesIO(pdf))
    found = {}
    for sheet in reader.pages:
        for entry in sheet["/Resources"].get("/Font", {}).values():
            descendant = entry.get_object()["/DescendantFonts"][0].get_object()
            name = str(descendant["/BaseFont"]).partition("+")[2]
            found[name] = "/FontFile2" in descendant["/FontDescriptor"]
    return found


def heading_languages(pdf: bytes) -> list[str]:
    """The language that each main heading names."""
    return _attributes(pdf, "/H1", "/Lang")


def alternatives(pdf: bytes) -> list[str]:
    """The words that stand for each figure."""
    return _attributes(pdf, "/Figure", "/Alt")


def _attributes(pdf: bytes, tag: str, name: str) -> list[str]:
    with pikepdf.open(BytesIO(pdf)) as file:
        found = [
            item for item in file.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == tag
        ]
        return [str(element[name]) for element in found]


def picture(pdf: bytes, resolution: int) -> Image.Image:
    """The first page as print shows it."""
    command = ["pdftoppm", "-png", "-r", str(resolution), "-singlefile", "-"]
    return Image.open(BytesIO(subprocess.run(command, input=pdf, check=True, capture_output=True).stdout))


def small_picture(pdf: bytes) -> Image.Image:
    """The first page in grey, coarse enough that another version of the renderer gives nearly the same."""
    return picture(pdf, 30).convert("L")


def most_different(one: Image.Image, other: Image.Image) -> float:
    """How far the greys of two pictures are apart in the square of 5 mm where they differ most; 0 to 255."""
    if one.size != other.size:
        return 255.0
    squares = ImageChops.difference(one, other).resize(
        (one.width // 6, one.height // 6), Image.Resampling.BOX
    )
    return float(squares.getextrema()[1])


def scanned(pdf: bytes) -> list[str]:
    """What a telephone's camera reads from the first page."""
    return [code.text for code in zxingcpp.read_barcodes(picture(pdf, 150))]


def signatures(pdf: bytes) -> str:
    """What Poppler says about the signatures of the file."""
    with NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        command = ["pdfsig", "-nocert", file.name]
        return subprocess.run(command, check=False, capture_output=True, text=True).stdout


def proofs(pdf: bytes) -> tuple[int, int]:
    """How many certificates and lists of revoked ones the file keeps for long-term checks."""
    with pikepdf.open(BytesIO(pdf)) as file:
        kept = file.Root.DSS
        return len(kept.Certs), len(kept.CRLs)
