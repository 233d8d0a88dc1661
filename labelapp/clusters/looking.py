"""Whether an officer of the secretariat may look into a cluster organisation: the packages below may forbid it.

What an organisation wrote and keeps is the content of its cases, and interests in cases are known further down.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app

from labelapp.accounts.policy import is_secretariat
from labelapp.clusters.models import Cluster

Gate = Callable[[Any, Cluster], bool]
_KEY = "cluster gates"


def register_gate(app: Flask, gate: Gate) -> None:
    """`gate(user, cluster)` must hold for every officer who looks into a cluster organisation."""
    app.extensions.setdefault(_KEY, []).append(gate)


def may_look_into(user: Any, cluster: Cluster) -> bool:
    """The secretariat, unless somebody forbids it."""
    gates: list[Gate] = current_app.extensions.get(_KEY, [])
    return is_secretariat(user) and all(gate(user, cluster) for gate in gates)
