"""Members, posts, income and activities of a cluster organisation, imports, and overruled figures."""

import sqlalchemy as sa
from alembic import op

revision = "20261125c"
down_revision = "20261125f"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dataroom_activity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("event", "group", "project", "press", name="activitykind", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sort", sa.String(length=20), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("who", sa.String(length=500), nullable=False),
        sa.CheckConstraint("until_on >= held_on", name=op.f("ck_dataroom_activity_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["cluster_id"],
            ["cluster.id"],
            name=op.f("fk_dataroom_activity_cluster_id_cluster"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dataroom_activity")),
    )
    op.create_index("ix_dataroom_activity_list", "dataroom_activity", ["cluster_id", "kind"], unique=False)
    op.create_table(
        "dataroom_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("filename", sa.String(length=255), nullable=False),
        sa.Column("reading", sa.String(length=255), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "prepared", "queued", "running", "done", name="importstate", native_enum=False, length=20
            ),
            nullable=False,
        ),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cluster_id"],
            ["cluster.id"],
            name=op.f("fk_dataroom_import_cluster_id_cluster"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["account.id"], name=op.f("fk_dataroom_import_created_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dataroom_import")),
    )
    op.create_index(op.f("ix_dataroom_import_cluster_id"), "dataroom_import", ["cluster_id"], unique=False)
    op.create_table(
        "dataroom_income",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "fees",
                "services",
                "sponsoring",
                "other_private",
                "regional",
                "national",
                "european",
                name="source",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_dataroom_income_not_negative")),
        sa.ForeignKeyConstraint(
            ["cluster_id"],
            ["cluster.id"],
            name=op.f("fk_dataroom_income_cluster_id_cluster"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dataroom_income")),
    )
    op.create_index(op.f("ix_dataroom_income_cluster_id"), "dataroom_income", ["cluster_id"], unique=False)
    op.create_table(
        "dataroom_post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "role",
            sa.Enum("head", "team", "support", "project", name="postrole", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("fte", sa.BigInteger(), nullable=False),
        sa.Column("training_days", sa.BigInteger(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint("fte >= 0", name=op.f("ck_dataroom_post_fte_not_negative")),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_dataroom_post_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["cluster_id"],
            ["cluster.id"],
            name=op.f("fk_dataroom_post_cluster_id_cluster"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dataroom_post")),
    )
    op.create_index(op.f("ix_dataroom_post_cluster_id"), "dataroom_post", ["cluster_id"], unique=False)
    op.create_table(
        "dataroom_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "sme",
                "large",
                "research",
                "education",
                "public",
                "association",
                "finance",
                "other",
                name="memberkind",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("region", sa.String(length=5), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("committed", sa.Boolean(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("left_on >= joined_on", name=op.f("ck_dataroom_member_left_after_joined")),
        sa.ForeignKeyConstraint(
            ["cluster_id"],
            ["cluster.id"],
            name=op.f("fk_dataroom_member_cluster_id_cluster"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_dataroom_member_document_id_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dataroom_member")),
    )
    op.create_index(op.f("ix_dataroom_member_cluster_id"), "dataroom_member", ["cluster_id"], unique=False)
    op.create_index(op.f("ix_dataroom_member_document_id"), "dataroom_member", ["document_id"], unique=False)
    op.create_table(
        "overruling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=20), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("overruled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("overruled_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_overruling_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["overruled_by_id"], ["account.id"], name=op.f("fk_overruling_overruled_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overruling")),
        sa.UniqueConstraint(
            "assessment_id", "indicator", "field", name=op.f("uq_overruling_assessment_id_indicator_field")
        ),
    )


def downgrade() -> None:
    op.drop_table("overruling")
    op.drop_index(op.f("ix_dataroom_member_document_id"), table_name="dataroom_member")
    op.drop_index(op.f("ix_dataroom_member_cluster_id"), table_name="dataroom_member")
    op.drop_table("dataroom_member")
    op.drop_index(op.f("ix_dataroom_post_cluster_id"), table_name="dataroom_post")
    op.drop_table("dataroom_post")
    op.drop_index(op.f("ix_dataroom_income_cluster_id"), table_name="dataroom_income")
    op.drop_table("dataroom_income")
    op.drop_index(op.f("ix_dataroom_import_cluster_id"), table_name="dataroom_import")
    op.drop_table("dataroom_import")
    op.drop_index("ix_dataroom_activity_list", table_name="dataroom_activity")
    op.drop_table("dataroom_activity")
