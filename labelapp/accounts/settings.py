"""Further pages of one's own account, which packages below bring along."""

from collections.abc import Callable
from typing import Any, NamedTuple

from flask import Flask, current_app
from flask_login import current_user

from labelapp.accounts.policy import is_signed_in

_KEY = "pages of the account"


class AccountPage(NamedTuple):
    """A page that the account leads to: a heading, what it is for, the words of the link, and its endpoint.

    `visible(user)` is the policy of the page.
    """

    title: Any
    lead: Any
    action: Any
    endpoint: str
    visible: Callable[[Any], bool] = is_signed_in


def register_account_page(app: Flask, page: AccountPage) -> None:
    """Let a package add a page to the account of those who may see it."""
    app.extensions.setdefault(_KEY, []).append(page)


def account_pages() -> list[AccountPage]:
    """The pages that the visitor may see, in the order of the packages."""
    found: list[AccountPage] = current_app.extensions.get(_KEY, [])
    return [page for page in found if page.visible(current_user)]
