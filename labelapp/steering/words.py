"""How the parts of the figures are called."""

from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _

from labelapp.certificates.register.wishes import LEVELS
from labelapp.extensions import schemes
from labelapp.steering.durations import Step
from labelapp.steering.queries.deadlines import Actor, Late
from labelapp.steering.queries.renewals import Renewal
from labelapp.steering.throughput import Flow
from labelapp.web.locale import scheme_text


def flow_name(flow: Flow) -> str:
    """What is counted in a month."""
    names = {
        Flow.STARTED: _("Applications started"),
        Flow.SUBMITTED: _("Submitted"),
        Flow.DECIDED: _("Decided"),
        Flow.AWARDED: _("Awarded"),
        Flow.REFUSED: _("Refused"),
    }
    return str(names[flow])


def step_name(step: Step) -> str:
    """From what to what a step goes."""
    names = {
        Step.APPLYING: _("Start to submission"),
        Step.STAFFING: _("Submission to experts assigned"),
        Step.SCORING: _("Experts assigned to sheets locked"),
        Step.AGREEING: _("Sheets locked to agreement"),
        Step.REPORTING: _("Agreement to final report"),
        Step.DECIDING: _("Final report to decision"),
        Step.ISSUING: _("Award to certificate"),
    }
    return str(names[step])


def late_name(kind: Late) -> str:
    """What is late."""
    names = {
        Late.INTERESTS: _("Declaration of interests"),
        Late.SHEET: _("Score sheet"),
        Late.REPORT: _("Report"),
        Late.DEFERRAL: _("Deferred decision"),
        Late.CONDITION: _("Condition of an award"),
        Late.APPEAL: _("Appeal"),
        Late.STATEMENT: _("Statement in an appeal"),
        Late.DECLARATION: _("Yearly declaration"),
        Late.HEARING: _("Hearing"),
        Late.COMPLAINT: _("Statement on a complaint"),
        Late.SURVEILLANCE: _("Surveillance"),
        Late.REASSESSMENT: _("New assessment"),
    }
    return str(names[kind])


def actor_words(who: str) -> str:
    """Who has to act: a part in the case, or the name of a person."""
    names = {
        Actor.OFFICE: _("Secretariat"),
        Actor.EXPERTS: _("The experts of the case"),
        Actor.HANDLERS: _("Those who handle the appeal"),
        Actor.HOLDER: _("Cluster organisation"),
    }
    return str(names[Actor(who)]) if who in set(Actor) else who


def renewal_name(state: Renewal) -> str:
    """How far a renewal is."""
    names = {
        Renewal.NOTHING: _("Not invited yet"),
        Renewal.INVITED: _("Invited"),
        Renewal.STARTED: _("Renewal started"),
        Renewal.SUBMITTED: _("Renewal submitted"),
    }
    return str(names[state])


def level_name(level: str) -> str:
    """The word for a level; a certificate may have none."""
    names = {"gold": _("Gold"), "silver": _("Silver"), "bronze": _("Bronze")}
    return str(names.get(level, _("Without level")))


def month_words(month: date) -> str:
    """Mar 2026"""
    return str(format_date(month, "LLL yyyy"))


def label_words(label: str) -> str:
    """A level, or the name of a scheme by its code."""
    return level_name(label) if label in LEVELS else scheme_text(schemes().get(label).name)
