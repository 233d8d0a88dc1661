"""Consortium partners and the countries in their remit."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelapp.accounts.models import User
from labelapp.extensions import Model


class Partner(Model):
    """A country or programme owner. `countries` are ISO 3166-1 alpha-2 codes: its remit."""

    __tablename__ = "partner"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    countries: Mapped[list[str]]
    people: Mapped[list["PartnerPerson"]] = relationship(back_populates="partner")


class PartnerPerson(Model):
    """A person who works for a partner."""

    __tablename__ = "partner_person"

    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    partner: Mapped[Partner] = relationship(back_populates="people")
    user: Mapped[User] = relationship()
