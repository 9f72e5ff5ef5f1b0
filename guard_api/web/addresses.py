"""Who asks, by address: the socket's, or what a proxy that is trusted says of it."""

import logging
from collections.abc import Callable, Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address

from werkzeug.wrappers import Request

from guard_api.config import Network

_log = logging.getLogger(__name__)
_NOT_TRUSTED = (
    "X-Forwarded-For from %s is not believed, and whoever is behind it counts as one address. "
    "If that is your proxy, set GUARD_TRUSTED_PROXIES=%s"
)
_SITE_BITS = 64
"""Bits of an IPv6 address that its holder chooses at will."""
_FEW = 4096


def address_of(request: Request, trusted: Sequence[Network]) -> int:
    """Give the client's address as a number to count by: an IPv4 address, or the /64 of an IPv6 address.

    Proxies append to X-Forwarded-For, so it is read from its end, up to the first address that is no trusted proxy's;
    what stands before that, anybody may have written.
    """
    address = _read(request.remote_addr or "")
    if trusted and address is not None:
        for said in reversed(request.headers.get("X-Forwarded-For", "").split(",")):
            before = _read(said.strip()) if _is_trusted(address, trusted) else None
            if before is None:
                break
            address = before
    return _counted(address)


def warn_of_proxy(request: Request, trusted: Sequence[Network], is_news: Callable[[int], bool]) -> None:
    """Name who sends X-Forwarded-For and is not trusted, once: all that are behind it count as one address."""
    if "X-Forwarded-For" not in request.headers:
        return
    address = _read(request.remote_addr or "")
    if address is not None and not _is_trusted(address, trusted) and is_news(_counted(address)):
        _log.warning(_NOT_TRUSTED, address, address)


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
