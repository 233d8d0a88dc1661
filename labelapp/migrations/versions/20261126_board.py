"""Sessions of the board with agendas and votes, deferrals, conditions of awards, and the period of appeal."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_board"
down_revision = "20261126_visit"
branch_labels = None
depends_on = None


def _to(table: str, column: str, target: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)


def _key(table: str) -> tuple[sa.Column[int], sa.PrimaryKeyConstraint]:
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _moment(name: str, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    with op.batch_alter_table("decision") as batch:
        batch.add_column(sa.Column("validity_months", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("appeal_until", sa.Date(), nullable=True))
        batch.create_check_constraint("valid_for_months", "validity_months > 0")
    _sessions()
    _conditions()


def _sessions() -> None:
    op.create_table(
        "board_session",
        *_key("board_session"),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("chair_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=True),
        _moment("created_at", nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        _moment("invited_at"),
        _moment("closed_at"),
        sa.Column("minutes", sa.JSON(), nullable=True),
        sa.Column("minutes_sha256", sa.String(length=64), nullable=True),
        _to("board_session", "chair_id", "account"),
        _to("board_session", "deputy_id", "account"),
        _to("board_session", "created_by_id", "account"),
        sa.CheckConstraint(
            "(kind = 'meeting') = (held_on IS NOT NULL)", name=op.f("ck_board_session_meeting_has_a_day")
        ),
        sa.CheckConstraint(
            "kind = 'silent' OR deadline IS NULL",
            name=op.f("ck_board_session_deadline_is_of_a_silent_procedure"),
        ),
        sa.CheckConstraint("chair_id <> deputy_id", name=op.f("ck_board_session_two_people")),
    )
    op.create_index(op.f("ix_board_session_state"), "board_session", ["state"])
    op.create_table(
        "agenda_item",
        *_key("agenda_item"),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("quorum", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("proposal", sa.JSON(), nullable=True),
        sa.Column("ruling", sa.JSON(), nullable=True),
        sa.Column("tally", sa.JSON(), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        _moment("closed_at"),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("moved_because", sa.Text(), nullable=False),
        _to("agenda_item", "session_id", "board_session"),
        _to("agenda_item", "review_id", "review"),
        _to("agenda_item", "decision_id", "decision"),
        _to("agenda_item", "closed_by_id", "account"),
        sa.UniqueConstraint("session_id", "review_id", name=op.f("uq_agenda_item_session_id_review_id")),
    )
    op.create_index(op.f("ix_agenda_item_session_id"), "agenda_item", ["session_id"])
    op.create_index(op.f("ix_agenda_item_review_id"), "agenda_item", ["review_id"])
    op.create_index(
        "uq_agenda_item_one_agenda",
        "agenda_item",
        ["review_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "board_vote",
        *_key("board_vote"),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(length=20), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        _moment("cast_at", nullable=False),
        _to("board_vote", "item_id", "agenda_item", ondelete="CASCADE"),
        _to("board_vote", "user_id", "account"),
        sa.CheckConstraint(
            "choice = 'abstain' OR length(reasons) > 0", name=op.f("ck_board_vote_reasoned")
        ),
    )
    op.create_index("ix_board_vote_item_id_user_id", "board_vote", ["item_id", "user_id"])
    op.create_table(
        "deferral",
        *_key("deferral"),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("missing", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("deferred_on", sa.Date(), nullable=False),
        sa.Column("deferred_by_id", sa.Integer(), nullable=False),
        _to("deferral", "review_id", "review"),
        _to("deferral", "item_id", "agenda_item"),
        _to("deferral", "deferred_by_id", "account"),
        sa.UniqueConstraint("item_id", name=op.f("uq_deferral_item_id")),
        sa.CheckConstraint(
            "length(reasons) > 0 AND length(missing) > 0", name=op.f("ck_deferral_reasoned")
        ),
    )
    op.create_index(op.f("ix_deferral_review_id"), "deferral", ["review_id"])


def _conditions() -> None:
    op.create_table(
        "award_condition",
        *_key("award_condition"),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("first_due_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("checked_by", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        _moment("reminded_at"),
        _moment("overdue_at"),
        _to("award_condition", "decision_id", "decision"),
        sa.UniqueConstraint("decision_id", "number", name=op.f("uq_award_condition_decision_id_number")),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_award_condition_says_something")),
    )
    op.create_index(op.f("ix_award_condition_state"), "award_condition", ["state"])
    op.create_table(
        "condition_step",
        *_key("condition_step"),
        sa.Column("condition_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("revision_id", sa.Integer(), nullable=True),
        sa.Column("taken_by_id", sa.Integer(), nullable=False),
        _moment("taken_at", nullable=False),
        _to("condition_step", "condition_id", "award_condition"),
        _to("condition_step", "revision_id", "document_revision"),
        _to("condition_step", "taken_by_id", "account"),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_condition_step_reasoned")),
        sa.CheckConstraint(
            "(kind = 'extended') = (due_on IS NOT NULL)", name=op.f("ck_condition_step_extension_has_a_day")
        ),
    )
    op.create_index(op.f("ix_condition_step_condition_id"), "condition_step", ["condition_id"])


def downgrade() -> None:
    for table in ("condition_step", "award_condition", "deferral", "board_vote", "agenda_item", "board_session"):
        op.drop_table(table)
    with op.batch_alter_table("decision") as batch:
        batch.drop_constraint("valid_for_months", type_="check")
        batch.drop_column("appeal_until")
        batch.drop_column("validity_months")
