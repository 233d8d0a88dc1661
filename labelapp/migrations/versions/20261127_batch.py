"""Batches of certificates, and certificates that are issued again after a rename."""

import sqlalchemy as sa
from alembic import op

revision = "20261127_batch"
down_revision = "20261127_time"
branch_labels = None
depends_on = None

BATCH, ITEM = "certificate_batch", "certificate_batch_item"


def upgrade() -> None:
    op.add_column(
        "certificate", sa.Column("reissue", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    _batches()
    _items()


def _batches() -> None:
    op.create_table(
        BATCH,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("tell", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("obstacle", sa.Text(), nullable=False),
        sa.Column("held_by", sa.String(length=32), nullable=True),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(held_by IS NULL) = (held_until IS NULL)", name=op.f(f"ck_{BATCH}_held_for_a_time")
        ),
        sa.CheckConstraint(
            "state IN ('running', 'paused') OR ended_at IS NOT NULL", name=op.f(f"ck_{BATCH}_ended_at_a_time")
        ),
        _to(BATCH, "created_by_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{BATCH}")),
    )


def _items() -> None:
    op.create_table(
        ITEM,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("certificate_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("result_id", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(decision_id IS NULL) <> (certificate_id IS NULL)", name=op.f(f"ck_{ITEM}_one_source")
        ),
        sa.CheckConstraint(
            "(state = 'done') = (result_id IS NOT NULL)", name=op.f(f"ck_{ITEM}_done_with_result")
        ),
        sa.CheckConstraint(
            "(state = 'failed') = (length(problem) > 0)", name=op.f(f"ck_{ITEM}_failed_with_problem")
        ),
        _to(ITEM, "batch_id", BATCH),
        _to(ITEM, "decision_id", "decision"),
        _to(ITEM, "certificate_id", "certificate"),
        _to(ITEM, "result_id", "certificate"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{ITEM}")),
        sa.UniqueConstraint("batch_id", "decision_id", name=op.f(f"uq_{ITEM}_batch_id_decision_id")),
        sa.UniqueConstraint("batch_id", "certificate_id", name=op.f(f"uq_{ITEM}_batch_id_certificate_id")),
    )
    op.create_index("ix_certificate_batch_item_state", ITEM, ["batch_id", "state", "id"])
    for column in ("decision_id", "certificate_id", "result_id"):
        op.create_index(op.f(f"ix_{ITEM}_{column}"), ITEM, [column])


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def downgrade() -> None:
    op.drop_table(ITEM)
    op.drop_table(BATCH)
    with op.batch_alter_table("certificate") as batch:
        batch.drop_column("reissue")
