"""Messages go to the public internet and nowhere else."""

import ipaddress

import pytest

from labelapp.web.errors import InvalidInput
from labelapp.webhooks.addresses import (
    Target,
    Unreachable,
    checked_addresses,
    is_public,
    read_target,
    resolve,
)
from labelapp.webhooks.models import Problem

HOST = Target("hooks.example", "hooks.example", 443, "/", local=False)
OWN_MACHINE = Target("localhost:8000", "localhost", 8000, "/", local=True)
NOT_PUBLIC = {
    "private, 10": "10.1.2.3",
    "private, 172": "172.31.255.254",
    "private, 192": "192.168.0.1",
    "loopback": "127.0.0.1",
    "loopback, another one": "127.8.9.10",
    "this network": "0.0.0.0",
    "link-local, where clouds keep their keys": "169.254.169.254",
    "shared by providers": "100.64.0.1",
    "multicast": "224.0.0.1",
    "multicast of the whole internet": "233.252.0.1",
    "reserved": "240.0.0.1",
    "broadcast": "255.255.255.255",
    "documentation": "192.0.2.1",
    "benchmarks": "198.18.0.1",
    "loopback, 6": "::1",
    "unspecified, 6": "::",
    "unique local, 6": "fd12:3456::1",
    "link-local, 6": "fe80::1",
    "link-local with a zone, 6": "fe80::1%eth0",
    "site-local, 6": "fec0::1",
    "multicast, 6": "ff02::1",
    "multicast of the whole internet, 6": "ff0e::1",
    "documentation, 6": "2001:db8::1",
    "mapped private": "::ffff:10.0.0.1",
    "mapped public": "::ffff:93.184.215.14",
    "compatible": "::10.0.0.1",
    "translated": "64:ff9b::10.0.0.1",
    "6to4": "2002:0a00:0001::1",
    "Teredo": "2001:0:4136:e378:8000:63bf:3fff:fdd2",
}


@pytest.mark.parametrize("address", NOT_PUBLIC.values(), ids=NOT_PUBLIC)
def test_address_that_is_not_public_is_refused(address: str) -> None:
    with pytest.raises(Unreachable) as refusal:
        checked_addresses(HOST, lambda _host, _port: [address])
    assert refusal.value.problem is Problem.PRIVATE


@pytest.mark.parametrize("address", ["93.184.215.14", "2a00:1450:4001:82a::200e", "1.1.1.1"])
def test_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))
    assert checked_addresses(HOST, lambda _host, _port: [address]) == [address]


@pytest.mark.parametrize("host", ["localhost", "2130706433", "0x7f.1", "017700000001", "127.1"])
def test_own_machine_in_other_words_is_found_out_by_resolving_it(host: str) -> None:
    with pytest.raises(Unreachable) as refusal:
        checked_addresses(Target(host, host, 443, "/", local=False), resolve)
    assert refusal.value.problem is Problem.PRIVATE


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    with pytest.raises(Unreachable):
        checked_addresses(HOST, lambda _host, _port: ["93.184.215.14", "10.0.0.1"])


def test_host_without_addresses_cannot_be_reached() -> None:
    for found in ([], OSError(), UnicodeError()):

        def answer(_host: str, _port: int, found: object = found) -> list[str]:
            if isinstance(found, Exception):
                raise found
            return []

        with pytest.raises(Unreachable) as refusal:
            checked_addresses(HOST, answer)
        assert refusal.value.problem is Problem.NAME


def test_demonstration_sends_without_encryption_to_its_own_machine_only() -> None:
    assert checked_addresses(OWN_MACHINE, lambda _host, _port: ["127.0.0.1", "::1"]) == ["127.0.0.1", "::1"]
    with pytest.raises(Unreachable):
        checked_addresses(OWN_MACHINE, lambda _host, _port: ["93.184.215.14"])


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("https://hooks.example", Target("hooks.example", "hooks.example", 443, "/", local=False)),
        (
            "https://hooks.example:8443/a?b=c",
            Target("hooks.example:8443", "hooks.example", 8443, "/a?b=c", local=False),
        ),
        (
            "https://[2a00:1450:4001:82a::200e]/",
            Target("[2a00:1450:4001:82a::200e]", "2a00:1450:4001:82a::200e", 443, "/", local=False),
        ),
    ],
)
def test_address_is_taken_apart(address: str, target: Target) -> None:
    assert read_target(address) == target


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    "address",
    [
        "",
        "hooks.example",
        "http://hooks.example/",
        "ftp://hooks.example/",
        "https://",
        "https://hooks.example:22/",
        "https://hooks.example:80/",
        "https://hooks.example:0/",
        "https://hooks.example:99999/",
        "https://hooks.example:x/",
        "https://user:secret@hooks.example/",
        "https://hooks.example/#part",
        "https://hooks.example/a b",
        "https://hooks.example/a\r\nX-Header: b",
        "https://hooks.example/\0",
        "https://häfen.example/",
        "https://[::1/",
        "https://10.0.0.1/",
        "https://[::ffff:10.0.0.1]/",
        "https://169.254.169.254/latest",
        "http://127.0.0.1:8000/",
        "http://localhost/",
        "https://hooks.example/" + "a" * 500,
    ],
)
def test_address_that_cannot_be_is_refused_with_a_sentence(address: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        read_target(address)
    assert refusal.value.message.endswith(".")


@pytest.mark.usefixtures("demo")
def test_demonstration_also_takes_addresses_of_its_own_machine() -> None:
    assert read_target("http://127.0.0.1:8000/x") == Target(
        "127.0.0.1:8000", "127.0.0.1", 8000, "/x", local=True
    )
    for address in ("http://hooks.example/", "http://10.0.0.1/", "https://10.0.0.1/"):
        with pytest.raises(InvalidInput):
            read_target(address)
