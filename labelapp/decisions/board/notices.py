"""Mails of the board. Each member reads only of cases from which they are not recused."""

from collections.abc import Iterable

from sqlalchemy import select

from labelapp.accounts.models import Role, RoleName, User
from labelapp.clusters.models import TeamRole
from labelapp.clusters.queries import people_with
from labelapp.decisions.board.models import AgendaItem, BoardSession, Deferral
from labelapp.decisions.board.policy import is_entitled
from labelapp.decisions.board.queries import board_members, visible_items
from labelapp.events.outbox import queue_mail
from labelapp.extensions import db
from labelapp.reviews.case import cluster_of, scheme_of
from labelapp.reviews.policy import has_conflict
from labelapp.web.links import public_link


def tell_of_invitation(session: BoardSession, items: Iterable[AgendaItem]) -> None:
    """Invite each member to the cases that are theirs to decide; who has none is not asked."""
    for person in board_members():
        theirs = [item for item in items if is_entitled(person, item)]
        if theirs:
            _tell(person, "board_invitation", session, items=theirs)


def tell_of_minutes(session: BoardSession) -> None:
    """The minutes are there."""
    for person in board_members():
        if visible_items(person, session):
            _tell(person, "board_minutes", session)


def tell_of_move(item: AgendaItem, meeting: BoardSession | None, people: Iterable[User]) -> None:
    """A case goes to a meeting: whoever may vote on it, and the secretariat."""
    secretariat = [one for one in _secretariat() if not has_conflict(one, item.review)]
    told = {person.id: person for person in (*people, *secretariat)}
    for person in told.values():
        _tell(person, "board_moved", item.session, item=item, meeting=meeting)


def tell_of_deferral(deferral: Deferral) -> None:
    """Tell the managers and the legal representative what is missing and until when."""
    cluster = cluster_of(deferral.review)
    people = {
        person.id: person
        for role in (TeamRole.MANAGER, TeamRole.LEGAL_REPRESENTATIVE)
        for person in people_with(cluster, role)
    }
    for person in people.values():
        queue_mail(
            person.email,
            person.locale,
            "decision_deferral",
            person=person,
            cluster=cluster,
            scheme=scheme_of(deferral.review),
            deferral=deferral,
            url=public_link("board.deferral", deferral_id=deferral.id),
        )


def _secretariat() -> list[User]:
    query = select(User).where(User.active, User.roles.any(Role.name == RoleName.SECRETARIAT.value))
    return list(db.session.scalars(query.order_by(User.id)))


def _tell(person: User, template: str, session: BoardSession, **content: object) -> None:
    queue_mail(
        person.email,
        person.locale,
        template,
        person=person,
        session=session,
        cluster_of=cluster_of,
        scheme_of=scheme_of,
        url=public_link("board.session", session_id=session.id),
        **content,
    )
