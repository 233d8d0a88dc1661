"""A document to seal, the key that an instance makes for itself, and the world outside."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from labelapp.documents.sealing.keys import load_key
from labelapp.documents.sealing.signing import Sealer
from labelapp.documents.sealing.trust import Trust, trusted
from tests.documents.samples import GOLD, certificate
from tests.documents.sealing.authorities import World, running_world
from tests.documents.sealing.moments import MOMENT
from tests.settings import test_settings


@pytest.fixture(scope="session")
def unsealed() -> bytes:
    return certificate(GOLD)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of the seals of an instance."""
    return tmp_path_factory.mktemp("seal")


@pytest.fixture(scope="session")
def sealer(folder: Path) -> Sealer:
    """Of an instance that got no key."""
    return Sealer(load_key(test_settings("sqlite:///unused.db", folder)))


@pytest.fixture(scope="session")
def trust(sealer: Sealer, folder: Path) -> Trust:
    """What that instance believes."""
    return trusted(folder, sealer.key)


@pytest.fixture(scope="session")
def sealed(sealer: Sealer, unsealed: bytes) -> bytes:
    return sealer.seal(unsealed, MOMENT)


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with running_world(tmp_path_factory.mktemp("world")) as running:
        yield running
