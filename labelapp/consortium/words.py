"""States, steps and topics in the reader's language."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from labelapp.consortium.funnel import Step
from labelapp.consortium.queries import Held
from labelapp.consortium.standing import State

_STATES: dict[State, Any] = {
    State.SELF_ASSESSMENT: _l("In self-assessment"),
    State.SUBMITTED: _l("Submitted, assessors not at work yet"),
    State.REVIEW: _l("Under review"),
    State.BOARD: _l("Before the board"),
    State.HOLDER: _l("Holds a label"),
    State.RENEWABLE: _l("Expired, renewable"),
    State.NEVER: _l("Never started"),
    State.IDLE: _l("None of these at present"),
}
_STEPS: dict[Step, Any] = {
    Step.STARTED: _l("Self-assessment started"),
    Step.SUBMITTED: _l("Submitted"),
    Step.REVIEWED: _l("Reviewed, report final"),
    Step.DECIDED: _l("Decided"),
    Step.AWARDED: _l("Certificate issued"),
}
_HELD: dict[Held, Any] = {
    Held.IN_FORCE: _l("Valid"),
    Held.RENEWABLE: _l("Expired, renewable"),
}
_LEVELS = {"bronze": _l("Bronze"), "silver": _l("Silver"), "gold": _l("Gold")}


def state_name(state: State) -> str:
    """The name of a state."""
    return str(_STATES[state])


def step_name(step: Step) -> str:
    """The name of a step."""
    return str(_STEPS[step])


def held_name(held: Held) -> str:
    """The name of a choice of certificates."""
    return str(_HELD[held])


def level_word(level: str) -> str:
    """The name of a level; that of a scheme without levels is a dash."""
    return str(_LEVELS.get(level, "–"))


def needs_consent() -> str:
    """What stands where a figure needs the consent of its cluster organisation."""
    return str(_("needs the cluster's consent"))
