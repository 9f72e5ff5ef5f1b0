"""A phone is forgotten at once: its key, what it told, what it said of itself, and that its reports were its own."""

from guard_api.errors import NotFound
from guard_api.lists.actor import SERVER, author_of
from guard_api.lists.change import Author
from guard_api.ports import Device, Services


def forget_device(services: Services, device_id: str, author: Author) -> None:
    """Forget a phone. Raises NotFound, and StoreUnavailable where it has to be asked for again."""
    if not services.keys.has_device(device_id):
        raise NotFound("There is no such device.")
    services.timelines.forget(device_id)
    services.keys.forget_device(device_id, author)
    # A check may have been on its way.
    services.timelines.forget(device_id)
    services.lines.forget(device_id)


def forget_me(services: Services, device: Device) -> None:
    """Forget the phone that asks for it; the audit trail says that one did, and not which."""
    forget_device(services, device.id, author_of(SERVER, services.clock(), "asked for by the device"))
