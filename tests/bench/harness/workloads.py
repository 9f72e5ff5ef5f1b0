"""What phones ask: one request after the other, from one phone after the other."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import count, cycle, islice

from msgspec import json

from tests.bench.blocklist import number
from tests.bench.harness.load import written
from tests.bench.harness.stories import seen
from tests.bench.worlds import ADMIN, World, key

MINIMAL: Mapping[str, object] = {
    "caller_number": "0095118",
    "screen_share_active": True,
    "call_forwarding_changes": [{"code": "**21*13800138000#"}],
}
"""The check of the README: whoever diverts calls for the first time waits for the disk."""
PLAIN: Mapping[str, object] = {"caller_number": "0095118", "screen_share_active": True, "foreground_app": "com.icbc"}
"""A check that waits for nothing."""
RICH: Mapping[str, object] = {
    "caller_number": "0095118",
    "call_state": "active",
    "call_kind": "cellular",
    "caller_in_contacts": False,
    "claimed_identity": "京东金条客服",
    "screen_share_active": True,
    "screen_share_app": "com.tencent.wemeet.app",
    "call_forwarding_changes": [{"code": "**21*13800138000#"}],
    "foreground_app": "com.icbc",
    "installed_apps": ["com.tencent.wemeet.app"],
    "links": ["https://www.pbc.gov.cn@2406578.top/"],
    "texts": ["我申请关闭京东金条白条，注销第三方关联账户，2406578.top"],
}
"""All that a phone may see at once; each has times and an id of its own besides."""
_BEFORE = 100_000_000
"""A place that no measurement gets to."""
_NEW_ENTRIES = 500_000_000
"""Where numbers begin that no world has listed and no look-up asks for."""
_ADMIN_EVERY = 100


@dataclass(frozen=True)
class Workload:
    """What is asked: `request` makes one of a place in an order, which goes up, and of the phone that asks."""

    name: str
    request: Callable[[World, int, int], bytes]
    earlier: int = 0
    """Checks that the phones have told before."""


@dataclass
class Asking:
    """The requests of a workload, from one phone after the other."""

    workload: Workload
    world: World
    phones: Iterator[int]
    places: Iterator[int]

    @classmethod
    def by(cls, workload: Workload, world: World, phones: range, begin: int = 0) -> "Asking":
        """Begin with the first phone, at a place."""
        return cls(workload, world, cycle(phones), count(begin))

    @classmethod
    def before(cls, workload: Workload, world: World) -> "Asking":
        """Ask what warms a server up: by spare phones, and nothing that will be asked again."""
        return cls.by(workload, world, world.spare, _BEFORE)

    def some(self, requests: int) -> list[bytes]:
        """Give the next requests."""
        turns = zip(self.places, self.phones, strict=False)
        return [self.workload.request(self.world, place, phone) for place, phone in islice(turns, requests)]


def _look_up(world: World, place: int, phone: int) -> bytes:
    """Ask for a listed number, and then for one that is not."""
    turn = place // 2
    requested = number(turn % world.entries if place % 2 else world.entries + turn)
    return written("GET", f"/v1/numbers/%2B{requested[1:]}", key(phone))


def _minimal(world: World, place: int, phone: int) -> bytes:
    return written("POST", "/v1/checks", key(phone), json.encode(MINIMAL))


def _plain(world: World, place: int, phone: int) -> bytes:
    return written("POST", "/v1/checks", key(phone), json.encode(PLAIN))


def _rich(world: World, place: int, phone: int) -> bytes:
    now = datetime.now(UTC)
    own = {"observed_at": now, "sent_at": now, "request_id": f"{phone}-{place}"}
    return written("POST", "/v1/checks", key(phone), json.encode({**RICH, **own}))


def _mixed(world: World, place: int, phone: int) -> bytes:
    if place % _ADMIN_EVERY == 0:
        entry = {"number": number(_NEW_ENTRIES + place), "category": "fraud", "label": "fake JD.com"}
        return written("POST", "/v1/admin/entries", key(ADMIN), json.encode(entry))
    return (_minimal if place % 2 else _look_up)(world, place // 2, phone)


LOOK_UP = Workload("ring look-up", _look_up)
CHECK = Workload("minimal check", _minimal)
PLAIN_CHECK = Workload("plain check", _plain)
RICH_CHECK = Workload("rich check", _rich, 10)
MIX = Workload("mix", _mixed)
WORKLOADS = (LOOK_UP, CHECK, PLAIN_CHECK, RICH_CHECK, MIX)


def going_on(earlier: int, phones: range) -> Workload:
    """Have each of the phones, which have told so many checks, tell the next ones."""
    return Workload(f"after {earlier:,} checks", partial(_next, earlier, len(phones)), earlier)


def _next(earlier: int, phones: int, world: World, place: int, phone: int) -> bytes:
    return written("POST", "/v1/checks", key(phone), json.encode(seen(phone, earlier + place // phones)))
