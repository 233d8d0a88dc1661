"""A workbook that somebody filled in on the train and sent back: it waits for its changes to be applied."""

from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell import Cell

from labelapp.assessments.models import AssessmentState
from labelapp.assessments.queries import assessments_of, find_place, given_answers, scheme_of
from labelapp.assessments.saving import save_answer
from labelapp.assessments.workbook.layout import ANSWER_COLUMN, KEY_MARK
from labelapp.assessments.workbook.operations import receive_workbook
from labelapp.assessments.workbook.writer import workbook_file
from labelapp.clusters.models import Cluster, TeamRole

# Two answers, one that a colleague changes meanwhile, and one that nobody can read.
_CELLS = {
    "4.6|figures|": 16,
    "4.9|reached|": 9,
    "1.4|near|": 71,
    "2.9|cooperating|": "about forty",
}
_MEANWHILE = "69"


def send_back_a_workbook(cluster: Cluster) -> None:
    """The manager's workbook, after a colleague changed one of its answers on the platform."""
    assessment = next(one for one in assessments_of([cluster]) if one.state is AssessmentState.DRAFT)
    people = {member.role: member.user for member in cluster.team}
    manager, colleague = people[TeamRole.MANAGER], people[TeamRole.CONTRIBUTOR]
    content = workbook_file(assessment, scheme_of(assessment), given_answers(assessment), "en")
    place = find_place(assessment.id, "1.4")
    assert place is not None
    save_answer(place, "near", _MEANWHILE, given_answers(assessment)["1.4", "near"].version, colleague)
    receive_workbook(assessment, BytesIO(_filled(content)), "Gold label, board meeting.xlsx", by=manager)


def _filled(content: bytes) -> bytes:
    book, out = load_workbook(BytesIO(content)), BytesIO()
    for sheet in book.worksheets:
        if sheet["A1"].value == KEY_MARK:
            for row in sheet.iter_rows(max_col=ANSWER_COLUMN + 1):
                _fill(row)
    book.save(out)
    return out.getvalue()


def _fill(row: tuple[Cell, ...]) -> None:
    value: Any = _CELLS.get(str(row[0].value))
    if value is not None:
        row[ANSWER_COLUMN].value = value
