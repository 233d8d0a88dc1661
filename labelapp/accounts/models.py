"""People, their roles, and invitations."""

from datetime import datetime
from enum import StrEnum

from flask_security import RoleMixin, UserMixin
from sqlalchemy import Column, ForeignKey, Integer, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelapp.extensions import Model


class RoleName(StrEnum):
    """Roles of the whole scheme; rights on a cluster come from its team, on a case from the assignment."""

    ADMINISTRATOR = "administrator"
    SECRETARIAT = "secretariat"
    ASSESSOR = "assessor"
    BOARD = "board"
    PARTNER = "partner"


account_role = Table(
    "account_role",
    Model.metadata,
    Column("account_id", Integer, ForeignKey("account.id", ondelete="CASCADE"), primary_key=True),
    Column("role_id", Integer, ForeignKey("role.id"), primary_key=True),
)


def initials_of(name: str) -> str:
    """First letters of the first and the last name."""
    words = name.split()
    return "".join(word[0] for word in (words[0], words[-1])) if len(words) > 1 else name[:1]


class Role(Model, RoleMixin):
    """A scheme-wide role."""

    __tablename__ = "role"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)


class User(Model, UserMixin):
    """An account of one person. `password` is None until the invitation is accepted."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(255), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    locale: Mapped[str] = mapped_column(String(8), default="en")
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    roles: Mapped[list[Role]] = relationship(  # type: ignore[assignment]
        secondary=account_role, lazy="selectin"
    )

    @property
    def initials(self) -> str:
        """First letters of the first and the last name."""
        return initials_of(self.name)

    def holds(self, role: RoleName) -> bool:
        """Whether the account has a scheme-wide role."""
        return any(held.name == role for held in self.roles)


class Invitation(Model):
    """An invitation to choose a password. Only the hash of its token is kept."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    user: Mapped[User] = relationship(foreign_keys=user_id)
