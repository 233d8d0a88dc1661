"""What the data reveal of ties between a person and a cluster organisation. Pure: no database."""

import pytest

from labelapp.reviews.interests.signs import (
    Organisation,
    Person,
    Sign,
    mail_domain,
    mail_providers,
    proposals,
    signs,
    website_domain,
)


def _person(**more: object) -> Person:
    return Person(**({"id": 1, "mail": "ada@elsewhere.example"} | more))  # type: ignore[arg-type]


def _organisation(**more: object) -> Organisation:
    return Organisation(**({"id": 7, "name": "Nordlys Energy Cluster"} | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("person", "organisation", "expected"),
    [
        ({}, {}, []),
        ({"organisations": frozenset({7})}, {}, [Sign.TEAM]),
        ({"organisations": frozenset({8})}, {}, []),
        ({"employer": "nordlys  energy cluster"}, {}, [Sign.EMPLOYER]),
        ({"employer": "Nordlys Energy"}, {}, []),
        ({}, {"name": "", "declared": frozenset({2})}, []),
        ({}, {"declared": frozenset({1})}, [Sign.DECLARED]),
        ({"organisations": frozenset({8})}, {"assessed": frozenset({8, 9})}, [Sign.MUTUAL]),
        ({"organisations": frozenset({8})}, {"assessed": frozenset({9})}, []),
        ({"mail": "ada@nordlys.example"}, {"website": "https://www.Nordlys.example/en"}, [Sign.WEBSITE]),
        ({"mail": "ada@mail.nordlys.example"}, {"website": "nordlys.example"}, [Sign.WEBSITE]),
        ({"mail": "ada@notnordlys.example"}, {"website": "https://nordlys.example"}, []),
        ({"mail": "ada@Nordlys.example"}, {"mails": frozenset({"bo@nordlys.example"})}, [Sign.MAIL]),
        ({"mail": "ada@gmail.com"}, {"mails": frozenset({"bo@gmail.com"})}, []),
        ({"mail": "ada@gmail.com"}, {"website": "https://gmail.com"}, []),
    ],
)
def test_signs_of_a_person_in_an_organisation(
    person: dict[str, object], organisation: dict[str, object], expected: list[Sign]
) -> None:
    assert signs(_person(**person), _organisation(**organisation)) == expected


def test_several_signs_stand_with_the_strongest_first() -> None:
    person = _person(mail="ada@nordlys.example", organisations=frozenset({7}))
    organisation = _organisation(website="https://nordlys.example", declared=frozenset({1}))
    assert signs(person, organisation) == [Sign.TEAM, Sign.DECLARED, Sign.WEBSITE]


def test_proposals_name_the_pairs_that_have_any() -> None:
    people = {1: _person(), 2: _person(id=2, organisations=frozenset({7}))}
    assert proposals(people, {7: _organisation()}) == {(2, 7): [Sign.TEAM]}


@pytest.mark.parametrize("address", ["", "nonsense", "http://[broken", "https://"])
def test_website_without_a_readable_host_matches_nobody(address: str) -> None:
    found = website_domain(address)
    assert signs(_person(mail="ada@"), _organisation(website=address)) == []
    assert "[" not in found


def test_list_of_providers_is_sorted_lower_case_and_without_doubles() -> None:
    assert "gmail.com" in mail_providers()
    assert all(one == one.lower().strip() and "@" not in one for one in mail_providers())
    assert mail_domain("ada@GMAIL.com") == ""
