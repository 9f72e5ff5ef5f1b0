"""Phones whose alarm could not be told, since the store was down: this process tries again."""

from collections.abc import Sequence


class Backlog:
    """What this process has yet to tell. What it leaves behind when it dies, others find in what phones told."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._phones: dict[str, str] = {}

    def add(self, device_id: str, region: str) -> None:
        """Keep a phone in mind."""
        self._phones[device_id] = region

    def take(self) -> Sequence[tuple[str, str]]:
        """Give them all, once."""
        phones, self._phones = self._phones, {}
        return [*phones.items()]
