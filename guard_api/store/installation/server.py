"""The server that is at work on a database, if there is one: its process, and whether it answers."""

import fcntl
import os
import re
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

from guard_api.ports.operate.installation import ServerFacts

_LOCKS = Path("/proc/locks")
_LOCK = re.compile(r"\d+: FLOCK +ADVISORY +READ +(?P<pid>[0-9]+) +[0-9a-f]+:[0-9a-f]+:(?P<inode>[0-9]+) ")
_ANY = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - not listened on here
_SECONDS = 3.0


def server_of(database: Path, host: str, port: int) -> ServerFacts:
    """Look for a server; one that is at work holds a lock, and is asked whether it is ready."""
    try:
        descriptor = os.open(f"{database}.serving", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return ServerFacts(at_work=False)
    try:
        if not _is_held(descriptor):
            return ServerFacts(at_work=False)
        return ServerFacts(at_work=True, pid=_holder(os.fstat(descriptor).st_ino), ready=_is_ready(host, port))
    finally:
        os.close(descriptor)


def _is_held(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    fcntl.flock(descriptor, fcntl.LOCK_UN)
    return False


def _holder(inode: int, locks: Path = _LOCKS) -> int | None:
    """Return the process that holds the lock, None where it cannot be seen from here."""
    try:
        found = [_LOCK.match(line) for line in locks.read_text("ascii", "replace").splitlines()]
    except OSError:
        return None
    pids = [int(one["pid"]) for one in found if one is not None and int(one["inode"]) == inode]
    return next((pid for pid in pids if pid > 0), None)


def _is_ready(host: str, port: int) -> bool | None:
    address = _ANY.get(host, host)
    url = f"http://{f'[{address}]' if ':' in address else address}:{port}/readyz"
    try:
        # Without the proxies of the environment: it is this machine that is asked.
        with build_opener(ProxyHandler({})).open(url, timeout=_SECONDS):
            return True
    except HTTPError as error:
        error.close()
        return False
    except (OSError, ValueError):
        return None
