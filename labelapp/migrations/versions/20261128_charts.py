"""The legal form of a cluster organisation, and the region of those that are in blocks already."""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

from labelapp.clusters.regions import region_of

revision = "20261128_charts"
down_revision = "20261127_stats"
branch_labels = None
depends_on = None

MEMBER = sa.table("benchmark_block_member", sa.column("submission_id", sa.Integer), sa.column("traits", sa.JSON))


def upgrade() -> None:
    op.add_column("cluster", sa.Column("legal_form", sa.String(length=20), nullable=True))
    _rewrite_traits(lambda traits: sorted({*traits, *(f"region:{region_of(one)}" for one in _countries(traits))}))


def _countries(traits: list[str]) -> list[str]:
    return [trait.removeprefix("country:") for trait in traits if trait.startswith("country:")]


def _rewrite_traits(change: Callable[[list[str]], list[str]]) -> None:
    """The region follows from the country, so this adds nothing that the block did not know on its day."""
    connection = op.get_bind()
    for row in connection.execute(sa.select(MEMBER.c.submission_id, MEMBER.c.traits)).all():
        same = MEMBER.c.submission_id == row.submission_id
        connection.execute(sa.update(MEMBER).where(same).values(traits=change(row.traits)))


def downgrade() -> None:
    _rewrite_traits(lambda traits: [one for one in traits if one.partition(":")[0] not in ("region", "legal_form")])
    op.drop_column("cluster", "legal_form")
