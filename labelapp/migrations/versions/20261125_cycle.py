"""The next cycle: evidence to confirm, where a draft came from, moves to newer versions, interviews and their notes."""

import sqlalchemy as sa
from alembic import op

revision = "20261125d"
down_revision = "20261125b"
branch_labels = None
depends_on = None


def _account(table: str, name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], ["account.id"], name=op.f(f"fk_{table}_{name}_account"))


def _assessment(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_assessment_id_assessment")
    return sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=name, ondelete="CASCADE")


def upgrade() -> None:
    with op.batch_alter_table("evidence_link") as batch:
        batch.add_column(sa.Column("to_confirm", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "carry",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        _assessment("carry"),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_carry_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("assessment_id", name=op.f("pk_carry")),
    )
    op.create_index(op.f("ix_carry_submission_id"), "carry", ["submission_id"])
    op.create_table(
        "version_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("from_version", sa.String(length=20), nullable=False),
        sa.Column("to_version", sa.String(length=20), nullable=False),
        sa.Column("dropped", sa.JSON(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_by_id", sa.Integer(), nullable=False),
        _assessment("version_move"),
        _account("version_move", "moved_by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version_move")),
    )
    op.create_index(op.f("ix_version_move_assessment_id"), "version_move", ["assessment_id"])
    op.create_table(
        "interview",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("expert_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("conflict", sa.Boolean(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        _assessment("interview"),
        _account("interview", "expert_id"),
        _account("interview", "opened_by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview")),
    )
    op.create_index(op.f("ix_interview_assessment_id"), "interview", ["assessment_id"])
    op.create_index(op.f("ix_interview_expert_id"), "interview", ["expert_id"])
    op.create_index(
        "uq_interview_one_open",
        "interview",
        ["assessment_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "interview_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        _assessment("interview_note"),
        _account("interview_note", "written_by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_note")),
        sa.UniqueConstraint(
            "assessment_id",
            "indicator",
            "version",
            name=op.f("uq_interview_note_assessment_id_indicator_version"),
        ),
    )


def downgrade() -> None:
    op.drop_table("interview_note")
    op.drop_index("uq_interview_one_open", table_name="interview")
    op.drop_table("interview")
    op.drop_table("version_move")
    op.drop_table("carry")
    with op.batch_alter_table("evidence_link") as batch:
        batch.drop_column("to_confirm")
