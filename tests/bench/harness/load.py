"""The load: requests that wrk sends, and how they were answered."""

import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec import json

_CONNECTIONS = 32
"""As many as a worker has threads: chance spreads them over two workers nearly evenly."""
WRK = shutil.which("wrk") or "wrk"
_SCRIPT = Path(__file__).with_name("load.lua")
_LONGEST_SECONDS = 3600


class NotAnswered(SystemExit):
    """Not all was answered, or not with success: a figure of it would say nothing."""


@dataclass(frozen=True)
class Answered:
    """How one load was answered. `percentiles`: seconds from sending a request to its whole answer, by percent."""

    requests: int
    seconds: float
    percentiles: Mapping[float, float]

    @property
    def rate(self) -> float:
        """Give the answers a second."""
        return self.requests / self.seconds


@dataclass(frozen=True)
class _Counted:
    """The line that load.lua prints."""

    requests: int
    microseconds: int
    sent: int
    failed: Mapping[str, int]
    percentiles: Mapping[str, int]


def written(method: str, path: str, key: str, body: bytes = b"") -> bytes:
    """Write one request as it goes over the wire."""
    head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\n"
    if body:
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return f"{head}\r\n".encode() + body


def load(url: str, requests: Sequence[bytes], seconds: int, rate: float = 0, *, again: bool = False) -> Answered:
    """Send requests for so long: as fast as they are answered, or `rate` of them a second whatever happens meanwhile.

    Exits when one was not answered with success (`NotAnswered`), or when they did not last and may not be sent `again`.
    """
    earlier = _sent(url, requests, seconds, f"{rate:f}", "again")
    if earlier.sent > len(requests) and not again:
        raise SystemExit(f"{len(requests)} requests did not last for {seconds} s: {earlier.sent} were sent")
    return _answered(earlier)


def send_all(url: str, requests: Sequence[bytes]) -> Answered:
    """Send every request once, as fast as they are answered."""
    return _answered(_sent(url, requests, _LONGEST_SECONDS, "0", "once"))


def _sent(url: str, requests: Sequence[bytes], seconds: int, *arguments: str) -> _Counted:
    command = [WRK, "--threads", "1", "--connections", str(_CONNECTIONS), "--duration", f"{seconds}s"]
    command += ["--timeout", "10s", "--script", str(_SCRIPT), url, "--"]
    with tempfile.NamedTemporaryFile() as file:
        file.writelines(request + b"\0" for request in requests)
        file.flush()
        done = subprocess.run([*command, file.name, *arguments], capture_output=True, check=False)
    try:
        return json.decode(done.stdout.strip().rpartition(b"\n")[2], type=_Counted)
    except ValueError as error:
        raise SystemExit(f"wrk failed: {(done.stdout + done.stderr).decode()}") from error


def _answered(earlier: _Counted) -> Answered:
    if any(earlier.failed.values()) or not earlier.requests:
        raise NotAnswered(f"not all was answered with success: {earlier}")
    percentiles = {float(percent): micros / 1e6 for percent, micros in earlier.percentiles.items()}
    return Answered(earlier.requests, earlier.microseconds / 1e6, percentiles)
