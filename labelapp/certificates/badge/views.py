"""The picture, which any site may show, and the page on which a holder takes it."""

from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from labelapp.certificates.badge.drawing import HEIGHT, Theme, badge, unknown_badge
from labelapp.certificates.badge.words import badge_words
from labelapp.certificates.codes import read_code
from labelapp.certificates.models import Certificate
from labelapp.certificates.policy import may_take_badge
from labelapp.certificates.printing import public_address
from labelapp.certificates.queries import find_certificate
from labelapp.certificates.status import status_of
from labelapp.certificates.views.blueprint import bp
from labelapp.clock import today
from labelapp.extensions import db
from labelapp.web.access import public, requires_on
from labelapp.web.caching import kept_for_a_while
from labelapp.web.links import public_link
from labelapp.web.locale import language_name, scheme_text, shipped_languages, speaking

# A picture that is opened by itself shows its own style sheet and nothing else.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


@bp.get("/badge/<code>.svg")
@public
def show_badge(code: str) -> ResponseReturnValue:
    """What the certificate is worth today, in the language asked for, else in its own."""
    theme, asked = _theme(), request.args.get("lang", "")
    printed = read_code(code)
    query = select(Certificate).where(Certificate.code == printed)
    certificate = db.session.scalars(query).one_or_none() if printed else None
    if certificate is None:
        return _unknown(asked if asked in shipped_languages() else "en", theme)
    language = asked if asked in shipped_languages() else certificate.language
    day = today()
    state = " ".join(
        (str(day), status_of(certificate, day), str(certificate.valid_until), certificate.holder)
    )
    return kept_for_a_while(lambda: _drawn(certificate, language, theme), state=state)


def _drawn(certificate: Certificate, language: str, theme: Theme) -> Response:
    with speaking(language):
        return _svg(badge(badge_words(certificate, today()), language, theme))


def _unknown(language: str, theme: Theme) -> Response:
    with speaking(language):
        response = _svg(unknown_badge(_("No certificate has this code."), language, theme))
    response.status_code = 404
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _svg(picture: str) -> Response:
    return Response(picture, mimetype="image/svg+xml", headers={"Content-Security-Policy": _POLICY})


@bp.get("/verify/<code>/badge")
@requires_on(find_certificate, may_take_badge)
def take_badge(certificate: Certificate) -> ResponseReturnValue:
    """A preview, and the lines of HTML to copy."""
    theme, asked = _theme(), request.args.get("lang", "")
    language = asked if asked in shipped_languages() else certificate.language
    options: dict[str, Any] = {"lang": language}
    if theme is not Theme.AUTO:
        options["theme"] = theme.value
    with speaking(language):
        alternative = _(
            "%(label)s: check the certificate of %(holder)s",
            label=scheme_text(certificate.scheme_name),
            holder=certificate.holder,
        )
    return render_template(
        "certificates/badge.html",
        certificate=certificate,
        height=HEIGHT,
        alternative=alternative,
        address=public_address(certificate),
        picture=public_link("certificates.show_badge", code=certificate.code, **options),
        preview=url_for("certificates.show_badge", code=certificate.code, **options),
        language=language,
        choices=[(code, language_name(code)) for code in shipped_languages()],
        ground=theme,
        grounds=list(Theme),
    )


def _theme() -> Theme:
    asked = request.args.get("theme", "")
    return Theme(asked) if asked in set(Theme) else Theme.AUTO
