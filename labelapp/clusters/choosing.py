"""Which cluster organisation a person works on, when the address does not say it."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from labelapp.clusters.queries import clusters_of


def go_to_own(endpoint: str, title: str) -> ResponseReturnValue:
    """Go to `endpoint(cluster_id=…)` of the person's cluster organisation; ask which, when there are several.

    `title` is the translated heading of the page that asks.
    """
    mine = clusters_of(current_user)
    if len(mine) == 1:
        return redirect(url_for(endpoint, cluster_id=mine[0].id))
    return render_template("clusters/choose.html", clusters=mine, endpoint=endpoint, title=title)
