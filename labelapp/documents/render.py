"""The one way to make a PDF: plain data, a sandboxed template, an archival and accessible file.

Templates get data and nothing else: no network, no files but the bundled fonts and drawings. The result is
PDF/A-3a and PDF/UA-1; the same data gives the same bytes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any

import weasyprint
from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from weasyprint.css import ColorProfile
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from labelapp.documents.conformance import declare_accessible, finish
from labelapp.documents.fonts import font_css, font_files, printable
from labelapp.documents.languages import document_language
from labelapp.documents.ornament import Drawing
from labelapp.settings import PROJECT

TEMPLATES = PROJECT / "templates" / "documents"
DRAWINGS = PROJECT / "templates" / "drawings"
BUNDLED = "bundled:"
VARIANT = "pdf/a-3a"
OUTPUT_INTENT = "srgb2014"
REPLACEMENT = "\N{MIDDLE DOT}"
rendering = Lock()  # Pango's font map is shared by all documents and must not be used by two threads at once


# The page, counted from 1, of every element that has an id.
Places = Mapping[str, int]


class ForbiddenResource(Exception):
    """A template or style sheet asked for something that is not bundled with documents."""


@dataclass(frozen=True)
class Attachment:
    """A file inside the PDF, e.g. the credential; `relationship` as in ISO 19005-3, 6.8 (Data, Source …)."""

    name: str
    content: bytes
    description: str
    relationship: str = "Data"


class BundledFetcher(URLFetcher):
    """Serves fonts and style sheets of documents by their bare names and refuses every other address."""

    def __init__(self) -> None:
        super().__init__(fail_on_errors=True)
        styles = {path.name: path for path in TEMPLATES.glob("*.css")}
        self._files: dict[str, Path] = {**font_files(), **styles}

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """The bundled file `bundled:NAME`. Raises ForbiddenResource for anything else."""
        path = self._files.get(url.removeprefix(BUNDLED)) if url.startswith(BUNDLED) else None
        if path is None:
            raise ForbiddenResource(f"documents may not load {url}")
        kind = "text/css" if path.suffix == ".css" else "font/ttf"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})


class ScreenColours(ColorProfile):
    """The sRGB profile, byte for byte.

    The renderer's own is opened anew for each document, never closed, and written differently the second time.
    """

    content = b""

    def __init__(self, content: bytes) -> None:
        super().__init__(BytesIO(content), "", "relative-colorimetric", ("r", "g", "b"))
        self.content = content


class Press:
    """What all documents of a process share: fonts registered once, style sheets parsed once."""

    def __init__(self) -> None:
        self.fetcher = BundledFetcher()
        self.fonts = FontConfiguration()
        self.style = cache(self._parse)
        profile = ScreenColours((files("weasyprint.pdf") / "sRGB2014.icc").read_bytes())
        self._colours = {OUTPUT_INTENT: profile}
        self._faces = weasyprint.CSS(
            string=font_css(BUNDLED), url_fetcher=self.fetcher, font_config=self.fonts
        )

    def _parse(self, file: Path) -> weasyprint.CSS:
        text = file.read_text(encoding="utf-8")
        return weasyprint.CSS(string=text, url_fetcher=self.fetcher, font_config=self.fonts)

    def print(
        self,
        html: str,
        styles: Sequence[Path],
        attachments: Sequence[Attachment],
        created: datetime,
        drawings: Sequence[Drawing],
        *,
        again: Callable[[Places], str | None] = lambda _places: None,
    ) -> bytes:
        """The PDF of a page of HTML. Raises ForbiddenResource when it asks for anything from outside.

        `again` is told on which page each anchor came to lie, and gives other HTML as long as that will not do.
        """
        try:
            document = self._lay_out(html, styles)
            while (other := again(_places(document))) is not None:
                document = self._lay_out(other, styles)
            declare_accessible(document)
            pdf: bytes = document.write_pdf(
                pdf_variant=VARIANT,
                output_intent=OUTPUT_INTENT,
                finisher=partial(finish, drawings=drawings),
                attachments=[_attached(attachment, created) for attachment in attachments],
            )
        except FatalURLFetchingError as error:
            raise ForbiddenResource(str(error.__cause__ or error)) from error
        return pdf

    def plain(self, html: str) -> bytes:
        """A page of HTML as a PDF for our own use, without what makes it an archival file. Raises as `print`."""
        try:
            page = weasyprint.HTML(string=html, url_fetcher=self.fetcher)
            pdf: bytes = page.write_pdf(stylesheets=[self._faces], font_config=self.fonts)
        except FatalURLFetchingError as error:
            raise ForbiddenResource(str(error.__cause__ or error)) from error
        return pdf

    def _lay_out(self, html: str, styles: Sequence[Path]) -> weasyprint.Document:
        return weasyprint.HTML(string=html, url_fetcher=self.fetcher).render(
            stylesheets=[self._faces, *map(self.style, styles)],
            font_config=self.fonts,
            color_profiles=dict(self._colours),
            pdf_variant=VARIANT,
            output_intent=OUTPUT_INTENT,
        )


def _places(document: weasyprint.Document) -> Places:
    """An element that is broken over pages lies where it begins."""
    pages = [(number, page.anchors) for number, page in enumerate(document.pages, start=1)]
    return {name: number for number, anchors in reversed(pages) for name in anchors}


@cache
def press() -> Press:
    """This process's press."""
    return Press()


