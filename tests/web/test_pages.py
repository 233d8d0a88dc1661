"""What every page owes its reader, and every answer its client."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

PUBLIC_PAGES = ("/", "/register", "/verify", "/login")


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("address", PUBLIC_PAGES)
def test_public_page_has_one_heading_and_a_title(client: FlaskClient, address: str) -> None:
    text = client.get(address).text
    assert text.count("<h1") == 1
    assert "<title>" in text
    assert "<title> –" not in text


def test_answer_carries_the_security_headers(client: FlaskClient) -> None:
    headers = client.get("/healthz").headers
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


def test_static_file_may_be_cached(client: FlaskClient) -> None:
    with client.get("/static/css/tokens.css") as answer:
        assert "max-age=31536000" in answer.headers["Cache-Control"]


def test_page_speaks_the_language_that_the_browser_asks_for(client: FlaskClient) -> None:
    assert '<html lang="de"' in client.get("/login", headers={"Accept-Language": "de-AT,de;q=0.8"}).text


def test_language_chosen_by_link_stays_and_leads_back(client: FlaskClient) -> None:
    answer = client.get("/language/fr", headers={"Referer": "http://localhost/register?level=gold"})
    assert answer.headers["Location"] == "/register?level=gold"
    assert '<html lang="fr"' in client.get("/login").text


def test_language_link_from_another_site_leads_home(client: FlaskClient) -> None:
    for referrer in ("http://evil.example/register", "http://localhost//evil.example"):
        assert client.get("/language/fr", headers={"Referer": referrer}).headers["Location"] == "/"


def test_language_that_is_not_shipped_is_not_found(client: FlaskClient) -> None:
    assert client.get("/language/tlh").status_code == 404


def test_unknown_address_gets_a_page_that_says_what_to_do(client: FlaskClient) -> None:
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert "The address is wrong, or this is not yours to see." in answer.text


def test_form_without_its_token_is_refused(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        assert client.post("/login", data={"email": "a", "password": "b"}).status_code == 400
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def test_component_sheet_is_shown_on_demonstration_systems_only(client: FlaskClient) -> None:
    assert client.get("/components").status_code == 404


def test_component_sheet_prints_every_component(app: Flask, client: FlaskClient) -> None:
    kept = app.extensions["settings"]
    app.extensions["settings"] = kept.model_copy(update={"demo": True})
    try:
        assert client.get("/components").status_code == 200
    finally:
        app.extensions["settings"] = kept


def test_readiness_reaches_the_database(client: FlaskClient) -> None:
    assert client.get("/readyz").json == {"status": "ready"}
