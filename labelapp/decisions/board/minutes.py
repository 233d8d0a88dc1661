"""The minutes of a session: a frozen record of outcomes with the votes counted, and never of who voted what."""

from datetime import date
from typing import Any

from labelapp.accounts.models import User
from labelapp.decisions.board.models import AgendaItem, BoardSession
from labelapp.decisions.board.policy import may_see_case
from labelapp.decisions.board.queries import board_members, seats_of
from labelapp.decisions.board.ruling import load_ruling
from labelapp.extensions import db
from labelapp.reviews.case import cluster_of, scheme_of
from labelapp.reviews.record import content_hash


def freeze_minutes(session: BoardSession) -> None:
    """Write the minutes of a session that ends now, with their hash."""
    members = board_members()
    voted = {vote.user_id for item in session.items for vote in item.votes}
    minutes = {
        "format": 1,
        "session": session.id,
        "title": session.title,
        "kind": session.kind.value,
        "held_on": str(session.held_on or session.deadline),
        "chair": session.chair.name,
        "deputy": session.deputy.name if session.deputy else None,
        "voted": sorted(member.name for member in members if member.id in voted),
        "items": [_line(item, members) for item in session.items],
    }
    session.minutes, session.minutes_sha256 = minutes, content_hash(minutes)
    db.session.flush()


def _line(item: AgendaItem, members: list[User]) -> dict[str, Any]:
    scheme, cluster = scheme_of(item.review), cluster_of(item.review)
    tally = item.tally or {"counts": {}, "recused": [one.name for one in seats_of(item, members).recused]}
    return {
        "review": item.review_id,
        "cluster": cluster.name,
        "cluster_language": cluster.name_language,
        "country": cluster.country,
        "label": scheme.name,
        "level": scheme.level,
        "scheme": scheme.key,
        "state": item.state.value,
        "quorum": item.quorum,
        "counts": tally["counts"],
        "recused": tally["recused"],
        "ruling": item.ruling,
        "moved_because": item.moved_because,
    }


def lines_for(user: Any, session: BoardSession) -> list[dict[str, Any]]:
    """The lines of the minutes that a reader may see: none about a case from which they are recused.

    Each `ruling` is a Ruling, or None.
    """
    seen = {item.review_id for item in session.items if may_see_case(user, item.review)}
    return [
        line | {"ruling": load_ruling(line["ruling"]) if line["ruling"] else None}
        for line in (session.minutes or {"items": []})["items"]
        if line["review"] in seen
    ]


def day_of(minutes: dict[str, Any]) -> date:
    """The day of the meeting, or the deadline of the silent procedure."""
    return date.fromisoformat(minutes["held_on"])
