"""Lines for whoever has no phone: nothing is kept."""

from datetime import datetime

from guard_api.engine.line import Line
from guard_api.ports.phones.lines import KeptLine


class ForgetfulLines:
    """The port `Lines` without a memory."""

    def read(self, device_id: str) -> KeptLine:  # noqa: ARG002 - the port's form
        """Give nothing."""
        return KeptLine()

    def write(self, device_id: str, line: Line | None, received_at: datetime) -> None:
        """Do nothing."""

    def forget(self, device_id: str) -> None:
        """Do nothing."""

    def tidy(self, now: datetime) -> None:
        """Do nothing."""
