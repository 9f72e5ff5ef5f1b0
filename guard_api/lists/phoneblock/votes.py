"""How much speaks against a number, in the words of the PhoneBlock API: votes and a rating.

Both are of its version 1.7 (github.com/haumacher/phoneblock: `phoneblock.json`, `api.proto`, `BlocklistServlet.java`).
There, votes are counted and numbers come onto the list by themselves. Here an admin decides: what is not on the block
list has no votes, however often it was reported, and an entry of the list has `ENTRY_VOTES`, and one more for each
phone that has reported its number.
"""

from bisect import bisect_right
from collections.abc import Mapping
from enum import StrEnum

from guard_api.lists.entry import Category

ENTRY_VOTES = 10
"""What an admin's decision counts: more than the 4 that apps ask for unless told otherwise."""
STEPS = (0, 2, 4, 10, 20, 50, 100)
"""The votes that a list can say: a number is told again when it gets to another step, not with every vote."""


class Rating(StrEnum):
    """What kind of call it is."""

    LEGITIMATE = "A_LEGITIMATE"
    MISSED = "B_MISSED"
    PING = "C_PING"
    POLL = "D_POLL"
    ADVERTISING = "E_ADVERTISING"
    GAMBLE = "F_GAMBLE"
    FRAUD = "G_FRAUD"


RATINGS: Mapping[Category, Rating] = {
    Category.FRAUD: Rating.FRAUD,
    Category.SPAM: Rating.MISSED,
    Category.TELEMARKETING: Rating.ADVERTISING,
    Category.ROBOCALL: Rating.MISSED,
    Category.OTHER: Rating.MISSED,
}
"""What apps are told. `B_MISSED` is unwanted, without a kind. SpamBlocker lets `C_PING` through: nothing becomes it."""
CATEGORIES: Mapping[Rating, Category] = {
    Rating.MISSED: Category.OTHER,
    Rating.PING: Category.ROBOCALL,
    Rating.POLL: Category.TELEMARKETING,
    Rating.ADVERTISING: Category.TELEMARKETING,
    Rating.GAMBLE: Category.SPAM,
    Rating.FRAUD: Category.FRAUD,
}
"""What a report is for. `A_LEGITIMATE` is none: it takes back what the phone has reported before."""


def votes_of(devices: int) -> int:
    """Give the votes of an entry whose number so many phones have reported."""
    return ENTRY_VOTES + devices


def published(votes: int) -> int:
    """Give the step that votes have reached."""
    return STEPS[bisect_right(STEPS, votes) - 1]
