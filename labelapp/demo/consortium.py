"""The remit of the partners: funding programmes beside their countries, and a report that is public."""

from sqlalchemy import select

from labelapp.clusters.models import Cluster
from labelapp.consortium.models import Partner, ProgrammeCluster
from labelapp.consortium.operations import PartnerFacts, publish_report, save_partner, save_programme
from labelapp.demo.world import World
from labelapp.extensions import db

PROGRAMMES = (
    (
        "Transition Fund (invented)",
        None,
        {"production", "digital", "construction"},
        "Nordic Cluster Programme (invented)",
    ),
    ("Fonds Terroirs et Santé (inventé)", None, {"food", "health"}, "Programme Grappes de demain (inventé)"),
    ("Zukunftsfabrik (erfunden)", "DE", {"production"}, "Clusterprogramm Alpenvorland (erfunden)"),
)
PUBLISHED = frozenset({"DE", "DK", "FR"})


def make_programmes(world: World) -> None:
    """A programme for each partner with the clusters of some fields, and public reports of two years."""
    office = world.cast.secretariat
    for name, country, fields, owner in PROGRAMMES:
        programme = save_programme(None, name, country, office)
        db.session.flush()
        funded = [one for one in world.clusters.values() if _is_funded(one, country, fields)]
        db.session.add_all(ProgrammeCluster(programme_id=programme.id, cluster_id=one.id) for one in funded)
        partner = db.session.scalars(select(Partner).where(Partner.name == owner)).one()
        save_partner(partner, PartnerFacts(partner.name, partner.countries, [programme.id]), office)
        for published in PUBLISHED.intersection(partner.countries):
            for year in (world.today.year - 1, world.today.year):
                publish_report(partner, published, year, partner.people[0].user)


def _is_funded(cluster: Cluster, country: str | None, fields: set[str]) -> bool:
    return country in (None, cluster.country) and not fields.isdisjoint(cluster.portfolio_codes)
