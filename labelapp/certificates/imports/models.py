"""An earlier register that was uploaded, and what is done with it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Enum, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labelapp.accounts.models import User
from labelapp.extensions import Model


class ImportState(StrEnum):
    """Where an import stands: being prepared, waiting for the worker, being run, ended."""

    PREPARED = "prepared"
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"


class RegisterImport(Model):
    """A table of certificates. `content` is the table as it was read; `moved_at` is when it came into its state.

    `choices` says which cluster organisation a name means where several could be meant, by `matching.Holder.key`:
    the number of one, or 0 for a new one. `outcome` counts what was done.
    """

    __tablename__ = "register_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    filename: Mapped[str] = mapped_column(String(200))
    reading: Mapped[str] = mapped_column(String(60))
    content: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    choices: Mapped[dict[str, Any]]
    leave_out: Mapped[bool] = mapped_column(default=False)
    state: Mapped[ImportState] = mapped_column(
        Enum(
            ImportState,
            native_enum=False,
            length=10,
            values_callable=lambda kind: [item.value for item in kind],
        ),
        default=ImportState.PREPARED,
    )
    total: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    moved_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_by: Mapped[User | None] = relationship()
