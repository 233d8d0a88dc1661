"""Declarations belong to the submission, so that officers declare before a review exists; changes and objections."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_interests"
down_revision = "20261126_register"
branch_labels = None
depends_on = None

INDEX = "ix_interest_declaration_case"


def upgrade() -> None:
    op.drop_index(INDEX, table_name="interest_declaration")
    with op.batch_alter_table("interest_declaration") as batch:
        batch.add_column(sa.Column("submission_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("conflict", sa.Boolean(), nullable=True))
        batch.add_column(sa.Column("signs", sa.JSON(), nullable=False, server_default="[]"))
    op.execute(
        "UPDATE interest_declaration SET conflict = (CAST(interests AS TEXT) <> '[]'), submission_id ="
        " (SELECT submission_id FROM review WHERE review.id = interest_declaration.review_id)"
    )
    with op.batch_alter_table("interest_declaration") as batch:
        batch.alter_column("submission_id", existing_type=sa.Integer(), nullable=False)
        batch.alter_column("conflict", existing_type=sa.Boolean(), nullable=False)
        batch.alter_column("signs", existing_type=sa.JSON(), server_default=None)
        batch.create_foreign_key(
            op.f("fk_interest_declaration_submission_id_submission"), "submission", ["submission_id"], ["id"]
        )
        batch.drop_constraint(op.f("fk_interest_declaration_review_id_review"), type_="foreignkey")
        batch.drop_column("review_id")
    op.create_index(INDEX, "interest_declaration", ["submission_id", "user_id"])
    with op.batch_alter_table("assessor_profile") as batch:
        batch.add_column(sa.Column("employer", sa.String(length=200), nullable=False, server_default=""))
    with op.batch_alter_table("assessor_profile") as batch:
        batch.alter_column("employer", existing_type=sa.String(length=200), server_default=None)
    _create_case_change()
    _create_objection()


def _create_case_change() -> None:
    op.create_table(
        "case_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_case_change_submission_id_submission")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_case_change_user_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_change")),
    )
    op.create_index("ix_case_change_submission_id_at", "case_change", ["submission_id", "at"])


def _create_objection() -> None:
    op.create_table(
        "objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("raised_by_id", sa.Integer(), nullable=True),
        sa.Column("upheld", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "agreed_at IS NULL OR raised_at IS NULL", name=op.f("ck_objection_one_answer")
        ),
        sa.CheckConstraint("raised_at IS NULL OR length(reason) > 0", name=op.f("ck_objection_reasoned")),
        sa.CheckConstraint(
            "(settled_at IS NULL AND upheld IS NULL)"
            " OR (raised_at IS NOT NULL AND upheld IS NOT NULL AND length(answer) > 0)",
            name=op.f("ck_objection_settled_with_answer"),
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_objection_assignment_id_assignment")
        ),
        *(
            sa.ForeignKeyConstraint([column], ["account.id"], name=op.f(f"fk_objection_{column}_account"))
            for column in ("agreed_by_id", "raised_by_id", "settled_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        sa.UniqueConstraint("assignment_id", name=op.f("uq_objection_assignment_id")),
    )


def downgrade() -> None:
    with op.batch_alter_table("assessor_profile") as batch:
        batch.drop_column("employer")
    op.drop_table("objection")
    op.drop_index("ix_case_change_submission_id_at", table_name="case_change")
    op.drop_table("case_change")
    # A release that keeps declarations with the review cannot hold those that were made before there is one.
    op.execute(
        "DELETE FROM interest_declaration WHERE submission_id NOT IN (SELECT submission_id FROM review)"
    )
    op.drop_index(INDEX, table_name="interest_declaration")
    with op.batch_alter_table("interest_declaration") as batch:
        batch.add_column(sa.Column("review_id", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE interest_declaration SET review_id ="
        " (SELECT id FROM review WHERE review.submission_id = interest_declaration.submission_id)"
    )
    with op.batch_alter_table("interest_declaration") as batch:
        batch.alter_column("review_id", existing_type=sa.Integer(), nullable=False)
        batch.create_foreign_key(
            op.f("fk_interest_declaration_review_id_review"), "review", ["review_id"], ["id"]
        )
        batch.drop_constraint(op.f("fk_interest_declaration_submission_id_submission"), type_="foreignkey")
        batch.drop_column("submission_id")
        batch.drop_column("conflict")
        batch.drop_column("signs")
    op.create_index(INDEX, "interest_declaration", ["review_id", "user_id"])
