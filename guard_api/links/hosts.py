"""Hosts in their one canonical form, as a browser would ask for them, and what of them somebody can register.

The form is that of the WHATWG URL standard: percent-decoded, mapped by UTS 46, lower case, in Punycode, an IPv4 address
in whatever notation as four decimals. Private public suffixes (`wixsite.com`, `duckdns.org`) count, since what stands
below them belongs to anybody.
"""

import re
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import NamedTuple
from unicodedata import normalize
from urllib.parse import unquote

from idna import IDNAError, uts46_remap

from guard_api.links.suffixes import public_suffix, registry_suffix
from guard_api.text.plain import plain

LONGEST_HOST = 253
"""Characters of a DNS name (RFC 1035)."""
_READ = 2048
"""Characters that are looked at: percent-encoding takes three for one, and some characters go for nothing."""
_LONGEST_LABEL = 63
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?")
_REGISTERED = re.compile(r"(?!.*xn--)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)")
_BYTES = 4
"""Of an IPv4 address."""
_MANY = 4096
_PUNYCODE = "xn--"


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
        return ".".join(map(_decoded, self.name.split(".")))


def read_host(text: str) -> Host | None:
    """Read a host name or address as it stands in a link; None when it can be none. Never raises."""
    return _read(text) if len(text) <= _READ else None


@lru_cache(_MANY)
def _read(text: str) -> Host | None:
    text = text if text.isascii() and text.isprintable() else plain(text, _READ)
    name = _mapped(unquote(text)).removesuffix(".")
    if name.startswith("["):
        return _ipv6(name)
    labels = name.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        return _ipv4(labels)
    canonical = _canonical(labels)
    return _registered(canonical) if canonical else None


def _canonical(labels: list[str]) -> str:
    """Give a name of labels that are mapped, "" when one of them can be none."""
    encoded = [_encoded(label) for label in labels]
    return ".".join(encoded) if all(encoded) else ""


def is_registered(name: str) -> bool:
    """Say quickly of a name that it is canonical and registered by somebody; where it says no, ask `read_host`."""
    return len(name) <= LONGEST_HOST and bool(_REGISTERED.fullmatch(name)) and public_suffix(name) not in {"", name}


def is_public_suffix(name: str) -> bool:
    """Say whether anybody can register below a name (`com`, `gov.cn`, `公司.cn`, `wixsite.com`)."""
    canonical = _canonical(_mapped(name).split("."))
    return bool(canonical) and public_suffix(canonical) == canonical


def parents(name: str) -> list[str]:
    """List a canonical name and all names above it, the longest first: a.jd.com, jd.com, com."""
    labels = name.split(".")
    return [".".join(labels[start:]) for start in range(len(labels))]


def _mapped(text: str) -> str:
    if text.isascii():
        return text.strip().lower()
    try:
        return uts46_remap(text, std3_rules=False)
    except IDNAError:
        return normalize("NFKC", text).lower().replace("。", ".")


def _encoded(label: str) -> str:
    """Give a label in ASCII, "" when it cannot be one. Resolvers take more than IDNA 2008: emoji, for one."""
    if not label.isascii() and len(label) < _LONGEST_LABEL:
        label = _PUNYCODE + label.encode("punycode", "replace").decode("ascii")
    return label if len(label) <= _LONGEST_LABEL and _LABEL.fullmatch(label) else ""


def _decoded(label: str) -> str:
    if not label.startswith(_PUNYCODE):
        return label
    try:
        shown = label.removeprefix(_PUNYCODE).encode("ascii").decode("punycode")
    except UnicodeError:
        return label
    return shown if shown.isprintable() else label


def _registered(name: str) -> Host | None:
    if len(name) > LONGEST_HOST:
        return None
    suffix = public_suffix(name)
    if suffix == name:
        # The provider's own site: wixsite.com.
        suffix = registry_suffix(name)
    if suffix in {"", name}:
        return None
    label = name[: -len(suffix) - 1].rpartition(".")[2]
    return Host(name, f"{label}.{suffix}", _decoded(label), suffix)


def _ipv6(text: str) -> Host | None:
    try:
        address = IPv6Address(text[1:-1])
    except ValueError:
        return None
    # Zones (%eth0) are the business of a single machine, and no link has them.
    return Host(f"[{address}]", f"[{address}]") if text.endswith("]") and address.scope_id is None else None


def _ipv4(labels: list[str]) -> Host | None:
    """Read one to four numbers, each decimal, octal or hexadecimal; the last fills all bytes that are left."""
    try:
        *heads, last = map(_number, labels)
        address = str(IPv4Address(bytes(heads) + last.to_bytes(max(_BYTES - len(heads), 1))))
    except (ValueError, OverflowError):
        return None
    return Host(address, address)


def _number(label: str) -> int:
    if label.startswith("0x"):
        return int(label[2:] or "0", 16)
    return int(label, 8 if label.startswith("0") and label != "0" else 10)


def is_private(host: Host) -> bool:
    """Say whether an address leads nowhere but into one's own network."""
    return host.is_ip and not ip_address(host.name.strip("[]")).is_global
