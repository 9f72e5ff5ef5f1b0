"""Who asks, by address: the socket's, or what a proxy that is trusted says of it."""

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address

from guard_api.settings.text import Network
from guard_api.web.edge.incoming import Incoming

_log = logging.getLogger(__name__)
_NOT_TRUSTED = (
    "X-Forwarded-For from %s is not believed, and whoever is behind it counts as one address. "
    "If that is your proxy, set GUARD_TRUSTED_PROXIES=%s"
)
_SITE_BITS = 64
"""Bits of an IPv6 address that its holder chooses at will."""
_FEW = 4096
_LONGEST = 64
"""Characters of an address with its port. IPv6 takes 45, and its zone and port a few more."""
_LONGEST_CHAIN = 2000
"""Characters of X-Forwarded-For that are read, from its end."""
_WRITTEN = re.compile(r"\[(?P<v6>[^\]]+)\](?::[0-9]{1,5})?|(?P<v4>[0-9.]+):[0-9]{1,5}", re.ASCII)
"""An address as proxies write it that also say the port, or brackets around IPv6."""


def address_of(incoming: Incoming, trusted: Sequence[Network]) -> int:
    """Give the client's address as a number to count by: an IPv4 address, or the /64 of an IPv6 address.

    Proxies append to X-Forwarded-For, so it is read from its end, up to the first address that is no trusted proxy's;
    what stands before that, anybody may have written.
    """
    address = _read(incoming.environ.get("REMOTE_ADDR") or "")
    if trusted and address is not None:
        for hop in _backwards(incoming.header("X_FORWARDED_FOR")):
            before = _read(hop) if _is_trusted(address, trusted) else None
            if before is None:
                break
            address = before
    return _counted(address)


def is_proxy(incoming: Incoming, trusted: Sequence[Network]) -> bool:
    """Say whether a proxy that is trusted has passed a request on."""
    address = _read(incoming.environ.get("REMOTE_ADDR") or "")
    return address is not None and _is_trusted(address, trusted)


def warn_of_proxy(
    incoming: Incoming, trusted: Sequence[Network], is_news: Callable[[int], bool], note: Callable[[str], None]
) -> None:
    """Name who sends X-Forwarded-For and is not trusted, once: all that are behind it count as one address."""
    if "HTTP_X_FORWARDED_FOR" not in incoming.environ:
        return
    address = _read(incoming.environ.get("REMOTE_ADDR") or "")
    if address is not None and not _is_trusted(address, trusted) and is_news(_counted(address)):
        _log.warning(_NOT_TRUSTED, address, address)
        note(str(address))


def _backwards(chain: str) -> Iterator[str]:
    """Give the addresses of a chain, the last first; of a very long chain only those near its end."""
    near = chain[-_LONGEST_CHAIN:]
    if near != chain:
        _, _, near = near.partition(",")
    return (hop.strip(' \t"') for hop in reversed(near.split(",")))


def _read(text: str) -> IPv4Address | IPv6Address | None:
    return _parsed(text) if len(text) <= _LONGEST else None


@lru_cache(maxsize=_FEW)
def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    written = _WRITTEN.fullmatch(text)
    try:
        address = ip_address(text if written is None else written["v6"] or written["v4"])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_trusted(address: IPv4Address | IPv6Address, trusted: Sequence[Network]) -> bool:
    return any(address in network for network in trusted)


def _counted(address: IPv4Address | IPv6Address | None) -> int:
    """Those whose address nobody can tell are one."""
    if address is None:
        return 0
    return int(address) if isinstance(address, IPv4Address) else int(address) >> _SITE_BITS
