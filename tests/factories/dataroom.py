"""Facts of a cluster organisation for tests."""

import io
import itertools
from datetime import date
from decimal import Decimal
from typing import Any

from labelapp.accounts.models import User
from labelapp.clusters.models import Cluster
from labelapp.dataroom.importing import prepare_import
from labelapp.dataroom.kinds import KINDS
from labelapp.dataroom.models import Activity, Import, Income, Member, Post
from labelapp.dataroom.queries import Shelf
from labelapp.dataroom.tables import read_table
from labelapp.extensions import db

_numbers = itertools.count(1)
LIST = "Name;Country;Kind;Joined\nVirkholm Elektronik;Denmark;SME;01.02.2020\n"


def make_member(cluster: Cluster, **more: Any) -> Member:
    """A committed small firm in Denmark, a member since 2020."""
    values = {
        "name": f"Member {next(_numbers)}",
        "kind": "sme",
        "country": "DK",
        "joined_on": date(2020, 1, 1),
        "committed": True,
    }
    return _kept(Member(cluster_id=cluster.id, **(values | more)))


def make_post(cluster: Cluster, fte: str = "1", **more: Any) -> Post:
    """A post in the management team since 2020."""
    values = {"name": f"Post {next(_numbers)}", "role": "team", "from_on": date(2020, 1, 1)}
    return _kept(Post(cluster_id=cluster.id, fte=Decimal(fte), **(values | more)))


def make_income(cluster: Cluster, year: int, amount: str, source: str = "fees") -> Income:
    """An amount of money."""
    row = Income(
        cluster_id=cluster.id, year=year, source=source, name=f"Line {next(_numbers)}", amount=Decimal(amount)
    )
    return _kept(row)


def make_activity(cluster: Cluster, kind: str, held_on: date, **more: Any) -> Activity:
    """An event, a group, a project or a report."""
    values = {"name": f"Activity {next(_numbers)}"}
    return _kept(Activity(cluster_id=cluster.id, kind=kind, held_on=held_on, **(values | more)))


def make_import(cluster: Cluster, by: User, text: str = LIST, kind: str = "members") -> Import:
    """A table that was uploaded, with the mapping that was guessed."""
    table = read_table(io.BytesIO(text.encode()))
    prepared = prepare_import(Shelf(cluster, KINDS[kind]), "list.csv", table, by)
    db.session.commit()
    return prepared


def _kept(row: Any) -> Any:
    db.session.add(row)
    db.session.commit()
    return row
