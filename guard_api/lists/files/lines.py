"""Lines of text from elsewhere, in bounded memory, and the names that stand on them in plain lists and hosts files."""

import json
import re
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from typing import NamedTuple

from guard_api.lists.files.cells.cells import Unreadable
from guard_api.lists.files.encodings import BROKEN

_BLOCK = 64 * 1024
"""Bytes that are read at once, and the longest line."""
_TOO_LONG = "\ud800"
"""Stands for a line that was too long. No file can say it: UTF-8 has no surrogates."""
_LINE_END = re.compile(rb"[\r\n]")
_COMMENT = re.compile(r"(?:^|\s)#.*")
_SINKS = frozenset({"0.0.0.0", "127.0.0.1", "::", "::1"})  # noqa: S104 - nothing is bound to it
"""Where a hosts file sends what it blocks."""
_SHOWN = 40
_OWN = re.compile(r"localhost|localhost\.localdomain|local|broadcasthost|ip6-.*|0\.0\.0\.0")
"""What a hosts file says of the machine itself."""


class Block(NamedTuple):
    """Lines without their ends. The last of a stream has none."""

    lines: list[str]
    quoted: bool
    clean: bool


def blocks(chunks: Iterable[bytes]) -> Iterator[Block]:
    """Give the lines of UTF-8 text, however it was cut into `chunks`; what is too long or no text is marked."""
    rest, mark = b"", "\ufeff"
    for piece in chain(_pieces(chunks), (b"\n",)):
        data = rest + piece
        # A CR at the end may be half of a CRLF.
        end = max(data.rfind(b"\n"), data.rfind(b"\r", 0, -1)) + 1
        # Of a line that is too long already, enough is kept to say so when it ends.
        rest = data[end : end + _BLOCK + 1] + data[end + _BLOCK + 1 :][-1:]
        if end:
            yield _block(data[:end], mark)
            mark = ""


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Cut anew: nothing depends on how a stream was cut, and only the first line of a block can be too long."""
    kept = bytearray()
    for chunk in chunks:
        for start in range(0, len(chunk), _BLOCK):
            kept += chunk[start : start + _BLOCK]
            if len(kept) >= _BLOCK:
                yield bytes(kept[:_BLOCK])
                del kept[:_BLOCK]
    yield bytes(kept)


def _block(data: bytes, mark: str) -> Block:
    try:
        text, clean = data.decode(), True
    except UnicodeDecodeError:
        text, clean = data.decode(errors="surrogateescape"), False
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.removeprefix(mark).split("\n")[:-1]
    first_end = _LINE_END.search(data)
    if first_end is not None and first_end.start() > _BLOCK:
        lines[0], clean = _TOO_LONG, False
    return Block(lines, '"' in text, clean)


def refuse_bad_text(text: str) -> None:
    """Raise Unreadable for a line, or what was cut from one, that was marked."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Unreadable(_fault(text)) from None


def _fault(text: str) -> str:
    if _TOO_LONG in text:
        return "longer than 64 KiB"
    return "bytes that mean nothing in the encoding of the file" if BROKEN in text else "not UTF-8"


def refuse_twice(text: str, name: str) -> None:
    """Raise Unreadable for a JSON object that says something twice: only the last would be read."""
    if text.count(f'"{name}"') > 1:
        json.loads(text, object_pairs_hook=partial(_refuse_pairs, name=name))


def _refuse_pairs(pairs: list[tuple[str, object]], name: str) -> None:
    if sum(key == name for key, _ in pairs) > 1:
        raise Unreadable(f"`{name}` twice: write each on a line of its own")


def plain_names(text: str) -> list[str]:
    """Give what a line of a plain list names: one number or domain, or nothing; `#` and `!` begin comments."""
    name = _COMMENT.sub("", text).strip()
    return [name] if name and not name.startswith("!") else []


def hosts_names(text: str) -> list[str]:
    """Give the domains that a line of a hosts file blocks. Raises Unreadable when it leads them anywhere."""
    address, *names = _COMMENT.sub("", text).split() or [""]
    blocked = [name for name in names if not _OWN.fullmatch(name.lower())]
    if blocked and address not in _SINKS:
        raise Unreadable(f"this line blocks nothing: it leads to {address[:_SHOWN]!r}, not to 0.0.0.0")
    if address and not names:
        raise Unreadable("a line of a hosts file is an address and the names that lead there")
    return blocked
