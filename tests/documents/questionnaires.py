"""Invented questionnaires with every shape of question, empty and filled in."""

from dataclasses import replace
from datetime import date

from labelapp.documents.questionnaire import Dimension, Indicator, Line, Question, QuestionnaireData


def question(label: str, shape: str, **more: object) -> Question:
    empty = Question(
        label=label,
        hint="Count each once.",
        rule="Whole number, 0 or more.",
        unit="participants",
        shape=shape,  # type: ignore[arg-type]
        lines=(),
        answer="",
        unread=False,
        writing_lines=4,
    )
    return replace(empty, **more)  # type: ignore[arg-type]


QUESTIONS = (
    question("Committed participants", "box"),
    question("By type", "parts", lines=(Line("Firms"), Line("Universities"))),
    question("Legal form", "options", lines=(Line("Association"), Line("Company"))),
    question("Which level?", "levels", lines=(Line("5  used"), Line("0  missing"))),
    question("Which are in place?", "ticks", lines=(Line("A deputy"), Line("None of these"))),
    question("Who does what?", "lines"),
    question("Taken over", "computed", answer="84 participants"),
)
FILLED = (
    question("Committed participants", "box", answer="84 participants"),
    question("By type", "parts", lines=(Line("Firms", "12,5"), Line("Universities"))),
    question("Legal form", "options", lines=(Line("Association", ticked=True), Line("Company")), answer="x"),
    question("Who does what?", "lines", answer="Vera leads.\nJonas counts."),
    question("Cut-off date", "box", answer="soon", unread=True),
)
EMPTY = QuestionnaireData(
    cluster="",
    cluster_lang="en",
    scheme_name="Gold label",
    scheme_summary="Two assessors, one from abroad.",
    scheme_version="2026.1",
    made_on=date(2026, 11, 25),
    due_on=None,
    filled=False,
    answered=0,
    total=2,
    dimensions=(
        Dimension(
            code="1",
            name="Structure",
            summary="Who takes part.",
            indicators=(
                Indicator(
                    code="1.1",
                    name="Participants",
                    why="A cluster needs participants.",
                    points="5 points at most",
                    minimum="20 participants minimum",
                    levels=(("5", "100 or more"), ("0", "fewer than 100")),
                    questions=QUESTIONS,
                    reason=question("If this does not apply to you, say why", "lines"),
                    guidance="Keep the register.",
                    evidence=("Register", "Forms"),
                ),
            ),
        ),
        Dimension("2", "Management", "", ()),
    ),
    issuer_name="The Label Council",
    issuer_subtitle="Quality label for cluster management",
    language="en",
    illustrative=True,
    demonstration=True,
)


def of_team(**more: object) -> QuestionnaireData:
    first = EMPTY.dimensions[0]
    indicator = replace(first.indicators[0], questions=FILLED, reason=None)
    data = replace(
        EMPTY,
        cluster="Ría Clara",
        cluster_lang="es",
        filled=True,
        answered=1,
        due_on=date(2027, 1, 31),
        dimensions=(replace(first, indicators=(indicator,)), EMPTY.dimensions[1]),
    )
    return replace(data, **more)  # type: ignore[arg-type]


def filled(language: str, cluster: str, text: str) -> QuestionnaireData:
    """One of a team that writes in a language."""
    first = EMPTY.dimensions[0]
    answered = replace(first.indicators[0], questions=(*FILLED, question("?", "lines", answer=text)))
    dimensions = (replace(first, name=cluster, summary=text, indicators=(answered,)), EMPTY.dimensions[1])
    return of_team(language=language, cluster=cluster, cluster_lang=language, dimensions=dimensions)
