from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import downgrade, upgrade

from labelapp.app import create_app
from labelapp.benchmarks.models import BlockMember
from labelapp.certificates.models import Certificate
from labelapp.certificates.operations import withdraw_certificate
from labelapp.extensions import db
from tests.factories.accounts import make_user
from tests.factories.benchmarks import make_group
from tests.factories.decisions import make_decision
from tests.settings import test_settings

LAST_RELEASE = "20261126_calibration"
OLD_COLUMNS = ("serial", "code", "holder", "valid_until", "withdrawn_on", "status_reason")


@pytest.fixture
def own_app(own_database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An app on a database that this test may rebuild."""
    app = create_app(test_settings(own_database_url, tmp_path))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def kept() -> list[tuple[object, ...]]:
    columns = ", ".join(OLD_COLUMNS)
    with db.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text(f"SELECT {columns} FROM certificate"))]


def test_filled_database_goes_back_to_the_last_release_and_forth_again(own_app: Flask) -> None:
    certificate = db.session.scalars(
        sa.select(Certificate).where(Certificate.decision_id == make_decision().id)
    ).one()
    withdraw_certificate(certificate, "The label was used for another organisation.", make_user())
    db.session.commit()
    before = kept()
    db.session.remove()
    downgrade(revision=LAST_RELEASE)
    assert kept() == before
    upgrade()
    assert kept() == before
    assert db.session.scalars(sa.select(Certificate)).one().decision is not None


def test_rows_that_refer_to_nothing_stop_a_migration(
    own_app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL never lets them in")
    downgrade(revision=LAST_RELEASE)
    raw = db.engine.raw_connection()
    raw.execute("PRAGMA foreign_keys=OFF")
    raw.execute("INSERT INTO cluster_portfolio (cluster_id, portfolio) VALUES (7, 'food')")
    raw.commit()
    raw.close()
    with pytest.raises(SystemExit):
        upgrade()
    assert "refer to nothing: [('cluster_portfolio'" in caplog.text


def test_clusters_in_blocks_get_the_region_of_their_country_and_lose_it_again(own_app: Flask) -> None:
    make_group(range(6), country="FR", legal_form="association")
    db.session.remove()
    downgrade(revision="20261127_stats")
    assert {"region", "legal_form"}.isdisjoint(_kinds())
    upgrade()
    assert "region:western" in _traits()
    assert "legal_form" not in _kinds()


def _traits() -> set[str]:
    with db.engine.connect() as connection:
        rows = connection.execute(sa.select(BlockMember.traits)).scalars().all()
    return {trait for traits in rows for trait in traits}


def _kinds() -> set[str]:
    return {trait.partition(":")[0] for trait in _traits()}
