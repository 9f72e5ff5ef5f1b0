"""Operators load the reference lists anew."""

from collections.abc import Mapping
from importlib.resources.abc import Traversable

from guard_api.ports import Services


def load_reference(services: Services, folder: Traversable | None) -> Mapping[str, int]:
    """Replace all by the CSV files of `folder`, or the shipped ones; returns the rows of each list. Raises BadList."""
    return services.reference.load(services.clock(), folder)
