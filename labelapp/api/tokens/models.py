"""Personal access tokens."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelapp.accounts.models import User
from labelapp.extensions import Model


class AccessToken(Model):
    """A token of one person. Of the token itself only the hash is kept.

    `identity` is the account's when it was made: an account that is closed, or gets another password, gets another
    identity, and the tokens made before work no more. `last_used_on` is a day and nothing else.
    """

    __tablename__ = "access_token"
    __table_args__ = (CheckConstraint("expires_at > created_at", name="ends_after_it_began"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    scopes: Mapped[list[str]]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    identity: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_used_on: Mapped[date | None]
    user: Mapped[User] = relationship()
