"""Validity in time: suspensions with an end, renewal mails, declarations, reported changes, flags and hearings."""

import sqlalchemy as sa
from alembic import op

revision = "20261127_time"
down_revision = "20261127_credential"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("certificate", sa.Column("suspended_until", sa.Date(), nullable=True))
    _reminders()
    _declarations()
    _changes()
    _flags()
    _hearings()


def _reminders() -> None:
    op.create_table(
        "renewal_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        _to("renewal_reminder", "certificate_id", "certificate"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renewal_reminder")),
        sa.UniqueConstraint("certificate_id", "code", name=op.f("uq_renewal_reminder_certificate_id")),
    )


def _declarations() -> None:
    name = "holder_declaration"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("anniversary", sa.Date(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("reminded_at", MOMENT, nullable=True),
        sa.Column("overdue_at", MOMENT, nullable=True),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("sent_by_id", sa.Integer(), nullable=True),
        sa.Column("verdict", sa.String(length=30), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("judged_at", MOMENT, nullable=True),
        sa.Column("judged_by_id", sa.Integer(), nullable=True),
        _check(name, "sent_by_somebody", "(sent_at IS NULL) = (sent_by_id IS NULL)"),
        _check(name, "judged_after_sending", "verdict IS NULL OR sent_at IS NOT NULL"),
        _check(name, "judged_with_verdict", "(verdict IS NULL) = (judged_at IS NULL)"),
        _to(name, "certificate_id", "certificate"),
        _to(name, "sent_by_id", "account"),
        _to(name, "judged_by_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("certificate_id", "anniversary", name=op.f(f"uq_{name}_certificate_id")),
    )
    op.create_index(op.f(f"ix_{name}_due_on"), name, ["due_on"])


def _changes() -> None:
    name = "change_report"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("members_then", sa.Integer(), nullable=True),
        sa.Column("members_joined", sa.Integer(), nullable=True),
        sa.Column("members_left", sa.Integer(), nullable=True),
        sa.Column("reported_at", MOMENT, nullable=False),
        sa.Column("reported_by_id", sa.Integer(), nullable=False),
        _check(name, "says_something", "length(text) > 0"),
        _check(
            name,
            "members_are_counted",
            "(kind = 'membership') = (members_then IS NOT NULL)"
            " AND (kind = 'membership') = (members_joined IS NOT NULL)"
            " AND (kind = 'membership') = (members_left IS NOT NULL)",
        ),
        _to(name, "certificate_id", "certificate"),
        _to(name, "reported_by_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_certificate_id"), name, ["certificate_id"])


def _flags() -> None:
    name = "certificate_flag"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("cause", sa.String(length=80), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=True),
        sa.Column("declaration_id", sa.Integer(), nullable=True),
        sa.Column("condition_id", sa.Integer(), nullable=True),
        sa.Column("raised_at", MOMENT, nullable=False),
        sa.Column("outcome", sa.String(length=30), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("reassess_by", sa.Date(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        _check(name, "decided_with_outcome", "(decided_at IS NULL) = (outcome IS NULL)"),
        _check(
            name,
            "reassessment_has_a_day",
            "(outcome = 'reassessment') = (reassess_by IS NOT NULL) OR outcome IS NULL",
        ),
        _to(name, "certificate_id", "certificate"),
        _to(name, "change_id", "change_report"),
        _to(name, "declaration_id", "holder_declaration"),
        _to(name, "condition_id", "award_condition"),
        _to(name, "decided_by_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("cause", name=op.f(f"uq_{name}_cause")),
    )
    for column in ("certificate_id", "decided_at"):
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column])


def _hearings() -> None:
    name = "hearing"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("flag_id", sa.Integer(), nullable=True),
        sa.Column("act", sa.String(length=30), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("urgency", sa.Text(), nullable=False),
        sa.Column("suspend_until", sa.Date(), nullable=True),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("period_over_at", MOMENT, nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("waived", sa.Boolean(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=30), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        _check(name, "reasoned", "length(reasons) > 0"),
        _check(name, "decided_with_outcome", "(decided_at IS NULL) = (outcome IS NULL)"),
        _check(name, "only_suspensions_are_urgent", "urgency = '' OR act = 'suspend'"),
        _to(name, "certificate_id", "certificate"),
        _to(name, "flag_id", "certificate_flag"),
        *(_to(name, column, "account") for column in ("opened_by_id", "answered_by_id", "decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_certificate_id"), name, ["certificate_id"])
    running = sa.text("decided_at IS NULL")
    op.create_index(
        "ix_hearing_open",
        name,
        ["certificate_id"],
        unique=True,
        sqlite_where=running,
        postgresql_where=running,
    )
    op.create_table(
        "hearing_document",
        sa.Column("hearing_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        _to("hearing_document", "hearing_id", "hearing"),
        _to("hearing_document", "revision_id", "document_revision"),
        sa.PrimaryKeyConstraint("hearing_id", "revision_id", name=op.f("pk_hearing_document")),
    )


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))


def downgrade() -> None:
    for table in (
        "hearing_document",
        "hearing",
        "certificate_flag",
        "change_report",
        "holder_declaration",
        "renewal_reminder",
    ):
        op.drop_table(table)
    op.drop_column("certificate", "suspended_until")
