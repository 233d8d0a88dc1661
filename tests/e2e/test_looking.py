"""The examination of pages finds what it is there to find."""

import pytest

from tests.e2e.looking import look
from tests.e2e.visitors import Visitors

DAMAGES = {
    "color-contrast": "h1.style.color = '#aaa'",
    "label": "document.querySelector('[name=email]').labels[0].remove()",
    "too wide for 360": "h1.style.width = '800px'",
    "not French: Sign in": "h1.textContent = 'Sign in'",
    "2 h1": "h1.after(h1.cloneNode(true))",
}


@pytest.mark.parametrize("finding", DAMAGES)
def test_a_damaged_page_is_found(visitors: Visitors, finding: str) -> None:
    page = visitors.arrive()
    page.goto("/login")
    page.evaluate("() => { const h1 = document.querySelector('h1'); " + DAMAGES[finding] + " }")
    assert any(finding in text for text in look(page))


def test_a_damage_of_the_dark_theme_alone_is_found(visitors: Visitors) -> None:
    page = visitors.arrive()
    page.goto("/login")
    page.evaluate("() => { document.querySelector('h1').style.color = 'light-dark(black, #222)' }")
    found = look(page)
    assert [text for text in found if "light)" in text] == []
    assert len([text for text in found if "dark): color-contrast" in text]) == 1
