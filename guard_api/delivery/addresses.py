"""Which addresses the server may speak to, when somebody else has said where.

A name is looked up once, all of its addresses are checked, and one of these is what is connected to: a name that says
something else a moment later leads nowhere.
"""

import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

from guard_api.public_addresses import Address, is_public

AddressRule = Callable[[Address], bool]
"""Says whether an address may be spoken to."""
_PORTS = {"http": 80, "https": 443}
_NOT_GLOBAL = "it is not a public address"


class NotAllowed(Exception):
    """An address that the server does not speak to; says why."""


class Destination(NamedTuple):
    """Where to connect to, and as whom to speak there."""

    scheme: str
    host: str
    port: int
    path: str
    address: str

    @property
    def authority(self) -> str:
        """What the header Host says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


def public_or_in(networks: Sequence[IPv4Network | IPv6Network]) -> AddressRule:
    """Make the rule that lets the server speak to public addresses, and to those of networks that it is told."""

    def rule(address: Address) -> bool:
        return is_public(address) or any(address.version == one.version and address in one for one in networks)

    return rule


def check_url(url: str, rule: AddressRule) -> None:
    """Refuse what can be seen to be wrong without looking a name up. Raises NotAllowed."""
    destination = _read(url)
    address = _literal(destination.host)
    if address is not None and not rule(address):
        raise NotAllowed(_NOT_GLOBAL)


def look_up(url: str, rule: AddressRule) -> Destination:
    """Find where a URL leads. Raises NotAllowed, and OSError where its name cannot be looked up."""
    destination = _read(url)
    literal = _literal(destination.host)
    if literal is not None:
        addresses = [literal]
    else:
        found = socket.getaddrinfo(destination.host, destination.port, type=socket.SOCK_STREAM)
        addresses = [ip_address(str(one[4][0]).partition("%")[0]) for one in found]
    if not addresses or not all(map(rule, addresses)):
        raise NotAllowed(_NOT_GLOBAL)
    if destination.scheme == "http" and any(map(is_public, addresses)):
        raise NotAllowed("it has to be https")
    return destination._replace(address=str(addresses[0]))


def _read(url: str) -> Destination:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise NotAllowed("it is no URL") from error
    if parts.scheme not in _PORTS or not parts.hostname or not url.isascii() or not url.isprintable() or " " in url:
        raise NotAllowed("it is no URL of https")
    if parts.username is not None or parts.password is not None:
        raise NotAllowed("it holds a name or a password")
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    return Destination(parts.scheme, parts.hostname, port or _PORTS[parts.scheme], path, "")


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None
