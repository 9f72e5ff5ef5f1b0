"""Who asks, by address: the socket's, or what a proxy that is trusted says of it."""

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address

from guard_api.config import Network
from guard_api.web.edge.incoming import Incoming

_SITE_BITS = 64
"""Bits of an IPv6 address that its holder chooses at will."""
_FEW = 4096


def address_of(incoming: Incoming, trusted: Sequence[Network]) -> int:
    """Give the client's address as a number to count by: an IPv4 address, or the /64 of an IPv6 address.

    Proxies append to X-Forwarded-For, so it is read from its end, up to the first address that is no trusted proxy's;
    what stands before that, anybody may have written.
    """
    address = _read(incoming.environ.get("REMOTE_ADDR") or "")
    if trusted and address is not None:
        for said in reversed(incoming.header("X_FORWARDED_FOR").split(",")):
            before = _read(said.strip()) if _is_trusted(address, trusted) else None
            if before is None:
                break
            address = before
    return _counted(address)


@lru_cache(maxsize=_FEW)
def _read(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
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
