"""What the access test meets: a cluster organisation with data in every room, and strangers to it.

Whoever adds an endpoint with a new kind of address parameter adds its value to `build_world`.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from flask import Flask
from sqlalchemy import select

from labelapp.accounts.models import RoleName, User
from labelapp.accounts.operations import create_account, send_invitation
from labelapp.assessments.answers import answerable
from labelapp.assessments.interview.interviewing import declare
from labelapp.assessments.linking import link_evidence
from labelapp.assessments.models import Assessment
from labelapp.assessments.queries import find_place, given_answers, scheme_of
from labelapp.assessments.saving import save_answer
from labelapp.assessments.together.comments import write_comment
from labelapp.assessments.workbook.operations import receive_workbook
from labelapp.assessments.workbook.writer import workbook_file
from labelapp.certificates.batches.models import BatchKind
from labelapp.certificates.declarations.operations import save_draft, send_declaration
from labelapp.certificates.hearings.operations import answer_hearing
from labelapp.certificates.imports.operations import prepare_import
from labelapp.certificates.models import Certificate
from labelapp.clusters.models import Cluster, TeamRole
from labelapp.consortium.models import Partner, PartnerPerson
from labelapp.decisions.appeals.models import AppealState
from labelapp.decisions.appeals.operations import decide_appeal
from labelapp.decisions.appeals.statements import ask_for_statement
from labelapp.decisions.board.models import BoardSession
from labelapp.decisions.board.sitting import end_session
from labelapp.decisions.models import Decision
from labelapp.events.models import OutboxMail
from labelapp.evidence.models import Document, Revision
from labelapp.extensions import db
from labelapp.reviews.commenting.operations import write_remark
from labelapp.reviews.operations import open_interview
from tests.factories.accounts import make_user
from tests.factories.appeals import GROUNDS, handler_of, make_appeal, make_handled
from tests.factories.assessments import make_assessment, make_submission
from tests.factories.batches import make_batch
from tests.factories.board import (
    make_reported,
    make_session,
    show_for_condition,
    write_condition,
    write_deferral,
)
from tests.factories.calibration import make_exercise, make_open_exercise
from tests.factories.clarifications import make_round
from tests.factories.clusters import add_member, make_cluster
from tests.factories.complaints import make_asked, make_mark
from tests.factories.dataroom import make_import, make_member
from tests.factories.decisions import make_board_member, make_decision
from tests.factories.evidence import make_document
from tests.factories.fees import make_fee
from tests.factories.plans import make_item
from tests.factories.register import a_line, table_of
from tests.factories.reviews import (
    make_assessor,
    make_report,
    make_review,
    make_sent_draft,
    qualify,
    start_scoring,
)
from tests.factories.surveillance import COMPLETE, make_declaration, make_flag, make_hearing
from tests.factories.visits import make_visit

ASSESSOR_PAGES = ("experts.grant", "experts.withdraw", "reviews.profile", "reviews.save_profile")
CERTIFICATE_PAGES = (
    "certificates.file",
    "certificates.reinstate",
    "certificates.reinstate_confirmed",
    "certificates.show",
    "certificates.show_badge",
    "certificates.take_badge",
    "changes.report",
    "changes.show",
    "complaints.about_holder",
    "credential.show",
    "hearings.give_notice",
    "hearings.intend",
    "renewal.show",
)
REPORTED_PAGES = (
    "decisions.case",
    "decisions.decide",
    "decisions.declare",
    "reviews.earlier_sheets",
    "reviews.consensus",
    "reviews.consensus_indicator",
    "reviews.draft_document",
    "reviews.report",
    "reviews.report_document",
)
DRAFT_PAGES = (
    "reviews.answer_remark",
    "reviews.ask_to_hand_in",
    "reviews.ask_to_send",
    "reviews.consent_to_draft",
    "reviews.handed_in",
    "reviews.remark",
    "reviews.reopen",
    "reviews.reopen_confirmed",
    "reviews.report_section",
    "reviews.save_section",
    "reviews.send_confirmed",
    "reviews.take_back_remark",
    "reviews.team_draft",
    "reviews.team_draft_document",
    "reviews.write_remark",
)
EXERCISE_PAGES = (
    "calibration.autosave",
    "calibration.choose",
    "calibration.close",
    "calibration.comparison",
    "calibration.desk",
    "calibration.indicator",
    "calibration.lock",
    "calibration.lock_confirmed",
    "calibration.score",
)
IMPORT_PAGES = ("imports.choose", "imports.report", "imports.show", "imports.start")
SELF_TEST_PAGES = ("selftests.bring", "selftests.form", "selftests.result")
SECRET = "Undisclosed Cluster"
STRANGERS = ("anonymous", "manager", "administrator", "secretariat", "assessor", "board", "partner")


@dataclass(frozen=True)
class World:
    """`values`: address parameters by endpoint and name, or by name alone under the empty endpoint."""

    values: dict[tuple[str, str], Any]

    def address(self, app: Flask, endpoint: str) -> str:
        """The address of an endpoint about the foreign cluster organisation. KeyError names a missing value."""
        rule = next(iter(app.url_map.iter_rules(endpoint)))
        chosen = {name: self._value(endpoint, name) for name in sorted(rule.arguments)}
        return app.url_map.bind("localhost").build(endpoint, chosen)

    def _value(self, endpoint: str, name: str) -> Any:
        return self.values.get((endpoint, name), self.values.get(("", name)))


def build_world() -> World:
    """A cluster organisation whose team, documents, self-assessment, case and decision are none of a stranger's."""
    cluster = make_cluster(name=SECRET, partner_consent=True)
    manager = make_user("Vera Holm")
    for role in (TeamRole.MANAGER, TeamRole.LEGAL_REPRESENTATIVE):
        add_member(cluster, manager, role)
    viewer = make_user("Sofie Aagaard")
    add_member(cluster, viewer, TeamRole.VIEWER)
    values = _self_assessment(cluster, manager) | _case(cluster, manager) | _invitation() | _exercises()
    db.session.commit()
    return World(
        values
        | {
            ("", "cluster_id"): cluster.id,
            **_facts(cluster, manager),
            ("", "user_id"): viewer.id,
            ("", "person_id"): viewer.id,
            ("static", "filename"): "css/base.css",
            **{
                (f"{page}chart", "code"): "media-reports" for page in ("benchmarks.", "consortium.benchmark_")
            },
            ("", "form"): "csv",
            ("credential.certificates", "kind"): "seals",
            ("credential.status", "purpose"): "suspension",
            ("credential.status", "number"): 1,
            ("web.language", "code"): "en",
            ("security.reset_password", "token"): "no-such-token",
        }
    )


