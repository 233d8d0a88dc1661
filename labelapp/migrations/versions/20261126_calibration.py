"""Calibration exercises: a fictional case, its reference, and the sheets of those who score it."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_calibration"
down_revision = "20261126_appeal"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _exercises()
    _items()
    _sheets()
    _scores()


def _exercises() -> None:
    op.create_table(
        "calibration_exercise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("scheme_code", sa.String(length=40), nullable=False),
        sa.Column("scheme_version", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("background", sa.Text(), nullable=False),
        sa.Column("reference_by", sa.String(length=300), nullable=False),
        sa.Column("condition", sa.Boolean(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("pending", sa.JSON(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "closed_at IS NULL OR opened_at IS NOT NULL", name=op.f("ck_calibration_exercise_opened_first")
        ),
        _to("calibration_exercise", "created_by_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration_exercise")),
    )


def _items() -> None:
    op.create_table(
        "calibration_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=20), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("points", sa.String(length=40), nullable=True),
        sa.Column("minimum_met", sa.Boolean(), nullable=True),
        sa.Column("plausible", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        _to("calibration_item", "exercise_id", "calibration_exercise"),
        _to("calibration_item", "written_by_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration_item")),
        sa.UniqueConstraint(
            "exercise_id", "indicator", name=op.f("uq_calibration_item_exercise_id_indicator")
        ),
    )


def _sheets() -> None:
    op.create_table(
        "calibration_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        _to("calibration_sheet", "exercise_id", "calibration_exercise"),
        _to("calibration_sheet", "user_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration_sheet")),
        sa.UniqueConstraint(
            "exercise_id", "user_id", name=op.f("uq_calibration_sheet_exercise_id_user_id")
        ),
    )
    op.create_index(op.f("ix_calibration_sheet_user_id"), "calibration_sheet", ["user_id"])


def _scores() -> None:
    op.create_table(
        "calibration_score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=20), nullable=False),
        sa.Column("points", sa.String(length=40), nullable=True),
        sa.Column("minimum_met", sa.Boolean(), nullable=True),
        sa.Column("plausible", sa.Boolean(), nullable=True),
        sa.Column("justification", sa.Text(), nullable=False),
        sa.Column("run", sa.String(length=40), nullable=True),
        sa.Column("step", sa.Integer(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        _to("calibration_score", "sheet_id", "calibration_sheet"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration_score")),
    )
    op.create_index("ix_calibration_score_place", "calibration_score", ["sheet_id", "indicator", "id"])


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def downgrade() -> None:
    for table in ("calibration_score", "calibration_sheet", "calibration_item", "calibration_exercise"):
        op.drop_table(table)
