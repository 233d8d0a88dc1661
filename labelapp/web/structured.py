"""Structured data for search engines, as a data block in a page.

A data block is no script: nothing runs, so it needs no exception from the content security policy.
"""

from typing import Any

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

CONTEXT = "https://schema.org"


def data_block(content: dict[str, Any]) -> Markup:
    """JSON-LD in the vocabulary of schema.org; nothing in a name can end the block."""
    return Markup('<script type="application/ld+json">{}</script>').format(
        htmlsafe_json_dumps({"@context": CONTEXT, **content}, ensure_ascii=False)
    )


TEMPLATE_GLOBALS = {"data_block": data_block}
