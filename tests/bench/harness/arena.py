"""The servers side by side in one world: guard_api, the ceiling, the peer. Each is started in a fresh copy of it."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from msgspec import json

from tests.bench.harness.load import send_all, written
from tests.bench.harness.measure import Contestant, Start
from tests.bench.harness.servers import GUARD, WORKERS, answer, ceiling, guard, peer, refuse_degraded
from tests.bench.harness.stories import past
from tests.bench.harness.workloads import LOOK_UP, RICH_CHECK, Asking, Workload
from tests.bench.peers.peer_tables import copied, earlier
from tests.bench.worlds import World, device, key
from tests.support.servers import Server

_PATIENT = {"GUARD_STORE_SECONDS": "5"}
"""So that a busy machine does not make it answer without remembering."""


@contextmanager
def fresh_guard(world: World, folder: Path, workers: int = WORKERS, **environment: str) -> Iterator[Server]:
    """Run guard_api in a copy of a world."""
    with guard(world.copied(folder), workers, **environment) as server:
        yield server


@dataclass(frozen=True)
class Arena:
    """Worlds in which some phones have told something already, by the state of this project that runs there.

    `phones`: those that have told so many checks. `answers`: what guard_api answers to each workload, by name.
    """

    scratch: Path
    worlds: Mapping[str, World]
    phones: Mapping[int, range]
    answers: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def prepared(cls, worlds: Mapping[str, World], scratch: Path, earlier_checks: Mapping[int, int]) -> "Arena":
        """Copy worlds, and have so many phones tell so many checks to real servers, and to the peer."""
        phones, first = {}, 0
        for checks, count in earlier_checks.items():
            phones[checks] = range(first, first := first + count)
        phones[0] = range(first, worlds[GUARD].earlier.stop)
        copies = {name: world.copied(scratch / f"told-{name}") for name, world in worlds.items()}
        arena = cls(scratch, copies, phones)
        requests = list(arena._stories())
        for world in copies.values() if requests else ():
            with guard(world, WORKERS, **_PATIENT) as server:
                send_all(server.url, requests)
                refuse_degraded(server, most=0)
        arena._tell_peer()
        return arena

    def _stories(self) -> Iterator[bytes]:
        """Give the first check of every phone, then the second of each that has one, and so on."""
        now = datetime.now(UTC)
        for turn in range(max(self.phones)):
            for checks, phones in self.phones.items():
                for phone in phones if turn < checks else ():
                    yield written("POST", "/v1/checks", key(phone), json.encode(past(phone, turn, checks, now)))

    def _tell_peer(self) -> None:
        """Write down what the phones of rich checks have told: no others ask the peer."""
        database, turns, now = self.scratch / "peer-told" / "peer.db", RICH_CHECK.earlier, datetime.now(UTC)
        database.parent.mkdir()
        copied(self.worlds[GUARD].database, database)
        phones = self.phones[turns]
        earlier(database, {device(phone): [past(phone, turn, turns, now) for turn in range(turns)] for phone in phones})

    def requested(self, start: Start, workload: Workload, *, again: bool = False, may_fail: bool = False) -> Contestant:
        """Have a server asked by the phones that have told as much as the workload wants."""
        return Contestant(start, workload, self.worlds[GUARD], self.phones[workload.earlier], again, may_fail)

    def guards(self, workload: Workload) -> dict[str, Contestant]:
        """Have guard_api asked, each state of it."""
        return {name: self.requested(partial(self.guard, name=name), workload) for name in self.worlds}

    def ceiling(self, workload: Workload, workers: int = WORKERS) -> AbstractContextManager[Server]:
        """Run the ceiling, which says what guard_api answers to the same."""
        return ceiling(self.scratch, self._answer(workload), self._answer(LOOK_UP), workers)

    def _answer(self, workload: Workload) -> bytes:
        if workload.name not in self.answers:
            request = Asking.by(workload, self.worlds[GUARD], self.phones[workload.earlier], 1).some(1)[0]
            with self.guard() as server:
                self.answers[workload.name] = answer(server, request)
        return self.answers[workload.name]

    @contextmanager
    def guard(self, workers: int = WORKERS, name: str = GUARD, **environment: str) -> Iterator[Server]:
        """Run guard_api."""
        with fresh_guard(self.worlds[name], self.scratch / "guard", workers, **environment) as server:
            yield server

    @contextmanager
    def peer(self) -> Iterator[Server]:
        """Run the peer."""
        folder = self.scratch / "peer"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.scratch / "peer-told", folder)
        with peer(folder / "peer.db", WORKERS) as server:
            yield server
