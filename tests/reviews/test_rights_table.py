"""Who may do what with a case in which state: role x state x action, each cell written out.

`y`: does it, or finds the case there. `.`: does not, and the answer does not name the cluster organisation.
`s`: has the right, but the state of the case forbids it (409).

The columns: named among the TAsks; named where an officer DEclares; FInd by name in the list of cases; COunted
there; in the list of the OWn cases; in that of the BOard; read the Self-Assessment; ASsign; see the NOminees as
applicant; read the DeSk; read the EVidence; SCore; CoMpare; AGree; decide what is DIsputed; read the RePort; read the
DRaft as applicant; DeCide; ReaD the decision; EXport the agreement of assessors; got a MAil about the step that led
here.

`off` declared an interest, `new` has not declared yet, `took` observed the case and is on the board.
"""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from labelapp.reviews.models import ReviewState
from tests.reviews.rights_world import NAME, STATES, World, build

TABLE = {
    "assigning": """
    #             ta de fi co ow bo sa as no ds ev sc cm ag di rp dr dc rd ex ma
    anonymous     .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    manager       .  .  .  .  .  .  y  .  y  .  .  .  .  .  .  .  .  .  .  .  y
    contributor   .  .  .  .  .  .  y  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    viewer        .  .  .  .  .  .  y  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    lead          .  .  .  .  y  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    co            .  .  .  .  y  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    third         .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    observer      .  .  .  .  y  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    nominee       y  .  .  .  y  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    off           .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    officer       y  .  y  y  .  .  y  y  .  .  .  .  .  .  .  .  .  .  .  .  .
    officer-new   .  y  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    officer-off   .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    board         .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    board-new     .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    board-off     .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    board-took    .  .  .  .  y  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    partner       .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    administrator .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    other         .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
""",
    "scoring": """
    #             ta de fi co ow bo sa as no ds ev sc cm ag di rp dr dc rd ex ma
    anonymous     .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    manager       .  .  .  .  .  .  y  .  y  .  .  .  .  .  .  .  .  .  .  .  .
    contributor   .  .  .  .  .  .  y  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    viewer        .  .  .  .  .  .  y  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    lead          y  .  .  .  y  .  .  .  .  y  y  y  .  .  .  .  .  .  .  .  y
    co            y  .  .  .  y  .  .  .  .  y  y  y  .  .  .  .  .  .  .  .  y
    third         .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    observer      .  .  .  .  y  .  .  .  .  y  y  .  .  .  .  .  .  .  .  .  .
    nominee       y  .  .  .  y  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    off           .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    officer       .  .  y  y  .  .  y  y  .  .  .  .  .  .  .  .  .  .  .  .  .
    officer-new   .  y  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    officer-off   .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    board         .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    board-new     .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    board-off     .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    board-took    .  .  .  .  y  .  .  .  .  y  y  .  .  .  .  .  .  .  .  .  .
    partner       .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    administrator .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    other         .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
""",
    "consensus": """
    #             ta de fi co ow bo sa as no ds ev sc cm ag di rp dr dc rd ex ma
    anonymous     .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    manager       .  .  .  .  .  .  y  .  y  .  .  .  .  .  .  .  .  .  .  .  y
    contributor   .  .  .  .  .  .  y  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    viewer        .  .  .  .  .  .  y  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    lead          y  .  .  .  y  .  .  .  .  y  y  s  y  y  .  y  .  .  .  .  y
    co            y  .  .  .  y  .  .  .  .  y  y  s  y  y  .  y  .  .  .  .  y
    third         y  .  .  .  y  .  .  .  .  .  .  .  .  .  y  .  .  .  .  .  y
    observer      y  .  .  .  y  .  .  .  .  y  y  .  y  .  .  y  .  .  .  .  .
    nominee       y  .  .  .  y  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    off           .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    officer       .  .  y  y  .  .  y  y  .  .  .  .  y  .  .  y  .  .  .  .  y
    officer-new   .  y  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    officer-off   .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    board         .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    board-new     .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    board-off     .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    board-took    y  .  .  .  y  .  .  .  .  y  y  .  y  .  .  y  .  .  .  .  .
    partner       .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    administrator .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    other         .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
""",
    "commenting": """
    #             ta de fi co ow bo sa as no ds ev sc cm ag di rp dr dc rd ex ma
    anonymous     .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    manager       y  .  .  .  .  .  y  .  y  .  .  .  .  .  .  .  y  .  .  .  y
    contributor   .  .  .  .  .  .  y  .  .  .  .  .  .  .  .  .  y  .  .  .  .
    viewer        .  .  .  .  .  .  y  .  .  .  .  .  .  .  .  .  y  .  .  .  .
    lead          .  .  .  .  y  .  .  .  .  y  y  s  y  s  .  y  .  .  .  .  y
    co            .  .  .  .  y  .  .  .  .  y  y  s  y  s  .  y  .  .  .  .  y
    third         .  .  .  .  y  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    observer      y  .  .  .  y  .  .  .  .  y  y  .  y  .  .  y  .  .  .  .  .
    nominee       y  .  .  .  y  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    off           .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    officer       .  .  y  y  .  .  y  y  .  .  .  .  y  .  .  y  .  .  .  .  .
    officer-new   .  y  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    officer-off   .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    board         .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    board-new     .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    board-off     .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    board-took    y  .  .  .  y  .  .  .  .  y  y  .  y  .  .  y  .  .  .  .  .
    partner       .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    administrator .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    other         .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
""",
    "reported": """
    #             ta de fi co ow bo sa as no ds ev sc cm ag di rp dr dc rd ex ma
    anonymous     .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    manager       .  .  .  .  .  .  y  .  y  .  .  .  .  .  .  .  y  .  .  .  .
    contributor   .  .  .  .  .  .  y  .  .  .  .  .  .  .  .  .  y  .  .  .  .
    viewer        .  .  .  .  .  .  y  .  .  .  .  .  .  .  .  .  y  .  .  .  .
    lead          .  .  .  .  y  .  .  .  .  y  y  s  y  s  .  y  .  .  .  .  y
    co            .  .  .  .  y  .  .  .  .  y  y  s  y  s  .  y  .  .  .  .  .
    third         .  .  .  .  y  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    observer      .  .  .  .  y  .  .  .  .  y  y  .  y  .  .  y  .  .  .  .  .
    nominee       .  .  .  .  y  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    off           .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    officer       .  .  y  y  .  .  y  y  .  .  .  .  y  .  .  y  .  .  .  y  y
    officer-new   .  y  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    officer-off   .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    board         .  .  .  .  .  y  .  .  .  .  .  .  .  .  .  y  .  s  .  .  y
    board-new     y  .  .  .  .  y  .  .  .  .  .  .  .  .  .  .  .  .  .  .  y
    board-off     .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    board-took    .  .  .  .  y  .  .  .  .  y  y  .  y  .  .  y  .  .  .  .  .
    partner       .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    administrator .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    other         .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
""",
    "decided": """
    #             ta de fi co ow bo sa as no ds ev sc cm ag di rp dr dc rd ex ma
    anonymous     .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    manager       .  .  .  .  .  .  y  .  y  .  .  .  .  .  .  .  y  .  y  .  y
    contributor   .  .  .  .  .  .  y  .  .  .  .  .  .  .  .  .  y  .  y  .  .
    viewer        .  .  .  .  .  .  y  .  .  .  .  .  .  .  .  .  y  .  y  .  .
    lead          .  .  .  .  y  .  .  .  .  y  y  s  y  s  .  y  .  .  .  .  .
    co            .  .  .  .  y  .  .  .  .  y  y  s  y  s  .  y  .  .  .  .  .
    third         .  .  .  .  y  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    observer      .  .  .  .  y  .  .  .  .  y  y  .  y  .  .  y  .  .  .  .  .
    nominee       .  .  .  .  y  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    off           .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    officer       .  .  y  y  .  .  y  y  .  .  .  .  y  .  .  y  .  .  y  y  .
    officer-new   .  y  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    officer-off   .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    board         .  .  .  .  .  y  .  .  .  .  .  .  .  .  .  y  .  s  y  .  .
    board-new     .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    board-off     .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    board-took    .  .  .  .  y  .  .  .  .  y  y  .  y  .  .  y  .  .  .  .  .
    partner       .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    administrator .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
    other         .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
""",
}

