"""How the server is: for load balancers and operators."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import isfinite

from guard_api.errors import StoreUnavailable
from guard_api.ports import Services
from guard_api.ports.operate.state import StoreState


def probe(services: Services) -> Sequence[str]:
    """Have the store write and read back, and name what answers have to do without. Raises StoreUnavailable."""
    services.health.probe()
    return services.health.impairments()


def copy_age(services: Services) -> float | None:
    """Give how many seconds ago the lists of this node were known to be the newest; None: nobody knows, or no copy."""
    age = services.freshness.age()
    return age if age is not None and isfinite(age) else None


def read_metrics(services: Services, accept: str) -> tuple[bytes, str]:
    """Return what was counted over all workers and what the store is like, as Prometheus reads it, and its type."""
    return services.metrics.exposition(accept, store_state(services))


@dataclass(frozen=True, slots=True)
class Knowledge:
    """By which policy is judged, and how many organisations are known; None: nobody can tell now."""

    policy: str
    organizations: int | None


def knowledge(services: Services) -> Knowledge:
    """Return what this installation goes by."""
    organizations = None
    with suppress(StoreUnavailable):
        organizations = len(services.reference.current().directory.organizations)
    return Knowledge(services.policy.current().revision, organizations)


def store_state(services: Services) -> StoreState:
    """Return what can be measured: who looks after a broken store wants the rest all the more."""
    ready, records = False, None
    with suppress(StoreUnavailable):
        probe(services)
        ready = True
    with suppress(StoreUnavailable):
        records = services.state.records()
    impaired = services.health.impairments()
    return StoreState(ready, records, services.state.files(services.clock()), impaired, copy_age(services))