def _self_assessment(cluster: Cluster, manager: User) -> dict[tuple[str, str], Any]:
    assessment = make_assessment(cluster, manager, "cme-silver")
    code = "1.1"
    place = find_place(assessment.id, code)
    assert place is not None
    document = make_document(cluster, by=manager)
    field = answerable(place.indicator)[0]
    save_answer(place, field, None, 0, manager)
    return {
        ("", "assessment_id"): assessment.id,
        ("", "code"): code,
        ("", "document_id"): document.id,
        ("", "upload_id"): _waiting_workbook(assessment, manager),
        ("assessments.questionnaire", "code"): "cme-bronze",
        ("", "comment_id"): write_comment(place, f"Internal talk of {SECRET}.", by=manager).id,
        ("", "revision_id"): document.files[0].id,
        ("", "link_id"): link_evidence(place, document, page=None, note="", by=manager).id,
        ("assessments.ask_restore", "field"): field,
        ("assessments.ask_restore", "version"): 1,
        ("assessments.restore", "field"): field,
        ("assessments.restore", "version"): 1,
        ("assessments.eligibility", "code"): "cme-gold",
        ("assessments.start", "code"): "cme-gold",
        ("assessments.confirm_dimension", "code"): "1",
        ("assessments.dimension_confirmed", "code"): "1",
        ("", "item_id"): make_item(cluster, manager, note=SECRET).id,
        **{(endpoint, "code"): "cme-gold" for endpoint in SELF_TEST_PAGES},
    } | _interview(cluster, manager)


def _interview(cluster: Cluster, manager: User) -> dict[tuple[str, str], Any]:
    """A Bronze self-assessment with an expert who declared; no stranger is that expert."""
    assessment = make_assessment(cluster, manager, "cme-bronze")
    interview = open_interview(assessment, make_assessor("Ivo Marinov").email, manager)
    declare(interview, interview.expert, interest=False)
    screens = ("screen", "save", "autosave", "choose")
    return {
        ("", "interview_id"): interview.id,
        ("reviews.name_expert", "assessment_id"): assessment.id,
        ("reviews.expert_named", "assessment_id"): assessment.id,
        **{(f"interviews.{name}", "code"): "1" for name in screens},
    }


