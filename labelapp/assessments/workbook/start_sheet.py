"""The first sheet of a workbook: what it is about, how to use it, what is where."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import quote_sheetname
from xlsxwriter.worksheet import Worksheet

from labelapp.assessments.models import Assessment
from labelapp.assessments.workbook.cells import plain_mark
from labelapp.assessments.workbook.identity import Identity
from labelapp.assessments.workbook.layout import Sheet
from labelapp.assessments.workbook.styles import day_format
from labelapp.schemes.definition import Scheme
from labelapp.web.links import public_link
from labelapp.web.locale import language_name, scheme_text

Styles = Mapping[str, Format]
_LINE = 84  # letters that fit beside a label
_EXAMPLE_DAY = date(2026, 1, 31)


def write_start(
    book: Workbook,
    styles: Styles,
    *,
    assessment: Assessment,
    scheme: Scheme,
    sheets: Sequence[Sheet],
    identity: Identity,
) -> None:
    """Write it as the next sheet of `book`."""
    page = book.add_worksheet(_("Start"))
    page.hide_gridlines(2)
    page.set_column(0, 0, 3)
    page.set_column(1, 1, 30)
    page.set_column(2, 2, 78)
    page.set_row(1, 34)
    page.write_string(1, 1, assessment.cluster.name, styles["title"])
    page.write_string(2, 1, scheme_text(scheme.name), styles["lead"])
    number = _facts(page, styles, 4, _what_it_is(assessment, scheme, identity))
    number = _steps(page, styles, number + 1, assessment, identity.language)
    number = _legend(page, styles, number + 1)
    _contents(page, styles, number + 1, sheets)
    page.protect("", {"format_columns": True, "format_rows": True})
    page.set_portrait()
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _what_it_is(assessment: Assessment, scheme: Scheme, identity: Identity) -> list[tuple[str, str]]:
    made_on = format_date(datetime.fromisoformat(identity.made_at), "long")
    facts = [
        (_("Organisation"), assessment.cluster.name),
        (_("Scheme"), scheme_text(scheme.name)),
        (_("Version"), scheme.version),
        (_("Made on"), made_on),
        (_("Language"), language_name(identity.language)),
    ]
    if assessment.due_on:
        facts.append((_("To be submitted by"), format_date(assessment.due_on, "long")))
    if scheme.illustrative:
        note = _("Illustrative: written for this platform, not the text of any labelling body.")
        facts.append((_("Note"), note))
    return facts


def _facts(page: Worksheet, styles: Styles, number: int, facts: Sequence[tuple[str, str]]) -> int:
    number = _head(page, styles, number, _("What this is"))
    for label, value in facts:
        page.write_string(number, 1, label, styles["fact"])
        page.write_string(number, 2, value, styles["value"])
        number += 1
    return number


def _head(page: Worksheet, styles: Styles, number: int, title: str) -> int:
    page.write_string(number, 1, title, styles["section"])
    page.write_blank(number, 2, None, styles["section"])
    return number + 1


def _steps(page: Worksheet, styles: Styles, number: int, assessment: Assessment, language: str) -> int:
    number = _head(page, styles, number, _("How to use it"))
    link = public_link("assessments.paper", assessment_id=assessment.id)
    steps = (
        (_("Fill in"), _("Write into the framed white cells. All other cells are locked.")),
        (_("Choose"), _("Cells with a list show it when you enter them. Choose one of its entries.")),
        (
            _("Numbers and dates"),
            _(
                "Write numbers such as %(number)s and dates such as %(day)s. Units stand beside the cell.",
                number=plain_mark("1234.5"),
                day=format_date(_EXAMPLE_DAY, day_format(language)),
            ),
        ),
        (_("Leave open"), _("An empty cell is no answer. Emptying a cell empties the answer.")),
        (
            _("Does not apply"),
            _("Where an indicator may be left out, say why in its last cell instead of answering."),
        ),
        (_("Evidence"), _("Documents are added on the platform, not here.")),
        (
            _("Bring it back"),
            _(
                "Save as Excel workbook (.xlsx) and upload it at %(address)s. "
                "You see every change before anything is applied.",
                address=link,
            ),
        ),
        (
            _("Meanwhile"),
            _("When an answer changes on the platform too, you see both and choose. Nothing is lost."),
        ),
    )
    for label, text in steps:
        page.write_string(number, 1, label, styles["fact"])
        page.write_string(number, 2, text, styles["line"])
        page.set_row(number, 15 * -(-len(text) // _LINE))
        number += 1
    return number


def _legend(page: Worksheet, styles: Styles, number: int) -> int:
    number = _head(page, styles, number, _("What the cells mean"))
    page.write_string(number, 1, _("Your answer"), styles["example input"])
    page.write_string(number, 2, _("Write here."), styles["line"])
    page.write_string(number + 1, 1, _("Computed"), styles["computed"])
    page.write_string(number + 1, 2, _("Follows from other answers."), styles["line"])
    return number + 2


def _contents(page: Worksheet, styles: Styles, number: int, sheets: Sequence[Sheet]) -> None:
    number = _head(page, styles, number, _("Sheets"))
    for sheet in sheets:
        target = f"internal:{quote_sheetname(sheet.title)}!A1"
        page.write_url(number, 1, target, styles["sheet link"], sheet.title)
        count = len(sheet.section.blocks)
        page.write_string(
            number, 2, ngettext("%(num)s indicator", "%(num)s indicators", count), styles["line"]
        )
        number += 1
