"""Brings events to endpoints, again and again for a day: every process of a server does, each what it has claimed."""

import logging
import random
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from guard_api.errors import StoreUnavailable
from guard_api.json import encode
from guard_api.ports import Services
from guard_api.ports.circle.deliveries import FINAL, Attempt, Delivery, Message, Outcome
from guard_api.presenters.circle import event_answer, event_id
from guard_api.texts import texts_in

_log = logging.getLogger(__name__)
_EVERY_SECONDS = 0.5
_AT_ONCE = 8
"""Endpoints that are spoken to at the same time: who is slow holds up few."""
_CLAIMED = timedelta(minutes=1)
"""How long a claim counts: longer than any attempt takes."""
GIVEN_UP_AFTER = timedelta(days=1)
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=30)


def pause_after(attempts: int, chance: float) -> timedelta:
    """Say how long to wait after so many attempts: twice as long each time, and never all at the same time."""
    longest: timedelta = min(_FIRST_PAUSE * 2 ** min(attempts, 16), _LONGEST_PAUSE)
    return longest / 2 + longest / 2 * chance


class Deliverer:
    """Sends what is due."""

    def __init__(self, services: Services) -> None:
        """Send nothing yet."""
        self._services = services

    def run(self) -> None:
        """Send what is due, as long as this process lives."""
        with ThreadPoolExecutor(_AT_ONCE, "delivery") as senders:
            while True:
                try:
                    self.round(senders)
                except StoreUnavailable as error:
                    _log.warning("nothing is delivered now: %s", error)
                except Exception:  # noqa: BLE001 - it is logged, and what is due stays due
                    _log.exception("delivery")
                time.sleep(_EVERY_SECONDS)

    def round(self, senders: ThreadPoolExecutor) -> int:
        """Send what is due now; gives how much that was."""
        sent = 0
        while claimed := self._claim():
            sent += len(claimed)
            for _ in senders.map(self._deliver, claimed):
                pass
        return sent

    def _claim(self) -> Sequence[Delivery]:
        now = self._services.clock()
        return self._services.deliveries.claim(now, now + _CLAIMED, _AT_ONCE)

    def _deliver(self, delivery: Delivery) -> None:
        services, endpoint = self._services, delivery.endpoint
        directory = services.reference.current().directory
        body = encode(event_answer(delivery.alert, directory, texts_in(endpoint.language)))
        message = Message(event_id(delivery.alert), body)
        try:
            attempt = services.channels[endpoint.type].send(endpoint, message, services.clock())
        except Exception as error:  # noqa: BLE001 - one endpoint must not keep others from theirs
            _log.exception("delivery")
            attempt = Attempt(Outcome.FAILED, type(error).__name__)
        services.metrics.delivered(endpoint.type, attempt.outcome)
        now = services.clock()
        services.deliveries.settle(delivery, attempt, now, _again_at(delivery, attempt, now))


def _again_at(delivery: Delivery, attempt: Attempt, now: datetime) -> datetime | None:
    """Say when to try again; None: never, for it has arrived, or never will."""
    if attempt.outcome is Outcome.DELIVERED or attempt.outcome in FINAL:
        return None
    again = now + pause_after(delivery.attempts, random.random())  # noqa: S311 - no secret
    return again if again < delivery.began_at + GIVEN_UP_AFTER else None