def _exercises() -> dict[tuple[str, str], Any]:
    """A calibration exercise in preparation, and an open one to which no stranger is invited."""
    people = [make_assessor("Nora Vik", password=None)]
    draft = make_exercise(people, codes=("1.1",), title=SECRET)
    opened = make_open_exercise(people, codes=("1.1",), title=SECRET)
    return {("", "exercise_id"): draft.id, **{(page, "exercise_id"): opened.id for page in EXERCISE_PAGES}}


def _waiting_workbook(assessment: Assessment, manager: User) -> int:
    content = workbook_file(assessment, scheme_of(assessment), given_answers(assessment), "en")
    upload = receive_workbook(assessment, BytesIO(content), "answers.xlsx", by=manager)
    return upload.id


def _facts(cluster: Cluster, manager: User) -> dict[tuple[str, str], Any]:
    member = make_member(cluster, name=f"{SECRET} member")
    return {
        ("", "kind"): "members",
        ("", "record_id"): member.id,
        ("", "import_id"): make_import(cluster, manager).id,
        ("", "figure"): "members.committed",
        ("", "field"): "committed",
        ("assessments.figure", "code"): "1.3",
        ("assessments.change_figure", "code"): "1.3",
        ("samples.file", "code"): "cme-bronze",
        ("samples.file", "version"): "2026.1",
        ("samples.file", "kind"): "appeal",
    }


def _case(cluster: Cluster, manager: User) -> dict[tuple[str, str], Any]:
    offered = make_document(cluster, by=manager)
    submission = make_submission(cluster, by=manager, offered=offered)
    review = start_scoring(make_review(submission))
    round_ = make_round(review, ["1.1"])
    assignment, reported = review.assignments[0], make_report().review
    chair = make_board_member("Ilse Marenholt")
    session = make_session(reported, chair=chair)
    certificate = db.session.scalars(
        select(Certificate).where(Certificate.decision_id == make_decision().id)
    ).one()
    earlier = prepare_import("register.csv", table_of(a_line()), by=None)
    values: dict[tuple[str, str], Any] = {
        ("", "review_id"): review.id,
        ("", "sha256"): offered.files[0].sha256,
        ("assessments.frozen", "assessment_id"): submission.assessment_id,
        ("casefile.export", "assessment_id"): submission.assessment_id,
        ("casefile.timeline", "assessment_id"): submission.assessment_id,
        ("", "submission_id"): make_submission(make_cluster(name=f"{SECRET} North")).id,
        ("", "assignment_id"): assignment.id,
        ("", "objection_id"): assignment.objection.id if assignment.objection else None,
        ("", "decision_id"): certificate.decision_id,
        ("certificates.sitemap_part", "part"): 0,
        ("", "fee_id"): make_fee(submission).id,
        ("", "action"): "invoice",
        **{(endpoint, "import_id"): earlier.id for endpoint in IMPORT_PAGES},
        ("", "act"): "suspend",
        **_board(session, certificate.decision, offered.files[0]),
        ("", "qualification_id"): qualify(assignment.user).id,
        ("experts.invite_again", "user_id"): make_assessor("Ilja Novák", password=None).id,
        ("", "round_id"): round_.id,
        ("clarifications.close", "number"): 1,
        ("clarifications.close_confirmed", "number"): 1,
        ("clarifications.extend", "number"): 1,
        ("clarifications.extend_confirmed", "number"): 1,
        ("clarifications.of_assessment", "assessment_id"): submission.assessment_id,
    }
    visit = make_visit(review)
    values |= {
        ("", "slot_id"): visit.slots[0].id,
        ("", "question_id"): visit.questions[0].id,
        ("", "participant_id"): visit.participants[0].id,
    }
    values |= {(endpoint, "user_id"): assignment.user_id for endpoint in ASSESSOR_PAGES}
    values |= {(endpoint, "review_id"): reported.id for endpoint in REPORTED_PAGES} | _draft(manager)
    values |= _appeal_and_complaint(offered, certificate) | _surveillance(certificate, manager)
    return values | {(endpoint, "code"): certificate.code for endpoint in CERTIFICATE_PAGES}


