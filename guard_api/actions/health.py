"""How the server is: for load balancers and operators."""

from guard_api.ports import Services


def probe(services: Services) -> None:
    """Have the store write and read back. Raises StoreUnavailable."""
    services.health.probe()


def read_metrics(services: Services, accept: str) -> tuple[bytes, str]:
    """Return what was counted over all workers, as Prometheus reads it, and its content type."""
    return services.metrics.exposition(accept)
