"""Programmes in the remit of partners, and public reports of countries."""

import sqlalchemy as sa
from alembic import op

revision = "20261128_consortium"
down_revision = "20261128_snapshot"
branch_labels = None
depends_on = None

PROGRAMME, INSIDE, REMIT, REPORT = (
    "programme",
    "programme_cluster",
    "partner_programme",
    "country_report",
)


def upgrade() -> None:
    op.create_table(
        PROGRAMME,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{PROGRAMME}")),
        sa.UniqueConstraint("name", name=op.f(f"uq_{PROGRAMME}_name")),
    )
    _create_pairs(INSIDE, ("programme", "cluster"))
    _create_pairs(REMIT, ("partner", "programme"))
    op.create_table(
        REPORT,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f(f"fk_{REPORT}_partner_id_partner")),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["account.id"], name=op.f(f"fk_{REPORT}_published_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{REPORT}")),
        sa.UniqueConstraint("country", "year", name=op.f(f"uq_{REPORT}_country")),
    )
    op.create_index(op.f(f"ix_{REPORT}_partner_id"), REPORT, ["partner_id"])


def _create_pairs(table: str, sides: tuple[str, str]) -> None:
    """A table of pairs of rows; the key serves the first side, an index the second."""
    columns = [f"{side}_id" for side in sides]
    op.create_table(
        table,
        *(sa.Column(column, sa.Integer(), nullable=False) for column in columns),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{side}.id"], name=op.f(f"fk_{table}_{column}_{side}"), ondelete="CASCADE"
            )
            for column, side in zip(columns, sides, strict=True)
        ),
        sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_{columns[1]}"), table, [columns[1]])


def downgrade() -> None:
    for table in (REPORT, REMIT, INSIDE, PROGRAMME):
        op.drop_table(table)
