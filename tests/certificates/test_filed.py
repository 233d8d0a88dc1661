"""The surveillance of a certificate stands in the file of its case; what is internal only in that of the office."""

import json

import pytest
from sqlalchemy import select

from labelapp.certificates.declarations.models import Verdict
from labelapp.certificates.declarations.operations import (
    Judgement,
    judge_declaration,
    save_draft,
    send_declaration,
)
from labelapp.certificates.filed import surveillance_files
from labelapp.certificates.hearings.operations import answer_hearing
from labelapp.certificates.models import Certificate
from labelapp.events.telling import Readers
from labelapp.extensions import db
from tests.factories.accounts import make_user
from tests.factories.board import make_reported
from tests.factories.decisions import make_decision
from tests.factories.evidence import make_document
from tests.factories.surveillance import COMPLETE, make_declaration, make_flag, make_hearing, make_officer

pytestmark = pytest.mark.usefixtures("app")


def test_file_of_the_team_leaves_out_flags_and_what_the_secretariat_remarked() -> None:
    decision = make_decision(make_reported())
    certificate = db.session.scalars(select(Certificate).where(Certificate.decision_id == decision.id)).one()
    manager, officer = make_user("Vera Holm"), make_officer()
    declaration = make_declaration(certificate)
    save_draft(declaration, COMPLETE, manager)
    send_declaration(declaration, manager)
    judge_declaration(declaration, Judgement(Verdict.ACCEPTED, "Internal remark."), officer)
    make_flag(certificate, manager)
    hearing = make_hearing(certificate, officer, reasons="The label was misused.")
    document = make_document(certificate.cluster, by=manager)
    answer_hearing(hearing, "It was not.", [document], manager)
    number = decision.review.submission.assessment_id
    office = {one.path: b"".join(one.pieces()) for one in surveillance_files(number, Readers.OFFICE)}
    team = {one.path: b"".join(one.pieces()) for one in surveillance_files(number, Readers.TEAM)}
    shared = {"declarations.json", "changes.json", "hearings.json"}
    evidence = {one for one in office if one.startswith("evidence/")}
    assert len(evidence) == 1
    assert set(team) == shared | evidence
    assert set(office) == {*team, "flags.json"}
    assert json.loads(team["hearings.json"])[0]["answer"] == "It was not."
    assert b"Internal remark." in office["declarations.json"]
    assert b"Internal remark." not in team["declarations.json"]
