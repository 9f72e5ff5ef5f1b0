"""One link, from its scheme to its end, as a browser reads it and a person sees it."""

import re
from urllib.parse import unquote

from msgspec import Struct
from msgspec.structs import replace

from guard_api.links.hosts import Host, read_host

HAN = (
    r"\u2e80-\u2fff\u3005-\u3007\u3021-\u3029\u3031-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
)
"""Ideographs, kana, hangul, Thai, Lao, Burmese and Khmer, for a character class: no spaces stand between them."""
_QUOTES = '<>"`、。《》「」『』【】“”‘’…'
BROWSED = frozenset({"http", "https", "ws", "wss", "ftp", "file"})
"""Schemes whose links have a host by the rules of the web: the URL standard calls them special."""
_WEB = BROWSED - {"file"} | {""}

_AUTHORITY = re.compile(rf"(?:[^\s/\\?#{_QUOTES}{HAN}]*@)?[^\s/\\?#',;!{_QUOTES}]*")
_NAME = re.compile(r"\[[^\]]*\]?|[^:]*")
_BEGINNINGS = tuple(
    map(re.compile, (r".*", r"[\w.%-]*", r"[\w.-]*", rf"(?:.*\.)?[^{HAN}]*", rf"(?:[^.]*\.)?[^{HAN}]*"))
)
"""Of a host that runs into the text behind it, each of the one before: without brackets, slashes, ideographs."""
_ROOT = re.compile(r"\.(?=[/\\]|[:?#][0-9a-z])", re.IGNORECASE)
_PORT = re.compile(r":[0-9]{0,10}")
_PATH = re.compile(rf"[/\\?#][^\s{_QUOTES}{HAN}]*")
_GOES_ON = frozenset("./\\:?#")
"""What can stand behind a host and still belong to the link."""
_SENTENCE_END = ".,;:!?~*'([{"
_BRACKETS = {")": "(", "]": "[", "}": "{"}


class Link(Struct, frozen=True):
    """A link as it was written, and where it leads: to a host, or to a number or code to dial.

    `user` is what stands in front of an `@`; `scheme` is "" where none was written. `unregistered` is the name that a
    browser would ask for where nobody can have registered it. `guessed`: it was taken out of something that was sent as
    one link, and a browser would read that otherwise, so it may give something away and never vouches for anything.
    """

    written: str
    scheme: str = ""
    host: Host | None = None
    user: str = ""
    dialled: str = ""
    unregistered: str = ""
    guessed: bool = False

    @property
    def is_page(self) -> bool:
        """Say whether a browser would open a page, rather than a mail or a number be written to."""
        return self.host is not None and self.scheme != "mailto"

    @property
    def pretended(self) -> Host | None:
        """Give the host that a page's link shows first, in front of an `@`, where no browser looks for it."""
        return _host(_matched(_NAME, unquote(self.user), 0))[0] if self.user and self.is_page else None

    @property
    def leads_nowhere(self) -> bool:
        """Say whether it is meant for a browser, and no browser could follow it."""
        return self.host is None and not self.dialled and self.scheme in _WEB


def read_from(text: str, begin: int, at: int, scheme: str) -> tuple[Link, int]:
    """Read the link that begins at `begin` and whose host, behind scheme and slashes, does at `at`; gives its end."""
    authority = _matched(_AUTHORITY, text, at)
    user, _, place = authority.rpartition("@")
    host, length = _host(_matched(_NAME, place, 0))
    return finished(text, begin, at + len(authority) - len(place) + length, Link("", scheme, host, user))


def finished(text: str, begin: int, at: int, link: Link) -> tuple[Link, int]:
    """Give a link all that was written of it, from `begin` over the end of its host at `at` to its own end."""
    if text[at : at + 1] in _GOES_ON:
        at += len(_matched(_ROOT, text, at))
        at += len(_matched(_PORT, text, at).rstrip(":"))
        at += len(_trimmed(_matched(_PATH, text, at)))
    return named(link, text[begin:at]), at


def mailed(link: Link, following: str) -> Link:
    """Take a link without scheme for somebody's mail address, unless it is a page that hides behind another's name."""
    is_page = link.user.lower().startswith("www.") or following.startswith("/")
    return link if is_page else replace(link, scheme="mailto")


def named(link: Link, written: str) -> Link:
    """Give the same link as it was written elsewhere."""
    return replace(link, written=written)


def _matched(pattern: re.Pattern[str], text: str, at: int) -> str:
    found = pattern.match(text, at)
    return found[0] if found is not None else ""


def _host(name: str) -> tuple[Host | None, int]:
    """Read a host, which may run into the text behind it; gives how many characters it has."""
    host = None
    for beginning in _BEGINNINGS:
        name = _matched(beginning, name, 0).rstrip("._-")
        host = read_host(name)
        if host is not None:
            break
    return host, len(name)


def _trimmed(path: str) -> str:
    """Leave off what belongs to the sentence: its punctuation, and brackets that were opened before the link."""
    surplus = {closing: path.count(closing) - path.count(opening) for closing, opening in _BRACKETS.items()}
    end = len(path)
    while end and (path[end - 1] in _SENTENCE_END or surplus.get(path[end - 1], 0) > 0):
        end -= 1
        if path[end] in surplus:
            surplus[path[end]] -= 1
    return path[:end]
