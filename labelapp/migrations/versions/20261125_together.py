"""Sections given to people, comments with mentions, and who is where now."""

import sqlalchemy as sa
from alembic import op

revision = "20261125b"
down_revision = "20261125a"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "section_assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("dimension", sa.String(length=20), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assigned_by_id", sa.Integer(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        _to_assessment("section_assignment"),
        _to_account("section_assignment", "user_id"),
        _to_account("section_assignment", "assigned_by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section_assignment")),
        sa.UniqueConstraint(
            "assessment_id", "dimension", name=op.f("uq_section_assignment_assessment_id_dimension")
        ),
    )
    op.create_index(op.f("ix_section_assignment_user_id"), "section_assignment", ["user_id"])
    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=20), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by_id", sa.Integer(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        _to_assessment("comment"),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["comment.id"], name=op.f("fk_comment_parent_id_comment"), ondelete="CASCADE"
        ),
        _to_account("comment", "author_id"),
        _to_account("comment", "resolved_by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    op.create_index("ix_comment_assessment_id_indicator", "comment", ["assessment_id", "indicator"])
    op.create_index(op.f("ix_comment_parent_id"), "comment", ["parent_id"])
    op.create_table(
        "comment_mention",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
            name=op.f("fk_comment_mention_comment_id_comment"),
            ondelete="CASCADE",
        ),
        _to_account("comment_mention", "user_id"),
        sa.PrimaryKeyConstraint("comment_id", "user_id", name=op.f("pk_comment_mention")),
    )
    op.create_index(op.f("ix_comment_mention_user_id"), "comment_mention", ["user_id"])
    op.create_table(
        "presence",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=20), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
        _to_assessment("presence"),
        _to_account("presence", "user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("assessment_id", "user_id", name=op.f("pk_presence")),
    )


def _to_assessment(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["assessment_id"],
        ["assessment.id"],
        name=op.f(f"fk_{table}_assessment_id_assessment"),
        ondelete="CASCADE",
    )


def _to_account(table: str, column: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_account")
    return sa.ForeignKeyConstraint([column], ["account.id"], name=name, ondelete=ondelete)


def downgrade() -> None:
    for table in ("presence", "comment_mention", "comment", "section_assignment"):
        op.drop_table(table)
