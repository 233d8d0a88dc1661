"""Columns of blocks, and keys by which a process tells which blocks it has read."""

import sqlalchemy as sa
from alembic import op

revision = "20261128_snapshot"
down_revision = "20261128_charts"
branch_labels = None
depends_on = None

BLOCK, COLUMNS, CONSENT = "benchmark_block", "benchmark_columns", "ix_cluster_without_benchmark"
# Blocks that are there already draw a key now, and those that the previous release still forms draw theirs here.
DRAWN = {"sqlite": "(abs(random()) % 17592186044416)", "postgresql": "(floor(random() * 17592186044416)::bigint)"}


def upgrade() -> None:
    op.create_table(
        COLUMNS,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("format", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{COLUMNS}")),
    )
    drawn = sa.text(DRAWN[op.get_bind().dialect.name])
    with op.batch_alter_table(BLOCK) as batch:
        batch.add_column(sa.Column("key", sa.BigInteger(), server_default=drawn, nullable=False))
        batch.add_column(sa.Column("columns_id", sa.Integer(), nullable=True))
        batch.create_unique_constraint(op.f(f"uq_{BLOCK}_key"), ["key"])
        batch.create_foreign_key(op.f(f"fk_{BLOCK}_columns_id_{COLUMNS}"), COLUMNS, ["columns_id"], ["id"])
    op.create_index(
        CONSENT,
        "cluster",
        ["id"],
        sqlite_where=sa.text("benchmark_consent = 0"),
        postgresql_where=sa.text("NOT benchmark_consent"),
    )


def downgrade() -> None:
    op.drop_index(CONSENT, "cluster")
    with op.batch_alter_table(BLOCK) as batch:
        batch.drop_constraint(op.f(f"fk_{BLOCK}_columns_id_{COLUMNS}"), type_="foreignkey")
        batch.drop_constraint(op.f(f"uq_{BLOCK}_key"), type_="unique")
        batch.drop_column("columns_id")
        batch.drop_column("key")
    op.drop_table(COLUMNS)
