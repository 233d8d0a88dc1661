"""Which reports of countries are public, and which could be."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from labelapp.certificates.models import Certificate
from labelapp.clusters.places import is_country
from labelapp.consortium.models import CountryReport, Partner
from labelapp.consortium.reports.facts import years_of
from labelapp.extensions import db


@dataclass(frozen=True)
class Edition:
    """The report of a country about a year, public or not yet."""

    country: str
    year: int
    report: CountryReport | None


def find_report(country: str, year: int) -> CountryReport | None:
    """The public report of a country about a year, None when there is none."""
    query = select(CountryReport).where(
        CountryReport.country == country.upper()[:2].replace("\0", ""), CountryReport.year == year
    )
    return db.session.scalars(query.options(joinedload(CountryReport.partner))).one_or_none()


def public_reports() -> Sequence[CountryReport]:
    """All public reports: by country, the latest year first."""
    query = select(CountryReport).options(joinedload(CountryReport.partner))
    return db.session.scalars(query.order_by(CountryReport.country, CountryReport.year.desc())).all()


def edition_of(country: str, year: int) -> Edition | None:
    """The report that a partner may publish or take back; None for what is no country or a year without labels."""
    if not is_country(country) or year not in years_of(Certificate.country == country):
        return None
    return Edition(country, year, find_report(country, year))


def editions_of(partner: Partner) -> list[Edition]:
    """The reports of the countries of a partner, since the first certificate of each."""
    query = select(CountryReport).where(CountryReport.country.in_(partner.countries))
    public = {(one.country, one.year): one for one in db.session.scalars(query)}
    return [
        Edition(country, year, public.get((country, year)))
        for country in partner.countries
        for year in years_of(Certificate.country == country)
    ]
