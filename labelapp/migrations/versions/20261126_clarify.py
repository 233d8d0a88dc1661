"""Rounds of clarifications: questions, replies, documents, and the frozen supplements."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_clarify"
down_revision = "20261126_interests"
branch_labels = None
depends_on = None


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, length=20)


def upgrade() -> None:
    op.create_table(
        "clarification_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("ending", _words("ending", "answered", "over", "closed"), nullable=True),
        sa.Column("closing_reason", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (sha256 IS NULL)",
            name=op.f("ck_clarification_round_frozen_when_closed"),
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_clarification_round_review_id_review")
        ),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["account.id"], name=op.f("fk_clarification_round_sent_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["account.id"], name=op.f("fk_clarification_round_closed_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clarification_round")),
        sa.UniqueConstraint("review_id", "number", name="uq_clarification_round_number"),
    )
    op.create_index(
        "uq_clarification_round_one_open",
        "clarification_round",
        ["review_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "clarification_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("indicator", sa.String(length=20), nullable=False),
        sa.Column(
            "reason", _words("reason", "incomplete", "incorrect", "outdated", "unclear"), nullable=False
        ),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(question) > 0", name=op.f("ck_clarification_request_has_question")),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_clarification_request_review_id_review")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["clarification_round.id"],
            name=op.f("fk_clarification_request_round_id_clarification_round"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["account.id"], name=op.f("fk_clarification_request_asked_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clarification_request")),
    )
    op.create_index(
        op.f("ix_clarification_request_round_id"), "clarification_request", ["round_id"], unique=False
    )
    op.create_index(
        "uq_clarification_request_one_draft",
        "clarification_request",
        ["review_id", "asked_by_id", "indicator"],
        unique=True,
        sqlite_where=sa.text("round_id IS NULL"),
        postgresql_where=sa.text("round_id IS NULL"),
    )
    op.create_table(
        "clarification_reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=20), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.Column("frozen", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_in_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(handed_in_at IS NULL) = (handed_in_by_id IS NULL)",
            name=op.f("ck_clarification_reply_handed_in_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["clarification_round.id"],
            name=op.f("fk_clarification_reply_round_id_clarification_round"),
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["account.id"], name=op.f("fk_clarification_reply_changed_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["handed_in_by_id"], ["account.id"], name=op.f("fk_clarification_reply_handed_in_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clarification_reply")),
        sa.UniqueConstraint("round_id", "indicator", name="uq_clarification_reply_indicator"),
    )
    op.create_table(
        "clarification_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=20), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("file", sa.Integer(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["clarification_round.id"],
            name=op.f("fk_clarification_evidence_round_id_clarification_round"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_clarification_evidence_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["offered_by_id"], ["account.id"], name=op.f("fk_clarification_evidence_offered_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clarification_evidence")),
        sa.UniqueConstraint(
            "round_id", "indicator", "document_id", name="uq_clarification_evidence_document"
        ),
    )
    op.create_index(
        op.f("ix_clarification_evidence_document_id"),
        "clarification_evidence",
        ["document_id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_table("clarification_evidence")
    op.drop_table("clarification_reply")
    op.drop_table("clarification_request")
    op.drop_table("clarification_round")
