"""Workbooks that were read wait for the confirmation of their changes."""

import sqlalchemy as sa
from alembic import op

revision = "20261125e"
down_revision = "20261125g"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "workbook_upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(length=255), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_workbook_upload_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["account.id"], name=op.f("fk_workbook_upload_uploaded_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workbook_upload")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_workbook_upload_assessment_id"), "workbook_upload", ["assessment_id"])
    op.create_index(op.f("ix_workbook_upload_expires_at"), "workbook_upload", ["expires_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_workbook_upload_expires_at"), table_name="workbook_upload")
    op.drop_index(op.f("ix_workbook_upload_assessment_id"), table_name="workbook_upload")
    op.drop_table("workbook_upload")
