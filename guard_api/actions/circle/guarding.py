"""What a guardian is told, and says."""

from collections.abc import Sequence

from guard_api.numbers.directory import Directory
from guard_api.ports import Device, Services
from guard_api.ports.circle.alerts import Alert, Reply

_MOST = 50


def alerts_since(services: Services, device: Device, after: str) -> tuple[Sequence[Alert], Directory]:
    """List what a guardian was told since a place in the stream, the oldest first, and whom texts may name."""
    return services.alerts.stream(device.id, after, _MOST), services.reference.current().directory


def answer(services: Services, device: Device, alert_id: str, reply: Reply) -> None:
    """Let the protected phone know what its guardian does. Raises NotFound."""
    services.alerts.reply(device.id, alert_id, reply)
