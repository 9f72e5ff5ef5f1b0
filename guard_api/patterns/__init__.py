"""Every fraud pattern the guard knows, one a file, listed by hand so that none slips in or out unseen."""

from collections.abc import Mapping
from types import ModuleType

from guard_api.engine.pattern import Pattern
from guard_api.patterns.callers import (
    claimed_identity_mismatch,
    impossible_caller_number,
    listed_caller,
    persistent_stranger,
    spoofed_official_call,
    unproven_identity_claim,
)
from guard_api.patterns.line import (
    cut_off_from_help,
    forwarding_for_stranger,
    forwarding_left_on,
    forwarding_with_screen_share,
)
from guard_api.patterns.lures import app_brought_by_stranger, fraud_link, scripted_message
from guard_api.patterns.money import (
    finance_app_while_stranger_talks,
    money_leaves_for_stranger,
    repeated_finance_logins,
)
from guard_api.patterns.screen import (
    account_takeover,
    code_on_shared_screen,
    finance_app_on_shared_screen,
    hidden_caller,
    screen_share_with_stranger,
    sharing_app_installed_for_stranger,
)

FILES: tuple[ModuleType, ...] = (
    account_takeover,
    forwarding_with_screen_share,
    cut_off_from_help,
    forwarding_for_stranger,
    money_leaves_for_stranger,
    code_on_shared_screen,
    finance_app_on_shared_screen,
    app_brought_by_stranger,
    hidden_caller,
    forwarding_left_on,
    screen_share_with_stranger,
    sharing_app_installed_for_stranger,
    finance_app_while_stranger_talks,
    repeated_finance_logins,
    fraud_link,
    scripted_message,
    spoofed_official_call,
    claimed_identity_mismatch,
    unproven_identity_claim,
    listed_caller,
    impossible_caller_number,
    persistent_stranger,
)
"""What subsumes another comes before it."""

PATTERNS: tuple[Pattern, ...] = tuple(file.PATTERN for file in FILES)


def summaries() -> Mapping[str, str]:
    """Return what each pattern is, by its id: the first line of its own file."""
    return {file.PATTERN.id: (file.__doc__ or "").partition("\n")[0].rstrip(".") for file in FILES}
