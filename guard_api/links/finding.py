"""Links in a text of any language, however they are hidden: what a person would tap.

One pass finds where a link may be: a scheme (`http:`, `hxxps:`, `weixin:`, `tel:`), a run of labels with dots between
them, or a code to dial. A run of labels is a link if its ending exists: `e.g.` and `v1.2.3` are none. Ideographs in
front of a name are text (`请打开2406578.top办理`), unless they stand right before the dot (`京东.com`).
"""

import re
from collections.abc import Callable, Iterator, Sequence

from msgspec.structs import replace

from guard_api.links.browsing import LONGEST_LINK, browsed, cleaned, nested_in, only_link_in, scheme_of, typed_host
from guard_api.links.hosts import Host, is_public_suffix, read_host, requested_host
from guard_api.links.link import HAN, Link, finished, mailed, named, read_from
from guard_api.links.names.endings import RUN_ON
from guard_api.service_codes.forwarding import Action, read_forwarding_code
from guard_api.text.lookalikes import latin
from guard_api.text.plain import plain

LONGEST_TEXT = 4000
MOST_LINKS = 20
"""Links that are read of one text: the first ones."""

_DIALLING = frozenset({"tel", "telprompt", "callto", "sms", "smsto"})
_WITHOUT_SLASHES = frozenset({"http", "https", "ftp", "mailto"})

_DISGUISES: Sequence[tuple[Sequence[str], re.Pattern[str], str | Callable[[re.Match[str]], str]]] = (
    ("hH", re.compile(r"[hH](?<!\w.)(?:[xX]{2}|\*\*|__)[pP]([sS]?)(?=\s?[:\[(])"), lambda found: f"http{found[1]}"),
    ("[({<", re.compile(r"[\s\[({<](?:(?<=\s)[\[({<]|(?<!\s))\s?(?:[.。点]|dot)\s?[\])}>]\s?", re.IGNORECASE), "."),
    ("[(", re.compile(r"[\[(]:[\])]"), ":"),
    ("%", re.compile(r"%(?:25)*3a(?:%(?:25)*2f){2}", re.IGNORECASE), "://"),
    ("。", re.compile(r"。(?<=[0-9a-z].)(?=[0-9a-z])", re.IGNORECASE), "."),
    (
        (" .", "点"),
        re.compile(
            r"[ 点](?<=[0-9a-z]{4}.)(?:(?<= )[.点]|(?<=点)) ?(?=(?:top|com|cn|net|vip|xyz|cc|icu|shop)(?![0-9a-z]))",
            re.IGNORECASE,
        ),
        ".",
    ),
)
"""How people and scammers write links so that programs do not see them.

Each is looked for only where there is one of the signs that it must have, and begins with a set of characters, which
is looked for faster than what stands before or may be missing.
"""
_LETTER = rf"[^\W{HAN}]"
_LABEL = rf"{_LETTER}(?:{_LETTER}|-)*"
_ENDING = rf"{_LABEL}|[{HAN}]{{2,4}}"
_PLACE = re.compile(
    rf"(?i:(?<![0-9a-z])(?P<scheme>[a-z][a-z0-9+-]{{1,20}})):(?P<slashes>[/\\]{{0,8}})"
    rf"|(?<![*#0-9])(?P<code>[*#]{{1,2}}[0-9][0-9*+\s()-]{{0,60}}#?)"
    rf"|(?<!{_LETTER})(?<!-)-*(?P<labels>(?:{_LABEL}\.)+)(?P<ending>{_ENDING})?"
    rf"|(?<=[{HAN}])\.(?P<behind>{_ENDING})"
)
"""Only schemes are told to be of any case: ideographs have none, and to look that up for each took 23 ms of a start."""
_SIGN = re.compile(r"[.:*#]")
"""What every place has, and few texts have much of."""
_RUN = re.compile(rf"(?:{_LETTER}|[+-])*")
"""What may stand in a place before its first sign, backwards."""
_DIALLED = re.compile(
    r"(?:[0-9*#+().-]|%[0-9a-f]{2}|\s(?=[0-9*#+(%])){0,128}(?:;[a-z-]{1,20}=[^\s;]{0,64}){0,4}", re.IGNORECASE
)
_ORDINARY = re.compile(r"[!-~]*")
"""A link that holds no text besides."""
_LABEL_BEFORE = re.compile(r"[\w-]{1,40}\Z")
_USER_BEFORE = re.compile(rf"(?:{_LETTER}|[.+%-]){{1,64}}(?=@\Z)")
_WHOLE_ADDRESS = re.compile(r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}")
_BEFORE = 65
"""Characters that are looked back at."""


def read_links(sent: str) -> list[Link]:
    """Read what was sent as a link: as a browser does, then what it carries along, or what a text would hold there.

    The first goes by what was sent; it leads nowhere where a browser would find no host in it. Never raises.
    """
    written = sent[:LONGEST_LINK]
    read = browsed(written)
    if read is not None and read.host is not None and _ORDINARY.fullmatch(written):
        return [read, *nested_in(read)]
    text = cleaned(written)
    if not scheme_of(text):
        text, read = written, read or only_link_in(written)
    guesses = [replace(link, guessed=True) for link in find_links(text)]
    if read is None:
        first, *others = guesses or [Link(written, unregistered=typed_host(written))]
        return [named(first, written), *others]
    known = [named(read, written), *nested_in(read)]
    hosts = {None, *(link.host for link in known)}
    return [*known, *(link for link in guesses if link.dialled or link.host not in hosts)]


