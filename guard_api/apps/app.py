"""What is known of Android apps by their package."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar, overload


class AppCategory(StrEnum):
    """What an app is for."""

    BANK = "bank"
    CASTING = "casting"
    IM_WITH_SCREEN_SHARE = "im_with_screen_share"
    LOAN_FINANCE = "loan_finance"
    MEETING = "meeting"
    OTHER = "other"
    """An organisation's own, for nothing of the rest: known, lest it was taken for one in its name."""
    PAYMENT = "payment"
    REMOTE_CONTROL = "remote_control"


_Default = TypeVar("_Default")

_FINANCE = frozenset({AppCategory.BANK, AppCategory.PAYMENT, AppCategory.LOAN_FINANCE})
_SHARING = frozenset({AppCategory.MEETING, AppCategory.REMOTE_CONTROL, AppCategory.CASTING})
FAMILY = ".*"
"""What stands for all that is named below: `com.anydesk.adcontrol.*` is `com.anydesk.adcontrol.ad1` and the like."""


@dataclass(frozen=True, slots=True)
class App:
    """An app: its category, "" for one of which nothing is known, and whose it is (an id of the directory, or "").

    The category is a plain word: a database may hold one that only a later release knows.
    """

    category: str = ""
    organization: str = ""

    @property
    def is_finance(self) -> bool:
        """Whether money is seen or moved in it: a bank's, for payments, for loans or for what is traded."""
        return self.category in _FINANCE

    @property
    def can_share(self) -> bool:
        """Whether it is made for meetings, remote control or casting, and so shows the screen to others."""
        return self.category in _SHARING

    @property
    def is_messenger(self) -> bool:
        """Whether people write and talk in it, and may share the screen while they do."""
        return self.category == AppCategory.IM_WITH_SCREEN_SHARE


UNKNOWN_APP = App()


class Apps(Mapping[str, App]):
    """Apps by their package, or by the family that it belongs to. What is not among them is unknown, not harmless."""

    def __init__(self, packages: Mapping[str, App]) -> None:
        """Take apps and families apart: makers of apps for many banks name those below one name of their own."""
        self._apps = dict(packages)
        self._families = {name.removesuffix(FAMILY): app for name, app in packages.items() if name.endswith(FAMILY)}

    @overload
    def get(self, key: str, /) -> App | None: ...
    @overload
    def get(self, key: str, /, default: App | _Default) -> App | _Default: ...
    def get(self, key: str, /, default: object = None) -> object:
        """Find an app; `default` where nothing is known of it."""
        return self._apps.get(key) or self._of_family(key) or default

    def is_listed(self, package: str) -> bool:
        """Whether an app is known by its own package, and not by its family only."""
        return package in self._apps

    def _of_family(self, package: str) -> App | None:
        above = package.rpartition(".")[0]
        while above:
            if above in self._families:
                return self._families[above]
            above = above.rpartition(".")[0]
        return None

    def __getitem__(self, package: str) -> App:
        app = self.get(package)
        if app is None:
            raise KeyError(package)
        return app

    def __iter__(self) -> Iterator[str]:
        return iter(self._apps)

    def __len__(self) -> int:
        return len(self._apps)
