"""Answers of the PhoneBlock API: JSON, or XML with the same names in its own spelling."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache, lru_cache
from itertools import islice
from xml.sax.saxutils import quoteattr

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from guard_api.actions.lists.rate_number import Block, HashPrefixMatches, Rated
from guard_api.json import encode
from guard_api.lists.phoneblock.votes import RATINGS, Rating, published, votes_of
from guard_api.ports.lists.votes import PublishedNumber
from guard_api.web.contract.api_request import ApiRequest, RawResponse
from guard_api.web.edge.headers import shortened

_XML = "text/xml; charset=utf-8"
_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'
_AT_ONCE = 1000
"""Numbers in one piece of a list: some 100 KiB."""
_MOST_HEADERS = 256
_KINDS = ("application/json", "text/xml", "application/xml")
_Values = Mapping[str, object]


def number_answer(rated: Rated, request: ApiRequest) -> RawResponse:
    """Answer with what is known of one number."""
    info = _info(rated)
    return _xml(_tag("phone-info", info)) if _is_xml(request) else RawResponse(encode(info))


def alike_answer(alike: HashPrefixMatches, request: ApiRequest) -> RawResponse:
    """Answer with all that has a hash that begins alike."""
    numbers = [_info(rated) for rated in alike.numbers]
    tens, hundreds = ([_block(block) for block in blocks] for blocks in (alike.tens, alike.hundreds))
    if not _is_xml(request):
        return RawResponse(encode({"numbers": numbers, "range10": tens, "range100": hundreds}))
    parts = (
        ("numbers", "".join(_tag("phone-info", info) for info in numbers)),
        ("range-10", "".join(_tag("range-match", block) for block in tens)),
        ("range-100", "".join(_tag("range-match", block) for block in hundreds)),
    )
    inner = "".join(f"<{name}>{part}</{name}>" for name, part in parts)
    return _xml(f"<prefix-check-result>{inner}</prefix-check-result>")


def list_answer(version: int, numbers: Iterable[PublishedNumber], request: ApiRequest) -> RawResponse:
    """Answer with the list, while it is read: nobody holds ten million numbers in memory."""
    entries = (_entry(number) for number in numbers)
    if _is_xml(request):
        tags = (_tag("phone-info", entry).encode() for entry in entries)
        begin, end = f'{_DECLARATION}<blocklist version="{version}">', "</blocklist>"
        return RawResponse(_pieces(begin.encode(), tags, b"", end.encode()), _XML)
    return RawResponse(_pieces(b'{"numbers":[', map(encode, entries), b",", b'],"version":%d}' % version))


def _pieces(begin: bytes, parts: Iterator[bytes], between: bytes, end: bytes) -> Iterator[bytes]:
    yield begin
    lead = b""
    while some := list(islice(parts, _AT_ONCE)):
        yield lead + between.join(some)
        lead = between
    yield end


def _info(rated: Rated) -> _Values:
    # Labels are left out: an admin's words could be taken for a rating.
    return {
        "phone": rated.phone,
        "votes": rated.votes,
        "rating": rated.rating,
        "votesWildcard": rated.range_votes,
        "whiteListed": rated.is_white,
        "blackListed": False,
        "archived": False,
        "dateAdded": _millis(rated.added_at),
        "lastUpdate": _millis(rated.updated_at),
        "label": None,
        "location": None,
    }


def _block(block: Block) -> _Values:
    return {"prefix": block.prefix, "votes": block.votes, "cnt": block.count}


def _entry(number: PublishedNumber) -> _Values:
    listed = number.category is not None
    return {
        "phone": number.number,
        "votes": published(votes_of(number.devices)) if listed else 0,
        "rating": RATINGS[number.category] if number.category is not None else Rating.LEGITIMATE,
        "lastActivity": _millis(number.updated_at),
    }


def _millis(moment: datetime | None) -> int:
    return int(moment.timestamp()) * 1000 if moment is not None else 0


def _is_xml(request: ApiRequest) -> bool:
    """Say whether the client wants XML."""
    wanted = request.query.get("format")
    return wanted == "xml" or (wanted is None and _is_xml_for(shortened(request.incoming.header("ACCEPT"))))


@lru_cache(maxsize=_MOST_HEADERS)
def _is_xml_for(accept: str) -> bool:
    """Choose by an Accept header (RFC 9110 section 12.5.1). Java's own default names neither, and gets JSON.

    All phones send that default, and it takes 75 us to read.
    """
    return parse_accept_header(accept, MIMEAccept).best_match(_KINDS, _KINDS[0]) != _KINDS[0]


def _xml(element: str) -> RawResponse:
    return RawResponse(f"{_DECLARATION}{element}".encode(), _XML)


def _tag(name: str, values: _Values) -> str:
    attributes = "".join(f" {_dashed(key)}={_quoted(value)}" for key, value in values.items() if value is not None)
    return f"<{name}{attributes}/>"


def _quoted(value: object) -> str:
    """Give an attribute's value: words, or numbers and booleans, which need no escapes."""
    return quoteattr(value) if isinstance(value, str) else f'"{value}"'.lower()


@cache
def _dashed(name: str) -> str:
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name)
