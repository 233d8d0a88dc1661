"""Endpoints of webhooks."""

from collections.abc import Sequence
from typing import Any

from labelapp.accounts.models import RoleName, User
from labelapp.clusters.models import Cluster
from labelapp.consortium.models import Partner
from labelapp.extensions import db
from labelapp.webhooks.models import Endpoint
from labelapp.webhooks.operations import add_endpoint
from labelapp.webhooks.queries import Owner
from tests.factories.accounts import make_user

ADDRESS = "https://hooks.example/labels"


def make_endpoint(
    partner: Partner | None = None,
    cluster: Cluster | None = None,
    kinds: Sequence[str] | None = None,
    address: str = ADDRESS,
    by: User | None = None,
    **changes: Any,
) -> Endpoint:
    """An endpoint of a partner, of a cluster organisation or of the labelling body, for all that it may know of."""
    return make_endpoint_with_secret(partner, cluster, kinds, address, by, **changes)[0]


def make_endpoint_with_secret(
    partner: Partner | None = None,
    cluster: Cluster | None = None,
    kinds: Sequence[str] | None = None,
    address: str = ADDRESS,
    by: User | None = None,
    **changes: Any,
) -> tuple[Endpoint, str]:
    """The same with the secret that was shown. `changes` are set on the row afterwards."""
    owner = Owner(partner, cluster)
    by = by or make_user("Elin Vesterby", roles=[RoleName.SECRETARIAT])
    chosen = list(kinds if kinds is not None else owner.kinds)
    endpoint, secret = add_endpoint(owner, address, chosen, by)
    for name, value in changes.items():
        setattr(endpoint, name, value)
    db.session.commit()
    return endpoint, secret
