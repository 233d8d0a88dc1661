"""The people of the demonstration: one account for each role with a known password, and many without."""

from dataclasses import dataclass

from labelapp.accounts.models import RoleName, User
from labelapp.accounts.operations import create_account
from labelapp.consortium.models import Partner, PartnerPerson
from labelapp.demo.names import NAMES, name_of
from labelapp.extensions import db
from labelapp.reviews.operations import Profile, save_profile

PASSWORD = "three quiet harbours"  # noqa: S105  of invented people, printed by the demonstration


@dataclass(frozen=True)
class Cast:
    """Everybody with a scheme-wide role. The first board member and the first `awake` assessors have a password."""

    administrator: User
    secretariat: User
    board: list[User]
    assessors: list[User]
    awake: int = 3


def account(name: str, address: str, *roles: RoleName, locale: str = "en") -> User:
    """An account with the password of the demonstration."""
    return create_account(name, f"{address}@demo.example", roles=roles, locale=locale, password=PASSWORD)


def sleeping_account(name: str, address: str, *roles: RoleName) -> User:
    """An account that nobody has signed in to yet."""
    return create_account(name, f"{address}@demo.example", roles=roles)


def make_cast() -> Cast:
    """Create everybody with a scheme-wide role."""
    cast = Cast(
        administrator=account("Ada Winterfeldt", "administrator", RoleName.ADMINISTRATOR),
        secretariat=account("Elin Vesterby", "secretariat", RoleName.SECRETARIAT),
        board=[
            account("Ilse Marenholt", "board", RoleName.BOARD),
            sleeping_account("Paul Devigne", "board.2", RoleName.BOARD),
            sleeping_account("Rui Montalvão", "board.3", RoleName.BOARD),
        ],
        assessors=_make_assessors(),
    )
    _make_partners()
    return cast


def _make_assessors() -> list[User]:
    known = [
        (account("Tomás Ferreira", "assessor", RoleName.ASSESSOR), "PT", ["pt", "en", "da"]),
        (account("Annika Rauhala", "assessor.2", RoleName.ASSESSOR), "FI", ["fi", "en", "sv", "da"]),
        (account("Claire Lestrade", "assessor.fr", RoleName.ASSESSOR, locale="fr"), "FR", ["fr", "en", "de"]),
    ]
    for country in NAMES:
        name = name_of(country, 9)
        user = sleeping_account(name, f"assessor.{country.lower()}.1", RoleName.ASSESSOR)
        known.append((user, country, ["en", "fr", "de"]))
    for user, country, languages in known:
        save_profile(user, Profile(country, languages), by=user)
    return [user for user, _country, _languages in known]


def _make_partners() -> None:
    remits = {
        "Nordic Cluster Programme (invented)": ("partner", "Signe Overgaard", "en", ["DK", "SE", "FI"]),
        "Programme Grappes de demain (inventé)": ("partner.fr", "Hugo Bellifontaine", "fr", ["FR", "BE"]),
        "Clusterprogramm Alpenvorland (erfunden)": ("partner.de", "Malte Achterberg", "de", ["DE", "AT"]),
    }
    for name, (address, person, locale, countries) in remits.items():
        partner = Partner(name=name, countries=countries)
        partner.people = [PartnerPerson(user=account(person, address, RoleName.PARTNER, locale=locale))]
        db.session.add(partner)
    db.session.flush()
