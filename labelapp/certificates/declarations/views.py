"""Where a holder fills in its declaration, and where the secretariat reads and judges it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from labelapp.certificates.declarations import operations, policy, queries
from labelapp.certificates.declarations.answers import notable, problems, read_questions
from labelapp.certificates.declarations.forms import (
    MEMBER_LABELS,
    JudgementForm,
    declaration_form,
    question_text,
    read_answers,
)
from labelapp.certificates.declarations.models import Declaration
from labelapp.certificates.declarations.queries import Which
from labelapp.certificates.members import counted_members, submitted_members
from labelapp.certificates.surveillance.officers import read_after_declaring
from labelapp.clock import today
from labelapp.web.access import requires, requires_on
from labelapp.web.errors import InvalidInput
from labelapp.web.paging import read_position

bp = Blueprint("declarations", __name__)


@bp.get("/declarations/<int:declaration_id>/fill")
@requires_on(queries.find_declaration, policy.may_fill)
def fill(declaration: Declaration) -> ResponseReturnValue:
    """The questions with what was saved, with `check=1` also what is missing; once it is sent, as it was sent."""
    if declaration.sent_at is not None:
        return render_template("certificates/declarations/sent.html", **_content(declaration))
    questions = read_questions(declaration.questions)
    form = declaration_form(questions, declaration.answers or _known_members(declaration))
    missing = problems(questions, declaration.answers) if request.args.get("check") == "1" else {}
    for name, text in missing.items():
        form[name].errors = [text]
    return render_template("certificates/declarations/fill.html", form=form, **_content(declaration))


@bp.post("/declarations/<int:declaration_id>/fill")
@requires_on(queries.find_declaration, policy.may_fill)
def save(declaration: Declaration) -> ResponseReturnValue:
    """Save what was typed; with `step=check` go on to the page that asks once more."""
    questions = read_questions(declaration.questions)
    answers = read_answers(declaration_form(questions, {}), questions)
    operations.save_draft(declaration, answers, by=current_user)
    if request.form.get("step") == "check":
        return redirect(url_for("declarations.check", declaration_id=declaration.id), 303)
    flash(_("The draft is saved."))
    return redirect(url_for("declarations.fill", declaration_id=declaration.id), 303)


@bp.get("/declarations/<int:declaration_id>/check")
@requires_on(queries.find_declaration, policy.may_fill)
def check(declaration: Declaration) -> ResponseReturnValue:
    """Everything once more, before it is sent for good; what is missing is shown first."""
    questions = read_questions(declaration.questions)
    if declaration.sent_at is not None or problems(questions, declaration.answers):
        return redirect(url_for("declarations.fill", declaration_id=declaration.id, check=1), 303)
    return render_template("certificates/declarations/check.html", **_content(declaration))


@bp.post("/declarations/<int:declaration_id>/check")
@requires_on(queries.find_declaration, policy.may_fill)
def send(declaration: Declaration) -> ResponseReturnValue:
    """Send it; it cannot be changed any more."""
    operations.send_declaration(declaration, by=current_user)
    flash(_("Your declaration is sent."))
    return redirect(url_for("declarations.fill", declaration_id=declaration.id), 303)


@bp.get("/declarations")
@requires(policy.may_see_declarations)
def index() -> ResponseReturnValue:
    """The secretariat's list: sent ones to look at, overdue ones, and the others."""
    asked = request.args.get("which", "")
    which = Which(asked) if asked in set(Which) else Which.SENT
    day = today()
    return render_template(
        "certificates/declarations/index.html",
        page=queries.list_declarations(current_user, which, day, read_position(request.args.get("at"))),
        which=which,
        counts={one: queries.count_declarations(current_user, one, day) for one in Which},
        day=day,
    )


@bp.get("/declarations/<int:declaration_id>")
@requires_on(queries.find_declaration, policy.may_know_declaration)
def show(declaration: Declaration) -> ResponseReturnValue:
    """One declaration that was sent."""
    return read_after_declaring(declaration.certificate, lambda: _judge_page(declaration, JudgementForm()))


@bp.post("/declarations/<int:declaration_id>")
@requires_on(queries.find_declaration, policy.may_judge)
def judge(declaration: Declaration) -> ResponseReturnValue:
    """Accept it, or mark the certificate."""
    form = JudgementForm()
    if not form.validate_on_submit():
        return _judge_page(declaration, form), 422
    try:
        operations.judge_declaration(declaration, form.read(), by=current_user)
    except InvalidInput as error:
        form.note.errors = [error.message]
        return _judge_page(declaration, form), 422
    flash(_("The judgement is recorded."))
    return redirect(url_for("declarations.index"), 303)


def _known_members(declaration: Declaration) -> dict[str, dict[str, str]]:
    """What the data room or the submission says about members, so that nobody has to count twice."""
    certificate, found = declaration.certificate, dict[str, str]()
    counted = counted_members(certificate, today())
    if counted is not None:
        found = {part: str(number) for part, number in counted.as_json().items()}
    elif (then := submitted_members(certificate)) is not None:
        found = {"then": str(then)}
    questions = read_questions(declaration.questions)
    return {one.code: found for one in questions if one.kind == "membership"}


def _judge_page(declaration: Declaration, form: JudgementForm) -> str:
    return render_template("certificates/declarations/show.html", form=form, **_content(declaration))


def _content(declaration: Declaration) -> dict[str, object]:
    return {
        "declaration": declaration,
        "certificate": declaration.certificate,
        "questions": read_questions(declaration.questions),
        "question_text": question_text,
        "member_labels": MEMBER_LABELS,
        "notable": notable,
        "day": today(),
    }
