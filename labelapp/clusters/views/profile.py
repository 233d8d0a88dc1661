"""The profile of a cluster organisation."""

from dataclasses import asdict
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from labelapp.clusters import operations, policy, queries
from labelapp.clusters.choosing import go_to_own
from labelapp.clusters.forms import OwnProfileForm, ProfileForm
from labelapp.clusters.legal_forms import legal_form_name
from labelapp.clusters.models import Cluster
from labelapp.clusters.portfolios import portfolio_name
from labelapp.clusters.tasks import missing_sentences
from labelapp.clusters.views import bp
from labelapp.web.access import requires, requires_on


@bp.get("/profile")
@requires(queries.is_cluster_person)
def my_profile() -> ResponseReturnValue:
    """The profile of one's own cluster organisation."""
    return go_to_own("clusters.profile", _("Which profile?"))


@bp.get("/clusters/<int:cluster_id>")
@requires_on(queries.find_cluster, policy.may_view_cluster)
def profile(cluster: Cluster) -> ResponseReturnValue:
    """What is known of a cluster organisation."""
    return render_template(
        "clusters/profile.html",
        cluster=cluster,
        missing=missing_sentences(cluster),
        representative=queries.legal_representative(cluster),
        editable=policy.may_edit_cluster(current_user, cluster),
        portfolio_name=portfolio_name,
        legal_form_name=legal_form_name,
    )


@bp.route("/clusters/<int:cluster_id>/edit", methods=["GET", "POST"])
@requires_on(queries.find_cluster, policy.may_edit_cluster)
def edit(cluster: Cluster) -> ResponseReturnValue:
    """Change the facts; managers also give or withdraw consents."""
    consenting = policy.may_give_consents(current_user, cluster)
    form_class = OwnProfileForm if consenting else ProfileForm
    form = form_class(data=_entered(cluster))
    if form.validate_on_submit():
        operations.change_profile(cluster, form.facts(), current_user)
        if consenting:
            operations.give_consents(
                cluster,
                benchmark=form.benchmark_consent.data,
                partners=form.partner_consent.data,
                by=current_user,
            )
        flash(_("The profile is saved."), "success")
        return redirect(url_for("clusters.profile", cluster_id=cluster.id))
    page = render_template("clusters/edit.html", cluster=cluster, form=form, consenting=consenting)
    return page, 422 if form.errors else 200


def _entered(cluster: Cluster) -> dict[str, Any]:
    consents = {"benchmark_consent": cluster.benchmark_consent, "partner_consent": cluster.partner_consent}
    return asdict(operations.facts_of(cluster)) | consents
