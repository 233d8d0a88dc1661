"""Blocks in which submissions enter comparisons."""

import sqlalchemy as sa
from alembic import op

revision = "20261127_stats"
down_revision = "20261127_batch"
branch_labels = None
depends_on = None

BLOCK, MEMBER, REPORT = "benchmark_block", "benchmark_block_member", "benchmark_report_date"


def upgrade() -> None:
    op.create_table(
        REPORT,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{REPORT}")),
        sa.UniqueConstraint("day", name=op.f(f"uq_{REPORT}_day")),
    )
    op.create_table(
        BLOCK,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("formed_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= formed_on", name=op.f(f"ck_{BLOCK}_ends_after_it_began")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{BLOCK}")),
    )
    op.create_index(op.f(f"ix_{BLOCK}_ended_on"), BLOCK, ["ended_on"])
    op.create_table(
        MEMBER,
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("block_id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column("earlier_id", sa.Integer(), nullable=True),
        sa.Column("traits", sa.JSON(), nullable=False),
        _to("submission_id", "submission"),
        sa.ForeignKeyConstraint(
            ["block_id"], [f"{BLOCK}.id"], name=op.f(f"fk_{MEMBER}_block_id_{BLOCK}"), ondelete="CASCADE"
        ),
        _to("cluster_id", "cluster"),
        _to("earlier_id", "submission"),
        sa.PrimaryKeyConstraint("submission_id", name=op.f(f"pk_{MEMBER}")),
    )
    op.create_index(op.f(f"ix_{MEMBER}_block_id"), MEMBER, ["block_id"])
    op.create_index(op.f(f"ix_{MEMBER}_cluster_id"), MEMBER, ["cluster_id"])


def _to(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{MEMBER}_{column}_{table}"))


def downgrade() -> None:
    for table in (MEMBER, BLOCK, REPORT):
        op.drop_table(table)
