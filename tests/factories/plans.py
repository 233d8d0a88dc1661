"""Plans of cluster organisations for tests."""

from datetime import date

from labelapp.accounts.models import User
from labelapp.clock import now
from labelapp.clusters.models import Cluster
from labelapp.extensions import db
from labelapp.plans.models import ItemState, PlanItem


def make_item(
    cluster: Cluster,
    by: User,
    indicator: str = "2.8",
    points: str = "4",
    meets: bool = False,
    scheme: str = "cme-gold",
    owner: User | None = None,
    due_on: date | None = None,
    note: str = "",
    state: ItemState = ItemState.OPEN,
) -> PlanItem:
    """An improvement in the plan of a cluster organisation."""
    item = PlanItem(
        cluster=cluster, scheme_code=scheme, indicator=indicator, points=points, meets=meets, owner=owner,
        due_on=due_on, note=note, state=state, created_at=now(), created_by_id=by.id,
    )  # fmt: skip
    db.session.add(item)
    db.session.commit()
    return item
