"""Guards that speak the contract: one in this process, whose time is the case's, and any server at an address."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from guard_api.app import made_services, utc_now
from guard_api.config import Config
from guard_api.engine.policy import Level
from guard_api.errors import GuardError
from guard_api.guardbench.cases import Case
from guard_api.guardbench.play import Answer
from guard_api.web.app import create_app

Response = tuple[int, bytes]
"""Status and body."""
Send = Callable[[str, str, str | None, Mapping[str, object]], Response]
"""Sends method, path, key and body."""

_BEGIN = datetime(2026, 1, 5, 8, tzinfo=UTC)
"""When all cases begin that have a clock of their own. Nothing depends on it."""
_USES = 1_000_000
_HOUR = timedelta(hours=1)
_AFTER = _HOUR
"""How long after its last event a phone may ask again."""
_APART = timedelta(seconds=0.5)
"""Added with each report, lest two are exactly as far apart as a bound of the guard: networks are not so exact."""
_BELIEVED = 18 * _HOUR
"""How old a report may be that a server takes for what it says it is, and a little less."""
_OK, _CREATED, _TOO_MANY = 200, 201, 429
_SECONDS = 30
_PATIENCE = 5
"""How often a server may say that there were too many requests."""
_TIMES = ("contact_added_at", "observed_at")


class CannotPlay(GuardError):
    """A server that does not answer as the contract says."""


@dataclass
class ServerPhone:
    """A phone enrolled for one case. `began` is when that began by the server's clock; `now` reads the same."""

    send: Send
    key: str
    began: datetime
    now: Callable[[], datetime]
    pass_to: Callable[[datetime], None]
    sent: int = 0

    def tell(self, minute: float, check: Mapping[str, Any]) -> Answer:
        """Send a check, with the time at which it was seen, and give the answer."""
        seen = self.began + timedelta(minutes=minute) + self.sent * _APART
        self.sent += 1
        self.pass_to(seen)
        sent_at = self.now()
        body = {**_dated(check, self.began), "observed_at": seen.isoformat(), "sent_at": sent_at.isoformat()}
        status, text = self.send("POST", "/v1/checks", self.key, body)
        if status != _OK:
            raise CannotPlay(f"POST /v1/checks: {status} {text[:200].decode('utf-8', 'replace')}")
        return _answer(text, sent_at)

    def forget(self) -> None:
        """Have the server forget the phone, and all that it told."""
        self.send("DELETE", "/v1/devices/me", self.key, {})


def _dated(value: Any, began: datetime) -> Any:  # noqa: ANN401 - JSON is anything
    """Give a body in which minutes have become times."""
    if isinstance(value, list):
        return [_dated(one, began) for one in value]
    if not isinstance(value, Mapping):
        return value
    return {
        name: (began + timedelta(minutes=one)).isoformat() if name in _TIMES else _dated(one, began)
        for name, one in value.items()
    }


def _answer(text: bytes, sent_at: datetime) -> Answer:
    try:
        answer = json.loads(text)
        until, ask = answer.get("valid_until"), answer.get("ask")
        stands = round((datetime.fromisoformat(until) - sent_at) / timedelta(minutes=1)) if until else None
        return Answer(Level(answer["level"]), ask["field"] if ask else None, stands)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise CannotPlay(f"POST /v1/checks: not as the contract has it: {error!r}") from error


