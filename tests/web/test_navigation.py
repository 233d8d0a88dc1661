import pytest
from flask import Flask
from flask_login import login_user

from labelapp.accounts.models import RoleName
from labelapp.web.navigation import MOST_LINKS, Navigation, navigation
from tests.factories.accounts import make_user


def seen_by(app: Flask, address: str, role: RoleName) -> Navigation:
    user = make_user(roles=[role])
    with app.test_request_context(address):
        login_user(user)
        return navigation()


def test_line_that_is_too_short_for_all_links_ends_in_a_menu(app: Flask) -> None:
    found = seen_by(app, "/tasks", RoleName.SECRETARIAT)
    assert len(found.links) == MOST_LINKS
    assert len(found.more) > 1


@pytest.mark.parametrize(("address", "is_in_menu"), [("/tasks", False), ("/register", True)])
def test_menu_says_that_the_page_is_in_it(app: Flask, address: str, is_in_menu: bool) -> None:
    assert seen_by(app, address, RoleName.SECRETARIAT).is_in_menu is is_in_menu


def test_few_links_need_no_menu(app: Flask) -> None:
    found = seen_by(app, "/tasks", RoleName.BOARD)
    assert found.links
    assert found.more == []
