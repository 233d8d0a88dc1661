"""Certificates get a place in the status lists, and every file that was made of them stays known."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "20261127_credential"
down_revision = "20261127_register"
branch_labels = None
depends_on = None

PLACES = 131_072
CERTIFICATES = PLACES // 2


def upgrade() -> None:
    with op.batch_alter_table("certificate") as batch:
        batch.add_column(sa.Column("status_index", sa.Integer(), nullable=True))
        batch.create_index(op.f("ix_certificate_status_index"), ["status_index"], unique=True)
    op.create_table(
        "certificate_print",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["certificate.id"],
            name=op.f("fk_certificate_print_certificate_id_certificate"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_print")),
        sa.UniqueConstraint("sha256", name=op.f("uq_certificate_print_sha256")),
    )
    op.create_index(
        op.f("ix_certificate_print_certificate_id"), "certificate_print", ["certificate_id"]
    )
    _give_places()
    _note_files()


def _give_places() -> None:
    """As labelapp.certificates.credential.places draws them."""
    connection, taken = op.get_bind(), set[int]()
    for (number,) in connection.execute(sa.text("SELECT id FROM certificate ORDER BY id")).all():
        start = number // CERTIFICATES * PLACES
        while (drawn := start + secrets.randbelow(PLACES)) in taken:
            pass
        taken.add(drawn)
        connection.execute(
            sa.text("UPDATE certificate SET status_index = :drawn WHERE id = :number"),
            {"drawn": drawn, "number": number},
        )


def _note_files() -> None:
    op.execute(
        "INSERT INTO certificate_print (certificate_id, sha256, printed_at, reason) "
        "SELECT id, pdf_sha256, issued_at, 'issue' FROM certificate WHERE pdf_sha256 IS NOT NULL"
    )


def downgrade() -> None:
    op.drop_table("certificate_print")
    with op.batch_alter_table("certificate") as batch:
        batch.drop_index(op.f("ix_certificate_status_index"))
        batch.drop_column("status_index")
