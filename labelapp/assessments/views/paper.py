"""The questionnaire on paper and as a workbook: downloads, sending a workbook back, deciding what is applied."""

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from flask_login import current_user

from labelapp.assessments import policy, queries
from labelapp.assessments.models import Assessment
from labelapp.assessments.overview import is_open
from labelapp.assessments.printing import assessment_questionnaire, empty_questionnaire_file
from labelapp.assessments.saving import read_version
from labelapp.assessments.views import bp
from labelapp.assessments.workbook.comparing import Reading
from labelapp.assessments.workbook.models import WorkbookUpload
from labelapp.assessments.workbook.operations import (
    KEPT,
    Overtaken,
    apply_workbook,
    discard_upload,
    receive_workbook,
)
from labelapp.assessments.workbook.preview import Preview, preview
from labelapp.assessments.workbook.queries import find_upload, waiting_upload
from labelapp.assessments.workbook.writer import workbook_file
from labelapp.clock import today
from labelapp.evidence.sending import disposition
from labelapp.extensions import db, schemes
from labelapp.web.access import public, requires_on
from labelapp.web.errors import InvalidInput
from labelapp.web.locale import shipped_languages

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/assessments/<int:assessment_id>/paper")
@requires_on(queries.find_assessment, policy.may_see)
def paper(assessment: Assessment) -> ResponseReturnValue:
    """Downloads in every language, and the way back for a filled workbook."""
    return _paper_page(assessment)


def _paper_page(assessment: Assessment, refusal: str = "") -> str:
    may_upload = is_open(assessment) and policy.may_answer(current_user, assessment)
    return render_template(
        "assessments/paper.html",
        assessment=assessment,
        scheme=queries.scheme_of(assessment),
        may_upload=may_upload,
        waiting=waiting_upload(assessment, current_user) if may_upload else None,
        kept_days=KEPT.days,
        refusal=refusal,
    )


@bp.get("/assessments/<int:assessment_id>/paper/file")
@requires_on(queries.find_assessment, policy.may_see)
def paper_file(assessment: Assessment) -> ResponseReturnValue:
    """The questionnaire: `kind` is empty or filled (PDF), or workbook (XLSX); `language` is a shipped one."""
    language = _language()
    kind = request.args.get("kind", "workbook")
    scheme = queries.scheme_of(assessment)
    name = f"{scheme.code}-{scheme.version}-{kind}-{language}"
    if kind == "workbook":
        given = queries.given_answers(assessment)
        return _download(workbook_file(assessment, scheme, given, language), XLSX, f"{name}.xlsx")
    if kind not in ("empty", "filled"):
        abort(404)
    content = assessment_questionnaire(assessment, scheme, language, filled=kind == "filled")
    return _download(content, "application/pdf", f"{name}.pdf")


@bp.get("/questionnaires/<code>.pdf")
@public
def questionnaire(code: str) -> ResponseReturnValue:
    """The empty questionnaire of a scheme that is in force, for anybody."""
    scheme = next((one for one in schemes().latest(today()) if one.code == code), None)
    if scheme is None:
        abort(404)
    language = _language()
    content = empty_questionnaire_file(scheme, language, today())
    return _download(content, "application/pdf", f"{scheme.code}-{scheme.version}-{language}.pdf")


def _language() -> str:
    """The language that was asked for, the reader's own otherwise; 404 for one that does not ship."""
    language = request.args.get("language") or get_locale().language
    if language not in shipped_languages():
        abort(404)
    return str(language)


def _download(content: bytes, kind: str, name: str) -> Response:
    return Response(content, mimetype=kind, headers={"Content-Disposition": disposition(name)})


@bp.post("/assessments/<int:assessment_id>/workbook")
@requires_on(queries.find_assessment, policy.may_answer)
def upload_workbook(assessment: Assessment) -> ResponseReturnValue:
    """Read a filled workbook. Nothing is applied before it is confirmed."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return _paper_page(assessment, _("Choose a file first.")), 422
    try:
        upload = receive_workbook(assessment, sent.stream, sent.filename, by=current_user)  # type: ignore[arg-type]
    except InvalidInput as error:
        return _paper_page(
            assessment, _("%(name)s: %(reason)s", name=sent.filename, reason=error.message)
        ), 422
    return redirect(url_for("assessments.workbook", upload_id=upload.id), 303)


@bp.get("/workbooks/<int:upload_id>")
@requires_on(find_upload, policy.may_apply)
def workbook(upload: WorkbookUpload) -> ResponseReturnValue:
    """What the workbook would change, what waits for a choice, and what cannot be read."""
    return _preview_page(upload)


def _preview(upload: WorkbookUpload) -> Preview:
    scheme = queries.scheme_of(upload.assessment)
    return preview(scheme, queries.given_answers(upload.assessment), Reading.from_json(upload.content))


def _preview_page(upload: WorkbookUpload, refusal: str = "") -> str:
    return render_template(
        "assessments/workbook.html",
        upload=upload,
        assessment=upload.assessment,
        scheme=queries.scheme_of(upload.assessment),
        found=_preview(upload),
        refusal=refusal,
        ticked=set(request.form.getlist("take")) if refusal else None,
    )


@bp.post("/workbooks/<int:upload_id>/apply")
@requires_on(find_upload, policy.may_apply)
def apply_changes(upload: WorkbookUpload) -> ResponseReturnValue:
    """Apply what was chosen, all or nothing; an answer that changed meanwhile is shown again with both values."""
    found = _preview(upload)
    chosen = _chosen(found)
    if _overtaken(found):
        refusal = _("An answer was changed on the platform meanwhile. Choose for it too.")
        return _preview_page(upload, refusal), 409
    if not chosen:
        refusal = _("Nothing is chosen. Tick what you want to apply, or discard the workbook.")
        return _preview_page(upload, refusal), 422
    upload_id, assessment_id = upload.id, upload.assessment_id
    try:
        count = apply_workbook(upload, chosen, by=current_user)
    except Overtaken as error:
        db.session.rollback()
        again = find_upload(upload_id)
        return (_preview_page(again, error.message) if again else abort(404)), 409
    flash(ngettext("One answer was applied.", "%(num)s answers were applied.", count))
    return redirect(url_for("assessments.show", assessment_id=assessment_id), 303)


def _chosen(found: Preview) -> dict[tuple[str, str], int]:
    """The answers to be applied, with the version over which each goes."""
    ticked = set(request.form.getlist("take"))
    chosen = {}
    for one in found.changes:
        if one.key in ticked:
            chosen[_name(one.key)] = one.version
    for one in found.conflicts:
        if request.form.get(f"choice.{one.key}") == "workbook":
            chosen[_name(one.key)] = read_version(request.form.get(f"version.{one.key}"))
    return chosen


def _overtaken(found: Preview) -> bool:
    """Whether something was ticked as a change that is a conflict by now."""
    ticked = set(request.form.getlist("take"))
    return any(one.key in ticked and f"choice.{one.key}" not in request.form for one in found.conflicts)


def _name(key: str) -> tuple[str, str]:
    indicator, _bar, field = key.partition("|")
    return indicator, field


@bp.post("/workbooks/<int:upload_id>/discard")
@requires_on(find_upload, policy.may_apply)
def discard_workbook(upload: WorkbookUpload) -> ResponseReturnValue:
    """Forget the workbook; no answer changes."""
    assessment_id = upload.assessment_id
    discard_upload(upload)
    flash(_("The workbook was discarded. No answer was changed."))
    return redirect(url_for("assessments.paper", assessment_id=assessment_id), 303)
