"""What actions need of the reference data: who is official, and what apps are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources.abc import Traversable
from typing import Protocol

from guard_api.apps.app import Apps
from guard_api.links.facts import LinkReader
from guard_api.links.official import OfficialDomains
from guard_api.numbers.claimed_names import ClaimedNames
from guard_api.numbers.directory import Directory


@dataclass(frozen=True, slots=True)
class Reference:
    """The loaded reference data: official numbers and domains, who is claimed to call, and apps by package."""

    directory: Directory
    claims: ClaimedNames
    apps: Apps
    domains: OfficialDomains
    links: LinkReader


class ReferenceData(Protocol):
    """The reference data as last loaded."""

    def current(self) -> Reference:
        """Give the data, at most a second old; the last known when the store is down."""
        ...

    def load(self, now: datetime, folder: Traversable | None = None) -> Mapping[str, int]:
        """Replace all by the CSV files of `folder`, or the shipped ones; gives the rows of each list."""
        ...
