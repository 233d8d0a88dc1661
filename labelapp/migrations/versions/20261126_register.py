"""Qualifications with dates and parts, sectors and absence of experts, dates of a case, and why people left it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

from labelapp.schemes.months import add_months

revision = "20261126_register"
down_revision = "20261126_board"
branch_labels = None
depends_on = None

# The schemes with one assessor; every other one is taken to ask for two.
ONE_SEAT = ("cme-bronze", "cme-silver")
MONTHS = 36
DAYS_BEFORE = 60


def upgrade() -> None:
    with op.batch_alter_table("assessor_profile") as batch:
        batch.add_column(sa.Column("sectors", sa.JSON(), nullable=False, server_default="[]"))
        batch.add_column(sa.Column("away_from", sa.Date(), nullable=True))
        batch.create_check_constraint("away_in_order", "away_from <= away_until")
        # The release before writes this column still; this one does not know it any more.
        batch.alter_column("qualifications", existing_type=sa.JSON(), server_default="[]")
    with op.batch_alter_table("assignment") as batch:
        batch.add_column(sa.Column("declare_by", sa.Date(), nullable=True))
        batch.add_column(sa.Column("lock_by", sa.Date(), nullable=True))
        batch.add_column(sa.Column("ending", sa.String(length=20), nullable=True))
        batch.add_column(sa.Column("ending_reason", sa.Text(), nullable=False, server_default=""))
    _make_tables()
    _take_over_lists()


def _make_tables() -> None:
    op.create_table(
        "qualification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("scheme_code", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("granted_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("granted_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawal", sa.Text(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ends_on >= granted_on", name=op.f("ck_qualification_ends_after_grant")),
        sa.CheckConstraint(
            "withdrawn_on IS NULL OR length(withdrawal) > 0",
            name=op.f("ck_qualification_withdrawal_has_reason"),
        ),
        *(
            sa.ForeignKeyConstraint([column], ["account.id"], name=op.f(f"fk_qualification_{column}_account"))
            for column in ("user_id", "granted_by_id", "withdrawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qualification")),
    )
    op.create_index("ix_qualification_person", "qualification", ["user_id", "scheme_code", "role"])
    op.create_table(
        "assignment_notice",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_assignment_notice_assignment_id_assignment")
        ),
        sa.PrimaryKeyConstraint("assignment_id", "kind", "due_on", name=op.f("pk_assignment_notice")),
    )


def _take_over_lists() -> None:
    """Whoever was qualified without dates is qualified for a whole period from today on."""
    profile = sa.table("assessor_profile", sa.column("user_id"), sa.column("qualifications", sa.JSON()))
    today = datetime.now(UTC).date()
    found = [
        _row(user_id, code, role, today)
        for user_id, codes in op.get_bind().execute(sa.select(profile.c.user_id, profile.c.qualifications))
        for code in codes
        for role in (("lead",) if code in ONE_SEAT else ("lead", "co_assessor"))
    ]
    qualification = sa.table(
        "qualification",
        *(sa.column(name) for name in ("id", "user_id", "scheme_code", "role", "withdrawal")),
        sa.column("granted_on", sa.Date()),
        sa.column("ends_on", sa.Date()),
        sa.column("recorded_at", sa.DateTime(timezone=True)),
    )
    if found:
        op.bulk_insert(qualification, found)
        _queue_reminders(qualification)


def _row(user_id: int, code: str, role: str, today: date) -> dict[str, Any]:
    return {
        "user_id": user_id,
        "scheme_code": code,
        "role": role,
        "granted_on": today,
        "ends_on": add_months(today, MONTHS),
        "recorded_at": datetime.now(UTC),
        "withdrawal": "",
    }


def _queue_reminders(qualification: sa.TableClause) -> None:
    job = sa.table(
        "job",
        sa.column("kind"),
        sa.column("payload", sa.JSON()),
        sa.column("created_at", sa.DateTime(timezone=True)),
        sa.column("next_try_at", sa.DateTime(timezone=True)),
        sa.column("tries"),
    )
    query = sa.select(qualification.c.id, qualification.c.ends_on)
    op.bulk_insert(
        job,
        [
            {
                "kind": "remind_of_qualification",
                "payload": {"qualification_id": number},
                "created_at": datetime.now(UTC),
                "next_try_at": datetime.combine(ends_on - timedelta(days=DAYS_BEFORE), time(6), tzinfo=UTC),
                "tries": 0,
            }
            for number, ends_on in op.get_bind().execute(query)
        ],
    )


def downgrade() -> None:
    op.drop_table("assignment_notice")
    op.drop_table("qualification")
    with op.batch_alter_table("assignment") as batch:
        for column in ("ending_reason", "ending", "lock_by", "declare_by"):
            batch.drop_column(column)
    with op.batch_alter_table("assessor_profile") as batch:
        batch.alter_column("qualifications", existing_type=sa.JSON(), server_default=None)
        batch.drop_constraint("away_in_order", type_="check")
        batch.drop_column("away_from")
        batch.drop_column("sectors")
