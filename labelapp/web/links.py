"""Addresses for mails and documents."""

from typing import Any

from flask import current_app

from labelapp.extensions import settings


def public_link(endpoint: str, **values: Any) -> str:
    """The full address of a page, from the settings and never from the Host header of a request.

    Works outside of requests too: in commands and in the worker.
    """
    path = current_app.url_map.bind("localhost").build(endpoint, values)
    return str(settings().public_url).rstrip("/") + path
