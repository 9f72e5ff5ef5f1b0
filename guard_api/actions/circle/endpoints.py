"""Where a guardian's events go beside the stream."""

from collections.abc import Mapping, Sequence
from typing import Any

from guard_api.actions.pages import Paged
from guard_api.errors import Invalid, NotFound
from guard_api.ports import Device, Services
from guard_api.ports.circle.deliveries import ChannelType, DeadLetter, Endpoint

LONGEST_ID = 64


def put(  # noqa: PLR0913, PLR0917 - what an endpoint is
    services: Services, device: Device, endpoint_id: str, kind: ChannelType, given: Mapping[str, Any], language: str
) -> tuple[Endpoint, bool]:
    """Make an endpoint, or have it be another one; says whether it is new. Raises Invalid, Conflict."""
    if len(endpoint_id) > LONGEST_ID or not endpoint_id.isprintable():
        raise Invalid("This is no name for an endpoint.", {"endpoint_id": [f"At most {LONGEST_ID} characters."]})
    url, target = services.channels[kind].make(given)
    endpoint = Endpoint(endpoint_id, kind, url, language, services.clock(), target)
    return endpoint, services.endpoints.put(device.id, endpoint)


def remove(services: Services, device: Device, endpoint_id: str) -> None:
    """Forget an endpoint. Raises NotFound."""
    if not services.endpoints.remove(device.id, endpoint_id):
        raise NotFound("There is no such endpoint.")


def given_up(services: Services, after: tuple[int, str] | None, limit: int) -> Paged[DeadLetter, tuple[int, str]]:
    """List events that were given up, the newest first."""
    found = services.deliveries.dead(after, limit)
    return Paged([letter for _, letter in found], found[-1][0] if found and len(found) == limit else None)


def listed(services: Services, device: Device) -> Sequence[Endpoint]:
    """List a phone's endpoints."""
    return services.endpoints.list(device.id)
