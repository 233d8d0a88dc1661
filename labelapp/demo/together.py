"""A team at work on one self-assessment: divided dimensions, and what its people say to each other."""

from datetime import timedelta

from labelapp.accounts.models import User
from labelapp.assessments.models import Assessment
from labelapp.assessments.queries import Place, find_place
from labelapp.assessments.together.comments import resolve_thread, write_comment
from labelapp.assessments.together.queries import Remark
from labelapp.assessments.together.sections import Wish, assign_sections
from labelapp.clock import now


def work_together(assessment: Assessment, manager: User, colleague: User) -> None:
    """Two people share the dimensions; some threads are open, one is settled, one is for the assessors."""
    today = now().date()
    wishes = {
        "2": Wish(manager.id, today + timedelta(days=11)),
        "4": Wish(colleague.id, today + timedelta(days=8)),
        "5": Wish(colleague.id, today + timedelta(days=17)),
    }
    assign_sections(assessment, wishes, {}, by=manager)
    contacts, plan, members = (_place(assessment, code) for code in ("2.8", "4.3", "1.3"))
    counted = write_comment(members, "Does the cut-off date have to be the end of June?", by=colleague)
    write_comment(
        members, "Any day of the last twelve months is fine, I checked.", by=manager, parent=counted
    )
    resolve_thread(Remark(members, counted), by=manager)
    write_comment(
        contacts,
        f"I count 56: the two visits in Skagen on 29 June are missing in the list. "
        f"@{manager.name}, shall I add them?",
        by=colleague,
    )
    write_comment(
        contacts,
        "To the assessors: the register is kept in Danish; the column “Mødt” says when we met in person.",
        by=manager,
        shared=True,
    )
    asked = write_comment(
        plan,
        f"@{colleague.name}, the board decides on the budget on Thursday. Can you add it then?",
        by=manager,
    )
    write_comment(plan, "Yes, with the minutes as evidence.", by=colleague, parent=asked)


def _place(assessment: Assessment, code: str) -> Place:
    place = find_place(assessment.id, code)
    assert place is not None, code
    return place
