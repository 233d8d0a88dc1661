"""The columns of an earlier register. Those that our own download has bear the same names, so it can be read again."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from labelapp.clusters.places import OFFICIAL_LANGUAGES, OTHER_LANGUAGES
from labelapp.dataroom.columns import Column, simplify
from labelapp.web.errors import InvalidInput

# Longer texts would not fit into the columns of the database.
LONGEST_SERIAL = 30

COLUMNS: tuple[Column, ...] = (
    Column(
        "certificate",
        _l("Serial number, which is kept"),
        required=True,
        longest=LONGEST_SERIAL,
        aliases=("serial", "number"),
    ),
    Column("holder", _l("Name of the holder, as it was certified"), required=True, aliases=("name",)),
    Column(
        "organisation", _l("Name of the cluster organisation today, where the certificate bears another one")
    ),
    Column("place", _l("Its seat"), required=True, longest=120),
    Column("country", _l("Its country: a name, or a code such as DK"), type="country", required=True),
    Column("fields", _l("Codes of the fields in which it is compared, parted by spaces")),
    Column("level", _l("bronze, silver or gold; may be missing where the scheme is given")),
    Column(
        "scheme",
        _l("Code of the scheme, or code and version; without a version, the one in force at the assessment"),
    ),
    Column(
        "status", _l("Compared with the dates, to find mistakes; valid, superseded, suspended, withdrawn …")
    ),
    Column("valid_from", _l("First day of validity"), type="date", required=True),
    Column("valid_until", _l("Last day of validity"), type="date", required=True),
    Column(
        "renewable_until",
        _l("Last day for a renewal without a gap; else as the scheme says"),
        type="date",
    ),
    Column("address", _l("Not read: here the certificate gets an address of its own")),
    Column(
        "award",
        _l("first or renewal; else a renewal when it replaced one of the same level"),
        type="choice",
        choices={"first": _l("first award"), "renewal": _l("renewal")},
    ),
    Column("assessed_on", _l("Day of the assessment; else the first day of validity"), type="date"),
    Column("issued_on", _l("Day of issue; else the first day of validity"), type="date"),
    Column("assessors", _l("How many assessors assessed it"), type="whole"),
    Column(
        "supersedes", _l("Serial number of the certificate that this one replaced"), longest=LONGEST_SERIAL
    ),
    Column(
        "superseded_on", _l("Day on which another one took its place; else when that one begins"), type="date"
    ),
    Column("suspended_on", _l("Day of a suspension that still lasts"), type="date"),
    Column("withdrawn_on", _l("Day of the withdrawal"), type="date"),
    Column("reason", _l("Published reason of suspension or withdrawal"), longest=1000),
    Column("issuer", _l("Who issued it, where that was another body")),
    Column(
        "language",
        _l("Language of the holder's name and documents, a code such as da"),
        type="choice",
        choices={code: code for code in (*OFFICIAL_LANGUAGES, *OTHER_LANGUAGES)},
    ),
)
BY_NAME = {column.name: column for column in COLUMNS}
# Columns of our own download that say nothing to be read.
IGNORED = frozenset({"address", "origin"})

EXAMPLE = (
    {
        "certificate": "2021-017", "holder": "Havnsund Maritime Cluster", "place": "Esbjerg", "country": "DK",
        "fields": "maritime", "level": "silver", "scheme": "cme-silver@2023.1", "valid_from": "2021-05-01",
        "valid_until": "2023-04-30", "assessed_on": "2021-04-12", "assessors": "2", "language": "da",
    },
    {
        "certificate": "2023-031", "holder": "Havnsund Maritime Cluster", "place": "Esbjerg", "country": "DK",
        "fields": "maritime", "level": "gold", "scheme": "cme-gold@2023.1", "valid_from": "2023-04-01",
        "valid_until": "2025-03-31", "assessed_on": "2023-03-20", "assessors": "2", "language": "da",
        "supersedes": "2021-017",
    },
)  # fmt: skip


def template_rows() -> list[list[str]]:
    """The file to fill in: headings, and two certificates as an example."""
    names = [column.name for column in COLUMNS if column.name not in IGNORED]
    return [names, *([row.get(name, "") for name in names] for row in EXAMPLE)]


def find_columns(headings: list[str]) -> dict[str, int]:
    """Which column of the table is which.

    Raises InvalidInput when a required one is missing, one is there twice, or one is not known: a heading that is
    mistyped would lose what stands below it.
    """
    known = {simplify(name): column.name for column in COLUMNS for name in (column.name, *column.aliases)}
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        name = known.get(simplify(heading), "")
        if not heading or heading in IGNORED:
            continue
        if not name:
            raise InvalidInput(
                _("The column “%(name)s” is not known. Rename it or take it out.", name=heading[:60])
            )
        if name in found:
            raise InvalidInput(_("The column “%(name)s” stands there twice.", name=name))
        found[name] = place
    missing = [column.name for column in COLUMNS if column.required and column.name not in found]
    if missing:
        raise InvalidInput(_("These columns are missing: %(names)s.", names=", ".join(missing)))
    if not {"level", "scheme"} & set(found):
        raise InvalidInput(_("A column “level” or “scheme” is needed."))
    return found
