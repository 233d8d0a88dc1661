"""Whatever comes in between, an answer that was typed arrives: once, and under the name of who typed it."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Error, Page, Route, expect
from sqlalchemy import select, update

from labelapp.assessments.models import AnswerChange, Assessment, AssessmentState
from labelapp.extensions import db
from tests.e2e.conftest import BROWSER, chromium_path
from tests.e2e.drafts import COLLEAGUE, MANAGER, Draft
from tests.e2e.pressing import type_into
from tests.e2e.visitors import DESKTOP, PATIENCE, Visitors, sign_in_at
from tests.servers import Server

AUTOSAVE = "**/autosave*"
STATE = "[data-save-state].is-{}"


def _open(visitors: Visitors, email: str, address: str) -> Page:
    page = visitors.sign_in(email)
    page.goto(address)
    return page


def _type(page: Page, text: str, state: str) -> None:
    page.locator("[name=met]").press_sequentially(text)
    expect(page.locator(STATE.format(state))).to_be_visible()


def _changes(backstage: Flask, draft: Draft, field: str = "met") -> list[tuple[object, str]]:
    """Every version of an answer with its author."""
    with backstage.app_context():
        mine = AnswerChange.assessment_id == draft.assessment_id
        query = select(AnswerChange).where(mine, AnswerChange.field == field).order_by(AnswerChange.version)
        return [(one.content["value"], one.changed_by.name) for one in db.session.scalars(query)]


@contextmanager
def _cut(page: Page) -> Iterator[None]:
    """No answer reaches the server from this browser."""
    page.context.route(AUTOSAVE, lambda route: route.abort())
    yield
    page.context.unroute(AUTOSAVE)


def test_answer_typed_without_a_connection_is_sent_from_another_page(
    visitors: Visitors, draft: Draft, backstage: Flask
) -> None:
    page = _open(visitors, draft.manager, draft.indicator)
    with _cut(page):
        _type(page, "54", "waiting")
        page.goto("/tasks")
        expect(page.locator("[data-line=waiting]")).to_be_visible()
        visitors.look(page)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-line=sent]")).to_be_visible()
    expect(page.locator("[data-line=waiting]")).to_be_hidden()
    assert _changes(backstage, draft) == [(54, MANAGER)]


def test_session_that_expired_is_renewed_and_the_answer_arrives(
    visitors: Visitors, draft: Draft, backstage: Flask
) -> None:
    page = _open(visitors, draft.manager, draft.indicator)
    page.context.clear_cookies()
    _type(page, "54", "signed_out")
    visitors.look(page)
    page.locator("[data-save-state] a").click()
    sign_in_at(page, draft.manager)
    page.wait_for_url(f"**{draft.indicator}")
    expect(page.locator("[name=met]")).to_have_value("54")
    expect(page.locator(STATE.format("saved"))).to_be_visible()
    assert _changes(backstage, draft) == [(54, MANAGER)]


def test_answer_waits_while_somebody_else_uses_the_same_browser(
    visitors: Visitors, draft: Draft, backstage: Flask
) -> None:
    page = _open(visitors, draft.manager, draft.indicator)
    with _cut(page):
        _type(page, "54", "waiting")
        page.context.clear_cookies()
        other = page.context.new_page()
        other.goto("/login")
        sign_in_at(other, draft.contributor)
        other.wait_for_url("**/tasks")
    expect(other.locator("[data-line=others]")).to_be_visible()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator(STATE.format("elsewhere"))).to_be_visible()
    other.goto(draft.indicator)
    expect(other.locator("[name=met]")).to_have_value("")
    assert _changes(backstage, draft) == []
    page.context.clear_cookies()
    other.goto("/login")
    sign_in_at(other, draft.manager)
    expect(other.locator("[data-line=sent]")).to_be_visible()
    assert _changes(backstage, draft) == [(54, MANAGER)]


def test_change_after_a_lost_acknowledgement_is_saved_without_a_conflict(
    visitors: Visitors, draft: Draft, backstage: Flask
) -> None:
    page = _open(visitors, draft.manager, draft.indicator)

    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    page.context.route(AUTOSAVE, lose_the_answer)
    _type(page, "5", "waiting")
    page.context.unroute(AUTOSAVE)
    _type(page, "4", "saved")
    expect(page.locator(".conflict")).to_have_count(0)
    assert _changes(backstage, draft) == [(5, MANAGER), (54, MANAGER)]


def test_two_tabs_send_each_answer_once(visitors: Visitors, draft: Draft, backstage: Flask) -> None:
    page = _open(visitors, draft.manager, draft.indicator)
    other = page.context.new_page()
    other.goto(draft.first)
    with _cut(page):
        _type(page, "54", "waiting")
        other.locator("[name=committed]").press_sequentially("84")
        expect(other.locator(STATE.format("waiting"))).to_be_visible()
    for one in (page, other):
        one.evaluate("dispatchEvent(new Event('online'))")
    for one in (page, other):
        expect(one.locator(STATE.format("saved"))).to_be_visible()
    assert _changes(backstage, draft) == [(54, MANAGER)]
    assert _changes(backstage, draft, "committed") == [(84, MANAGER)]


def test_refused_answer_says_why_stays_and_can_be_found_again(
    visitors: Visitors, draft: Draft, backstage: Flask
) -> None:
    page = _open(visitors, draft.manager, draft.indicator)
    with backstage.app_context():
        this = Assessment.id == draft.assessment_id
        db.session.execute(update(Assessment).where(this).values(state=AssessmentState.CANCELLED))
        db.session.commit()
    _type(page, "54", "refused")
    expect(page.locator("[data-field=met] [data-refused]")).to_be_visible()
    expect(page.locator("[name=met]")).to_have_value("54")
    visitors.look(page)
    page.goto("/tasks")
    held = page.locator("[data-line=held]")
    expect(held.locator("q")).to_have_text("54")
    visitors.look(page)
    page.once("dialog", lambda dialog: dialog.accept())
    held.locator("[data-drop]").click()
    expect(held).to_be_hidden()
    assert _changes(backstage, draft) == []


@pytest.mark.parametrize("width", [360, 1280])
def test_indicator_is_answered_with_the_keyboard_alone(
    visitors: Visitors, draft: Draft, backstage: Flask, width: int
) -> None:
    page = visitors.sign_in(draft.manager, viewport={"width": width, "height": 740})
    page.goto(draft.indicator)
    _press_until(page, "#f-met", "Tab")
    page.keyboard.type("54")
    expect(page.locator(STATE.format("saved"))).to_be_visible()
    _press_until(page, "button[name=go].btn-primary", "Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/indicators/2.9")
    assert _changes(backstage, draft) == [(54, MANAGER)]


def _press_until(page: Page, selector: str, key: str) -> None:
    for _press in range(60):
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{selector} cannot be reached with {key}")


def test_answer_of_a_browser_that_was_killed_arrives_when_it_is_started_again(
    browser: Browser, server: Server, draft: Draft, backstage: Flask, tmp_path: Path
) -> None:
    with _persistent(browser, server, tmp_path) as page:
        page.goto("/login")
        sign_in_at(page, draft.manager)
        page.wait_for_url("**/tasks")
        page.goto(draft.indicator)
        page.context.route(AUTOSAVE, lambda route: route.abort())
        _type(page, "54", "waiting")
        _kill(tmp_path)
    assert _changes(backstage, draft) == []
    with _persistent(browser, server, tmp_path) as page:
        page.goto("/login")
        expect(page.locator("[data-line=others]")).to_be_visible()
        sign_in_at(page, draft.manager)
        expect(page.locator("[data-line=sent]")).to_be_visible()
    assert _changes(backstage, draft) == [(54, MANAGER)]


@contextmanager
def _persistent(browser: Browser, server: Server, profile: Path) -> Iterator[Page]:
    """A browser of its own whose profile outlives it."""
    context = browser.browser_type.launch_persistent_context(
        profile, executable_path=chromium_path(), args=BROWSER, base_url=server.url, viewport=DESKTOP
    )
    context.set_default_timeout(PATIENCE)
    yield context.pages[0]
    with suppress(Error):  # it may have been killed
        context.close()


def _kill(profile: Path) -> None:
    """SIGKILL to every process of the browser with this profile, as the system does when memory runs out."""
    deadline = time.monotonic() + 10
    while (found := _processes(profile)) and time.monotonic() < deadline:
        for process in found:
            os.kill(process, signal.SIGKILL)
        time.sleep(0.1)


def _processes(profile: Path) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
            state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
        if f"--user-data-dir={profile}".encode() in words and state != "Z":
            found.append(int(folder.name))
    return found


def test_earlier_version_is_restored_without_javascript(visitors: Visitors, draft: Draft) -> None:
    page = _open(visitors, draft.contributor, draft.indicator)
    type_into(page, "met", "54")
    page.locator("[name=met]").fill("")
    type_into(page, "met", "56")
    plain = visitors.sign_in(draft.manager, java_script_enabled=False)
    plain.goto(f"{draft.indicator}/history?every")
    expect(plain.locator("main")).to_contain_text(COLLEAGUE)
    with plain.expect_navigation():
        plain.locator("a[href$='/history/met/1']").click()
    with plain.expect_navigation():
        plain.locator("form.confirm button").click()
    plain.goto(draft.indicator)
    expect(plain.locator("[name=met]")).to_have_value("54")
    page.goto(f"{draft.indicator}/history")
    visitors.look(page)
