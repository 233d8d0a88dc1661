"""What the pages of a session show."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from labelapp.accounts.models import User
from labelapp.clusters.models import Cluster
from labelapp.decisions.board.counting import Choice, Tally
from labelapp.decisions.board.forms import VOTES
from labelapp.decisions.board.models import (
    AgendaItem,
    BoardSession,
    ItemState,
    SessionKind,
    SessionState,
    Vote,
)
from labelapp.decisions.board.policy import chair_of, may_vote
from labelapp.decisions.board.queries import (
    Seats,
    board_members,
    latest_votes,
    own_vote,
    read_reports,
    seats_of,
    tally_of,
    visible_items,
)
from labelapp.decisions.presentation import BoardCase, board_case, left_to_the_board
from labelapp.reviews.case import cluster_of, scheme_of
from labelapp.schemes.definition import Scheme
from labelapp.web.formats import country_name, percent_cut, points
from labelapp.web.locale import scheme_text


@dataclass(frozen=True)
class AgendaLine:
    """A case on an agenda for one reader. `case` is None as long as the reader has to declare interests first.

    `tally` is what the reader may know of the votes: how many were cast, and in a closed case how they fell.
    """

    item: AgendaItem
    cluster: Cluster
    scheme: Scheme
    case: BoardCase | None
    seats: Seats
    chair: User | None
    cast: int
    mine: Vote | None
    may_vote: bool

    @property
    def enough_seats(self) -> bool:
        """Whether a quorum can be reached at all."""
        return len(self.seats.entitled) >= self.item.quorum

    @property
    def votes_reached(self) -> bool:
        """Whether everybody who may vote has done so."""
        return self.cast >= len(self.seats.entitled)


def agenda_lines(user: Any, session: BoardSession) -> list[AgendaLine]:
    """The agenda as one reader sees it."""
    members = board_members()
    reads_all = not user.holds("board")
    items = visible_items(user, session)
    read_reports(items)
    return [_line(user, item, members, reads_all) for item in items]


def _line(user: Any, item: AgendaItem, members: list[User], reads_all: bool) -> AgendaLine:
    entitled = may_vote(user, item)
    return AgendaLine(
        item=item,
        cluster=cluster_of(item.review),
        scheme=scheme_of(item.review),
        case=board_case(item.review) if entitled or reads_all else None,
        seats=seats_of(item, members),
        chair=chair_of(item),
        cast=len(latest_votes(item, members)),
        mine=own_vote(user, item) if entitled else None,
        may_vote=entitled and item.session.state is SessionState.OPEN and item.state is ItemState.OPEN,
    )


def summary(case: BoardCase) -> str:
    """A case in one paragraph: level, country, total against the threshold, minimums, what the assessors found."""
    sentences = [
        _(
            "%(label)s, %(country)s.",
            label=scheme_text(case.scheme.name),
            country=country_name(case.cluster.country),
        ),
        *_points(case),
        *case.failed_minimums,
        recommendation(case),
    ]
    return " ".join(sentence.rstrip() if sentence.endswith(".") else f"{sentence}." for sentence in sentences)


def _points(case: BoardCase) -> list[str]:
    if case.rule is None:
        return [_("This label has no points.")]
    reached = _(
        "%(points)s of %(maximum)s points (%(percent)s).",
        points=points(case.rule.points),
        maximum=points(case.rule.maximum),
        percent=percent_cut(case.percent, 2),
    )
    if case.rule.threshold is None:
        return [reached]
    return [reached, _("The threshold is %(threshold)s points.", threshold=points(case.rule.threshold))]


def recommendation(case: BoardCase) -> str:
    """What follows from the assessors' report."""
    if not case.awardable:
        return str(_("By the assessors' report the label can only be refused."))
    if left_to_the_board(case):
        return str(_("The scheme leaves the decision to the board."))
    return str(_("The assessors' report supports an award."))


def counted(counts: dict[str, int] | Tally) -> list[tuple[str, int]]:
    """Votes by choice as people read them, without those that nobody voted."""
    numbers = counts.counts if isinstance(counts, Tally) else {Choice(k): n for k, n in counts.items()}
    return [(str(VOTES[choice]), numbers[choice]) for choice in Choice if numbers.get(choice)]


def item_tally(item: AgendaItem) -> Tally:
    """The votes on a case as they stand."""
    return tally_of(item, board_members())


def outcome_name(state: str, choice: str | None) -> str:
    """What became of a case in a session, in a few words."""
    names = {
        Choice.AWARD.value: _("Awarded"),
        Choice.CONDITIONS.value: _("Awarded with conditions or a shorter validity"),
        Choice.DEFER.value: _("Deferred"),
        Choice.REFUSE.value: _("Refused"),
    }
    if choice is not None:
        return str(names[choice])
    states = {
        ItemState.OPEN.value: _("Open"),
        ItemState.MOVED.value: _("Moved to a meeting"),
        ItemState.LEFT.value: _("Without an outcome"),
    }
    return str(states[state])


def kind_name(kind: str) -> str:
    """A meeting, or a silent procedure."""
    return str(_("Silent procedure") if kind == SessionKind.SILENT.value else _("Meeting"))


def next_to_vote(user: Any, session: BoardSession) -> AgendaItem | None:
    """The first case of the agenda on which this member has still to vote."""
    if session.state is not SessionState.OPEN:
        return None
    for item in visible_items(user, session):
        if item.state is ItemState.OPEN and may_vote(user, item) and own_vote(user, item) is None:
            return item
    return None
