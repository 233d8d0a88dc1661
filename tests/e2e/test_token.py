"""A manager makes a token, a program writes an answer with it, the manager sees both and revokes it."""

import json

from playwright.sync_api import expect

from tests.e2e.client import Client
from tests.e2e.drafts import Draft
from tests.e2e.pressing import press_button
from tests.e2e.visitors import Visitors
from tests.servers import Server


def test_program_writes_with_a_token_until_it_is_revoked(
    visitors: Visitors, draft: Draft, server: Server
) -> None:
    page = visitors.sign_in(draft.manager)
    page.goto("/account")
    page.locator("a[href='/account/tokens']").click()
    page.locator("a[href='/account/tokens/new']").click()
    page.locator("[name=name]").fill("Reprise de nos chiffres")
    page.locator("[name=scopes][value='assessments:read']").check()
    page.locator("[name=scopes][value='assessments:write']").check()
    visitors.look(page)
    press_button(page, "main form")
    secret = page.locator("#secret").input_value()
    visitors.look(page)

    program = Client(server.port)
    bearer = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
    address = f"/api/v1/assessments/{draft.assessment_id}/answers/1.3/committed"
    seen = json.loads(program.get(address, **bearer).text)["etag"]
    written = program.send("PUT", address, json.dumps({"value": 84}), bearer | {"If-Match": seen})
    assert (written.status, json.loads(written.text)["version"]) == (200, 1)
    page.goto(draft.first)
    expect(page.locator("[name=committed]")).to_have_value("84")

    page.goto("/account/tokens")
    visitors.look(page)
    page.locator("a[href$='/revoke']").click()
    press_button(page, "main form")
    expect(page.locator("a[href$='/revoke']")).to_have_count(0)
    assert program.get(address, **bearer).status == 401
