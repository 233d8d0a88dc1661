"""What search engines ask for: which addresses there are, and which they may read."""

from xml.sax.saxutils import escape

from flask import Response, abort
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from labelapp.certificates.models import Certificate
from labelapp.certificates.printing import public_address
from labelapp.certificates.register.filters import listed
from labelapp.certificates.register.version import register_version
from labelapp.certificates.views.blueprint import bp
from labelapp.clock import today
from labelapp.extensions import db, settings
from labelapp.web.access import public
from labelapp.web.caching import kept_for_a_while
from labelapp.web.links import public_link

# Part 0 holds the pages, each other part the certificates of so many numbers in a row.
PART = 10_000
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_PAGES = (
    "certificates.home",
    "certificates.register",
    "certificates.register_data",
    "certificates.verify",
    "editions.index",
    "reference.show",
    "selftests.index",
    "pages.how_it_works",
    "pages.accessibility",
    "pages.data_protection",
)


@bp.get("/robots.txt")
@public
def robots() -> ResponseReturnValue:
    """Everything public may be read; nothing of a demonstration, whose facts are invented."""
    if settings().demo:
        return Response("User-agent: *\nDisallow: /\n", mimetype="text/plain")
    lines = (
        "User-agent: *",
        "Disallow: /language/",
        "Disallow: /login",
        f"Sitemap: {public_link('certificates.sitemap')}",
    )
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@bp.get("/sitemap.xml")
@public
def sitemap() -> ResponseReturnValue:
    """The parts of the site map."""
    last = db.session.scalar(select(func.max(Certificate.id))) or 0
    parts = (public_link("certificates.sitemap_part", part=part) for part in range(1 + -(-last // PART)))
    return _xml("sitemapindex", "".join(f"<sitemap><loc>{escape(url)}</loc></sitemap>" for url in parts))


@bp.get("/sitemap-<int:part>.xml")
@public
def sitemap_part(part: int) -> ResponseReturnValue:
    """One part: the public pages, or certificates with the day on which they were changed last."""
    version = register_version()
    return kept_for_a_while(
        lambda: _part(part), state=f"{version.event} {version.day}", changed_at=version.changed_at
    )


def _part(part: int) -> Response:
    if part == 0:
        return _xml("urlset", "".join(f"<url><loc>{public_link(name)}</loc></url>" for name in _PAGES))
    day = today()
    within = Certificate.id.between((part - 1) * PART + 1, part * PART)
    found = db.session.scalars(select(Certificate).where(within, listed(day)).order_by(Certificate.id)).all()
    if not found:
        abort(404)
    return _xml(
        "urlset",
        "".join(
            f"<url><loc>{escape(public_address(one))}</loc><lastmod>{_changed(one)}</lastmod></url>"
            for one in found
        ),
    )


def _changed(certificate: Certificate) -> str:
    ends = (certificate.superseded_on, certificate.suspended_on, certificate.withdrawn_on)
    days = [certificate.issued_at.date(), *(day for day in ends if day and day <= today())]
    return max(days).isoformat()


def _xml(name: str, content: str) -> Response:
    text = f'<?xml version="1.0" encoding="utf-8"?>\n<{name} {_NAMESPACE}>{content}</{name}>\n'
    return Response(text, mimetype="application/xml")
