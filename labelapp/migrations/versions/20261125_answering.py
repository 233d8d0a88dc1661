"""A version of an answer knows the run of typing that it belongs to, and the version that it restored."""

import sqlalchemy as sa
from alembic import op

revision = "20261125a"
down_revision = "20261125e"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("answer_change") as batch:
        batch.add_column(sa.Column("run", sa.String(length=40), nullable=True))
        batch.add_column(sa.Column("step", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("restored", sa.Integer(), nullable=True))


def downgrade() -> None:
    # A release that knows no restored answers reads them as typed, which is what it called them.
    for table in ("answer", "answer_change"):
        op.execute(f"UPDATE {table} SET origin = 'typed' WHERE origin = 'restored'")
    with op.batch_alter_table("answer_change") as batch:
        batch.drop_column("restored")
        batch.drop_column("step")
        batch.drop_column("run")
