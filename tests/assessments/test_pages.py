from flask.testing import FlaskClient

from tests.assessments.conftest import Team
from tests.factories.accounts import sign_in


def test_smoke(client: FlaskClient, team: Team) -> None:
    sign_in(client, team.manager)
    for p in [
        "/tasks",
        "/assessments",
        "/assessments/all",
        f"/clusters/{team.cluster.id}/assessments",
        f"/clusters/{team.cluster.id}/assessments/start",
        f"/clusters/{team.cluster.id}/assessments/start/cme-silver",
        team.page,
        team.page + "/check",
        team.page + "/cancel",
    ]:
        r = client.get(p)
        print(p, r.status_code, r.headers.get("location"))
        assert r.status_code in (200, 302), r.text[:3000]
    for code in ["1.1", "1.2", "1.3", "2.1", "2.8", "3.1", "3.2", "4.8", "5.1", "5.3"]:
        r = client.get(team.page + "/indicators/" + code)
        assert r.status_code == 200, r.text[:3000]