def _appeal_and_complaint(offered: Document, certificate: Certificate) -> dict[tuple[str, str], Any]:
    """An appeal that was dismissed, and a complaint to which holder and assessors are asked to answer."""
    appeal = make_handled(make_appeal(files=True))
    statement = ask_for_statement(appeal, None, f"Of {SECRET}?", by=handler_of(appeal))
    decide_appeal(appeal, AppealState.DISMISSED, f"Of {SECRET}.", handler_of(appeal))
    complaint = make_asked(certificate)
    return {
        ("", "appeal_id"): appeal.id,
        ("", "handler_id"): appeal.handlers[0].id,
        ("appeals.attachment", "revision_id"): appeal.attachments[0].revision_id,
        ("appeals.evidence", "sha256"): offered.files[0].sha256,
        ("appeals.record_indicator", "code"): GROUNDS.indicators[0],
        ("", "complaint_id"): complaint.id,
        ("", "opinion_id"): complaint.opinions[0].id,
        ("", "statement_id"): statement.id,
        ("", "mark_id"): make_mark(certificate).id,
        ("", "batch_id"): make_batch(BatchKind.REPRINT, [certificate]).id,
        ("batches.change", "action"): "pause",
        ("batches.choose", "kind"): "reprint",
        ("batches.start", "kind"): "reprint",
    }


def _surveillance(certificate: Certificate, manager: User) -> dict[tuple[str, str], Any]:
    """A declaration that was sent, a reported change, and a hearing that was answered with a document."""
    declaration = make_declaration(certificate)
    save_draft(declaration, COMPLETE | {"operating": {"answer": "no", "words": SECRET}}, manager)
    send_declaration(declaration, manager)
    hearing = make_hearing(certificate, make_user("Olga Amtmann"), reasons=f"Of {SECRET}.")
    document = make_document(certificate.cluster, by=manager)
    answer_hearing(hearing, f"Of {SECRET}.", [document], manager)
    return {
        ("", "declaration_id"): declaration.id,
        ("", "flag_id"): make_flag(certificate, manager).id,
        ("", "hearing_id"): hearing.id,
        ("hearings.file", "revision_id"): hearing.documents[0].revision_id,
    }


def _board(session: BoardSession, decision: Decision | None, shown: Revision) -> dict[tuple[str, str], Any]:
    """A case in an open session and put off in it, a session that has ended, and a condition with a file."""
    assert decision is not None
    (item,) = session.items
    condition = write_condition(decision)
    show_for_condition(condition, shown)
    ended = make_session(make_reported(), chair=session.chair)
    end_session(ended, by=session.chair)
    return {
        ("", "session_id"): session.id,
        ("", "item_id"): item.id,
        ("", "deferral_id"): write_deferral(item).id,
        ("", "condition_id"): condition.id,
        ("conditions.file", "revision_id"): shown.id,
        ("board.minutes", "session_id"): ended.id,
    }


def _draft(manager: User) -> dict[tuple[str, str], Any]:
    """A draft report with a remark, on which its cluster organisation may still comment."""
    draft = make_sent_draft(make_review(make_submission(make_cluster(name=f"{SECRET} South"))))
    remark = write_remark(draft, None, f"{SECRET} has four posts.", by=manager)
    return {
        ("", "remark_id"): remark.id,
        ("", "section"): "summary",
        **{(endpoint, "review_id"): draft.review_id for endpoint in DRAFT_PAGES},
    }


def _invitation() -> dict[tuple[str, str], Any]:
    send_invitation(create_account("Ada Berg", "ada.berg@people.example"))
    body = db.session.scalars(select(OutboxMail.body).order_by(OutboxMail.id.desc())).first() or ""
    return {("accounts.accept_invitation", "token"): body.partition("/invitations/")[2].split()[0]}


def make_stranger(kind: str) -> User | None:
    """Somebody who has nothing to do with that cluster organisation, but much with others."""
    if kind == "anonymous":
        return None
    if kind == "manager":
        user = make_user("Jonas Krag")
        add_member(make_cluster(name="Their Own Cluster"), user, TeamRole.MANAGER)
        return user
    user = make_user("Rut Ahlin", roles=[RoleName(kind)])
    if kind == RoleName.PARTNER:
        db.session.add(Partner(name="Their Own Partner", countries=["FI"], people=[PartnerPerson(user=user)]))
        db.session.commit()
    return user