def _attached(attachment: Attachment, created: datetime) -> weasyprint.Attachment:
    return weasyprint.Attachment(
        string=attachment.content,
        name=attachment.name,
        description=attachment.description,
        relationship=attachment.relationship,
        created=created,
        modified=created,
    )


@dataclass(frozen=True)
class OwnTemplate:
    """A template that a scheme brings: `folder` holds `name`.html and, if it needs one, `name`.css.

    It may extend the template of the house, whose style sheet comes before its own.
    """

    folder: Path
    name: str


@cache
def template_environment(language: str, folder: Path | None = None) -> ImmutableSandboxedEnvironment:
    """The sandbox in which the templates of one language run; those in `folder` come before those of the house.

    The drawings of charts are those of the pages.
    """
    environment = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader(
            [
                FileSystemLoader([folder, TEMPLATES] if folder else TEMPLATES),
                PrefixLoader({DRAWINGS.name: FileSystemLoader(DRAWINGS)}),
            ]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    spoken = document_language(language)
    install: Callable[..., None] = environment.install_gettext_callables  # type: ignore[attr-defined]
    install(spoken.gettext, spoken.ngettext, newstyle=True)
    environment.filters.update(spoken.filters())
    return environment


def unprintable(text: str) -> str:
    """The letters of `text` that the bundled fonts do not have, each once, sorted."""
    return "".join(sorted(letter for letter in set(text) - printable() if not letter.isspace()))


def render_pdf(
    template: str,
    data: Mapping[str, Any],
    *,
    language: str,
    title: str,
    description: str,
    created: datetime,
    author: str = "",
    attachments: Sequence[Attachment] = (),
    drawings: Sequence[Drawing] = (),
    own: OwnTemplate | None = None,
    again: Callable[[Places], Mapping[str, Any] | None] = lambda _places: None,
) -> bytes:
    """The document that `templates/documents/<template>.html` makes of `data`, as PDF/A-3a and PDF/UA-1.

    `language` is the language of its texts; `title`, `description`, `author` and `created` (aware, or in UTC) are
    its metadata. A scheme's `own` template takes the place of the one named. `again` is told on which page each anchor
    came to lie; as long as that will not do, it gives other data in the place of `data`. Letters that no bundled font
    has are printed as a middle dot, because the archival standard forbids missing glyphs: whoever must not lose any
    asks `unprintable` before.
    """
    moment = created.astimezone(UTC) if created.tzinfo else created.replace(tzinfo=UTC)
    metadata = {
        "language": language,
        "title": title,
        "description": description,
        "author": author,
        "created": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    sandbox = template_environment(language, own.folder if own else None)
    page = sandbox.get_template(f"{own.name if own else template}.html")

    def written(facts: Mapping[str, Any]) -> str:
        html = page.render({**facts, **metadata})
        return html.translate({ord(letter): REPLACEMENT for letter in unprintable(html)})

    def written_again(places: Places) -> str | None:
        other = again(places)
        return None if other is None else written(other)

    with rendering:
        return press().print(
            written(data), _styles(template, own), attachments, moment, drawings, again=written_again
        )


def _styles(template: str, own: OwnTemplate | None) -> list[Path]:
    house = TEMPLATES / f"{template}.css"
    further = own.folder / f"{own.name}.css" if own else None
    return [house, further] if further and further.is_file() else [house]
