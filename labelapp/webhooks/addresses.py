"""Where messages may go: public addresses on the internet, never into the network of the server.

A name is resolved once for each attempt, every address that it has is checked, and the connection is made to one of
those that were checked, so that a name cannot lead elsewhere between check and connection.
"""

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask_babel import gettext as _

from labelapp.extensions import settings
from labelapp.web.errors import InvalidInput
from labelapp.webhooks.models import Problem

LONGEST = 500
PORTS = (443, 8443)
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# Gives the addresses of a host. Raises OSError when it has none.
Resolver = Callable[[str, int], list[str]]
# IPv4 written as IPv6: a gateway, or the system itself, would go on to whatever stands in the last 32 bits.
_TRANSLATED = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "::/96")))


@dataclass(frozen=True)
class Target:
    """An address in its parts. `authority`: host and port as they were written.

    `local`: without encryption to this machine, which only a demonstration does.
    """

    authority: str
    host: str
    port: int
    path: str
    local: bool


class Unreachable(Exception):
    """There is no address to which the message may go."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


def read_target(address: str) -> Target:
    """The parts of an address. Raises InvalidInput with what is wrong.

    Encrypted and to port 443 or 8443; a demonstration may also send to its own machine, without encryption.
    """
    if len(address) > LONGEST or any(not "!" <= letter <= "~" for letter in address):
        raise InvalidInput(
            _("Write an address without spaces and letters beyond ASCII, 500 characters at most.")
        )
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise InvalidInput(_("This is not an address.")) from None
    demo = settings().demo
    if parts.scheme not in ("https", "http") or not host:
        raise InvalidInput(_("Write the whole address, with https:// at its beginning."))
    if parts.scheme == "http" and not (demo and _is_own_machine(host)):
        raise InvalidInput(_("Only encrypted addresses are possible: they begin with https://."))
    if "@" in parts.netloc or parts.fragment:
        raise InvalidInput(_("Leave out user name, password and what follows a #."))
    if port is None:
        port = 443 if parts.scheme == "https" else 80
    if port not in PORTS and not demo:
        raise InvalidInput(_("Only the ports 443 and 8443 are possible."))
    _refuse_written_out(host, demo)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.netloc, host, port, path, parts.scheme == "http")


def checked_addresses(target: Target, resolve: Resolver) -> list[str]:
    """The addresses of the host, all of them allowed. Raises Unreachable.

    One that is not allowed is enough to refuse: nobody has both by accident.
    """
    try:
        found = resolve(target.host, target.port)
    except (OSError, UnicodeError):
        raise Unreachable(Problem.NAME) from None
    allowed = _is_loopback if target.local else is_public
    if not found:
        raise Unreachable(Problem.NAME)
    if not all(allowed(ipaddress.ip_address(address)) for address in found):
        raise Unreachable(Problem.PRIVATE)
    return found


def is_public(address: Address) -> bool:
    """Whether an address is one of the internet: no private, loopback, link-local, shared, reserved or multicast one.

    Nor one that stands for an IPv4 address.
    """
    if isinstance(address, ipaddress.IPv6Address) and (
        address.ipv4_mapped
        or address.sixtofour
        or address.teredo
        or address.is_site_local
        or any(address in network for network in _TRANSLATED)
    ):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host as the system knows them, in its order of preference."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _refuse_written_out(host: str, demo: bool) -> None:
    """An IP address can be judged at once; names are judged when they are resolved, at each attempt."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return
    if not is_public(address) and not (demo and _is_loopback(address)):
        raise InvalidInput(_("Messages are sent to public addresses only."))


def _is_loopback(address: Address) -> bool:
    return address.is_loopback


def _is_own_machine(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
