"""Answers that wait for news: made at once, as if there were none, and held back until there is some.

Who waits costs no thread where the server can hold answers back (`serving/waiting_room`); elsewhere, the thread waits.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from guard_api.web.edge.incoming import Incoming

ROOM = "guard_api.waiting"
"""Under this name the environment carries who holds the answer back, where that can be done."""
_LOOK_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Wait:
    """What is waited for: news for `whose`, so many seconds at most. `news` gives the body, None: there is none yet."""

    whose: str
    seconds: float
    news: Callable[[], bytes | None]


class Holder(Protocol):
    """Holds back the answer of one request."""

    def hold(self, wait: Wait) -> bool:
        """Hold the answer back that is about to be given; False: there is no room for it."""
        ...


def wait_for(incoming: Incoming, wait: Wait) -> tuple[bytes | None, bool]:
    """Wait; gives the news, and whether there was room to wait. None: there are none, or the answer is held back."""
    news = wait.news()
    if news is not None or wait.seconds <= 0:
        return news, True
    holder: Holder | None = incoming.environ.get(ROOM)
    if holder is not None:
        return None, holder.hold(wait)
    deadline = time.monotonic() + wait.seconds
    while news is None and time.monotonic() < deadline:
        time.sleep(_LOOK_SECONDS)
        news = wait.news()
    return news, True
