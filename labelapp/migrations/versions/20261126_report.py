"""Texts of a report by section, the other assessor's word on the draft, and the comment period."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_report"
down_revision = "20261126_clarify"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _texts()
    _consents()
    _sent_drafts()
    _remarks()
    _keep_summaries()
    with op.batch_alter_table("review") as batch:
        batch.drop_column("draft_summary")


def _texts() -> None:
    op.create_table(
        "report_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=60), nullable=False),
        sa.Column("content", sa.JSON(), nullable=True),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        _to("report_text", "review_id", "review"),
        _to("report_text", "written_by_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_text")),
    )
    op.create_index("ix_report_text_review_section", "report_text", ["review_id", "section", "id"])


def _consents() -> None:
    op.create_table(
        "draft_consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        _to("draft_consent", "review_id", "review"),
        _to("draft_consent", "user_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_consent")),
    )
    op.create_index("ix_draft_consent_review_user", "draft_consent", ["review_id", "user_id", "id"])


def _sent_drafts() -> None:
    op.create_table(
        "sent_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ending", sa.String(length=20), nullable=True),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ending IS NULL)", name=op.f("ck_sent_draft_says_how_it_ended")
        ),
        _to("sent_draft", "review_id", "review"),
        _to("sent_draft", "sent_by_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sent_draft")),
    )
    op.create_index(op.f("ix_sent_draft_review_id"), "sent_draft", ["review_id"])


def _remarks() -> None:
    op.create_table(
        "fact_remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=20), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(accepted IS NULL) = (answered_at IS NULL)", name=op.f("ck_fact_remark_answered_at_a_time")
        ),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_fact_remark_says_something")),
        _to("fact_remark", "draft_id", "sent_draft"),
        _to("fact_remark", "written_by_id", "account"),
        _to("fact_remark", "answered_by_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact_remark")),
    )
    op.create_index(op.f("ix_fact_remark_draft_id"), "fact_remark", ["draft_id"])


def _keep_summaries() -> None:
    """What leads had written so far goes on as the first version of their summaries."""
    review = sa.table("review", sa.column("id"), sa.column("draft_summary"), sa.column("state"))
    text = sa.table(
        "report_text",
        sa.column("review_id"),
        sa.column("section"),
        sa.column("content", sa.JSON()),
        sa.column("written_at", sa.DateTime(timezone=True)),
    )
    query = sa.select(review.c.id, review.c.draft_summary).where(
        review.c.draft_summary != "", review.c.state != "reported"
    )
    rows = [
        {"review_id": row.id, "section": "summary", "content": {"text": row.draft_summary}}
        for row in op.get_bind().execute(query)
    ]
    if rows:
        op.get_bind().execute(sa.insert(text).values(written_at=sa.func.current_timestamp()), rows)


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def downgrade() -> None:
    with op.batch_alter_table("review") as batch:
        batch.add_column(sa.Column("draft_summary", sa.Text(), nullable=False, server_default=""))
    for table in ("fact_remark", "sent_draft", "draft_consent", "report_text"):
        op.drop_table(table)
