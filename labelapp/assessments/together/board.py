"""What the task list of a self-assessment shows of the team: sections, open comments, who is here now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from labelapp.accounts.models import User
from labelapp.assessments import policy
from labelapp.assessments.models import Assessment
from labelapp.assessments.overview import DimensionRow, Overview
from labelapp.assessments.together.queries import (
    Colleague,
    Section,
    colleagues,
    open_comments,
    sections_of,
)
from labelapp.clock import today


@dataclass(frozen=True)
class Board:
    """The team at work for one reader; empty for one who is not `of_team`.

    `only_mine`: the list is narrowed to the reader's own sections.
    """

    reader: User
    of_team: bool
    sections: Mapping[str, Section]
    comments: Mapping[str, int]
    team: list[Colleague]
    only_mine: bool

    @property
    def mine(self) -> list[str]:
        """The dimensions in the reader's hands."""
        return [code for code, section in self.sections.items() if section.user_id == self.reader.id]

    def rows(self, whole: Overview) -> list[DimensionRow]:
        """The dimensions that the list shows."""
        return [row for row in whole.dimensions if not self.only_mine or row.dimension.code in self.mine]

    def person(self, row: DimensionRow) -> str:
        """Who does it; while nobody is named, who changed an answer in it last."""
        section = self.sections.get(row.dimension.code)
        return section.name if section else row.person

    def due_on(self, row: DimensionRow) -> date | None:
        """Until when it is to be done."""
        section = self.sections.get(row.dimension.code)
        return section.due_on if section else None

    def days_left(self, row: DimensionRow) -> int | None:
        """Days until a section is due that is not complete."""
        due_on = self.due_on(row)
        return (due_on - today()).days if due_on and row.answered < len(row.rows) else None

    def here(self, row: DimensionRow) -> list[Colleague]:
        """The others who have one of its indicators before them now."""
        codes = row.dimension.indicators
        return [one for one in self.team if one.here in codes and one.user_id != self.reader.id]

    def codes_of(self, colleague: Colleague) -> list[str]:
        """The dimensions in the hands of somebody of the team."""
        return sorted(code for code, one in self.sections.items() if one.user_id == colleague.user_id)

    def comments_on(self, row: DimensionRow) -> int:
        """How many threads are open in a dimension."""
        return sum(self.comments.get(code, 0) for code in row.dimension.indicators)


def board_of(assessment: Assessment, reader: User, *, only_mine: bool = False) -> Board:
    """The team at work on a self-assessment, in three statements; none for a reader who is not in it."""
    if not policy.is_of_team(reader, assessment):
        return Board(reader, of_team=False, sections={}, comments={}, team=[], only_mine=False)
    team = colleagues(assessment)
    sections = sections_of(assessment, team)
    mine = any(section.user_id == reader.id for section in sections.values())
    return Board(reader, True, sections, open_comments(assessment), team, only_mine and mine)
