"""How the cells of a workbook look, by name, in the colours of the product."""

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from labelapp.assessments.questionnaire import Question

_INK, _INK_2, _LINE, _CONTROL = "#14232B", "#47585F", "#D6DFE2", "#74868E"
_ACCENT, _WASH, _SUNKEN = "#0B5868", "#E2F0F2", "#F3F6F7"
_TOP = {"valign": "top", "text_wrap": True}
_INDENT = {"align": "left", "indent": 1}
_INPUT = {
    **_TOP,
    "locked": False,
    "bg_color": "#FFFFFF",
    "border": 1,
    "border_color": _CONTROL,
    "font_color": _INK,
}
_COMPUTED = {**_TOP, "bg_color": _SUNKEN, "border": 4, "border_color": _CONTROL, "font_color": _INK_2}
_BAND = {**_TOP, "top": 2, "top_color": _INK, "bg_color": _WASH}
_TEXT, _DATE = "@", "yyyy-mm-dd"

STYLES: dict[str, dict[str, Any]] = {
    "title": {"font_name": "Georgia", "font_size": 20, "font_color": _INK, "valign": "vcenter"},
    "lead": {**_TOP, "font_color": _INK_2},
    "heading": {**_TOP, "bold": True, "font_color": "#FFFFFF", "bg_color": _ACCENT},
    "section": {"bold": True, "font_color": _INK, "bottom": 2, "bottom_color": _INK},
    "fact": {**_TOP, "font_color": _INK_2},
    "value": {**_TOP, **_INDENT, "bold": True},
    "line": {**_TOP, **_INDENT, "font_color": _INK},
    "sheet link": {**_TOP, "font_color": _ACCENT, "underline": 1},
    "code": {**_BAND, "bold": True, "font_color": _ACCENT},
    "indicator": {**_BAND, "font_color": _INK_2},
    "indicator name": {"bold": True, "font_color": _INK, "font_size": 12},
    "indicator why": {"font_color": _INK_2},
    "question": {**_TOP, "font_color": _INK, "bottom": 1, "bottom_color": _LINE},
    "part": {**_TOP, **_INDENT, "font_color": _INK, "bottom": 1, "bottom_color": _LINE},
    "help": {**_TOP, "font_color": _INK_2, "bottom": 1, "bottom_color": _LINE},
    "unit": {**_TOP, **_INDENT, "font_color": _INK_2, "bottom": 1, "bottom_color": _LINE},
    "input": _INPUT,
    "input text": {**_INPUT, "num_format": _TEXT},
    # A text that begins like a formula stays one when somebody edits it.
    "input quoted": {**_INPUT, "num_format": _TEXT, "quote_prefix": True},
    "input whole": {**_INPUT, "num_format": "#,##0", "align": "right"},
    "input number": {**_INPUT, "align": "right"},
    "input money": {**_INPUT, "num_format": "#,##0.00", "align": "right"},
    "input day": {**_INPUT, "num_format": _DATE, "align": "right"},
    "computed": _COMPUTED,
    "computed number": {**_COMPUTED, "align": "right"},
    "computed money": {**_COMPUTED, "num_format": "#,##0.00", "align": "right"},
    "computed day": {**_COMPUTED, "num_format": _DATE, "align": "right"},
    "example input": {**_INPUT, "locked": True},
}
_DAYS = {"de": "dd.MM.yyyy", "fr": "dd/MM/yyyy", "en": "dd/MM/yyyy"}
_KINDS = {
    "integer": "whole",
    "counts": "whole",
    "decimal": "number",
    "money": "money",
    "date": "day",
    "text": "text",
    "link": "text",
}
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "'")


def make_styles(book: Workbook, language: str) -> dict[str, Format]:
    """Every style by its name. Dates are written in the order of the language."""
    day = day_format(language).lower()
    return {
        name: book.add_format(style | ({"num_format": day} if style.get("num_format") == _DATE else {}))
        for name, style in STYLES.items()
    }


def day_format(language: str) -> str:
    """How a date is written in cells: in digits, in the order of the language."""
    return _DAYS.get(language, "yyyy-MM-dd")


def input_style(question: Question, value: object) -> str:
    """The name of the style of an answer cell that holds `value`."""
    kind = _KINDS.get(question.kind, "")
    if kind == "text" and isinstance(value, str) and value.startswith(_FORMULA_SIGNS):
        kind = "quoted"
    return f"input {kind}".strip()


def computed_style(question: Question) -> str:
    """The name of the style of a cell that nobody fills in."""
    kind = _KINDS.get(question.kind, "")
    return {"whole": "computed number", "text": "computed"}.get(kind, f"computed {kind}".strip())
