"""Ten thousand links, a thousand guardians who wait: each is told within two seconds, and checks cost what they did."""

import selectors
import socket
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from statistics import median

import pytest
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # the library that the store uses

from guard_api.actions.checks.check_call import check_call
from guard_api.actions.checks.observing.check_request import CheckRequest
from guard_api.ports import Device, Services
from guard_api.store.sql.digests import digest_of
from tests.circle.test_live import asking, waiting_for
from tests.support.clients.circles import FRAUD
from tests.support.databases import without_lists
from tests.support.servers import Server, dismiss, start_server

LINKS, WAITING, ALARMS = 10_000, 1_000, 200


def secret(side: str, number: int) -> str:
    return f"guard_{side}{number:08x}_{number}"


def filled(server_folder: str) -> None:
    """Make pairs of phones that are linked."""
    pairs = range(LINKS)
    sides = (("aaaa", "phone"), ("bbbb", "guardian"))
    with closing(sqlite3.connect(f"{server_folder}/guard.db", isolation_level=None)) as connection:
        connection.execute("BEGIN")
        for prefix, side in sides:
            connection.executemany(
                """INSERT INTO device (id, region, own_numbers, carrier, label, enrolled_at)
                   VALUES (?, 'CN', '[]', NULL, '', 0)""",
                [(f"{side}{number}",) for number in pairs],
            )
            connection.executemany(
                """INSERT INTO key (id, digest, scope, label, device_id, created_at, circle)
                   VALUES (?, ?, 'device', '', ?, 0, ?)""",
                [
                    (
                        f"{prefix}{number:08x}",
                        digest_of(secret(prefix, number)),
                        f"{side}{number}",
                        int(side == "phone"),
                    )
                    for number in pairs
                ],
            )
        connection.executemany(
            """INSERT INTO circle_link (id, protected, guardian, who, label, warn_at, since)
               VALUES (?, ?, ?, 'Mother', 'Li Wei', 'critical', 0)""",
            [(f"link{number}", f"phone{number}", f"guardian{number}") for number in pairs],
        )
        connection.execute("COMMIT")


def arrivals(server: Server, connections: Sequence[socket.socket], numbers: Sequence[int]) -> list[float]:
    """Have alarms happen one after the other; gives the seconds from each check to its event."""
    selector, took = selectors.DefaultSelector(), []
    for number, connection in enumerate(connections):
        selector.register(connection, selectors.EVENT_READ, number)
    began: dict[int, float] = {}
    for number in numbers:
        began[number] = time.monotonic()
        assert server.ask("POST", "/v1/checks", FRAUD, secret("aaaa", number))[0] == 200
        took += _read(server, selector, began, 0)
    deadline = time.monotonic() + 60
    while len(took) < len(numbers) and time.monotonic() < deadline:
        took += _read(server, selector, began, 0.05)
    return took


def _read(server: Server, selector: selectors.BaseSelector, began: dict[int, float], seconds: float) -> list[float]:
    """See who was told; whoever has waited in vain asks again, as phones do."""
    took = []
    for key, _ in selector.select(seconds):
        connection: socket.socket = key.fileobj  # type: ignore[assignment] # as it was registered
        if b'"level":"critical"' not in connection.recv(65536):
            connection.sendall(waiting_for(server, secret("bbbb", key.data)))
            continue
        took.append(time.monotonic() - began[key.data])
        selector.unregister(connection)
    return took


@pytest.mark.slow("lets a thousand phones wait")
def test_a_thousand_who_wait_are_notified_within_two_seconds(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("many")
    without_lists(folder / "guard.db")
    filled(str(folder))
    server = start_server(folder)
    try:
        with ExitStack() as stack:
            connections = [stack.enter_context(asking(server, secret("bbbb", number))) for number in range(WAITING)]
            took = sorted(arrivals(server, connections, range(WAITING - ALARMS, WAITING)))
        assert len(took) == ALARMS
        assert took[int(len(took) * 0.99) - 1] < 2, took[-10:]
    finally:
        dismiss(server)


def seconds_of(check: Callable[[], object], times: int) -> float:
    began = time.perf_counter()
    for _ in range(times):
        check()
    return time.perf_counter() - began


@pytest.mark.slow("compares speeds")
def test_whoever_has_guardians_is_answered_as_fast(services: Services) -> None:
    request = CheckRequest(caller_number="13912345678", call_state=None, foreground_app="com.icbc")
    alone, guarded = Device("alone", "CN"), Device("guarded", "CN", circle=1)
    for device in (alone, guarded):
        seconds_of(lambda device=device: check_call(services, device, request), 50)  # type: ignore[misc] # a default
    ratios = []
    for _ in range(60):
        first = seconds_of(lambda: check_call(services, alone, request), 40)
        second = seconds_of(lambda: check_call(services, guarded, request), 40)
        third = seconds_of(lambda: check_call(services, alone, request), 40)
        ratios.append(2 * second / (first + third))
    assert median(ratios) < 1.03, sorted(ratios)
