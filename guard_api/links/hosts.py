"""Hosts in their one canonical form, as a browser would ask for them, and what of them somebody can register.

The form is that of the WHATWG URL standard: percent-decoded, mapped by UTS 46, lower case, in Punycode, an IPv4 address
in whatever notation as four decimals. Ada finds it, the parser of Node.js. Private public suffixes (`wixsite.com`,
`duckdns.org`) count, since what stands below them belongs to anybody.
"""

import re
from functools import lru_cache
from ipaddress import ip_address
from typing import NamedTuple

from ada_url import parse_url

from guard_api.links.suffixes import public_suffix, registry_suffix
from guard_api.text.plain import plain

LONGEST_HOST = 253
"""Characters of a DNS name (RFC 1035)."""
_READ = 2048
"""Characters that are looked at: percent-encoding takes three for one, and some characters go for nothing."""
_LONGEST_LABEL = 63
_ELSEWHERE = re.compile(r"[/\\?#@\s]")
_ANYTHING_ELSE = re.compile(r"[/\\?#@\s:]")
"""What ends a host, or stands in front of one."""
_WRITTEN = re.compile(r"(?!-)[a-z0-9_-]+(?<!-)(?:\.(?!-)[a-z0-9_-]+(?<!-))*\.?|\[.*")
_SOLD = re.compile(r"[a-z0-9_-]+\Z")
"""What somebody can register of a label: of `jd.com,evil.top`, which browsers ask for, no more than `evil.top`."""
_REGISTERED = re.compile(r"(?!.*xn--)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_MANY = 4096
_PUNYCODE = "xn--"
_WHERE = ("hostname",)


class Host(NamedTuple):
    """A host. `registrable` is what somebody has registered: `label` and the public suffix behind it.

    For an IP address `registrable` is the address itself, and label and suffix are empty. `label` is in Unicode.
    """

    name: str
    registrable: str
    label: str = ""
    suffix: str = ""

    @property
    def is_ip(self) -> bool:
        """Say whether it is an IP address."""
        return not self.suffix

    @property
    def shown(self) -> str:
        """Give the name as people read it, in Unicode."""
        return shown(self.name)


def read_host(text: str) -> Host | None:
    """Read a host name or address as people write it; None when it can be none. Never raises.

    Its labels are of letters, digits, hyphens and underscores: what else a browser takes is punctuation of a text.
    """
    return _read(text) if len(text) <= _READ else None


@lru_cache(_MANY)
def _read(text: str) -> Host | None:
    name = text.lower()
    if _REGISTERED.fullmatch(name):
        return host_named(name)  # as nearly all are, and no browser would change it
    name = _name(text)
    is_one = _WRITTEN.fullmatch(name) and all(len(label) <= _LONGEST_LABEL for label in name.split("."))
    return host_named(name) if is_one else None


def _name(text: str) -> str:
    """Give the name that a browser would ask for, "" when it would not take all of the text for a host."""
    text = text.strip() if text.isascii() and text.isprintable() else plain(text, _READ)
    is_address = text.startswith("[") and text.endswith("]")
    return (
        "" if (_ELSEWHERE if is_address else _ANYTHING_ELSE).search(text) else requested_host(f"http://{text}/") or ""
    )


@lru_cache(_MANY)
def host_named(name: str) -> Host | None:
    """Give the host that a browser asks for by a name; None when there can be none of that name."""
    name = name.removesuffix(".")
    if name.startswith("[") or name.rpartition(".")[2].isdigit():
        return Host(name, name)
    return _registered(name) if len(name) <= LONGEST_HOST else None


def requested_host(link: str) -> str | None:
    """Give the name of the host that a browser asks for when it opens a link; None when it refuses the link."""
    try:
        return parse_url(link, _WHERE)["hostname"]
    except ValueError:
        return None


def is_registered(name: str) -> bool:
    """Say quickly of a name that it is canonical and registered by somebody; where it says no, ask `read_host`."""
    return len(name) <= LONGEST_HOST and bool(_REGISTERED.fullmatch(name)) and public_suffix(name) not in {"", name}


def is_public_suffix(name: str) -> bool:
    """Say whether anybody can register below a name (`com`, `gov.cn`, `公司.cn`, `wixsite.com`)."""
    canonical = _name(name)
    return bool(canonical) and public_suffix(canonical) == canonical


def parents(name: str) -> list[str]:
    """List a canonical name and all names above it, the longest first: a.jd.com, jd.com, com."""
    labels = name.split(".")
    return [".".join(labels[start:]) for start in range(len(labels))]


def shown(name: str) -> str:
    """Give a canonical name as people read it, in Unicode."""
    return ".".join(map(_decoded, name.split(".")))


def _decoded(label: str) -> str:
    if not label.startswith(_PUNYCODE):
        return label
    try:
        shown = label.removeprefix(_PUNYCODE).encode("ascii").decode("punycode")
    except UnicodeError:
        return label
    return shown if shown.isprintable() else label


def _registered(name: str) -> Host | None:
    suffix = public_suffix(name)
    if suffix == name:
        # The provider's own site: wixsite.com.
        suffix = registry_suffix(name)
    label = name[: -len(suffix) - 1].rpartition(".")[2]
    sold = _SOLD.search(label)
    label = sold[0] if sold is not None else label
    return None if not suffix or not label else Host(name, f"{label}.{suffix}", _decoded(label), suffix)


def is_private(host: Host) -> bool:
    """Say whether an address leads nowhere but into one's own network."""
    return host.is_ip and not ip_address(host.name.strip("[]")).is_global
