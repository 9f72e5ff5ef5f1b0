"""What time does to a server that nobody asks: what has expired goes, and what died is taken up again."""

import logging
import time
from collections.abc import Callable, Sequence

from guard_api.errors import StoreUnavailable
from guard_api.ports import Services

_log = logging.getLogger(__name__)
_EVERY_SECONDS = 5.0


def keep_up(services: Services) -> None:
    """Do it again and again, as long as this process lives; each step knows how often it is worth while."""
    while True:
        time.sleep(_EVERY_SECONDS)
        keep_up_once(services)


def keep_up_once(services: Services) -> None:
    """Take each step, whatever becomes of the others. What a store that is down does not do, it does later."""
    for step in _steps(services):
        try:
            step()
        except StoreUnavailable:
            continue
        except Exception:  # noqa: BLE001 - it is logged, and the others are as needed
            _log.exception("upkeep")


def _steps(services: Services) -> Sequence[Callable[[], None]]:
    return (
        services.keys.forget_revoked,
        services.imports.start_unfinished,
        lambda: services.sync.tidy(services.clock()),
        lambda: services.timelines.tidy(services.clock(), services.timeline_life),
    )
