"""The agenda and the minutes as files, for one reader and in the reader's language."""

from typing import Any

from flask_babel import format_date, get_locale, ngettext
from flask_babel import gettext as _

from labelapp.clock import today
from labelapp.decisions.board.minutes import day_of, lines_for
from labelapp.decisions.board.models import BoardSession
from labelapp.decisions.board.presentation import (
    AgendaLine,
    agenda_lines,
    counted,
    kind_name,
    outcome_name,
    summary,
)
from labelapp.decisions.board.ruling import Ruling
from labelapp.documents.session import SessionCase, SessionData, session_pdf
from labelapp.extensions import settings
from labelapp.web.formats import country_name
from labelapp.web.locale import scheme_text


def agenda_file(user: Any, session: BoardSession) -> bytes:
    """The agenda as this reader sees it."""
    day = session.held_on or session.deadline or today()
    cases = [_agenda_case(line) for line in agenda_lines(user, session)]
    facts = [(_("Chair"), session.chair.name), (kind_name(session.kind.value), format_date(day, "long"))]
    return _paper(session, "agenda", facts, cases)


def _agenda_case(line: AgendaLine) -> SessionCase:
    """The summary names label and country itself; before a declaration they are all that may be told."""
    told = f"{scheme_text(line.scheme.name)}, {country_name(line.cluster.country)}"
    return SessionCase(
        name=line.cluster.name,
        name_language=line.cluster.name_language,
        line="" if line.case else told,
        paragraphs=[summary(line.case) if line.case else _("Declare your interests to read this case.")],
    )


def minutes_file(user: Any, session: BoardSession) -> bytes:
    """The frozen minutes, without cases from which this reader is recused."""
    minutes = session.minutes or {}
    facts = [
        (kind_name(minutes["kind"]), format_date(day_of(minutes), "long")),
        (_("Chair"), minutes["chair"]),
        (_("Voted"), ", ".join(minutes["voted"]) or "–"),
    ]
    cases = [_minutes_case(line) for line in lines_for(user, session)]
    return _paper(session, "minutes", facts, cases)


def _minutes_case(line: dict[str, Any]) -> SessionCase:
    ruling: Ruling | None = line["ruling"]
    texts = [outcome_name(line["state"], ruling.choice.value if ruling else None) + "."]
    if line["counts"]:
        votes = "; ".join(f"{name}: {number}" for name, number in counted(line["counts"])) or "–"
        texts.append(_("Votes (quorum %(quorum)s): %(votes)s.", quorum=line["quorum"], votes=votes))
    if line["recused"]:
        texts.append(_("Recused: %(names)s.", names=", ".join(line["recused"])))
    if ruling is not None:
        texts += ruling.reasons.splitlines()
        texts += [
            f"{number}. {one.text} ({format_date(one.due_on, 'long')})"
            for number, one in enumerate(ruling.terms.conditions, start=1)
        ]
        if months := ruling.terms.validity_months:
            texts.append(ngettext("Valid for %(num)s month.", "Valid for %(num)s months.", months))
        if ruling.until:
            texts.append(f"{ruling.missing} ({format_date(ruling.until, 'long')})")
    if because := line["moved_because"]:
        texts.append(_(because))
    return SessionCase(
        name=line["cluster"],
        name_language=line["cluster_language"],
        line=f"{scheme_text(line['label'])}, {country_name(line['country'])}",
        paragraphs=[text for text in texts if text.strip()],
    )


def _paper(session: BoardSession, kind: Any, facts: list[tuple[str, str]], cases: list[SessionCase]) -> bytes:
    return session_pdf(
        SessionData(
            kind=kind,
            title=session.title,
            day=(session.closed_at.date() if session.closed_at else today()),
            facts=facts,
            cases=cases,
            sha256=session.minutes_sha256 if kind == "minutes" else None,
            issuer_name=settings().issuer_name,
            issuer_subtitle=settings().issuer_subtitle,
            language=get_locale().language,
            demonstration=settings().demo,
        )
    )
