"""A case with something in every room, from the self-assessment to the conditions of its award."""

import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from zipfile import ZipFile

from labelapp.accounts.models import User
from labelapp.casefile.export import export_case
from labelapp.casefile.models import Case
from labelapp.casefile.queries import Line, Wish, find_case, timeline
from labelapp.clusters.models import TeamRole
from labelapp.decisions.board.counting import Choice
from labelapp.decisions.board.models import BoardSession
from labelapp.decisions.board.ruling import Ruling
from labelapp.decisions.board.sitting import close_case
from labelapp.decisions.conditions.operations import answer_condition
from labelapp.decisions.conditions.queries import conditions_of
from labelapp.decisions.terms import ConditionTerms, Terms
from labelapp.events.telling import Readers
from labelapp.extensions import db
from labelapp.reviews.clarifications.models import ClarificationRound
from labelapp.reviews.commenting.operations import answer_remark, hand_in, write_remark
from labelapp.reviews.models import Review
from labelapp.reviews.operations import finalise_report
from tests.factories import clarifications
from tests.factories.accounts import make_user
from tests.factories.assessments import make_submission
from tests.factories.board import in_days, make_board, make_session, vote
from tests.factories.clusters import add_member, make_cluster
from tests.factories.evidence import make_document
from tests.factories.reviews import make_review, make_sent_draft, start_scoring
from tests.factories.visits import make_visit

QUESTION = "Show the register of 14 March."
REMARK = "The accounts of 2025 were audited."
ANSWER = "The audit report is of 2024."
CONDITION = "Adopt rules of procedure."
MANAGER = "Vera Holm"
Files = dict[str, bytes]


def scored_case() -> Review:
    """A case that is being scored, with a document offered, a visit that was sent and a round that was answered."""
    cluster, manager = make_cluster(), make_user(MANAGER)
    for role in (TeamRole.MANAGER, TeamRole.LEGAL_REPRESENTATIVE):
        add_member(cluster, manager, role)
    document = make_document(cluster, by=manager)
    review = start_scoring(make_review(make_submission(cluster, by=manager, offered=document)))
    make_visit(review, question=QUESTION)
    answered_round(review)
    db.session.commit()
    return review


def answered_round(review: Review) -> ClarificationRound:
    """One indicator was asked about, and answered with another number."""
    round_ = clarifications.make_round(review)
    clarifications.reply(round_, "1.1", {"listed": "95"})
    clarifications.hand_in(round_)
    return round_


def reported_case() -> Review:
    """The same case with its final report, after a remark on the draft that was not accepted."""
    review = scored_case()
    draft = make_sent_draft(review, points="5")
    remark = write_remark(draft, "1.1", REMARK, by=review.submission.confirmed_by)
    hand_in(draft, by=review.submission.confirmed_by)
    lead = clarifications.scorers(review)[0]
    answer_remark(remark, False, ANSWER, by=lead)
    finalise_report(review, by=lead)
    db.session.commit()
    return review


def session_of(review: Review) -> tuple[BoardSession, list[User]]:
    """A session of the board to which it is invited, with its members."""
    board = make_board()
    return make_session(review, chair=board[0], deputy=board[1]), board


def decided_case() -> Review:
    """The same case with an award of the board with a condition, which the holder answered."""
    review = reported_case()
    session, board = session_of(review)
    (item,) = session.items
    vote(item, Choice.CONDITIONS, *board, reasons="Secret reasons of a member.")
    terms = Terms((ConditionTerms(CONDITION, in_days(60)),))
    close_case(item, Ruling(Choice.CONDITIONS, "Nearly there.", terms), by=board[0])
    assert item.decision is not None
    (condition,) = conditions_of(item.decision)
    manager = review.submission.confirmed_by
    answer_condition(condition, "They were adopted.", None, by=manager)
    db.session.commit()
    return review


def case_of(review: Review) -> Case:
    """The case of a review."""
    found = find_case(review.submission.assessment_id)
    assert found is not None
    return found


def packed_for(reader: Readers, review: Review) -> bytes:
    """The file of a case as it is sent to a reader."""
    return b"".join(export_case(case_of(review), reader, review.submission.confirmed_by).pieces)


def unpacked(content: bytes) -> Files:
    """The files in a ZIP, by name."""
    with ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def relisted(files: Files) -> Files:
    """What a forger does: the manifest fits the files again."""
    manifest = json.loads(files["manifest.json"])
    manifest["files"] = {
        name: {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
        for name, data in files.items()
        if name != "manifest.json"
    }
    return files | {"manifest.json": json.dumps(manifest).encode()}


def files_for(reader: Readers, review: Review) -> Files:
    """What a file says of the case; without the manifest, which tells when it was made."""
    files = unpacked(packed_for(reader, review))
    del files["manifest.json"]
    return files


def lines_for(reader: Readers, review: Review) -> list[Line]:
    """What a reader finds on the timeline; numbers and moments tell nothing about a case."""
    found = timeline(case_of(review), reader, Wish(oldest_first=True, whole=True))
    moment = found.days[0][1][0].at
    return [replace(line, number=0, at=moment) for line in _lines(found.days)]


def _lines(days: list[tuple[object, list[Line]]]) -> Iterator[Line]:
    for _day, lines in days:
        yield from lines
