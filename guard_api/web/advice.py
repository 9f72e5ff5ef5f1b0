"""Which pieces of advice go with which pattern, by text id, and when each makes sense.

What comes first is what the person has to do first: its short form opens the warning's message.
"""

from collections.abc import Collection, Mapping, Sequence

from guard_api.actions.advise import Now

_NEEDS: Mapping[str, Now] = {"hang_up": Now.CALL, "stop_share": Now.SHARE, "cancel_forwarding": Now.FORWARDING}
"""Advice that is for the moment only: nobody can hang up twice."""

_ADVICE: Mapping[str, Sequence[str]] = {
    "account_takeover": (
        "hang_up",
        "stop_share",
        "call_bank",
        "cancel_forwarding",
        "no_transfer",
        "call_police",
    ),
    "forwarding_with_screen_share": ("hang_up", "stop_share", "cancel_forwarding", "call_bank", "call_police"),
    "forwarding_for_stranger": ("hang_up", "cancel_forwarding", "call_bank", "call_police"),
    "forwarding_left_on": ("cancel_forwarding", "call_bank", "call_police"),
    "finance_app_on_shared_screen": ("hang_up", "stop_share", "call_bank", "change_password", "no_transfer"),
    "screen_share_with_stranger": ("hang_up", "stop_share", "no_bank_app", "verify_yourself"),
    "sharing_app_installed_for_stranger": ("do_not_share", "remove_app", "verify_yourself"),
    "repeated_finance_logins": ("close_bank_app", "no_transfer", "verify_yourself"),
    "spoofed_official_call": ("hang_up", "verify_yourself", "no_deletion"),
    "claimed_identity_mismatch": ("hang_up", "verify_yourself", "no_deletion"),
    "fraud_link": ("hang_up", "do_not_open", "entered_nothing", "verify_yourself"),
    "scripted_message": ("hang_up", "do_not_send", "no_deletion", "verify_yourself"),
    "listed_caller": ("hang_up", "no_secrets"),
    "impossible_caller_number": ("no_secrets", "take_time"),
    "persistent_stranger": ("take_time", "ask_family"),
}
_NOTICE: Mapping[str, Sequence[str]] = {
    "spoofed_official_call": ("no_secrets", "verify_yourself"),
    "listed_caller": ("no_secrets",),
    "fraud_link": ("look_twice", "entered_nothing"),
}
"""Advice where the pattern is no more than a notice."""

PATTERNS = tuple(_ADVICE)
PIECES = tuple(dict.fromkeys(piece for pieces in (*_ADVICE.values(), *_NOTICE.values()) for piece in pieces))


def advice_for(pattern: str, now: Collection[Now], *, notice: bool) -> list[str]:
    """List the text ids of what to do, the first first."""
    pieces = _NOTICE.get(pattern, _ADVICE[pattern]) if notice else _ADVICE[pattern]
    return [piece for piece in pieces if piece not in _NEEDS or _NEEDS[piece] in now]
