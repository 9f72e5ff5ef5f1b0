"""An admin who lists numbers all the time, and what became of it."""

import time
from collections.abc import Sequence
from threading import Event

from tests.support.engines.sites import Site


class Admin:
    """An admin who lists one number after the other on all nodes in turn, and what became of it."""

    def __init__(self, at: Site, first: int) -> None:
        self._site, self._first = at, first
        self.added: list[tuple[float, str]] = []
        """When each number was said to be listed."""
        self.refused: list[tuple[float, int, bool]] = []
        self._over = Event()

    def __call__(self) -> None:
        turn = 0
        while not self._over.wait(0.05):
            turn += 1
            number = f"+86136{self._first + turn:08d}"
            body = {"number": number, "category": "fraud"}
            node = self._site.nodes[turn % len(self._site.nodes)]
            status, headers, _ = node.ask("POST", "/v1/admin/entries", body, self._site.admin)
            if status == 201:
                self.added.append((time.monotonic(), number))
            else:
                again = "retry-after" in {name.lower() for name in headers}
                self.refused.append((time.monotonic(), status, again))

    def stop(self) -> None:
        self._over.set()

    def since(self, moment: float) -> Sequence[str]:
        return [number for at, number in self.added if at > moment]
