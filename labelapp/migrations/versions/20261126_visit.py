"""The visit of a review: agenda, questions, participants, notes."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_visit"
down_revision = "20261125c"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(length=20), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attended_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attended_by_id"], ["account.id"], name=op.f("fk_visit_attended_by_id_account")
        ),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_visit_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("review_id", name=op.f("uq_visit_review_id")),
        sqlite_autoincrement=True,
    )
    _part(
        "visit_slot",
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_visit_slot_takes_time")),
    )
    _part(
        "visit_question",
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_visit_question_author_id_account")
        ),
    )
    _part(
        "visit_participant",
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("part", sa.String(length=200), nullable=False),
        sa.Column("attended", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["account.id"], name=op.f("fk_visit_participant_user_id_account")
        ),
    )
    op.create_table(
        "visit_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("run", sa.String(length=40), nullable=True),
        sa.Column("step", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_visit_note_author_id_account")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_visit_note_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_note")),
        sa.UniqueConstraint(
            "review_id", "author_id", "indicator", name=op.f("uq_visit_note_review_id_author_id_indicator")
        ),
        sqlite_autoincrement=True,
    )


def _part(table: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f(f"fk_{table}_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f(f"ix_{table}_visit_id"), table, ["visit_id"])


def downgrade() -> None:
    op.drop_table("visit_note")
    for table in ("visit_participant", "visit_question", "visit_slot"):
        op.drop_index(op.f(f"ix_{table}_visit_id"), table_name=table)
        op.drop_table(table)
    op.drop_table("visit")
