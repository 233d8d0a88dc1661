"""The public register: what is listed, found, counted and paged, and at what price."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from labelapp.certificates.register.counts import count_values
from labelapp.certificates.register.queries import read_register
from labelapp.certificates.register.wishes import Group, Order, Wish, read_wish
from labelapp.clock import today
from labelapp.schemes.months import add_months
from labelapp.web.paging import read_position
from tests.factories.certificates import make_certificate
from tests.factories.clusters import make_cluster
from tests.statements import count_statements

pytestmark = pytest.mark.usefixtures("app")


def names(wish: Wish) -> list[str]:
    return [entry.certificate.holder for entry in read_register(wish, today()).entries]


def name_it(name: str, level: str = "gold", months_ago: int = 1, **facts: str) -> None:
    make_certificate(make_cluster(name=name, **facts), level, add_months(today(), -months_ago))


def test_register_lists_what_holds_or_may_be_renewed() -> None:
    name_it("Valid")
    name_it("Expiring", months_ago=20)
    name_it("Renewable", months_ago=30)
    name_it("Expired", months_ago=40)
    make_certificate(make_cluster(name="Withdrawn"), withdrawn_on=today())
    make_certificate(make_cluster(name="Suspended"), suspended_on=today())
    assert names(Wish()) == ["Expiring", "Renewable", "Valid"]
    assert names(Wish(groups=(Group.STOPPED,))) == ["Suspended", "Withdrawn"]
    assert names(Wish(groups=(Group.PAST,))) == ["Expired"]


def test_renewal_is_listed_from_its_first_day_on() -> None:
    cluster = make_cluster()
    make_certificate(cluster, assessed_on=today() - timedelta(days=700))
    renewal = make_certificate(cluster, assessed_on=today())
    assert renewal.valid_from > today()
    assert len(read_register(Wish(), today()).entries) == 1
    found = read_register(Wish(), renewal.valid_from).entries
    assert [entry.certificate for entry in found] == [renewal]


@pytest.mark.parametrize("text", ["θαλάσσι", "ΚΛΆΣΤΕΡ", "klaster 100%", "ÅLBORG", "ålborg klaster"])
def test_search_knows_the_letters_of_all_scripts(text: str) -> None:
    name_it("Κλάστερ ΘΑΛΆΣΣΙΑΣ Klaster 100%", place="Ålborg")
    name_it("Another", place="Esbjerg")
    assert len(names(Wish(text=text))) == 1


def test_wildcards_of_sql_are_letters_like_others() -> None:
    name_it("A_B")
    name_it("AXB")
    assert names(Wish(text="a_b")) == ["A_B"]
    assert names(Wish(text="%")) == []


def test_filters_narrow_by_level_country_and_field() -> None:
    name_it("Dane", country="DK")
    name_it("Finn", level="silver", country="FI", portfolios=("food", "energy"))
    assert names(Wish(levels=("silver",))) == ["Finn"]
    assert names(Wish(country="DK")) == ["Dane"]
    assert names(Wish(portfolio="energy")) == ["Finn"]
    assert names(Wish(portfolio="ener")) == []


def test_counts_say_what_each_value_would_leave() -> None:
    name_it("One", country="DK")
    name_it("Two", level="silver", country="FI", portfolios=("food", "energy"))
    name_it("Three", level="silver", country="FI", months_ago=20)
    counts = count_values(Wish(levels=("silver",), country="FI"), today())
    assert counts.levels == {"silver": 2}
    assert counts.countries == {"FI": 2}
    assert (counts.groups[Group.VALID], counts.groups[Group.EXPIRING]) == (1, 1)
    assert counts.portfolios == {"food": 1, "energy": 1, "maritime": 1}
    assert count_values(Wish(levels=("silver",)), today()).levels == {"gold": 1, "silver": 2}


@pytest.mark.parametrize("order", list(Order))
def test_pages_follow_each_other_without_loss_or_repetition(order: Order) -> None:
    for number in range(11):
        name_it(f"Cluster {number % 3}", months_ago=1 + number % 4)
    seen: list[int] = []
    firsts: list[int] = []
    position = None
    while True:
        page = read_register(Wish(order=order, position=position), today(), size=4)
        seen += [entry.certificate.id for entry in page.entries]
        firsts.append(page.first)
        if not page.after:
            break
        position = read_position(page.after)
    assert sorted(seen) == sorted(set(seen))
    assert (len(seen), firsts) == (11, [1, 5, 9])
    before = read_register(Wish(order=order, position=read_position(page.before)), today(), size=4)
    assert [entry.certificate.id for entry in before.entries] == seen[4:8]


def test_wish_that_makes_no_sense_is_the_usual_one() -> None:
    odd = MultiDict([("status", "x"), ("level", "platinum"), ("sort", "points"), ("from", "%%"), ("q", "\0")])
    assert read_wish(odd) == Wish()


@pytest.mark.parametrize("address", ["/", "/register", "/register?q=cluster&country=DK", "/register.csv"])
def test_register_takes_the_same_statements_for_15_and_45_certificates(
    client: FlaskClient, address: str
) -> None:
    def statements() -> int:
        client.get(address)
        with count_statements() as found:
            assert client.get(address).status_code == 200
        return len(found)

    for number in range(15):
        name_it(f"Cluster {number}", country=("DK", "FI", "PT")[number % 3])
    few = statements()
    cluster = make_cluster(name="Cluster with many", country="SE")
    for number in range(30):
        make_certificate(cluster, assessed_on=date(2026, 1, 1) + timedelta(days=number), superseded_on=None)
    assert statements() == few


def test_home_shows_levels_with_counts_and_the_register(client: FlaskClient) -> None:
    name_it("Havnsund Maritime Cluster", place="Esbjerg")
    page = client.get("/").text
    assert "Cluster management, measured and vouched for" in page
    assert '<p class="big">1 <span' in page
    assert "Havnsund Maritime Cluster" in page
    assert "Esbjerg, Denmark · Maritime technologies and water" in page


def test_download_has_the_rows_of_the_filter_and_no_formula(client: FlaskClient) -> None:
    name_it('=HYPERLINK("http://evil.example")')
    name_it("Finn", country="FI")
    text = client.get("/register.csv?country=DK").data.decode("utf-8-sig")
    lines = text.split("\r\n")
    assert lines[0].startswith("certificate,holder,place,country")
    assert len(lines) == 3
    assert "\"'=HYPERLINK" in lines[1]


def test_register_without_rows_says_when_there_will_be_some(app: Flask, client: FlaskClient) -> None:
    assert "No label has been awarded yet" in client.get("/register").text
    assert "No label fits these filters" in client.get("/register?q=nobody").text
