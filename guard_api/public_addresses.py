"""Which addresses a server may be led to by a name that somebody else chose: public ones only."""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network

Address = IPv4Address | IPv6Address
_NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
_LOW_32 = (1 << 32) - 1


def is_public(address: Address) -> bool:
    """Say whether an address is one of the public internet, whatever other address is hidden in it."""
    return all(one.is_global and not one.is_multicast and not one.is_reserved for one in _within(address))


def _within(address: Address) -> Iterator[Address]:
    """Give an address, or those of IPv4 that it leads to in the end."""
    if isinstance(address, IPv4Address):
        yield address
    elif address.ipv4_mapped is not None:
        yield address.ipv4_mapped
    elif address.sixtofour is not None:
        yield address.sixtofour
    elif address.teredo is not None:
        yield from address.teredo
    elif any(address in network for network in _NAT64):
        yield IPv4Address(int(address) & _LOW_32)
    else:
        yield address
