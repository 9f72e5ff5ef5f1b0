"""What the address of a screen says: every screen is its query, and can be sent to a colleague."""

import re
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from guard_api.lists.safe_text import cleaned
from guard_api.web.console.visit import visit
from guard_api.web.contract.api_request import unescaped
from guard_api.web.contract.cursors import place_of

_Word = TypeVar("_Word", bound=StrEnum)
_Place = TypeVar("_Place")
_LONGEST = 300
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def text(name: str, longest: int = _LONGEST) -> str:
    """Return what was typed, without what surrounds it."""
    return request.values.get(name, "").strip()[:longest]


def kept(name: str, longest: int) -> str:
    """Return what was typed, to be kept and shown: cut where it is too long, and without what nobody sees."""
    return cleaned(request.values.get(name, ""), longest).strip()


def name_typed(longest: int = _LONGEST) -> str:
    """Return the number, domain or text that is looked for: in an address, a `+` may have become a blank."""
    typed = request.values.get("q", "")
    return unescaped(typed).strip()[:longest] if typed[1:2].isdigit() else text("q", longest)


def word(words: type[_Word], name: str) -> _Word | None:
    """Return one of a few words; None where it is none of them: an address may be old, or of another program."""
    try:
        return words(request.values.get(name, ""))
    except ValueError:
        return None


def digits(name: str, most: int = 15) -> str:
    """Return the last digits of what was typed."""
    return re.sub(r"[^0-9]", "", text(name).translate(_WIDE))[-most:]


_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")


def whole(name: str, usual: int, least: int, most: int) -> int:
    """Return a number that was typed, within bounds."""
    typed = text(name)
    return min(max(int(typed), least), most) if re.fullmatch(r"[0-9]{1,9}", typed) else usual


def begin_of(name: str) -> datetime | None:
    """Return when a day begins where the person is; None where there is none."""
    day = _day(name)
    return datetime.combine(day, time(), visit().zone) if day is not None else None


def end_of(name: str) -> datetime | None:
    """Return the last second of a day where the person is; None where there is none."""
    day = _day(name)
    return datetime.combine(day, time(23, 59, 59), visit().zone) if day is not None else None


def _day(name: str) -> date | None:
    typed = text(name)
    if not _DAY.fullmatch(typed):
        return None
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    # A day further, each way, for zones.
    return day if date.min + timedelta(days=2) < day < date.max - timedelta(days=2) else None


def after(kind: type[_Place]) -> _Place | None:
    """Return the place behind which a page begins; None: the first page. Raises Invalid."""
    cursor = request.args.get("cursor", "")
    return place_of(cursor, kind) if cursor else None


def here(**changes: object) -> str:
    """Return the address of this screen, but for what is changed; None takes it out, and so does a new search."""
    changed = MultiDict(request.args)
    changed.pop("cursor", None)
    for name, value in changes.items():
        changed.setlist(name, [str(value)] if value not in {None, ""} else [])
    values: dict[str, object] = {name: values for name, values in changed.lists() if values}
    return url_for(request.endpoint or "", **{**(request.view_args or {}), **values})
