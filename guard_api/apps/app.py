"""What is known of an Android app by its package."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class AppCategory(StrEnum):
    """What an app is for."""

    BANK = "bank"
    CASTING = "casting"
    IM_WITH_SCREEN_SHARE = "im_with_screen_share"
    LOAN_FINANCE = "loan_finance"
    MEETING = "meeting"
    PAYMENT = "payment"
    REMOTE_CONTROL = "remote_control"


_FINANCE = frozenset({AppCategory.BANK, AppCategory.PAYMENT, AppCategory.LOAN_FINANCE})
_SHARING = frozenset({AppCategory.MEETING, AppCategory.REMOTE_CONTROL, AppCategory.CASTING})


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
Apps = Mapping[str, App]
"""Apps by their package. What is not among them is unknown, and unknown is not harmless."""
