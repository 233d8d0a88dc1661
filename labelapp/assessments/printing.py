"""The questionnaire as a printed document, empty or with the answers so far, in any shipped language."""

from datetime import date
from functools import lru_cache

from flask import current_app
from flask_babel import gettext as _

from labelapp.assessments.answers import NONE_OF_THESE, Content, content_text, typed_of
from labelapp.assessments.computed import counted
from labelapp.assessments.models import Assessment
from labelapp.assessments.overview import make_overview
from labelapp.assessments.queries import Answers, GivenAnswers, given_answers
from labelapp.assessments.questionnaire import Block, Question, Section, questionnaire
from labelapp.assessments.workbook.entering import rule_text
from labelapp.clock import today
from labelapp.documents import questionnaire as document
from labelapp.documents.questionnaire import QuestionnaireData, Shape, questionnaire_pdf
from labelapp.extensions import schemes, settings
from labelapp.schemes.answers import look_up
from labelapp.schemes.definition import Scheme
from labelapp.web.locale import scheme_text, speaking

_SHAPES: dict[str, Shape] = {
    "integer": "box",
    "decimal": "box",
    "date": "box",
    "money": "parts",
    "counts": "parts",
    "choice": "options",
    "rubric": "levels",
    "checklist": "ticks",
    "text": "lines",
    "link": "lines",
}
_WORDS_A_LINE = 12
_FEWEST_LINES, _MOST_LINES = 3, 14


def assessment_questionnaire(assessment: Assessment, scheme: Scheme, language: str, filled: bool) -> bytes:
    """The PDF for the team of one self-assessment."""
    given = given_answers(assessment) if filled else {}
    with speaking(language):
        return questionnaire_pdf(_data(scheme, language, today(), given, assessment, filled=filled))


def empty_questionnaire_file(scheme: Scheme, language: str, day: date) -> bytes:
    """The empty PDF of a scheme for anybody; made once a day, as it costs a second."""
    return _empty(current_app.name, scheme.key, scheme.content_hash, language, day)


@lru_cache(maxsize=32)
def _empty(_app: str, key: str, _content_hash: str, language: str, day: date) -> bytes:
    scheme = schemes().schemes[key]
    with speaking(language):
        return questionnaire_pdf(_data(scheme, language, day, {}, None, filled=False))


def _data(
    scheme: Scheme,
    language: str,
    day: date,
    given: GivenAnswers,
    assessment: Assessment | None,
    *,
    filled: bool,
) -> QuestionnaireData:
    whole = make_overview(assessment, given, day) if assessment and filled else None
    answers: Answers = whole.answers if whole else {}
    sections = questionnaire(scheme, counted(scheme, given, whole.figures) if whole else frozenset())
    return QuestionnaireData(
        cluster=assessment.cluster.name if assessment else "",
        cluster_lang=assessment.cluster.name_language if assessment else language,
        scheme_name=scheme_text(scheme.name),
        scheme_summary=scheme_text(scheme.summary),
        scheme_version=scheme.version,
        made_on=day,
        due_on=assessment.due_on if assessment else None,
        filled=filled,
        answered=whole.answered if whole else 0,
        total=len(scheme.indicators),
        dimensions=[_dimension(scheme, section, given, answers) for section in sections],
        issuer_name=settings().issuer_name,
        issuer_subtitle=settings().issuer_subtitle,
        language=language,
        illustrative=scheme.illustrative,
        demonstration=settings().demo,
    )


def _dimension(scheme: Scheme, section: Section, given: GivenAnswers, answers: Answers) -> document.Dimension:
    return document.Dimension(
        code=section.code,
        name=section.name,
        summary=section.summary,
        indicators=[_indicator(scheme, block, given, answers) for block in section.blocks],
    )


def _indicator(scheme: Scheme, block: Block, given: GivenAnswers, answers: Answers) -> document.Indicator:
    questions = {
        question.code: _question(question, _content(scheme, question, given, answers))
        for question in block.questions
    }
    asks_levels = any(question.kind == "rubric" for question in block.questions)
    return document.Indicator(
        code=block.indicator.code,
        name=block.name,
        why=block.why,
        points=block.points,
        minimum=block.minimum,
        levels=() if asks_levels else block.levels,
        questions=[questions[one.code] for one in block.questions if one.field is not None],
        reason=next((questions[one.code] for one in block.questions if one.field is None), None),
        guidance=block.guidance,
        evidence=block.evidence,
    )


def _content(scheme: Scheme, question: Question, given: GivenAnswers, answers: Answers) -> Content:
    """The answer of a question; a computed one is looked up where it comes from."""
    if question.computed and question.field is not None:
        return {"value": look_up(scheme, question.indicator, question.field, answers)}
    found = given.get((question.indicator.code, question.code))
    return found.content if found else {"value": None}


def _question(question: Question, content: Content) -> document.Question:
    unread = "raw" in content and content["raw"] is not None
    shape = "computed" if question.computed else _SHAPES[question.kind]
    return document.Question(
        label=question.label,
        hint=question.hint,
        rule=_("Taken from %(place)s.", place=question.taken_from)
        if question.taken_from
        else _rule(question),
        unit=question.unit,
        shape=shape,
        lines=_lines(question, content),
        answer=_answer(question, content),
        unread=unread,
        writing_lines=_room(question),
    )


def _rule(question: Question) -> str:
    """What may be entered, where the blank itself does not show it."""
    return rule_text(question) if _SHAPES[question.kind] in ("box", "lines", "parts") else ""


def _answer(question: Question, content: Content) -> str:
    """The answer as people read it. A text stands as it was written, a reason without the words before it."""
    value = content["value"]
    if isinstance(value, str) and question.kind in ("text", "link"):
        return value
    return content_text(question.indicator, question.code, content)


def _lines(question: Question, content: Content) -> list[document.Line]:
    typed = typed_of(question.field, content)
    amounts = typed if isinstance(typed, dict) else {}
    chosen = typed if isinstance(typed, list) else [content["value"]]
    if question.kind == "checklist" and content["value"] == []:
        chosen = [NONE_OF_THESE]
    return [
        document.Line(
            label=f"{part.code}  {part.label}" if question.kind == "rubric" else part.label,
            value=amounts.get(part.code, ""),
            ticked=part.code in chosen,
        )
        for part in question.parts
    ]


def _room(question: Question) -> int:
    """How many lines to write on."""
    if question.kind == "link":
        return 1
    return max(_FEWEST_LINES, min(_MOST_LINES, (question.words or 0) // _WORDS_A_LINE))
