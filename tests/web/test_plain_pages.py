"""Pages of plain text can be read by everybody, in each language."""

import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize("address", ["/how-it-works", "/accessibility", "/data-protection"])
def test_page_is_public_and_has_one_heading(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1


def test_page_on_the_label_shows_the_three_levels_of_the_schemes_in_force(client: FlaskClient) -> None:
    page = client.get("/how-it-works").text
    assert all(text in page for text in ("Bronze", "Silver", "Gold", "24 months from the assessment"))
