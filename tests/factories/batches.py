"""Certificates for batches, and batches of them."""

from sqlalchemy import select

from labelapp.accounts.models import RoleName, User
from labelapp.certificates.batches.models import Batch, BatchKind
from labelapp.certificates.batches.operations import start_batch
from labelapp.certificates.models import Certificate
from labelapp.clusters.models import TeamRole
from labelapp.clusters.operations import change_profile, facts_of
from labelapp.extensions import db
from tests.factories.accounts import make_user
from tests.factories.certificates import make_certificate
from tests.factories.clusters import add_member, make_cluster

NEW_NAME = "Havnsund Ocean Cluster"


def make_officer(name: str = "Olga Amtmann") -> User:
    """A member of the secretariat."""
    return make_user(name, roles=[RoleName.SECRETARIAT])


def make_renamed(number: int = 1, manager: User | None = None) -> list[Certificate]:
    """Certificates in force, one a holder, whose holders took another name since; `manager` gets their mails."""
    found = []
    for count in range(number):
        cluster = make_cluster()
        if manager is not None:
            add_member(cluster, manager, TeamRole.MANAGER)
        found.append(make_certificate(cluster))
        facts = facts_of(cluster)
        change_profile(cluster, type(facts)(**{**vars(facts), "name": f"{NEW_NAME} {count + 1}"}))
    db.session.commit()
    return found


def make_batch(kind: BatchKind, chosen: list[Certificate], officer: User | None = None) -> Batch:
    """A batch that was started and waits for the worker."""
    batch = start_batch(kind, [one.id for one in chosen], officer or make_officer())
    db.session.commit()
    return batch


def reissues() -> list[Certificate]:
    """Every certificate that was issued again, in the order of issue."""
    return list(db.session.scalars(select(Certificate).where(Certificate.reissue).order_by(Certificate.id)))
