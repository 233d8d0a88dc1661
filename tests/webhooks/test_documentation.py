"""What receivers read in docs/webhooks.md is so."""

import re
import textwrap
import time
from typing import Any

from labelapp.settings import PROJECT
from labelapp.webhooks.kinds import TEST, Kind
from labelapp.webhooks.signing import new_secret, signature

TEXT = (PROJECT / "docs" / "webhooks.md").read_text("utf-8")


def _is_genuine(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """As the page has it."""
    found = re.search(r"^    import base64.*?\n(?=\n?\S)", TEXT, re.DOTALL | re.MULTILINE)
    assert found
    names: dict[str, Any] = {}
    exec(textwrap.dedent(found[0]), names)
    return bool(names["is_genuine"](secret, headers, body))


def _headers(moment: int, *secrets: str) -> dict[str, str]:
    return {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(moment),
        "webhook-signature": signature("msg_1", moment, '{"text": "Grüße"}', secrets),
    }


def test_check_of_the_page_takes_what_is_signed_and_fresh_and_nothing_else() -> None:
    secret, other, body = new_secret(), new_secret(), '{"text": "Grüße"}'.encode()
    moment = int(time.time())
    assert _is_genuine(secret, _headers(moment, secret), body)
    assert _is_genuine(secret, _headers(moment, other, secret), body)
    assert not _is_genuine(secret, _headers(moment, other), body)
    assert not _is_genuine(secret, _headers(moment, secret), body + b" ")
    assert not _is_genuine(secret, _headers(moment - 600, secret), body)
    assert not _is_genuine(secret, _headers(moment, secret) | {"webhook-id": "msg_2"}, body)


def test_page_names_every_type() -> None:
    named = set(re.findall(r"^\| `([a-z]+\.[a-z]+)` \|", TEXT, re.MULTILINE))
    assert named == {*(kind.value for kind in Kind), TEST}
