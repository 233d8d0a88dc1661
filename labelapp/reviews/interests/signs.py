"""Conflicts that the data reveal by themselves. Pure: facts in, signs out.

A sign decides nothing: the secretariat sees it beside a candidate, and the person confirms or refutes it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit


class Sign(StrEnum):
    """What ties a person to a cluster organisation by the data, the strongest tie first."""

    TEAM = "team"
    EMPLOYER = "employer"
    DECLARED = "declared"
    MUTUAL = "mutual"
    WEBSITE = "website"
    MAIL = "mail"


@dataclass(frozen=True)
class Person:
    """A person with what the data say of them. `organisations`: in whose team they are or ever were."""

    id: int
    mail: str
    employer: str = ""
    organisations: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Organisation:
    """A cluster organisation with what the data say of it.

    `mails` are the addresses of its team, `declared` the people who ever declared an interest in it, `assessed` the
    cluster organisations that somebody of its team assessed in the last three years.
    """

    id: int
    name: str
    website: str = ""
    mails: frozenset[str] = frozenset()
    declared: frozenset[int] = frozenset()
    assessed: frozenset[int] = frozenset()


def signs(person: Person, organisation: Organisation) -> list[Sign]:
    """Every sign of a tie, the strongest first."""
    domain = mail_domain(person.mail)
    found = {
        Sign.TEAM: organisation.id in person.organisations,
        Sign.EMPLOYER: bool(person.employer) and _plain(person.employer) == _plain(organisation.name),
        Sign.DECLARED: person.id in organisation.declared,
        Sign.MUTUAL: bool(person.organisations & organisation.assessed),
        Sign.WEBSITE: _same(domain, website_domain(organisation.website)),
        Sign.MAIL: any(_same(domain, mail_domain(mail)) for mail in organisation.mails),
    }
    return [sign for sign in Sign if found[sign]]


def proposals(
    people: Mapping[int, Person], organisations: Mapping[int, Organisation]
) -> dict[tuple[int, int], list[Sign]]:
    """The signs of each pair (person, organisation) that has any."""
    pairs = {
        (person.id, organisation.id): signs(person, organisation)
        for person in people.values()
        for organisation in organisations.values()
    }
    return {pair: found for pair, found in pairs.items() if found}


def mail_domain(address: str) -> str:
    """The domain of a mail address; empty for a provider at which everybody may have one."""
    domain = address.rpartition("@")[2].strip().lower()
    return "" if domain in mail_providers() else domain


def website_domain(address: str) -> str:
    """The domain of a web site without `www`; empty when the address has none."""
    address = address.strip().lower()
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def _same(one: str, other: str) -> bool:
    """Equal, or one stands below the other (`mail.cluster.example`)."""
    if not one or not other:
        return False
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


@cache
def mail_providers() -> frozenset[str]:
    """The domains of public mail providers, from the list beside this module."""
    lines = (Path(__file__).parent / "mail_providers.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))
