"""Who sent X-Forwarded-For and is not trusted, since the server's start: in a file that `guard-api doctor` reads."""

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path

from guard_api.store.sqlite.private_files import private

_MOST_BYTES = 4096
"""Servers write down the first few addresses; more than that was written by nobody of ours."""


class ForwardersFile:
    """The port `Forwarders` on a file, an address a line."""

    def __init__(self, database: Path, seen: Callable[[], None] = lambda: None) -> None:
        """Touch nothing yet; `seen` counts addresses."""
        self._path = Path(f"{database}.proxies")
        self._seen = seen

    def note(self, address: str) -> None:
        """Append an address. A full disk is no reason not to answer."""
        self._seen()
        with suppress(OSError):
            descriptor = private(str(self._path), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            try:
                os.write(descriptor, f"{address}\n".encode())
            finally:
                os.close(descriptor)

    def addresses(self) -> Sequence[str]:
        """Return the addresses, each once; nothing else that may stand in the file."""
        try:
            with self._path.open("rb") as file:
                lines = file.read(_MOST_BYTES).decode("ascii", "replace").splitlines()
        except OSError:
            return ()
        return [*dict.fromkeys(line for line in lines if _is_address(line))]

    def clear(self) -> None:
        """Begin anew, with a server that starts alone: it may trust others than the one before."""
        self._path.unlink(missing_ok=True)


def _is_address(line: str) -> bool:
    try:
        ip_address(line)
    except ValueError:
        return False
    return True
