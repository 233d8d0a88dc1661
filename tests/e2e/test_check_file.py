"""A funder drops the PDF that they were sent: the answer is the next page, and nothing of it runs or is blocked."""

import base64

from flask import Flask
from playwright.sync_api import Page, expect

from tests.certificates.verification import files
from tests.e2e.visitors import Visitors
from tests.factories.certificates import make_certificate
from tests.factories.clusters import make_cluster

DROP = """([content, name]) => {
  const data = new DataTransfer();
  data.items.add(new File([Uint8Array.from(atob(content), (one) => one.charCodeAt(0))], name));
  const form = document.querySelector("form[data-check]");
  for (const type of ["dragenter", "dragover", "drop"]) {
    form.dispatchEvent(new DragEvent(type, {dataTransfer: data, bubbles: true, cancelable: true}));
  }
}"""


def _drop(page: Page, content: bytes) -> None:
    page.evaluate(DROP, [base64.b64encode(content).decode(), "certificat.pdf"])


def test_dropped_certificate_is_judged_and_an_altered_one_is_shown_beside_the_truth(
    visitors: Visitors, backstage: Flask
) -> None:
    with backstage.app_context():
        code = make_certificate(make_cluster(name="Klynge for Havnsund")).code
    page = visitors.arrive()
    issued = page.request.get(f"/verify/{code}/certificate.pdf").body()
    page.goto("/verify")
    _drop(page, issued)
    verdict = page.locator(".verdict")
    expect(verdict).to_contain_text("Fichier authentique")
    expect(page.get_by_role("heading", level=1)).to_have_text("Klynge for Havnsund")
    visitors.look(page)
    _drop(page, files.flipped(issued))
    expect(verdict).to_contain_text("Non authentique")
    expect(page.get_by_text("Klynge for Havnsund").first).to_be_visible()
    visitors.look(page)
    page.goto(f"/verify/{code}")
    assert page.locator('script[type="application/ld+json"]').text_content()
    visitors.look(page)
    page.goto("/issuer")
    visitors.look(page)
