"""A cluster manager opens the comparison, finds what others chose, and takes a chart along in each form."""

import re

from flask import Flask
from playwright.sync_api import expect

from labelapp.clusters.models import TeamRole
from tests.e2e.visitors import Visitors
from tests.factories.accounts import make_user
from tests.factories.benchmarks import make_group, submit_reports
from tests.factories.clusters import add_member, make_cluster


def test_manager_reads_what_clusters_chose_and_downloads_a_chart(
    visitors: Visitors, backstage: Flask
) -> None:
    with backstage.app_context():
        cluster = make_cluster(name="Havnsund Maritime Klynge", country="IS")
        submit_reports(cluster, 77)
        user = make_user("Hugo Lestrade", locale="fr")
        add_member(cluster, user, TeamRole.MANAGER)
        make_group(range(61, 67), country="IS")
        email = user.email
    page = visitors.sign_in(email)
    page.goto("/benchmark")
    chart = page.locator('[id^="topic-2.7.level"]')
    highest = chart.get_by_role("img", name=re.compile("83 à 100.%, choisi par votre cluster$"))
    expect(highest).to_be_visible()
    chart.get_by_text("Télécharger ce graphique").click()
    names = []
    for link in chart.locator(".downloads a").all():
        with page.expect_download() as download:
            link.click()
        names.append(download.value.suggested_filename)
    assert [name.rpartition(".")[2] for name in names] == ["png", "svg", "csv", "xlsx"]
    visitors.look(page)
