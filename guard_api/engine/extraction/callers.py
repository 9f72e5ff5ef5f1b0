"""Who the callers are, by all calls together: contacts, and numbers called of one's own will or at somebody's words."""

from collections.abc import Sequence

from guard_api.engine.calls import Call
from guard_api.engine.tuning import Tuning
from guard_api.engine.vocabulary import NumberSource
from guard_api.numbers.caller_id import CallerKind

_SENT = (NumberSource.MESSAGE, NumberSource.LINK)


def know_callers(calls: Sequence[Call], tuning: Tuning) -> None:
    """Note what the calls of a timeline tell of each other; a contact once told stays one for all its calls."""
    known = outgoing = False
    for call in calls:
        known = known or call.known is not None
        outgoing = outgoing or call.about.outgoing
    if known:
        _share_contacts(calls)
    if outgoing:
        _note_own(calls, tuning)


def _share_contacts(calls: Sequence[Call]) -> None:
    """Let what one call tells of its caller hold for all calls of the same number, the worse first."""
    stated = {(call.caller, call.known) for call in calls if call.caller is not None and call.known is not None}
    for call in calls:
        if (call.caller, False) in stated:
            call.known = False
        elif (call.caller, True) in stated:
            call.known = True


def _note_own(calls: Sequence[Call], tuning: Tuning) -> None:
    """Note which calls are the person's own doing: not those whose number was sent, nor those on a stranger's heels."""
    called = [call for call in calls if call.about.outgoing]
    callers = [call for call in calls if not (call.about.outgoing or call.trusted or _is_unseen_talk(call))]
    for call in called:
        sent = call.about.source in _SENT
        call.own = not sent and not any(_leads_to(caller, call, tuning) for caller in callers)
        call.given = sent or any(_hands_over_to(caller, call, tuning) for caller in callers)


def _is_unseen_talk(call: Call) -> bool:
    """Whether people talk over the internet, mostly friends: nothing says that a number was given in it."""
    return call.about.voip and call.caller is None and call.known is None


def _leads_to(caller: Call, call: Call, tuning: Tuning) -> bool:
    """Whether somebody who called may have had a call made: by calling from its number, or shortly before.

    Who was brief, as couriers are, had it made at once or not at all.
    """
    official = call.about.kind is CallerKind.OFFICIAL
    reach = tuning.led_call if caller.end - caller.since >= tuning.episode_call else tuning.given_number
    near = caller.rang <= call.rang <= caller.end + reach and not caller.missed
    return not official and (near or (call.caller is not None and call.caller == caller.caller))


def _hands_over_to(caller: Call, call: Call, tuning: Tuning) -> bool:
    """Whether a stranger had talked for minutes, and another number is called then, or as soon as he has hung up."""
    talked = not caller.missed and min(caller.end, call.rang) - caller.since >= tuning.episode_call
    return talked and caller.caller != call.caller and caller.rang <= call.rang <= caller.end + tuning.given_number
