"""All that changes a review, in the order in which it happens."""

from labelapp.reviews.operations.accepting import Acceptance, accept_proposal
from labelapp.reviews.operations.consensus import confirm, propose, take_over_equal
from labelapp.reviews.operations.interests import (
    declare_as_officer,
    declare_interests,
    declare_none_in,
)
from labelapp.reviews.operations.interviewing import open_interview
from labelapp.reviews.operations.opening import (
    RuleViolations,
    end_assignment,
    nominate,
    open_review,
    set_due_date,
    start_review,
)
from labelapp.reviews.operations.profiles import Profile, save_profile
from labelapp.reviews.operations.reporting import finalise_report, set_assessed_on
from labelapp.reviews.operations.scoring import (
    ScoreContent,
    Typing,
    content_of,
    give_score,
    hold_sheet,
    incomplete,
    lock_sheet,
)
from labelapp.reviews.operations.transitions import TRANSITIONS, Action, transition

__all__ = [
    "TRANSITIONS",
    "Acceptance",
    "Action",
    "Profile",
    "RuleViolations",
    "ScoreContent",
    "Typing",
    "accept_proposal",
    "confirm",
    "content_of",
    "declare_as_officer",
    "declare_interests",
    "declare_none_in",
    "end_assignment",
    "finalise_report",
    "give_score",
    "hold_sheet",
    "incomplete",
    "lock_sheet",
    "nominate",
    "open_interview",
    "open_review",
    "propose",
    "save_profile",
    "set_assessed_on",
    "set_due_date",
    "start_review",
    "take_over_equal",
    "transition",
]
