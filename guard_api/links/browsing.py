"""What was sent as one link, as a browser reads it: by the URL standard (WHATWG), else as its address bar does.

A text ends a link at punctuation. A browser takes `!`, `,` and more for part of the host, lets tabs and line ends
vanish, and refuses what can stand in no host: to another reader, `https://www.jd.com!.evil.top/` is an official site.
"""

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import unquote

from msgspec.structs import replace

from guard_api.links.hosts import host_named, requested_host
from guard_api.links.link import BROWSED, HAN, Link, mailed, read_from

LONGEST_LINK = 2048

_ENDS = "".join(map(chr, range(ord(" ") + 1)))
"""Control characters and the space: what a browser takes off both ends."""
_VANISHING = str.maketrans("", "", "\t\n\r")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(//)?", re.IGNORECASE)
_AUTHORITY = re.compile(r"[/\\]*([^/\\?#]*)")
_OPAQUE = re.compile(r"([^/?#]*)")
"""Of a scheme that is none of the web's: a backslash is nothing special there."""
_MAIL = re.compile(r"[^@,;:%/\\?#]+@[^@,;:%/\\?#]+(?:\?(?!.*(?:@|%40)).*)?", re.IGNORECASE)
"""One address, and none in a header."""
_BESIDE = re.compile(rf"[\s{HAN}、。《》「」『』【】“”‘’…，！（）：；？]+")
"""What stands around a link in a text, and in no link."""
_SIGN = re.compile(r"[.:/\\@%#]")
_MOST_NESTED = 5
_NESTED = re.compile(r"(https?):[/\\]{2}", re.IGNORECASE)
_RUN = re.compile(r"\S*")


def cleaned(sent: str) -> str:
    """Leave out what vanishes before a browser reads a link."""
    return sent if sent.isprintable() and " " not in sent else sent.strip(_ENDS).translate(_VANISHING)


def scheme_of(text: str) -> str:
    """Give the scheme of a link in lower case, "" for none: `evil.top:80` and `li.lei:x@evil.top` have none."""
    found = _SCHEME.match(text)
    return found[1].lower() if found is not None and (found[2] or "." not in found[1]) else ""


def browsed(sent: str) -> Link | None:
    """Read what was sent as a browser does; None when it is nothing that a browser asks a host for.

    A link of the web that a browser refuses is one without a host.
    """
    text = cleaned(sent)
    if not text.isascii():
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    scheme = scheme_of(text)
    rest = text[len(scheme) + 1 :] if scheme else text
    if scheme in BROWSED:
        return _read(sent, scheme, text, _AUTHORITY.match(rest))
    if scheme == "mailto":
        read = _read(sent, scheme, f"http://{rest}", _AUTHORITY.match(rest)) if _MAIL.fullmatch(rest) else None
    elif not scheme:
        read = _typed(sent, rest)
    else:
        # An app's own: one that opens a page (intent:) hands on what it takes for the host.
        name = requested_host(text) if rest.startswith("//") else None
        read = _read(sent, scheme, f"http://{name}/", _OPAQUE.match(rest, 2)) if name else None
    return read if read is not None and read.host is not None else None


def only_link_in(text: str) -> Link | None:
    """Read the one piece of a text that may be a link, None when there are more: between them may stand anything."""
    pieces = [piece for piece in _BESIDE.split(text) if _SIGN.search(piece)]
    return browsed(pieces[0]) if len(pieces) == 1 else None


def typed_host(sent: str) -> str:
    """Give the name that a browser would ask for if it was typed into it, "" for none."""
    text = cleaned(sent)
    return "" if scheme_of(text) else requested_host(f"http://{text}") or ""


def nested_in(link: Link) -> Iterator[Link]:
    """Give the links that a link carries along, as `https://t.cn/?to=https%3A%2F%2Fevil.top` does."""
    inside = cleaned(unquote(unquote(cleaned(link.written)[1:])))
    for found in islice(_NESTED.finditer(inside), _MOST_NESTED):
        written, _ = read_from(inside, found.start(), found.end(), found[1].lower())
        run = _RUN.match(inside, found.start())
        read = browsed(run[0]) if run is not None else None
        if read is None or read.host is None:
            yield replace(written, guessed=True)
        else:
            yield written if read.host == written.host else read


def _read(sent: str, scheme: str, text: str, place: re.Match[str] | None) -> Link:
    """Read a whole link; what was cut off within its host may lead anywhere."""
    authority = place[1] if place is not None else ""
    is_cut = len(sent) >= LONGEST_LINK and place is not None and place.end() == len(place.string)
    name = None if is_cut else requested_host(text)
    host = host_named(name) if name else None
    unregistered = name if name and host is None else ""
    return Link(sent, scheme, host, authority.rpartition("@")[0], unregistered=unregistered)


def _typed(sent: str, text: str) -> Link | None:
    """Read what has no scheme as an address bar does. A bare number is no address there, but looked for."""
    place = _AUTHORITY.match(text)
    read = _read(sent, "", f"http://{text}", place)
    if read.host is None or read.host.is_ip:
        return None
    return mailed(read, text[place.end() :]) if place is not None and read.user else read