# Refusals to a program are short; that the pages of refusals name nobody is tested with all endpoints.
AS_PROGRAM = {"Accept": "application/json"}


def _named(client: FlaskClient, page: str) -> str:
    """Whether the case stands on a page."""
    return "y" if NAME in client.get(page, headers=AS_PROGRAM).text else "."


def _answered(answer: TestResponse, *done: int) -> str:
    """What an answer means: done, refused by the state of the case, or refused without a word about the case."""
    if answer.status_code in done:
        return "y"
    if answer.status_code == 409:
        return "s"
    assert answer.status_code in (302, 401, 403, 404), answer.status_code
    assert NAME not in answer.text
    return "."


def _row(app: Flask, world: World, who: str) -> str:
    """The cells of one person, in the order of the table's head."""
    client, user = world.client(app, who), world.people[who]
    case, board = f"/reviews/{world.review.id}", f"/board/cases/{world.review.id}"
    reported = world.review.state is ReviewState.REPORTED
    found = client.get(f"/cases?q=zephyrine&state={'reported' if reported else ''}", headers=AS_PROGRAM).text

    def get(address: str) -> str:
        return _answered(client.get(address, headers=AS_PROGRAM), 200)

    def post(address: str, done: int, **data: object) -> str:
        return _answered(client.post(address, headers=AS_PROGRAM, **data), done)  # type: ignore[arg-type]

    cells = [
        _named(client, "/tasks"),
        _named(client, f"/cases/interests?past={int(reported)}"),
        "y" if NAME in found else ".",
        "y" if re.search(r'class="push">[1-9]', found) else ".",
        _named(client, "/reviews"),
        _named(client, "/board"),
        get(f"/assessments/{world.review.submission.assessment_id}"),
        get(f"{case}/assignment"),
        get(f"{case}/experts"),
        get(f"{case}/desk/2.8"),
        get(f"{case}/evidence/{world.sha256}"),
        post(f"{case}/desk/2.8/autosave", 200, json={"field": "points", "value": "5", "version": 0}),
        get(f"{case}/consensus"),
        post(f"{case}/consensus/2.8", 422, data={"points": "5"}),
        get(f"{case}/disputes/4.1"),
        get(f"{case}/report"),
        get(f"{case}/draft"),
        post(f"{board}/decision", 200, data={"outcome": "award", "reasons": "Every rule holds."}),
        get(f"/decisions/{world.decision.id if world.decision else 0}"),
        get("/agreement.csv"),
        "y" if user is not None and user.email in world.told else ".",
    ]
    return "  ".join(cells)


# Who may do what is decided in Python: the state with the most pages is tried on both databases.
BUSIEST = "consensus"
OTHERS = [pytest.param(state, marks=pytest.mark.one_database) for state in STATES if state != BUSIEST]


def _table(state: str) -> dict[str, str]:
    """The rows of a state by person."""
    lines = TABLE[state].strip().splitlines()[1:]
    return {line.split(maxsplit=1)[0]: line.split(maxsplit=1)[1].strip() for line in lines}


@pytest.mark.parametrize("state", [BUSIEST, *OTHERS])
def test_everybody_may_do_what_the_table_says(app: Flask, state: str) -> None:
    world = build(state)
    assert {who: _row(app, world, who) for who in world.people} == _table(state)
