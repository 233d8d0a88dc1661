"""Comparisons of cluster organisations, with the disclosure control of the page."""

from pydantic import Field
from sqlalchemy import func, or_, select

from labelapp.accounts.models import User
from labelapp.accounts.policy import is_partner, is_signed_in
from labelapp.api.blueprint import api
from labelapp.api.core.endpoints import Call, Guard
from labelapp.api.core.paging import addresses
from labelapp.api.core.problems import NOT_FOUND, Refusal, refuse_value
from labelapp.api.core.reading import PagedQuery, Query
from labelapp.api.policy import may_compare
from labelapp.api.scopes import Scope
from labelapp.api.shapes.benchmarks import (
    ComparableCluster,
    ComparablePage,
    ComparisonAnswer,
    comparison_answer,
)
from labelapp.api.shapes.common import ClusterName
from labelapp.benchmarks.comparison import Comparison, Wish, compare
from labelapp.benchmarks.groups import LONGEST, key_of, selection_of
from labelapp.benchmarks.queries import clusters_of
from labelapp.clusters.models import Cluster
from labelapp.clusters.queries import find_cluster
from labelapp.consortium.remit import clusters_readable_by, partner_of
from labelapp.web.links import public_link
from labelapp.web.paging import Page, read_page

ANY = Guard(Scope.BENCHMARKS_READ, is_signed_in)
ONE = Guard(Scope.BENCHMARKS_READ, may_compare, find_cluster)


class ComparisonQuery(Query):
    """With whom to compare."""

    group: str | None = Field(
        None,
        description="Key of a group, one of `groups` or made like them: `all`, `portfolio:food,maritime`, "
        "`country:DK+level:gold`. The usual group unless told otherwise",
        max_length=LONGEST,
        examples=["all"],
    )


@api.read("/benchmarks", "Benchmarks", ComparablePage, ANY, PagedQuery)
def benchmarks(call: Call[None, PagedQuery]) -> ComparablePage:
    """List the cluster organisations whose comparison the person may read.

    One's own, and for people of a partner those in its remit that agreed; by name.
    """
    own, remit = clusters_of(call.person), _in_remit(call.person)
    page: Page[Cluster] = read_page(
        select(Cluster).where(or_(Cluster.id.in_(own), Cluster.id.in_(remit))),
        func.lower(Cluster.name),
        Cluster.id.expression,
        call.query.position,
        size=call.query.limit,
    )
    items = [
        ComparableCluster(
            cluster=ClusterName(id=one.id, name=one.name, country=one.country, place=one.place),
            because="team" if one.id in own else "remit",
            comparison=public_link("api.benchmark", cluster_id=one.id),
        )
        for one in page.items
    ]
    return ComparablePage(items=items, **addresses(page, call.query))


@api.read("/benchmarks/<int:cluster_id>", "Benchmarks", ComparisonAnswer, ONE, ComparisonQuery)
def benchmark(call: Call[Cluster, ComparisonQuery]) -> ComparisonAnswer:
    """Compare a cluster organisation with a group.

    The figures of the page, under the same disclosure control; every figure that is missing has its reason. A group
    that is too small is widened, and `widened` says so. 404 as long as nothing was submitted.
    """
    known = clusters_of(call.person) | _in_remit(call.person)
    found = compare(call.found, Wish(call.query.group), known)
    if found is None:
        raise Refusal(NOT_FOUND, "This cluster organisation has submitted nothing yet.")
    if call.query.group is not None and not _is_asked(call.query.group, found):
        raise refuse_value("query", "group", "There is no such group.")
    return comparison_answer(found)


def _is_asked(key: str, found: Comparison) -> bool:
    """Whether the comparison is about the group that was asked for: for a key that is none it takes the usual one."""
    selection = selection_of(key)
    return selection is not None and key_of(selection) == found.asked.key


def _in_remit(user: User) -> frozenset[int]:
    partner = partner_of(user) if is_partner(user) else None
    return clusters_readable_by(partner) if partner else frozenset()
