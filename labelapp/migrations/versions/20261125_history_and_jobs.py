"""Every version of an answer is kept, answers say where they come from, and the outbox has jobs."""

import sqlalchemy as sa
from alembic import op

revision = "20261125"
down_revision = "20261123"
branch_labels = None
depends_on = None

ORIGINS = ("typed", "carried", "interview", "workbook")


def _origin() -> sa.Enum:
    return sa.Enum(*ORIGINS, name="answerorigin", native_enum=False, length=20)


def upgrade() -> None:
    with op.batch_alter_table("answer") as batch:
        batch.add_column(sa.Column("origin", _origin(), nullable=False, server_default="typed"))
        batch.add_column(sa.Column("to_confirm", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "answer_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=20), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("origin", _origin(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_answer_change_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["account.id"], name=op.f("fk_answer_change_changed_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_change")),
        sa.UniqueConstraint(
            "assessment_id",
            "indicator",
            "field",
            "version",
            name=op.f("uq_answer_change_assessment_id_indicator_field_version"),
        ),
    )
    # What stands there already is the first version that can be told.
    op.execute(
        "INSERT INTO answer_change"
        " (assessment_id, indicator, field, version, content, origin, changed_at, changed_by_id)"
        " SELECT assessment_id, indicator, field, version, content, origin, changed_at, changed_by_id FROM answer"
    )
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    op.create_index("ix_job_waiting", "job", ["done_at", "next_try_at"])


def downgrade() -> None:
    op.drop_index("ix_job_waiting", table_name="job")
    op.drop_table("job")
    op.drop_table("answer_change")
    with op.batch_alter_table("answer") as batch:
        batch.drop_column("to_confirm")
        batch.drop_column("origin")
