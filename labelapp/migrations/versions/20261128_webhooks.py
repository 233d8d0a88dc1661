"""Endpoints of webhooks, the messages to them, and how far the log was read for them."""

import sqlalchemy as sa
from alembic import op

revision = "20261128_webhooks"
down_revision = "20261128_consortium"
branch_labels = None
depends_on = None

ENDPOINT, DELIVERY, READER = "webhook_endpoint", "webhook_delivery", "webhook_log_reader"
PROBLEMS = ("name", "private", "connection", "certificate", "time", "refused", "secret")


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        ENDPOINT,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.Column("cluster_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(500), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("old_secret", sa.Text(), nullable=True),
        sa.Column("old_secret_until", moment, nullable=True),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("on_since", moment, nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("off_at", moment, nullable=True),
        sa.Column("off_reason", _choice("offreason", "person", "gone", "failing", length=10), nullable=True),
        sa.Column("failing_since", moment, nullable=True),
        sa.CheckConstraint(
            "partner_id IS NULL OR cluster_id IS NULL", name=op.f(f"ck_{ENDPOINT}_one_owner")
        ),
        _to(ENDPOINT, "partner_id", "partner", ondelete="CASCADE"),
        _to(ENDPOINT, "cluster_id", "cluster", ondelete="CASCADE"),
        _to(ENDPOINT, "created_by_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{ENDPOINT}")),
    )
    for column in ("partner_id", "cluster_id"):
        op.create_index(op.f(f"ix_{ENDPOINT}_{column}"), ENDPOINT, [column])
    op.create_table(
        DELIVERY,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("endpoint_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(60), nullable=True),
        sa.Column("message_id", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("next_try_at", moment, nullable=True),
        sa.Column("delivered_at", moment, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("tried_at", moment, nullable=True),
        sa.Column("code", sa.Integer(), nullable=True),
        sa.Column("duration", sa.Integer(), nullable=True),
        sa.Column("problem", _choice("problem", *PROBLEMS, length=20), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        _to(DELIVERY, "endpoint_id", ENDPOINT, ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{DELIVERY}")),
        sa.UniqueConstraint("endpoint_id", "source", name=op.f(f"uq_{DELIVERY}_endpoint_id_source")),
        sa.UniqueConstraint("message_id", name=op.f(f"uq_{DELIVERY}_message_id")),
    )
    op.create_index(f"ix_{DELIVERY}_list", DELIVERY, ["endpoint_id", "id"])
    op.create_index(f"ix_{DELIVERY}_due", DELIVERY, ["next_try_at"])
    op.create_index(f"ix_{DELIVERY}_age", DELIVERY, ["created_at"])
    op.create_table(
        READER,
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f(f"ck_{READER}_single_row")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{READER}")),
    )


def _choice(name: str, *values: str, length: int) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=length)


def _to(table: str, column: str, other: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=ondelete)


def downgrade() -> None:
    for table in (READER, DELIVERY, ENDPOINT):
        op.drop_table(table)
