"""Further pages of one's own account, which packages below bring along."""

from typing import Any, NamedTuple

from flask import Flask, current_app

_KEY = "pages of the account"


class AccountPage(NamedTuple):
    """A page that the account leads to: a heading, what it is for, the words of the link, and its endpoint."""

    title: Any
    lead: Any
    action: Any
    endpoint: str


def register_account_page(app: Flask, page: AccountPage) -> None:
    """Let a package add a page to everybody's account."""
    app.extensions.setdefault(_KEY, []).append(page)


def account_pages() -> list[AccountPage]:
    """The pages, in the order of the packages."""
    found: list[AccountPage] = current_app.extensions.get(_KEY, [])
    return found
