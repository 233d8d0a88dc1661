"""Whether a partner's overview and lists slow down with the number of certificates.

    PYTHONPATH=. .venv/bin/python -m benchmarks.dashboard [FEW] [MANY]

compares two instances, 1 000 and 100 000 certificates unless told otherwise, of a fourth as many clusters, in one run
and in turns. A third of them is in the remit of the partner who looks, by its countries and by a programme. Printed is
the median of each answer at both sizes and their ratio, and, apart, what grows by its nature: counting the remit anew,
which the first look does after a change, searching for words, orders without an index, and the download of everything.
The exit status is 1 when an answer of the first kind takes twice as long from many certificates as from few.

`LABELAPP_DATABASE_URL_FEW` and `_MANY` name two empty databases to use instead of SQLite in a folder of its own.
"""

import gc
import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, insert, select, text, update

from benchmarks.register import LIMIT, Side, always, compare, get, open_side, say
from labelapp.accounts.models import RoleName, User
from labelapp.accounts.operations import create_account
from labelapp.assessments.models import Assessment, AssessmentState
from labelapp.certificates.models import Certificate
from labelapp.clusters.models import Cluster
from labelapp.consortium.models import Partner, PartnerPerson, Programme, ProgrammeCluster
from labelapp.consortium.remembering import MEMORY
from labelapp.extensions import db, schemes

ROUNDS = 40
COUNTRIES = ("DK", "DE", "FR", "PT", "IT", "ES", "FI", "NL", "AT", "BE", "SE", "PL", "GR", "BG", "MT")
REMIT = ["DK", "SE", "FI", "NL"]
PER_CLUSTER = 4  # certificates
STEADY = {
    "overview": "/consortium",
    "certificates, first page": "/consortium/certificates",
    "certificates of a level": "/consortium/certificates?level=gold&held=in_force",
    "certificates of a country": "/consortium/certificates?country=SE",
    "clusters, first page": "/consortium/clusters",
    "clusters that hold a label": "/consortium/clusters?state=holder",
}
GROWING = {
    "by the end of validity": "/consortium/certificates?sort=valid_until",
    "search for a word": "/consortium/certificates?search=photonik",
    "the way to the award": "/consortium/funnel",
    "download of the list": "/consortium/certificates.csv",
}


def fill_remit(count: int) -> User:
    """Clusters in many countries that hold the certificates, some with a draft, and a partner; return its person."""
    _spread(count)
    person = create_account("Signe", "signe@people.example", roles=[RoleName.PARTNER], password="x" * 20)
    _begin(person, list(db.session.scalars(select(Cluster.id).where(Cluster.id % 5 == 0))))
    programme = Programme(name="Fund")
    partner = Partner(name="Partner", countries=REMIT, programmes=[programme])
    partner.people = [PartnerPerson(user=person)]
    db.session.add(partner)
    db.session.flush()
    funded = db.session.scalars(select(Cluster.id).where(Cluster.id % 15 == 0)).all()
    db.session.execute(
        insert(ProgrammeCluster), [{"programme_id": programme.id, "cluster_id": one} for one in funded]
    )
    db.session.commit()
    db.session.execute(text("ANALYZE"))
    db.session.commit()
    return person


def _spread(count: int) -> None:
    """Give each cluster `PER_CLUSTER` certificates and a country, that of all its certificates."""
    clusters = [
        {
            "name": f"Cluster {number}",
            "country": COUNTRIES[number % len(COUNTRIES)],
            "place": "Somewhere",
            "created_at": datetime.now(UTC),
        }
        for number in range(count // PER_CLUSTER)
    ]
    first = (db.session.scalar(select(func.max(Cluster.id))) or 0) + 1
    db.session.execute(insert(Cluster), clusters)
    holder = first + Certificate.id % (count // PER_CLUSTER)
    db.session.execute(update(Certificate).values(cluster_id=holder))
    country = select(Cluster.country).where(Cluster.id == Certificate.cluster_id).scalar_subquery()
    db.session.execute(update(Certificate).values(country=country))
    db.session.commit()


def _begin(person: User, clusters: list[int]) -> None:
    """A draft for each of these clusters."""
    scheme = schemes().get("cme-gold")
    draft = {
        "scheme_code": scheme.code,
        "scheme_version": scheme.version,
        "scheme_hash": "0" * 64,
        "state": AssessmentState.DRAFT,
        "started_at": datetime.now(UTC),
        "started_by_id": person.id,
    }
    db.session.execute(insert(Assessment), [draft | {"cluster_id": one} for one in clusters])


def open_room(count: int, folder: Path, url: str | None) -> Side:
    """An instance with so many certificates, at which the partner is signed in."""
    side = open_side(count, folder, url)
    with side.app.app_context():
        person = fill_remit(count).fs_uniquifier
    with side.client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = person, True
        session["fs_cc"], session["fs_paa"] = "set", time.time()
    return side


def counted_anew(side: Side) -> float:
    """The overview for the first reader after a change, who has the remit counted anew."""
    side.app.extensions.pop(MEMORY, None)
    return get(side, "/consortium")


def main() -> int:
    """Measure and print."""
    sizes = [int(argument) for argument in sys.argv[1:3]] or [1000, 100_000]
    with tempfile.TemporaryDirectory() as folder:
        few, many = (
            open_room(size, Path(folder) / name, os.environ.get(f"LABELAPP_DATABASE_URL_{name}"))
            for size, name in zip(sizes, ("FEW", "MANY"), strict=True)
        )
        gc.collect()
        print(f"{'':32} {sizes[0]:9} {sizes[1]:12} {'ratio':>11}")
        ratios = [say(what, compare(few, many, always(address), ROUNDS)) for what, address in STEADY.items()]
        print("\nWhat grows with the number of rows:")
        say("overview after a change", (counted_anew(few), counted_anew(many)))
        for what, address in GROWING.items():
            say(what, compare(few, many, always(address), 5))
    worst = max(ratios)
    print(f"\nlargest ratio: {worst:.2f}; at most {LIMIT} is allowed")
    return int(worst >= LIMIT)


if __name__ == "__main__":
    sys.exit(main())
