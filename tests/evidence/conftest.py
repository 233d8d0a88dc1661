"""A cluster organisation and somebody of its team at a browser."""

import io
from dataclasses import dataclass, field

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from labelapp.accounts.models import User
from labelapp.clusters.models import Cluster, TeamRole
from tests.factories.accounts import make_user, sign_in
from tests.factories.clusters import add_member, make_cluster


@pytest.fixture
def cluster(app: Flask) -> Cluster:
    return make_cluster(name="Havnsund Maritime Cluster")


@dataclass
class Desk:
    """A manager of the cluster organisation, signed in."""

    client: FlaskClient
    cluster: Cluster
    user: User
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def library(self) -> str:
        """The address of the documents."""
        return f"/clusters/{self.cluster.id}/documents"

    def send(self, *files: tuple[bytes, str], to: str = "", json: bool = False) -> TestResponse:
        """A form with files, to the library or another address."""
        return self.client.post(
            to or self.library,
            data={"file": [(io.BytesIO(content), name) for content, name in files]},
            headers={"Accept": "application/json"} if json else {},
        )


@pytest.fixture
def desk(client: FlaskClient, cluster: Cluster) -> Desk:
    user = make_user("Vera Holm")
    add_member(cluster, user, TeamRole.MANAGER)
    sign_in(client, user)
    return Desk(client, cluster, user)
