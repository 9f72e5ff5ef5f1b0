"""The servers side by side in one world: guard_api, the ceiling, the peer. Each is started in a fresh copy of it."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import zip_longest
from pathlib import Path
from statistics import fmean

from msgspec import json

from tests.bench.load import send_all, written
from tests.bench.measure import Contestant, Start
from tests.bench.peer_tables import copied, remember
from tests.bench.servers import WORKERS, answer, ceiling, guard, peer
from tests.bench.workloads import LOOK_UP, WORKLOADS, Asking, Workload
from tests.bench.worlds import World, device, key, lengths, story
from tests.support.servers import Server

_PATIENT = {"GUARD_STORE_SECONDS": "5"}
"""So that a busy machine does not make it answer without remembering."""
_Stories = Mapping[int, Sequence[Mapping[str, object]]]


@contextmanager
def fresh_guard(world: World, folder: Path, workers: int = WORKERS, **environment: str) -> Iterator[Server]:
    """Run guard_api in a copy of a world."""
    with guard(world.copied(folder), workers, **environment) as server:
        yield server


@dataclass(frozen=True)
class Arena:
    """A world in which some phones have told something already: `phones` are those of so many observations.

    `answers`: what guard_api answers to each workload, by name.
    """

    scratch: Path
    world: World
    phones: Mapping[int, range]
    answers: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def prepared(cls, world: World, scratch: Path, by_length: Mapping[int, int]) -> "Arena":
        """Copy a world, and have so many phones tell so many observations to a real server."""
        phones, first = {}, 0
        for observations, count in by_length.items():
            phones[observations] = range(first, first := first + count)
        phones[0] = range(first, world.measured.stop)
        arena = cls(scratch, world.copied(scratch / "told"), phones)
        arena.prepare()
        return arena

    def prepare(self) -> None:
        """Have phones tell; the peer's rows are written as they are. Exits when something is not remembered."""
        now = datetime.now(UTC)
        stories = {phone: list(story(n, now)) for n, phones in self.phones.items() for phone in phones if n}
        if stories:
            with guard(self.world, WORKERS, **_PATIENT) as server:
                send_all(server.url, list(_in_turn(stories)))
        for observations, phones in self.phones.items():
            if {*lengths(self.world.database, phones)} - {observations}:
                raise SystemExit(f"timelines that should hold {observations} observations do not")
        database = self.scratch / "peer-told" / "peer.db"
        database.parent.mkdir()
        copied(self.world.database, database)
        remember(database, {device(phone): seen for phone, seen in stories.items()})
        with self.guard() as server:
            for workload in WORKLOADS:
                phones = self.phones.get(workload.observations, self.world.measured)
                self.answers[workload.name] = answer(server, Asking.by(workload, self.world, phones, 1).some(1)[0])

    def contestant(self, start: Start, workload: Workload, observations: int = 0, *, again: bool = False) -> Contestant:
        """Have a server asked by the phones with so many observations."""
        return Contestant.of(start, workload, self.world, self.phones[observations], again=again)

    def ceiling(self, workload: Workload, workers: int = WORKERS) -> AbstractContextManager[Server]:
        """Run the ceiling, which says what guard_api answers to the same."""
        return ceiling(self.scratch, self.answers[workload.name], self.answers[LOOK_UP.name], workers)

    @contextmanager
    def guard(self, workers: int = WORKERS, **environment: str) -> Iterator[Server]:
        """Run guard_api."""
        with fresh_guard(self.world, self.scratch / "guard", workers, **environment) as server:
            yield server

    @contextmanager
    def peer(self) -> Iterator[Server]:
        """Run the peer."""
        folder = self.scratch / "peer"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.scratch / "peer-told", folder)
        with peer(folder / "peer.db", WORKERS) as server:
            yield server

    def grown(self, observations: int) -> float:
        """Give how many observations a timeline held on average when the last round was over."""
        return fmean(lengths(self.scratch / "guard" / self.world.database.name, self.phones[observations]))


def _in_turn(stories: _Stories) -> Iterator[bytes]:
    """Give the first check of every phone, then the second of each that has one, and so on."""
    for checks in zip_longest(*stories.values()):
        for phone, seen in zip(stories, checks, strict=True):
            if seen is not None:
                yield written("POST", "/v1/checks", key(phone), json.encode(seen))
