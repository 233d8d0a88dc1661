"""The register: sorted by an index, certificates taken over from an earlier one, and their imports; fees of cases."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "20261127_register"
down_revision = "20261126_calibration"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_event_kind", "event", ["subject_kind", "number"])
    _certificates()
    _imports()
    _fees()


def _certificates() -> None:
    op.add_column("certificate", sa.Column("sort_name", sa.String(200), server_default="", nullable=False))
    op.add_column("certificate", sa.Column("origin", sa.String(10), server_default="issued", nullable=False))
    certificate = sa.table(
        "certificate", sa.column("id", sa.Integer), sa.column("holder"), sa.column("sort_name")
    )
    connection = op.get_bind()
    for number, holder in connection.execute(sa.select(certificate.c.id, certificate.c.holder)).all():
        change = certificate.update().where(certificate.c.id == number)
        connection.execute(change.values(sort_name=_sort_name(holder)))
    with op.batch_alter_table("certificate") as table:
        table.drop_index("ix_certificate_level")
        table.drop_index("ix_certificate_country")
        table.create_index("ix_certificate_name", ["sort_name", "id"])
        table.create_index("ix_certificate_country_name", ["country", "sort_name", "id"])


def _sort_name(holder: str) -> str:
    letters = unicodedata.normalize("NFKD", holder.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))[:200]


def _imports() -> None:
    op.create_table(
        "register_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("reading", sa.String(length=60), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("leave_out", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["account.id"], name=op.f("fk_register_import_created_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_import")),
    )


def _fees() -> None:
    op.create_table(
        "fee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("mode_chosen", sa.Boolean(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("set_on", sa.Date(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("invoiced_on", sa.Date(), nullable=True),
        sa.Column("invoice", sa.String(length=60), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("waived_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_fee_amount_not_negative")),
        sa.CheckConstraint(
            "(state = 'waived') = (length(reason) > 0)", name=op.f("ck_fee_waived_with_reason")
        ),
        sa.CheckConstraint("state <> 'paid' OR paid_on IS NOT NULL", name=op.f("ck_fee_paid_on_a_day")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_fee_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fee")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_fee_submission_id")),
    )
    op.create_index("ix_fee_set_on", "fee", ["set_on", "id"])


def downgrade() -> None:
    op.drop_table("fee")
    op.drop_table("register_import")
    with op.batch_alter_table("certificate") as table:
        table.drop_index("ix_certificate_country_name")
        table.drop_index("ix_certificate_name")
        table.create_index("ix_certificate_country", ["country"])
        table.create_index("ix_certificate_level", ["level"])
        table.drop_column("origin")
        table.drop_column("sort_name")
    op.drop_index("ix_event_kind", table_name="event")
