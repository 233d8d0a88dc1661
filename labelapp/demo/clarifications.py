"""A case in which the assessors asked back: one round that was answered, one that waits."""

from werkzeug.datastructures import MultiDict

from labelapp.accounts.models import User
from labelapp.assessments.answers import digest
from labelapp.demo.cases import sheets_of
from labelapp.reviews import operations
from labelapp.reviews.clarifications import asking, replying
from labelapp.reviews.clarifications.models import ClarificationRound, Reason
from labelapp.reviews.clarifications.queries import RoundPlace, find_reply
from labelapp.reviews.clarifications.replies import COMMENT, draft_of, stored_inputs
from labelapp.reviews.models import Review
from labelapp.reviews.operations import ScoreContent

ANSWERED = ("2.8", "How many of these meetings were in person? The register you offered names fewer.")
WAITING = (
    (
        "1.1",
        Reason.OUTDATED,
        "Your website presents another number of organisations. Which list is the current one?",
    ),
    ("4.3", Reason.UNCLEAR, "Which of these actions have a budget of their own?"),
)


def ask_back(review: Review, lead: User, manager: User) -> None:
    """The lead scores one indicator, asks about it and reads the answer; then asks about two more."""
    code, question = ANSWERED
    score = ScoreContent(
        points="3", minimum_met=True, justification="Visits are recorded, but not all in person."
    )
    operations.give_score(sheets_of(review)[0], code, score)
    asking.ask(review, code, Reason.INCORRECT, question, lead)
    _answer(asking.send_round(review, lead), code, manager)
    for other, reason, text in WAITING:
        asking.ask(review, other, reason, text, lead)
    asking.send_round(review, lead)


def _answer(round_: ClarificationRound, code: str, manager: User) -> None:
    place = find_reply(round_.id, code)
    if place is None:
        return
    form: MultiDict[str, str] = MultiDict()
    for name, stored in stored_inputs(draft_of(place)).items():
        form[f"shown.{name}"] = digest(stored)
        form[name] = stored if isinstance(stored, str) else ""
    form["met"] = str(max(int(form["met"] or 0) - 6, 0))
    form[COMMENT] = "Six of them were calls by video. They are taken out, the register is right."
    replying.save_reply(place, form, manager)
    replying.hand_in(RoundPlace(place.review, place.round), [code], manager)
