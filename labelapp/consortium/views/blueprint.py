"""The blueprint of the partner's room, and what all its views need."""

from typing import Any

from flask import Blueprint, request
from flask_login import current_user

from labelapp.clusters.places import sort_key
from labelapp.consortium.models import Partner
from labelapp.consortium.remit import countries_in_remit, partner_of
from labelapp.web.formats import country_name

bp = Blueprint("consortium", __name__)


def own_partner() -> Partner:
    """The partner for which the visitor works; every endpoint here is only for people of one."""
    partner = partner_of(current_user)
    assert partner is not None
    return partner


def choices_of(partner: Partner) -> dict[str, Any]:
    """What lists of the remit can be narrowed to: its countries and programmes, as codes and names."""
    named = [(code, country_name(code)) for code in countries_in_remit(partner)]
    return {
        "countries": sorted(named, key=lambda item: sort_key(item[1])),
        "programmes": [(one.id, one.name) for one in partner.programmes],
    }


def asked_text(name: str) -> str:
    """A text in the address, as short as a search may be."""
    return request.args.get(name, "").replace("\0", "").strip()[:100]


def asked_of(name: str, possible: dict[str, Any] | list[str] | tuple[str, ...]) -> str:
    """A value in the address if it is one of these, else an empty text."""
    value = request.args.get(name, "")
    return value if value in possible else ""


def asked_programme(partner: Partner) -> int | None:
    """The programme in the address if it is in the remit."""
    value = request.args.get("programme", "")
    return next((one.id for one in partner.programmes if str(one.id) == value), None)
