"""Endpoints to which events are told, what was told to each, and how far the log was read for them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelapp.accounts.models import User
from labelapp.clusters.models import Cluster
from labelapp.consortium.models import Partner
from labelapp.extensions import Model
from labelapp.webhooks.kinds import Kind


class OffReason(StrEnum):
    """Why an endpoint is switched off."""

    PERSON = "person"  # somebody who looks after it did so
    GONE = "gone"  # it answered 410
    FAILING = "failing"  # it took nothing for days


class Problem(StrEnum):
    """Why an attempt failed. What the receiver answered stands beside it."""

    NAME = "name"  # the host has no address
    PRIVATE = "private"  # its address is not public
    CONNECTION = "connection"
    CERTIFICATE = "certificate"
    TIME = "time"
    REFUSED = "refused"  # an answer other than 2xx
    SECRET = "secret"  # noqa: S105  the stored secret cannot be read: the key of the instance was changed


class Endpoint(Model):
    """An address that belongs to a partner, to a cluster organisation, or, with neither, to the labelling body.

    Secrets are encrypted, see `signing`; the earlier one signs too until `old_secret_until`. Events of the log count
    from `since` on, which is the number of the event that added it or switched it on.
    """

    __tablename__ = "webhook_endpoint"
    __table_args__ = (CheckConstraint("partner_id IS NULL OR cluster_id IS NULL", name="one_owner"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), index=True)
    cluster_id: Mapped[int | None] = mapped_column(ForeignKey("cluster.id", ondelete="CASCADE"), index=True)
    address: Mapped[str] = mapped_column(String(500))
    kinds: Mapped[list[str]]
    secret: Mapped[str] = mapped_column(Text)
    old_secret: Mapped[str | None] = mapped_column(Text)
    old_secret_until: Mapped[datetime | None]
    since: Mapped[int]
    created_at: Mapped[datetime]
    on_since: Mapped[datetime]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    off_at: Mapped[datetime | None]
    off_reason: Mapped[OffReason | None] = mapped_column(
        Enum(OffReason, native_enum=False, length=10, values_callable=lambda kind: [i.value for i in kind])
    )
    failing_since: Mapped[datetime | None]
    partner: Mapped[Partner | None] = relationship()
    cluster: Mapped[Cluster | None] = relationship()
    created_by: Mapped[User] = relationship()

    @property
    def host(self) -> str:
        """The address without its path, which may hold a secret of the receiver."""
        return self.address.partition("://")[2].partition("/")[0]

    @property
    def wanted(self) -> list[Kind]:
        """The kinds of events that were chosen."""
        return [Kind(kind) for kind in self.kinds]


class Delivery(Model):
    """A message to one endpoint, kept as a record when it has arrived.

    `source` names what it tells of, so that no event is told twice to one endpoint; a test has none. `body` is what is
    signed and sent, the same at each attempt. It waits while there is a `next_try_at`; without one it has arrived or
    was given up. The columns after `attempts` are about the last attempt; `duration` is in milliseconds.
    """

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        UniqueConstraint("endpoint_id", "source"),
        Index("ix_webhook_delivery_list", "endpoint_id", "id"),
        Index("ix_webhook_delivery_due", "next_try_at"),
        Index("ix_webhook_delivery_age", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    endpoint_id: Mapped[int] = mapped_column(ForeignKey("webhook_endpoint.id", ondelete="CASCADE"))
    source: Mapped[str | None] = mapped_column(String(60))
    message_id: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    next_try_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    tried_at: Mapped[datetime | None]
    code: Mapped[int | None]
    duration: Mapped[int | None]
    problem: Mapped[Problem | None] = mapped_column(
        Enum(Problem, native_enum=False, length=20, values_callable=lambda kind: [i.value for i in kind])
    )
    answer: Mapped[str] = mapped_column(Text, default="")
    endpoint: Mapped[Endpoint] = relationship()


class LogReader(Model):
    """The one row that says up to which event the log was read; locked while it goes on."""

    __tablename__ = "webhook_log_reader"
    __table_args__ = (CheckConstraint("id = 1", name="single_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
