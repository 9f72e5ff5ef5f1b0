"""How a domain that somebody wrote down becomes its one canonical form, and which must not be listed."""

import re
from urllib.parse import unquote

from msgspec.structs import replace

from guard_api.links.hosts import Host, is_private, is_public_suffix, is_registered, read_host
from guard_api.links.official import OfficialDomains
from guard_api.lists.entry import Entry, ListName, Match, Rejected
from guard_api.numbers.directory import Directory
from guard_api.text.plain import plain

LONGEST_DOMAIN = 1000
"""Characters that somebody may need for a domain; percent-encoding takes three for one."""
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_PAGE = re.compile(r"[/\\?#]")
_NO_HOST = "unreadable: not a domain or IP address that anybody can have"
_NUMBER = "a number: a list of numbers is no list of domains, and an IP address is written as four"
_DIGITS = re.compile(r"[\s+\d.,()/*-]*\d[\s+\d.,()/*-]*")


def bare(text: str) -> str | None:
    """Take off what stands around a domain in links, patterns and ad-block lists; None when it is a page of a site."""
    text = text.strip()
    if text.startswith("||"):
        text = text.removeprefix("||").removesuffix("^")
    text = _SCHEME.sub("", text, count=1)
    host = text.removesuffix("/")
    return None if _PAGE.search(host) else host.removeprefix("*.").removeprefix(".")


def host_of(text: str) -> Host | None:
    """Read the host of a domain as somebody wrote it down, None when there is none."""
    name = bare(text) if len(text) <= LONGEST_DOMAIN else None
    return _host(name) if name is not None else None


def _is_number(name: str, host: Host | None) -> bool:
    """Say whether it is digits, and no IP address as people write it: browsers take any number for one."""
    written = plain(unquote(name), LONGEST_DOMAIN).replace("。", ".").strip(".")
    if host is None:
        return bool(_DIGITS.fullmatch(written))
    return host.is_ip and "[" not in host.name and written != host.name


def _host(name: str) -> Host | None:
    """Read a host; lists write IPv6 addresses without the brackets of links."""
    return read_host(name) or (read_host(f"[{name}]") if ":" in name else None)


class DomainReader:
    """Reads domains of rows, for one list and one state of the official domains."""

    def __init__(self, domains: OfficialDomains, directory: Directory, target: ListName) -> None:
        """Read on demand; `directory` tells the names of organisations."""
        self._domains = domains
        self._directory = directory
        self._allows = target.allows

    def read(self, entry: Entry) -> Entry | Rejected:
        """Give `entry` with its domain in canonical form, or why it cannot stand on a list."""
        if entry.match is not Match.DOMAIN:
            return Rejected("a domain is listed with all below it: its match is domain")
        name = entry.number
        if not is_registered(name):
            canonical = _canonical(name)
            if isinstance(canonical, Rejected):
                return canonical
            name = canonical
        covered = self.covers(name, Match.DOMAIN)
        if covered is not None:
            return covered
        return entry if name == entry.number else replace(entry, number=name)

    def covers(self, number: str, match: Match) -> Rejected | None:  # noqa: ARG002 - the form of all readers
        """Say why a canonical domain may not stand on the list, None when it may."""
        official = self._domains.covered_by(number)
        if official is None:
            return None
        name = self._directory.organizations[official.organization].names["en"]
        why = "no list can block it, so it needs no entry" if self._allows else "blocking it cuts off the real site"
        return Rejected(f"covers {official.domain}, an official domain of {name}: {why}", official.domain)


def _canonical(text: str) -> str | Rejected:
    if len(text) > LONGEST_DOMAIN:
        return Rejected(_NO_HOST)
    name = bare(text)
    if name is None:
        return Rejected("a page: an entry lists a whole site, so if that is meant, write its domain alone")
    host = _host(name)
    refused = _refusal(name, host)
    if refused is not None or host is None:
        return Rejected(refused or _NO_HOST)
    return host.name


def _refusal(name: str, host: Host | None) -> str | None:
    """Say why what may be a host must not be listed."""
    if _is_number(name, host):
        return _NUMBER
    if is_public_suffix(host.name if host is not None else name.strip(".").lower() or "-"):
        return f"{name} is a public suffix: an entry would list everybody's sites below it"
    if host is not None and is_private(host):
        return f"{host.name} is no address on the internet: each network has its own"
    return None