def find_links(text: str) -> list[Link]:
    """List the links of a text, each once, in their order. Linear in the length of the text; never raises."""
    text = RUN_ON.sub(". ", plain(text, LONGEST_TEXT))
    for signs, disguise, plainly in _DISGUISES:
        if any(map(text.__contains__, signs)):
            text = disguise.sub(plainly, text)
    found: dict[Link, None] = {}
    for link in _find(text):
        found[link] = None
        if len(found) == MOST_LINKS:
            break
    return [*found]


def _find(text: str) -> Iterator[Link]:
    at = 0
    while (sign := _SIGN.search(text, at)) is not None:
        run = _RUN.match(text[at : sign.start()][::-1])
        begin = sign.start() - (run.end() if run is not None else 0)
        place = _PLACE.search(text, begin)
        if place is None:
            break
        link, at = _READERS[str(place.lastgroup)](text, place)
        if link is not None:
            yield link
            yield from nested_in(link)


def _behind_scheme(text: str, place: re.Match[str]) -> tuple[Link | None, int]:
    scheme, after = place["scheme"].lower(), place.end()
    if scheme in _DIALLING:
        dialled = _DIALLED.match(text, after)
        end = dialled.end() if dialled is not None else after
        return Link(text[place.start() : end].strip(), "tel", dialled=text[after:end].strip()), end
    if not place["slashes"] and scheme not in _WITHOUT_SLASHES:
        return None, after
    return read_from(text, place.start(), after, scheme)


def _code(_: str, place: re.Match[str]) -> tuple[Link | None, int]:
    code = place["code"].strip()
    forwards = read_forwarding_code(code).action is not Action.NOT_FORWARDING
    # Read on right behind its first sign: it may be a link in bold type (*2406578.top*).
    return Link(code, dialled=code) if forwards else None, place.start() + 1


def _bare(text: str, place: re.Match[str]) -> tuple[Link | None, int]:
    begin = place.start("labels")
    labels, ending = place["labels"], place["ending"] or ""
    if not ending and labels.find(".") == len(labels) - 1:
        # The end of a sentence: no single label is a host that is taken for a link.
        return None, place.end()
    unregistered = _with_twin_for_ending(labels, ending)
    if unregistered is not None:
        return unregistered, place.end()
    host, end = _longest_host(labels, ending)
    end += begin
    following = text[end : end + 1]
    if host is None or following == "@" or (host.is_ip and not _is_address(text[begin:end], following)):
        return None, place.end()
    user = _USER_BEFORE.search(text[max(begin - _BEFORE, 0) : begin]) if text[begin - 1 : begin] == "@" else None
    if user is None:
        return finished(text, begin, end, Link("", host=host))
    link = mailed(Link("", host=host, user=user[0]), following)
    return finished(text, begin - len(user[0]) - 1, end, link)


def _with_twin_for_ending(labels: str, ending: str) -> Link | None:
    """Give the link whose ending looks like one, and nobody can have registered: `www.jd.com`, its end in Cyrillic."""
    seen = latin(ending)
    if ending.isascii() or not seen.isascii() or not is_public_suffix(seen):
        return None
    written = f"{labels}{ending}"
    name = requested_host(f"http://{written}/")
    return Link(written, unregistered=name) if name and read_host(written) is None else None


def _is_address(written: str, following: str) -> bool:
    """Whether numbers with dots between them are a host: 4.8/5 is a rating, £1.50/week a price, 3.5:2 a score.

    A browser would go to 4.0.0.8 for the first. Who means to is not stopped by having to write `http://` in front.
    """
    return following in {"/", ":"} and ("x" in written.lower() or _WHOLE_ADDRESS.fullmatch(written) is not None)


def _ideographs(text: str, place: re.Match[str]) -> tuple[Link | None, int]:
    before = _LABEL_BEFORE.search(text[max(place.start() - _BEFORE, 0) : place.start()])
    begin = place.start() - len(before[0]) if before is not None else place.start()
    host, length = _longest_host(text[begin : place.start() + 1], place["behind"])
    if host is None:
        return None, place.start() + 1
    return finished(text, begin, begin + length, Link("", host=host))


def _longest_host(labels: str, ending: str) -> tuple[Host | None, int]:
    """Find the longest beginning that is a host: an ending of ideographs may run into the text, or be text."""
    endings = [ending] if ending.isascii() else [ending[:length] for length in range(len(ending), 1, -1)]
    for one in [*filter(None, endings), ""]:
        name = f"{labels}{one}".rstrip(".")
        host = read_host(name)
        if host is not None:
            return host, len(name)
    return None, 0


_READERS = {
    "slashes": _behind_scheme,
    "scheme": _behind_scheme,
    "code": _code,
    "labels": _bare,
    "ending": _bare,
    "behind": _ideographs,
}
