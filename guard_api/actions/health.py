"""How the server is: for load balancers and operators."""

from contextlib import suppress
from math import isfinite

from guard_api.errors import StoreUnavailable
from guard_api.ports import Services
from guard_api.ports.operate.state import StoreState


def probe(services: Services) -> None:
    """Have the store write and read back. Raises StoreUnavailable."""
    services.health.probe()


def copy_age(services: Services) -> float | None:
    """Give how many seconds ago the lists of this node were known to be the newest; None: nobody knows, or no copy."""
    age = services.freshness.age()
    return age if age is not None and isfinite(age) else None


def read_metrics(services: Services, accept: str) -> tuple[bytes, str]:
    """Return what was counted over all workers and what the store is like, as Prometheus reads it, and its type."""
    return services.metrics.exposition(accept, _state(services))


def _state(services: Services) -> StoreState:
    """Measure what can be measured: who looks after a broken store wants the rest all the more."""
    ready, records = False, None
    with suppress(StoreUnavailable):
        probe(services)
        ready = True
    with suppress(StoreUnavailable):
        records = services.state.records()
    return StoreState(ready, records, services.state.files(services.clock()), copy_age(services))
