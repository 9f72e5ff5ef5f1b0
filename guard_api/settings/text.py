"""How the text of a setting is read: each reader raises ValueError where it cannot be."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network
from urllib.parse import urlsplit

Network = IPv4Network | IPv6Network
NONE = "none"
"""What says that there is none of something."""
ON = "ON"
"""What says that something is switched on."""
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_SPAN = re.compile(r"([0-9]{1,6})([dhm])", re.ASCII)
_CONTACT = re.compile(r"mailto:[^\s@]+@[^\s@]+|https://[^\s/]+(/\S*)?")
_MINUTES = {"d": 24 * 60, "h": 60, "m": 1}
_SHORTEST_SPAN, _LONGEST_SPAN = timedelta(minutes=1), timedelta(days=400)
SPANS = "a time from 1m to 400d, such as 1d, 12h or 30m"


def between(low: float, high: float, read: Callable[[str], float] = float) -> Callable[[str], float]:
    """Give a reader of numbers from `low` to `high`."""

    def reader(text: str) -> float:
        value = read(text)
        if not low <= value <= high:
            raise ValueError(text)
        return value

    return reader


def read_span(text: str) -> timedelta:
    """Read a span of time such as 1d, 12h or 30m. Raises ValueError."""
    found = _SPAN.fullmatch(text)
    span = timedelta(minutes=int(found[1]) * _MINUTES[found[2]]) if found else timedelta()
    if not _SHORTEST_SPAN <= span <= _LONGEST_SPAN:
        raise ValueError(text)
    return span


def span_text(text: str) -> str:
    """Give the text of a span of time as it is."""
    read_span(text)
    return text


def url_text(text: str) -> str:
    """Give an address on the web without what follows its path; without TLS on this machine alone."""
    parts = urlsplit(text)
    allowed = {"https", "http"} if parts.hostname in _LOOPBACK else {"https"}
    if text != NONE and (parts.scheme not in allowed or not parts.hostname or parts.query or parts.fragment):
        raise ValueError(text)
    return text.rstrip("/")


def origin_text(text: str) -> str:
    """Give an address on the web without a path."""
    address = url_text(text)
    if urlsplit(address).path not in {"", NONE}:
        raise ValueError(text)
    return address


def folder_text(text: str) -> str:
    """Give the name of a folder as it is; empty, it would be the one that we happen to be in."""
    if not text:
        raise ValueError(text)
    return text


def one_of(allowed: Mapping[str, object]) -> Callable[[str], str]:
    """Give a reader of a few words, in capitals."""

    def reader(text: str) -> str:
        if text.upper() not in allowed:
            raise ValueError(text)
        return text.upper()

    return reader


def networks(text: str) -> tuple[Network, ...]:
    """Read addresses and networks, with commas between."""
    return () if text == NONE else tuple(ip_network(one.strip()) for one in text.split(","))


def proxies_text(text: str) -> str:
    """Give the text of networks as it is."""
    networks(text)
    return text


def contact_text(text: str) -> str:
    """Give the address of somebody as it is."""
    if _CONTACT.fullmatch(text) is None:
        raise ValueError(text)
    return text
