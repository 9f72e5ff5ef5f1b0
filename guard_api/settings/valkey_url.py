"""Where a Valkey is: `valkey://a:6379,b:6379`, or `valkeys://` where it is asked over TLS."""

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

_TLS = {"valkey": False, "valkeys": True}
_URL = re.compile(r"([a-z]+)://([^/?#]*)(.*)")
_FILES = frozenset({"ca", "cert", "key"})
_PORT = 6379
FORMS = "file, or the nodes of a Valkey: valkey://HOST:PORT,HOST:PORT, or valkeys:// for TLS"
FILE = "file"
"""In the place of a URL: a file beside the database."""


@dataclass(frozen=True, slots=True)
class ValkeyUrl:
    """Some nodes of a cluster, who we are there, and files in PEM: whom we believe, and what proves who we are."""

    hosts: tuple[tuple[str, int], ...]
    tls: bool = False
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    ca: str | None = None
    cert: str | None = None
    key: str | None = None


def read_valkey_url(text: str) -> ValkeyUrl:
    """Read `valkeys://user:password@a:6379,b:6379?ca=FILE&cert=FILE&key=FILE`. Raises ValueError."""
    found = _URL.fullmatch(text)
    if found is None:
        raise ValueError(text)
    scheme, nodes, rest = found.groups()
    url = urlsplit(f"{scheme}://nodes{rest}")  # several of them are none that a URL may have
    files = dict(parse_qsl(url.query, keep_blank_values=True, strict_parsing=bool(url.query)))
    tls = _TLS.get(scheme)
    if tls is None or url.path not in {"", "/"} or url.fragment or (files and not tls) or not files.keys() <= _FILES:
        raise ValueError(text)
    who, _, where = nodes.rpartition("@")
    user, _, password = who.partition(":")
    hosts = tuple([_host(one) for one in where.split(",")])
    return ValkeyUrl(hosts, tls, unquote(user) or None, unquote(password) or None, **files)


def _host(text: str) -> tuple[str, int]:
    one = urlsplit(f"//{text}")
    if not one.hostname or one.username is not None or one.path:
        raise ValueError(text)
    return one.hostname, one.port or _PORT


def timelines_text(text: str) -> str:
    """Give the text of a setting that names a Valkey, or none, as it is. Raises ValueError."""
    if text in {"", FILE}:
        return FILE
    read_valkey_url(text)
    return text


def without_password(text: str) -> str:
    """Return a text as it may be shown: whatever stands before an @ may be a secret."""
    who, at, where = text.rpartition("@")
    scheme = who.partition("://")
    return f"{scheme[0]}://...@{where}" if at and scheme[1] else f"...@{where}" if at else text
