"""The team of a cluster organisation."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from labelapp.clusters import operations, policy, queries
from labelapp.clusters.choosing import go_to_own
from labelapp.clusters.forms import InviteMemberForm, LegalRepresentativeForm, RoleForm, role_of
from labelapp.clusters.models import Cluster
from labelapp.clusters.queries import Member
from labelapp.clusters.roles import TEAM_ROLES
from labelapp.clusters.views import bp
from labelapp.web.access import requires, requires_on
from labelapp.web.errors import DomainError
from labelapp.web.fields import refuse


@bp.get("/team")
@requires(queries.is_cluster_person)
def my_team() -> ResponseReturnValue:
    """The team of one's own cluster organisation."""
    return go_to_own("clusters.team", _("Which team?"))


@bp.get("/clusters/<int:cluster_id>/team")
@requires_on(queries.find_cluster, policy.may_view_cluster)
def team(cluster: Cluster) -> ResponseReturnValue:
    """The people of a cluster organisation and their roles."""
    return _team_page(cluster, _representative_form(cluster))


def _team_page(cluster: Cluster, form: LegalRepresentativeForm) -> ResponseReturnValue:
    page = render_template(
        "clusters/team.html",
        cluster=cluster,
        team=queries.team_of(cluster),
        representative=queries.legal_representative(cluster),
        role_names=TEAM_ROLES,
        manageable=policy.may_manage_team(current_user, cluster),
        form=form,
    )
    return page, 422 if form.errors else 200


def _representative_form(cluster: Cluster) -> LegalRepresentativeForm:
    named = queries.legal_representative(cluster)
    return LegalRepresentativeForm(queries.team_of(cluster), person=str(named.id) if named else "")


@bp.post("/clusters/<int:cluster_id>/team/legal-representative")
@requires_on(queries.find_cluster, policy.may_manage_team)
def name_representative(cluster: Cluster) -> ResponseReturnValue:
    """Name the person who confirms submissions."""
    form = _representative_form(cluster)
    if not form.validate_on_submit():
        return _team_page(cluster, form)
    person = next(
        member.user for member in queries.team_of(cluster) if str(member.user.id) == form.person.data
    )
    operations.name_legal_representative(cluster, person, current_user)
    flash(_("%(name)s is named as legal representative.", name=person.name), "success")
    return redirect(url_for("clusters.team", cluster_id=cluster.id))


@bp.route("/clusters/<int:cluster_id>/team/invite", methods=["GET", "POST"])
@requires_on(queries.find_cluster, policy.may_manage_team)
def invite(cluster: Cluster) -> ResponseReturnValue:
    """Invite a person to the team by mail."""
    form = InviteMemberForm()
    if form.validate_on_submit():
        try:
            operations.invite_member(
                cluster,
                email=form.email.data,
                name=form.person_name.data,
                locale=form.locale.data,
                role=role_of(form),
                by=current_user,
                legal=form.legal.data,
            )
        except DomainError as error:
            refuse(form.email, error)
        else:
            flash(_("The invitation to %(email)s is on its way.", email=form.email.data), "success")
            return redirect(url_for("clusters.team", cluster_id=cluster.id))
    return render_template("clusters/invite.html", cluster=cluster, form=form), 422 if form.errors else 200


@bp.route("/clusters/<int:cluster_id>/team/<int:user_id>", methods=["GET", "POST"])
@requires_on(queries.find_member, policy.may_manage_member)
def member(found: Member) -> ResponseReturnValue:
    """Change the role of a person in the team."""
    form = RoleForm(role=found.working_role.value)
    if form.validate_on_submit():
        try:
            operations.change_role(found.cluster, found.user, role_of(form), current_user)
        except DomainError as error:
            refuse(form.role, error)
        else:
            flash(_("The role of %(name)s is saved.", name=found.user.name), "success")
            return redirect(url_for("clusters.team", cluster_id=found.cluster.id))
    return render_template("clusters/member.html", member=found, form=form), 422 if form.errors else 200


@bp.post("/clusters/<int:cluster_id>/team/<int:user_id>/invitation")
@requires_on(queries.find_member, policy.may_manage_member)
def send_invitation(found: Member) -> ResponseReturnValue:
    """Send the invitation again; the earlier link ends."""
    operations.tell_member(found.cluster, found.user, found.working_role, current_user)
    flash(_("The invitation to %(email)s is on its way.", email=found.user.email), "success")
    return redirect(url_for("clusters.team", cluster_id=found.cluster.id))


@bp.route("/clusters/<int:cluster_id>/team/<int:user_id>/remove", methods=["GET", "POST"])
@requires_on(queries.find_member, policy.may_manage_member)
def remove(found: Member) -> ResponseReturnValue:
    """Take a person out of the team, after asking."""
    if request.method == "GET":
        return render_template("clusters/remove.html", member=found)
    operations.remove_member(found.cluster, found.user, current_user)
    flash(_("%(name)s is no longer in the team.", name=found.user.name), "success")
    still_in = policy.may_view_cluster(current_user, found.cluster)
    return redirect(
        url_for("clusters.team", cluster_id=found.cluster.id) if still_in else url_for("web.tasks")
    )
