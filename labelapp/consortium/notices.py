"""What cluster organisations are told about who looks after them: a consent that they gave covers new partners too."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from labelapp.clusters.models import Cluster, TeamMember, TeamRole
from labelapp.clusters.queries import people_with
from labelapp.consortium.models import Partner, PartnerProgramme, Programme
from labelapp.consortium.remit import in_programme
from labelapp.events.outbox import queue_mail
from labelapp.extensions import db
from labelapp.web.links import public_link


def tell_clusters(programme: Programme) -> None:
    """Tell every cluster of a programme which partners look after it now."""
    team = selectinload(Cluster.team).joinedload(TeamMember.user)
    query = select(Cluster).where(in_programme(programme.id)).order_by(Cluster.id).options(team)
    for cluster in db.session.scalars(query):
        tell_team(programme, cluster)


def tell_team(programme: Programme, cluster: Cluster) -> None:
    """Tell the managers of a cluster which partners look after its programme; nothing while there is none."""
    query = (
        select(Partner.name)
        .join(PartnerProgramme, PartnerProgramme.partner_id == Partner.id)
        .where(PartnerProgramme.programme_id == programme.id)
    )
    partners = list(db.session.scalars(query.order_by(Partner.name)))
    for manager in people_with(cluster, TeamRole.MANAGER) if partners else ():
        queue_mail(
            manager.email,
            manager.locale,
            "programme_partners",
            name=manager.name,
            cluster=cluster.name,
            programme=programme.name,
            partners=", ".join(partners),
            agreed=cluster.partner_consent,
            link=public_link("clusters.edit", cluster_id=cluster.id),
        )
