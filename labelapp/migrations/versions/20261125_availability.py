"""Assessors say how many cases they take and until when they are away."""

import sqlalchemy as sa
from alembic import op

revision = "20261125i"
down_revision = "20261125"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("assessor_profile") as batch:
        batch.add_column(sa.Column("most_cases", sa.Integer(), nullable=False, server_default="4"))
        batch.add_column(sa.Column("away_until", sa.Date(), nullable=True))
        batch.create_check_constraint("takes_cases", "most_cases >= 0")


def downgrade() -> None:
    with op.batch_alter_table("assessor_profile") as batch:
        batch.drop_constraint("takes_cases", type_="check")
        batch.drop_column("away_until")
        batch.drop_column("most_cases")
