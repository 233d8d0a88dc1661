"""What the renderer leaves undone for a file that is PDF/A-3a and PDF/UA-1 at once.

The renderer writes one variant: PDF/A-3a, tagged. Added here: the PDF/UA identifier with the extension schema that
PDF/A asks for (ISO 19005-3, 6.6.2.3), the scope of table headers (ISO 14289-1, 7.5), the language of passages in
another language (7.2), and running heads, feet and drawings marked as artifacts (7.1, 7.8).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import pydyf

from labelapp.documents.ornament import Drawing, Matrix

POINTS = 72 / 2540  # a hundredth of a millimetre in points

UA_IDENTIFIER = (
    b'<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
    b"<pdfuaid:part>1</pdfuaid:part></rdf:Description>"
)
UA_EXTENSION_SCHEMA = (
    b'<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" '
    b'xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" '
    b'xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>'
    b'<rdf:li rdf:parseType="Resource">'
    b"<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>"
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>"
    b'<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>'
    b"<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    b"<pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>"
    b"</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)
HEADINGS = ("h1", "h2", "h3", "h4")


def declare_accessible(document: Any) -> None:
    """Let the metadata of a rendered document also say PDF/UA-1."""
    generate = document.metadata.generate_rdf_metadata

    def with_identifier(*arguments: Any) -> bytes:
        rdf: bytes = generate(*arguments)
        return rdf.replace(b"</rdf:RDF>", UA_IDENTIFIER + UA_EXTENSION_SCHEMA + b"</rdf:RDF>")

    document.metadata.generate_rdf_metadata = with_identifier


def finish(document: Any, pdf: Any, drawings: Sequence[Drawing]) -> None:
    """Complete the objects of a file about to be written."""
    elements = {item.reference: item for item in pdf.objects if _is(item, "/StructElem")}
    _set_header_scopes(elements)
    _set_heading_languages(document, pdf, elements)
    _mark_artifacts(pdf, elements)
    _place_drawings(document, pdf, drawings)
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and item.extra.get("Type") == "/Metadata":
            item.compress = False


def _is(item: Any, kind: str) -> bool:
    return isinstance(item, pydyf.Dictionary) and item.get("Type") == kind


def _object(pdf: Any, reference: bytes | str) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _pages(pdf: Any) -> list[Any]:
    return [_object(pdf, reference) for reference in pdf.page_references]


def _structure(pdf: Any) -> Any:
    return _object(pdf, pdf.catalog["StructTreeRoot"])


def _set_header_scopes(elements: dict[bytes, Any]) -> None:
    for element in elements.values():
        if element.get("S") == "/TH":
            section = elements.get(elements[element["P"]]["P"], {})
            scope = "/Column" if section.get("S") == "/THead" else "/Row"
            element["A"] = pydyf.Dictionary({**element["A"], "Scope": scope})


def _reading_order(reference: Any, elements: dict[bytes, Any]) -> Iterator[Any]:
    """The structure elements below and including `reference`; children that are content or links are left out."""
    element = elements.get(reference) if isinstance(reference, bytes) else None
    if element is not None:
        yield element
        for kid in element["K"]:
            yield from _reading_order(kid, elements)


def _attached(pdf: Any, elements: dict[bytes, Any]) -> list[Any]:
    return [item for kid in _structure(pdf)["K"] for item in _reading_order(kid, elements)]


def _set_heading_languages(document: Any, pdf: Any, elements: dict[bytes, Any]) -> None:
    """Carry the `lang` of headings (names in their own language) over: the n-th box is the n-th element."""
    boxes: dict[str, list[Any]] = defaultdict(list)
    for page in document.pages:
        _collect_headings(page._page_box, boxes)
    tagged: dict[str, list[Any]] = defaultdict(list)
    for element in _attached(pdf, elements):
        tagged[str(element["S"])].append(element)
    for tag in HEADINGS:
        for box, element in zip(boxes[tag], tagged[f"/{tag.upper()}"], strict=True):
            if language := box.element.get("lang"):
                element["Lang"] = pydyf.String(language)


def _collect_headings(box: Any, boxes: dict[str, list[Any]]) -> None:
    box = getattr(box, "_box", box)
    if box.element is not None and box.element_tag in HEADINGS and not _is_line(box):
        boxes[box.element_tag].append(box)
    for child in getattr(box, "children", ()):
        _collect_headings(child, boxes)


def _is_line(box: Any) -> bool:
    return type(box).__name__ in {"LineBox", "TextBox"}


def _mark_artifacts(pdf: Any, elements: dict[bytes, Any]) -> None:
    """Turn what hangs outside the structure tree (page margins) from marked content into artifacts."""
    attached = {element.reference for element in _attached(pdf, elements)}
    parents = _object(pdf, _structure(pdf)["ParentTree"])["Nums"]
    for number, page in enumerate(_pages(pdf)):
        owners = parents[2 * number + 1]
        loose = {mcid for mcid, owner in enumerate(owners) if owner not in attached}
        for mcid in loose:
            owners[mcid] = b"null"
        _rewrite_marks(_object(pdf, page["Contents"]).stream, loose)
    for element in elements.values():
        if element.reference not in attached:
            element.clear()


def _rewrite_marks(operators: list[Any], loose: set[int]) -> None:
    """Content marked with one of the `loose` numbers becomes an artifact of the page's layout."""
    for index, operator in enumerate(operators):
        if isinstance(operator, pydyf.Dictionary) and operator.get("MCID") in loose:
            operators[index - 1] = "/Artifact"
            operators[index] = pydyf.Dictionary({"Type": "/Pagination"})


def _place_drawings(document: Any, pdf: Any, drawings: Sequence[Drawing]) -> None:
    """Put the drawings on the first page, under everything else."""
    page = _pages(pdf)[0]
    height = document.pages[0].height * 0.75
    operators = []
    for number, drawing in enumerate(drawings):
        form = pydyf.Stream(
            [drawing.content],
            pydyf.Dictionary(
                {
                    "Type": "/XObject",
                    "Subtype": "/Form",
                    "BBox": pydyf.Array(drawing.box),
                    "Resources": pydyf.Dictionary({}),
                    "Filter": "/FlateDecode",
                }
            ),
        )
        pdf.add_object(form)
        _object(pdf, page["Resources"])["XObject"][f"drawing{number}"] = form.reference
        for placement in drawing.placements:
            operators.append(f"q {_page_matrix(placement, height)} cm /drawing{number} Do Q")
    if operators:
        _object(pdf, page["Contents"]).stream[:0] = ["/Artifact BMC", *operators, "EMC"]


def _page_matrix(placement: Matrix, height: float) -> str:
    """From a drawing's units, y down from the page's top, to points, y up from its bottom."""
    a, b, c, d, e, f = (value * POINTS for value in placement)
    return " ".join(f"{value:.6f}" for value in (a, -b, c, -d, e, height - f))
