"""A stranger talks while a bank app is open: for long, or a code comes, or he goes on elsewhere.

Why: whoever reads a code aloud, or moves money at somebody's words, needs no shared screen to be robbed (routine 8).
Whoever opens the bank's app after ten minutes, or for the second caller on the heels of the first, or for one whose
number nobody can trace, was told to.
Elsewhere is over the internet, or at a number he gave. In a chat a code is enough by itself, since wallets live there.
Whoever talks over the internet, and has one code after the other come beside the bank's app, is no friend.
Whoever has a code told by which somebody logs in elsewhere is a thief, though he has the bank's own number.
Looks alike: rent that is paid some minutes into a customer's call, without a code, and the bill by a wallet; a friend's
short call over the internet; a meeting that somebody rings into; one's own bank, called by oneself or calling from its
line; whoever calls a shop of his own will; a bank that calls because somebody has logged in; a family abroad, who are
contacts.
"""

from datetime import timedelta

from guard_api.engine.pattern import Pattern
from guard_api.engine.shapes import at_least, begins_late, both, either, follows, lasting, overlapping, relay, together
from guard_api.engine.signals import Kind

_ON_THE_LINE = both(
    lasting(Kind.STRANGER_ON_THE_LINE, longer_than=timedelta(minutes=3)),
    both(
        overlapping(Kind.STRANGER_ON_THE_LINE, Kind.CODE_RECEIVED),
        overlapping(Kind.STRANGER_ON_THE_LINE, Kind.FINANCE_APP_IN_FRONT),
    ),
)
_FOR_LONG = both(
    lasting(Kind.STRANGER_ON_THE_LINE, longer_than=timedelta(minutes=25)),
    overlapping(Kind.STRANGER_ON_THE_LINE, Kind.FINANCE_APP_IN_FRONT),
)
_LATE = either(
    begins_late(Kind.BANK_APP_IN_FRONT, Kind.STRANGER_ON_THE_LINE, after=timedelta(minutes=10)),
    begins_late(Kind.FINANCE_APP_IN_FRONT, Kind.STRANGER_ON_THE_LINE, after=timedelta(minutes=20)),
)
_FROM_AFAR = both(
    lasting(Kind.UNTRACEABLE_NUMBER, longer_than=timedelta(minutes=3)),
    overlapping(Kind.UNTRACEABLE_NUMBER, Kind.FINANCE_APP_IN_FRONT),
)
_SECOND_CALLER = both(
    relay(
        2,
        Kind.STRANGER_ON_THE_LINE,
        spacing=timedelta(minutes=45),
        each=timedelta(minutes=3),
        gap=timedelta(minutes=10),
    ),
    begins_late(Kind.BANK_APP_IN_FRONT, Kind.STRANGER_ON_THE_LINE, after=timedelta(minutes=3)),
)
_NOW = timedelta(0)
_AT_ONCE = both(
    lasting(Kind.STRANGER_ON_THE_LINE, longer_than=timedelta(minutes=2)),
    at_least(1, Kind.VOIP_CALL, spacing=_NOW, during=Kind.STRANGER_ON_THE_LINE, gap=timedelta(minutes=3)),
)
_GOES_ON = either(at_least(1, Kind.VOIP_CALL, spacing=_NOW, during=Kind.STRANGER_AROUND, gap=_NOW), _AT_ONCE)
_MOVED_ON = both(
    either(
        both(lasting(Kind.VOIP_CALL, longer_than=timedelta(minutes=8)), _GOES_ON),
        both(lasting(Kind.VOIP_CALL, longer_than=timedelta(minutes=3)), _AT_ONCE),
    ),
    overlapping(Kind.VOIP_CALL, Kind.FINANCE_APP_IN_FRONT),
)
_CODE_WHILE_TALKING = both(
    lasting(Kind.VOIP_CALL, longer_than=timedelta(minutes=3)),
    both(_GOES_ON, overlapping(Kind.VOIP_CALL, Kind.CODE_RECEIVED)),
)
_HANDED_OVER = both(
    lasting(Kind.GIVEN_NUMBER_CALLED, longer_than=timedelta(minutes=3)),
    overlapping(Kind.GIVEN_NUMBER_CALLED, Kind.FINANCE_APP_IN_FRONT),
)
_BROUGHT_BEFORE = both(
    both(
        together(Kind.STRANGER_ON_THE_LINE, Kind.BROUGHT_APP_INSTALLED),
        lasting(Kind.STRANGER_ON_THE_LINE, longer_than=timedelta(minutes=3)),
    ),
    overlapping(Kind.STRANGER_ON_THE_LINE, Kind.FINANCE_APP_IN_FRONT),
)
_TALKERS = (Kind.STRANGER_ON_THE_LINE, Kind.VOIP_CALL)
_CODE_AFTER_CODE = either(
    both(
        overlapping(Kind.VOIP_CALL, Kind.FINANCE_APP_IN_FRONT),
        at_least(2, Kind.CODE_RECEIVED, spacing=timedelta(minutes=15), during=Kind.VOIP_CALL, gap=_NOW),
    ),
    at_least(2, Kind.CODE_RECEIVED, spacing=timedelta(minutes=15), during=Kind.STRANGER_ON_THE_LINE, gap=_NOW),
)
_LOGS_IN_ELSEWHERE = either(
    both(
        overlapping(Kind.OFFICIAL_LINE_CALLING, Kind.CODE_RECEIVED),
        follows(Kind.OFFICIAL_LINE_CALLING, Kind.NEW_DEVICE_LOGIN, gap=_NOW),
    ),
    both(
        overlapping(_TALKERS, Kind.CODE_RECEIVED),
        follows(_TALKERS, Kind.NEW_DEVICE_LOGIN, gap=timedelta(minutes=2)),
    ),
)

PATTERN = Pattern(
    id="finance_app_while_stranger_talks",
    routine=8,
    shape=either(
        _ON_THE_LINE,
        _FOR_LONG,
        _LATE,
        _FROM_AFAR,
        _SECOND_CALLER,
        _MOVED_ON,
        _CODE_WHILE_TALKING,
        _HANDED_OVER,
        _BROUGHT_BEFORE,
        _CODE_AFTER_CODE,
        _LOGS_IN_ELSEWHERE,
    ),
    weight=52,
    advice=("hang_up", "close_bank_app", "no_transfer", "verify_yourself"),
)
