"""Cluster organisations, their teams and their comparison portfolios."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Enum, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelapp.accounts.models import User
from labelapp.extensions import Model


class TeamRole(StrEnum):
    """What a person may do for one cluster organisation."""

    MANAGER = "manager"
    CONTRIBUTOR = "contributor"
    VIEWER = "viewer"
    LEGAL_REPRESENTATIVE = "legal_representative"


class Cluster(Model):
    """A cluster organisation. `language` is that of its documents, `name_language` that of its name.

    `legal_form` is a code of `labelapp.clusters.legal_forms`.
    """

    __tablename__ = "cluster"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    name_language: Mapped[str] = mapped_column(String(8), default="en")
    language: Mapped[str] = mapped_column(String(8), default="en")
    country: Mapped[str] = mapped_column(String(2), index=True)
    place: Mapped[str] = mapped_column(String(120))
    founded_on: Mapped[date | None]
    legal_form: Mapped[str | None] = mapped_column(String(20))
    website: Mapped[str | None]
    benchmark_consent: Mapped[bool] = mapped_column(default=True)
    partner_consent: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    portfolios: Mapped[list["ClusterPortfolio"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="ClusterPortfolio.portfolio"
    )
    team: Mapped[list["TeamMember"]] = relationship(back_populates="cluster", order_by="TeamMember.id")

    @property
    def portfolio_codes(self) -> list[str]:
        """Codes of its comparison portfolios, see `labelapp.clusters.portfolios`."""
        return [entry.portfolio for entry in self.portfolios]


class ClusterPortfolio(Model):
    """A technology field in which a cluster organisation is compared; it may have several."""

    __tablename__ = "cluster_portfolio"

    cluster_id: Mapped[int] = mapped_column(ForeignKey("cluster.id", ondelete="CASCADE"), primary_key=True)
    portfolio: Mapped[str] = mapped_column(String(40), primary_key=True, index=True)


class TeamMember(Model):
    """A person's role in a cluster organisation. One person may hold several roles."""

    __tablename__ = "team_member"
    __table_args__ = (UniqueConstraint("cluster_id", "user_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cluster_id: Mapped[int] = mapped_column(ForeignKey("cluster.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[TeamRole] = mapped_column(
        Enum(
            TeamRole, native_enum=False, length=30, values_callable=lambda kind: [item.value for item in kind]
        )
    )
    cluster: Mapped[Cluster] = relationship(back_populates="team")
    user: Mapped[User] = relationship()
