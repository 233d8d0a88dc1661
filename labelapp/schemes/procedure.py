"""How a case is handled: rounds, periods and majorities. Data of a scheme, but nothing that decides about points."""

from typing import Annotated

from pydantic import Field

from labelapp.schemes.field_types import Count, Definition

Period = Annotated[int, Field(ge=0, le=365, strict=True)]


class Procedure(Definition):
    """Periods are in working days, of which those of the country of the cluster organisation count.

    - `declare_days`: a nominee declares interests; `objection_days`: the applicant objects to an expert (0: no
      right to object); `assess_days`: a score sheet is locked after the start.
    - `clarification_rounds`: how often the assessors may ask back, `clarification_days` how long a round is open.
    - `comment_days`: the applicant points out errors of fact in the draft report (0: no such period).
    - `quorum`: how many votes a decision of the board needs, `silent_days` how long a silent procedure is open.
    - `appeal_days`: an appeal against the decision (0: none); the day of the decision is not counted.
      `appeal_handling_days`: the appeal is decided. `statement_days`: a statement on an appeal or a complaint.
    - `hearing_days`: the holder answers before its certificate is suspended or withdrawn.
    - `qualification_months`: how long an expert is qualified before a renewal.
    """

    declare_days: Period = 5
    objection_days: Period = 5
    assess_days: Period = 30
    clarification_rounds: Annotated[int, Field(ge=0, strict=True)] = 2
    clarification_days: Period = 10
    comment_days: Period = 15
    quorum: Count = 1
    silent_days: Period = 10
    appeal_days: Period = 30
    appeal_handling_days: Period = 40
    statement_days: Period = 15
    hearing_days: Period = 15
    qualification_months: Count = 36