@dataclass
class ServerGuard:
    """A guard behind the contract, which is told of each case as if it had just ended."""

    send: Send
    code: str
    now: Callable[[], datetime] = utc_now

    @contextmanager
    def phone(self, case: Case) -> Iterator[ServerPhone]:
        """Enrol a phone for the case, and have it forgotten."""
        last = timedelta(minutes=case.steps[-1].minute if case.steps else 0)
        back = min(timedelta(hours=case.hours), last + _AFTER)
        if back > _BELIEVED:
            raise CannotPlay(f"{case.id}: is longer than {_BELIEVED // _HOUR} hours, which no server believes")
        phone = self._enrolled(case, self.now() - back, lambda _: None)
        yield phone
        phone.forget()

    def _enrolled(self, case: Case, began: datetime, pass_to: Callable[[datetime], None]) -> ServerPhone:
        body = {"enrolment_code": self.code, "region": case.region, "own_numbers": list(case.own_numbers)}
        status, text = self.send("POST", "/v1/devices", None, body)
        if status != _CREATED:
            raise CannotPlay(f"POST /v1/devices: {status} {text[:200].decode('utf-8', 'replace')}")
        return ServerPhone(self.send, json.loads(text)["key"], began, self.now, pass_to)


@dataclass
class _Clock:
    time: datetime = _BEGIN

    def __call__(self) -> datetime:
        return self.time

    def set(self, moment: datetime) -> None:
        self.time = moment


@dataclass
class OwnGuard(ServerGuard):
    """A guard in this very process, with a clock that is the case's: nothing is as late as a test."""

    clock: _Clock = field(default_factory=_Clock)

    @contextmanager
    def phone(self, case: Case) -> Iterator[ServerPhone]:
        """Enrol a phone for the case at the beginning of all times."""
        self.clock.time = _BEGIN
        yield self._enrolled(case, _BEGIN, self.clock.set)


@contextmanager
def own_guard() -> Iterator[OwnGuard]:
    """Give a guard in this process, with the lists that are shipped, and leave nothing behind."""
    clock = _Clock()
    unlimited = {name: 0 for name in Config.__dataclass_fields__ if "_per_" in name}
    with TemporaryDirectory(prefix="guardbench-") as folder:
        config = replace(Config(database=Path(folder) / "bench.db", store_seconds=30), **unlimited)  # type: ignore[arg-type] # limits are integers
        services, begin = made_services(config, clock)
        begin()
        client = create_app(services).test_client()

        def send(method: str, path: str, key: str | None, body: Mapping[str, object]) -> Response:
            answer = client.open(path, method=method, json=body, headers=_authorized(key))
            return answer.status_code, answer.data

        code = services.keys.create_code(_USES, _BEGIN + timedelta(days=1)).code
        yield OwnGuard(send, code, clock, clock)


@contextmanager
def server_guard(url: str, code: str) -> Iterator[ServerGuard]:
    """Give the guard at an address. `code` enrols as many phones as there are cases. Raises CannotPlay."""
    address = urlsplit(url)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise CannotPlay(f"{url}: not an address of HTTP")
    connect = HTTPSConnection if address.scheme == "https" else HTTPConnection
    server = _Server(connect(address.hostname, address.port, timeout=_SECONDS), address.path.rstrip("/"))
    try:
        yield ServerGuard(server.send, code)
    finally:
        server.connection.close()


@dataclass
class _Server:
    connection: HTTPConnection
    path: str

    def send(self, method: str, path: str, key: str | None, body: Mapping[str, object]) -> Response:
        """Send a request, and again when the server has had too many."""
        for _ in range(_PATIENCE):
            status, text, seconds = self._once(method, path, key, body)
            if status != _TOO_MANY:
                break
            time.sleep(min(60.0, seconds))
        return status, text

    def _once(self, method: str, path: str, key: str | None, body: Mapping[str, object]) -> tuple[int, bytes, float]:
        headers = {"Content-Type": "application/json", "Accept-Language": "en", **_authorized(key)}
        try:
            self.connection.request(method, self.path + path, json.dumps(body), headers)
            response = self.connection.getresponse()
            return response.status, response.read(), float(response.headers.get("Retry-After", "1"))
        except (OSError, HTTPException, ValueError) as error:
            self.connection.close()
            raise CannotPlay(f"{self.connection.host}: {error}") from error


def _authorized(key: str | None) -> Mapping[str, str]:
    return {} if key is None else {"Authorization": f"Bearer {key}"}
