"""Scores carry a flag and a question to the site visit; agreements are proposed, confirmed, or decided by a third."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "20261126_desk"
down_revision = "20261126_report"
branch_labels = None
depends_on = None


def _judgement() -> list[sa.Column[Any]]:
    return [
        sa.Column("points", sa.String(length=20), nullable=True),
        sa.Column("minimum_met", sa.Boolean(), nullable=True),
        sa.Column("plausible", sa.Boolean(), nullable=True),
    ]


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def upgrade() -> None:
    with op.batch_alter_table("score") as batch:
        batch.add_column(sa.Column("visit_question", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("flagged", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("run", sa.String(length=40), nullable=True))
        batch.add_column(sa.Column("step", sa.Integer(), nullable=True))
    with op.batch_alter_table("score") as batch:
        batch.alter_column("visit_question", server_default=None)
        batch.alter_column("flagged", server_default=None)
    op.create_table(
        "consensus_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=20), nullable=False),
        *_judgement(),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        _key("consensus_proposal", "review_id", "review"),
        _key("consensus_proposal", "proposed_by_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consensus_proposal")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_consensus_proposal_review_indicator", "consensus_proposal", ["review_id", "indicator", "id"]
    )
    op.create_table(
        "dispute",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("declared_by_id", sa.Integer(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_dispute_has_reason")),
        _key("dispute", "review_id", "review"),
        _key("dispute", "declared_by_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_dispute_review_indicator", "dispute", ["review_id", "indicator", "id"])
    op.create_table(
        "third_score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dispute_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        *_judgement(),
        sa.Column("justification", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        _key("third_score", "dispute_id", "dispute"),
        _key("third_score", "assignment_id", "assignment"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_third_score")),
        sa.UniqueConstraint("dispute_id", "assignment_id", name=op.f("uq_third_score_dispute_id_assignment_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("consensus_score") as batch:
        batch.add_column(sa.Column("proposal_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("dispute_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_consensus_score_proposal_id_consensus_proposal"),
            "consensus_proposal",
            ["proposal_id"],
            ["id"],
        )
        batch.create_foreign_key(
            op.f("fk_consensus_score_dispute_id_dispute"), "dispute", ["dispute_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("consensus_score") as batch:
        batch.drop_constraint(op.f("fk_consensus_score_dispute_id_dispute"), type_="foreignkey")
        batch.drop_constraint(op.f("fk_consensus_score_proposal_id_consensus_proposal"), type_="foreignkey")
        batch.drop_column("dispute_id")
        batch.drop_column("proposal_id")
    op.drop_table("third_score")
    op.drop_index("ix_dispute_review_indicator", table_name="dispute")
    op.drop_table("dispute")
    op.drop_index("ix_consensus_proposal_review_indicator", table_name="consensus_proposal")
    op.drop_table("consensus_proposal")
    # The release before knows no third expert: their seats end, for an observer would read the whole case.
    op.execute(
        "UPDATE assignment SET role = 'observer', ended_at = COALESCE(ended_at, assigned_at)"
        " WHERE role = 'third_expert'"
    )
    with op.batch_alter_table("score") as batch:
        for column in ("step", "run", "flagged", "visit_question"):
            batch.drop_column(column)
