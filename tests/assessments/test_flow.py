"""The whole self-assessment by plain forms: no JavaScript, from the start to the submission."""

import io
import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from labelapp.assessments.models import Assessment, AssessmentState, Submission
from labelapp.assessments.snapshot import load
from labelapp.clusters.models import TeamRole
from labelapp.extensions import db, schemes
from labelapp.schemes.answers import read_answers
from tests.assessments.test_form import form_of
from tests.factories.accounts import make_user, sign_in
from tests.factories.assessments import complete_answers
from tests.factories.clusters import add_member, make_cluster


def _posted(fields: dict[str, Any]) -> dict[str, Any]:
    """Answers as the inputs of the page hold them."""
    form: dict[str, Any] = {}
    for code, value in fields.items():
        if isinstance(value, dict):
            form |= {f"{code}.{part}": str(number) for part, number in value.items()}
        else:
            form[code] = value if isinstance(value, list) else str(value)
    return form


def test_gold_case_goes_from_start_to_submission_by_plain_forms(client: FlaskClient, app: Flask) -> None:
    cluster = make_cluster("Havnsund Maritime Cluster")
    manager, representative = make_user("Mette Lindholt"), make_user("Erik Dam")
    add_member(cluster, manager)
    add_member(cluster, representative, TeamRole.LEGAL_REPRESENTATIVE)
    sign_in(client, manager)
    start = f"/clusters/{cluster.id}/assessments/start/cme-gold"
    codes = re.findall(r'name="confirmed" value="([^"]+)"', client.get(start).text)
    here = client.post(start, data={"confirmed": codes}).location
    page = f"{here}/indicators/1.1"
    for _number in range(40):
        code = page.rpartition("/")[2]
        shown = client.get(page).text
        onward = re.search(r'form="answers" name="go" value="([^"]+)"[^>]*>(?=<span>(?:Next|To the))', shown)
        assert onward, shown
        filled = form_of(shown) | _posted(complete_answers().get(code, {})) | {"go": onward[1]}
        page = client.post(page, data=filled).location
        if page == here:
            break
    file = {"file": (io.BytesIO(b"name;town\nHavnsund Yard;Esbjerg\n"), "members.csv")}
    assert client.post(f"{here}/indicators/1.3/evidence", data=file).status_code == 303
    assert "Every required answer is there" in client.get(f"{here}/check").text
    assert client.post(f"{here}/confirmation").status_code == 303
    other = app.test_client()
    sign_in(other, representative)
    assert "members" in other.get(f"{here}/confirm").text
    assert other.post(f"{here}/confirm", data={"true": "y", "entitled": "y"}).status_code == 303
    db.session.expire_all()
    assert db.session.query(Assessment).one().state is AssessmentState.SUBMITTED
    frozen = load(db.session.query(Submission).one())
    assert frozen.answers == read_answers(schemes().get("cme-gold"), complete_answers())
    assert [one.filename for one in frozen.indicators["1.3"].evidence] == ["members.csv"]
