"""A drawing as a picture: printed by the press of the documents, then turned into pixels."""

from io import BytesIO

import pypdfium2

from labelapp.documents.render import press, rendering

SHARPNESS = 2  # pixels a CSS pixel
_POINTS = 72 / 96  # points a CSS pixel


_PAGE = "@page {{ size: {width}px {height}px; margin: 0 }} body {{ margin: 0 }} svg {{ display: block }}"


def picture_of(svg: str, width: int, height: int) -> bytes:
    """The SVG, whose size is given in CSS pixels, as PNG of twice as many pixels.

    Its letters should be outlines: the renderer sets text of drawings without kerning. Nothing is fetched for it.
    """
    style = _PAGE.format(width=width, height=height)
    file = BytesIO()
    with rendering:
        document = pypdfium2.PdfDocument(press().plain(f"<title>-</title><style>{style}</style>{svg}"))
        try:
            document[0].render(scale=SHARPNESS / _POINTS).to_pil().save(file, "PNG", optimize=True)
        finally:
            document.close()
    return file.getvalue()
