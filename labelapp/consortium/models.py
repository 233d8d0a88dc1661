"""Consortium partners, their remit, and the country reports that they made public."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelapp.accounts.models import User
from labelapp.clusters.models import Cluster
from labelapp.extensions import Model


class Programme(Model):
    """A funding programme with the cluster organisations that it funds; `country` is None for one of several."""

    __tablename__ = "programme"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    country: Mapped[str | None] = mapped_column(String(2))


class ProgrammeCluster(Model):
    """A cluster organisation in a programme; it may be in any number of them."""

    __tablename__ = "programme_cluster"

    programme_id: Mapped[int] = mapped_column(
        ForeignKey("programme.id", ondelete="CASCADE"), primary_key=True
    )
    cluster_id: Mapped[int] = mapped_column(
        ForeignKey("cluster.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    programme: Mapped[Programme] = relationship()
    cluster: Mapped[Cluster] = relationship()


class Partner(Model):
    """A country or programme owner. Its remit: the clusters in its `countries` (ISO 3166-1) or its `programmes`."""

    __tablename__ = "partner"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    countries: Mapped[list[str]]
    people: Mapped[list["PartnerPerson"]] = relationship(back_populates="partner")
    programmes: Mapped[list[Programme]] = relationship(
        secondary="partner_programme", order_by="Programme.name"
    )


class PartnerProgramme(Model):
    """A programme in the remit of a partner."""

    __tablename__ = "partner_programme"

    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), primary_key=True)
    programme_id: Mapped[int] = mapped_column(
        ForeignKey("programme.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class PartnerPerson(Model):
    """A person who works for a partner."""

    __tablename__ = "partner_person"

    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    partner: Mapped[Partner] = relationship(back_populates="people")
    user: Mapped[User] = relationship()


class CountryReport(Model):
    """That the report of a country about a year is public, and which partner made it so.

    Its figures are not kept here: they are made when it is read, so that a consent that is withdrawn counts at once.
    """

    __tablename__ = "country_report"
    __table_args__ = (UniqueConstraint("country", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    country: Mapped[str] = mapped_column(String(2))
    year: Mapped[int]
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"), index=True)
    published_at: Mapped[datetime]
    published_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    partner: Mapped[Partner] = relationship()
