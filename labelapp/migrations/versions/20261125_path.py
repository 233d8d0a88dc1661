"""The effort that a team expects of an indicator, and the plan of a cluster organisation."""

import sqlalchemy as sa
from alembic import op

revision = "20261125g"
down_revision = "20261125i"
branch_labels = None
depends_on = None

EFFORTS = ("small", "medium", "large", "impossible")
STATES = ("open", "in_progress", "done")


def upgrade() -> None:
    op.create_table(
        "expected_effort",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=20), nullable=False),
        sa.Column("effort", sa.Enum(*EFFORTS, name="effort", native_enum=False, length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_expected_effort_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("assessment_id", "indicator", name=op.f("pk_expected_effort")),
    )
    op.create_table(
        "plan_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column("scheme_code", sa.String(length=40), nullable=False),
        sa.Column("indicator", sa.String(length=20), nullable=False),
        sa.Column("points", sa.String(length=40), nullable=False),
        sa.Column("meets", sa.Boolean(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.Enum(*STATES, name="itemstate", native_enum=False, length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["cluster.id"], name=op.f("fk_plan_item_cluster_id_cluster"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["account.id"], name=op.f("fk_plan_item_created_by_id_account")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name=op.f("fk_plan_item_owner_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_item")),
        sa.UniqueConstraint(
            "cluster_id", "scheme_code", "indicator", name=op.f("uq_plan_item_cluster_id_scheme_code_indicator")
        ),
    )
    op.create_index(op.f("ix_plan_item_owner_id"), "plan_item", ["owner_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_plan_item_owner_id"), table_name="plan_item")
    op.drop_table("plan_item")
    op.drop_table("expected_effort")
