"""What the lists say of a number in the words of the PhoneBlock API: asked by number, by hash, or by half a hash."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from guard_api.lists.numbers import Protected
from guard_api.lists.phoneblock.hashes import digest_of, key_of, phone_of, span_of
from guard_api.lists.phoneblock.votes import ENTRY_VOTES, RATINGS, Rating, votes_of
from guard_api.numbers.caller_id import CallerKind, read_caller_id
from guard_api.numbers.directory import OfficialNumber
from guard_api.ports import Device, Services
from guard_api.ports.lists.votes import PhoneStanding

UNKNOWN = "unknown"
"""What stands for the number where nobody knows which was asked for."""
TENS, HUNDREDS = 10, 100
"""Numbers of a block."""


@dataclass(frozen=True, slots=True)
class Rated:
    """What is known of a number."""

    phone: str
    votes: int = 0
    range_votes: int = 0
    rating: Rating = Rating.LEGITIMATE
    is_white: bool = False
    added_at: datetime | None = None
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """All numbers that begin so are listed."""

    prefix: str
    votes: int
    count: int


@dataclass(frozen=True, slots=True)
class HashPrefixMatches:
    """Everything with a hash that begins so: single numbers, blocks of ten and blocks of a hundred."""

    numbers: Sequence[Rated]
    tens: Sequence[Block]
    hundreds: Sequence[Block]


def rate_number(services: Services, device: Device, displayed: str) -> Rated:
    """Rate a number as somebody wrote it down; what is no number has no votes."""
    text = restore_plus(displayed)
    caller = read_caller_id(text, device.region, services.reference.current().directory)
    phone = phone_of(caller.key) if caller.key is not None else UNKNOWN
    if caller.kind is CallerKind.OFFICIAL:
        return Rated(phone, is_white=True)
    return _rated(phone, services.votes.find(caller.key, services.clock()) if caller.key is not None else None)


def rate_hash(services: Services, digest: str, tens: str | None, hundreds: str | None) -> Rated:
    """Rate the number with a hash; where it is not listed itself, by the hashes of the blocks that it is in."""
    rated = next((rated for rated in _alike(services, digest) if _is_shown(rated)), None)
    blocks = (voted for part in (tens, hundreds) for _, voted in _blocks(services, part))
    return rated or _rated(UNKNOWN, next(blocks, None))


def by_hash_prefix(services: Services, beginning: str, tens: str | None, hundreds: str | None) -> HashPrefixMatches:
    """Give all that is listed or allowed and has a hash that begins so."""
    return HashPrefixMatches(
        [rated for rated in _alike(services, beginning) if _is_shown(rated)],
        list(_listed(services, tens, TENS)),
        list(_listed(services, hundreds, HUNDREDS)),
    )


def restore_plus(phone: str) -> str:
    """Write the `+` that a number lost on its way, or that was written 00, as no phone displays it but apps send it."""
    if phone.startswith(" "):
        return f"+{phone.lstrip()}"
    return f"+{phone[2:]}" if phone.startswith("00") and not phone.startswith("000") else phone


def _is_shown(rated: Rated) -> bool:
    """Say whether the number is listed or allowed; that it once was is nobody's business."""
    return rated.rating is not Rating.LEGITIMATE or rated.is_white


def _alike(services: Services, beginning: str) -> Iterator[Rated]:
    span, now = span_of(beginning), services.clock()
    official = _official(services.reference.current().directory.numbers)
    for phone, key in official.items():
        if span[0] <= key <= span[1] and digest_of(phone).startswith(beginning):
            yield Rated(phone, is_white=True)
    for number in services.votes.numbers(span):
        phone = phone_of(number)
        if phone not in official and digest_of(phone).startswith(beginning):
            yield _rated(phone, services.votes.find(number, now))


def _listed(services: Services, beginning: str | None, size: int) -> Iterator[Block]:
    for block, voted in _blocks(services, beginning):
        if not voted.allowed:
            yield Block(block, ENTRY_VOTES, size)


def _blocks(services: Services, beginning: str | None) -> Iterator[tuple[str, PhoneStanding]]:
    now = services.clock()
    for block in services.votes.blocks(span_of(beginning)) if beginning else ():
        voted = services.votes.find_block(block, now) if digest_of(block).startswith(beginning or "") else None
        if voted is not None:
            yield block, voted


def _rated(phone: str, voted: PhoneStanding | None) -> Rated:
    if voted is None:
        return Rated(phone)
    if voted.allowed:
        return Rated(phone, is_white=True)
    votes = votes_of(voted.devices) if voted.exact else 0
    rating = RATINGS[voted.category]
    return Rated(phone, votes, max(votes, ENTRY_VOTES), rating, added_at=voted.added_at, updated_at=voted.updated_at)


@lru_cache(maxsize=1)
def _official(numbers: tuple[OfficialNumber, ...]) -> Mapping[str, int]:
    """Give official numbers as apps write them, with the keys of their hashes."""
    return {phone: key_of(phone) for phone in Protected(numbers).phones}
