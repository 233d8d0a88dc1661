from datetime import UTC, datetime
from io import BytesIO

import pypdf
import pytest
from jinja2 import UndefinedError
from jinja2.sandbox import SecurityError

from labelapp.documents.render import (
    TEMPLATES,
    Attachment,
    BundledFetcher,
    ForbiddenResource,
    press,
    template_environment,
    unprintable,
)
from tests.documents import pdf

STYLES = [TEMPLATES / "certificate.css"]
MOMENT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
PAGE = '<html lang="en"><head><title>A page</title></head><body><h1>A page</h1>{}</body></html>'


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://intranet.example/logo.png",
        "https://label.example/logo.png",
        "ftp://label.example/logo.png",
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E",
        "bundled:../render.py",
        "bundled:/etc/passwd",
    ],
)
def test_fetcher_asked_for_anything_not_bundled_refuses(address: str) -> None:
    with pytest.raises(ForbiddenResource):
        BundledFetcher().fetch(address)


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="file:///etc/passwd" alt="x">',
        '<img src="http://intranet.example/x.png" alt="x">',
        '<link rel="stylesheet" href="file:///etc/passwd">',
        '<p style="background: url(file:///etc/hostname)">x</p>',
        '<style>@import "https://label.example/x.css";</style>',
        '<object data="file:///etc/passwd"></object>',
    ],
)
def test_print_of_a_page_that_asks_for_outside_files_stops(markup: str) -> None:
    with pytest.raises(ForbiddenResource):
        press().print(PAGE.format(markup), STYLES, (), MOMENT, ())


def test_template_reaching_for_python_internals_is_stopped() -> None:
    template = template_environment("en").from_string("{{ ''.__class__.__mro__[1].__subclasses__() }}")
    with pytest.raises(SecurityError):
        template.render()


def test_template_changing_its_data_is_stopped() -> None:
    with pytest.raises(SecurityError):
        template_environment("en").from_string("{{ facts.append(1) }}").render(facts=[])


def test_template_using_an_unknown_fact_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        template_environment("en").from_string("{{ hodler }}").render(holder="x")


def test_template_escapes_data() -> None:
    assert template_environment("en").from_string("{{ name }}").render(name="<b>&") == "&lt;b&gt;&amp;"


def test_print_with_an_attachment_embeds_it_with_its_relationship() -> None:
    credential = Attachment("credential.json", b"{}", "The credential")
    printed = press().print(PAGE.format(""), STYLES, (credential,), MOMENT, ())
    reader = pypdf.PdfReader(BytesIO(printed))
    assert reader.attachments["credential.json"] == [b"{}"]
    assert b"/AFRelationship" in printed or "/AF" in reader.trailer["/Root"]
    assert pdf.faults(printed) == []


def test_print_leaves_margin_boxes_out_of_what_is_read_aloud(tmp_path: pytest.TempPathFactory) -> None:
    page = PAGE.replace("<body>", '<body data-microprint="tiny tiny tiny">').format("")
    printed = press().print(page, STYLES, (), MOMENT, ())
    assert "tiny" in pypdf.PdfReader(BytesIO(printed)).pages[0].extract_text()
    assert pdf.read_aloud(printed, tmp_path) == ["A page"]


def test_unprintable_names_each_letter_without_a_glyph_once() -> None:
    assert unprintable("Łódź Ελλάς Ђурђа ☃ ☃ 漢") == "☃漢"
