"""Every fraud pattern the guard knows, one a file, listed by hand so that none slips in or out unseen."""

from collections.abc import Mapping
from sys import modules

from guard_api.patterns import (
    account_takeover,
    app_brought_by_stranger,
    claimed_identity_mismatch,
    code_on_shared_screen,
    cut_off_from_help,
    finance_app_on_shared_screen,
    finance_app_while_stranger_talks,
    forwarding_for_stranger,
    forwarding_left_on,
    forwarding_with_screen_share,
    fraud_link,
    hidden_caller,
    impossible_caller_number,
    listed_caller,
    money_leaves_for_stranger,
    persistent_stranger,
    repeated_finance_logins,
    screen_share_with_stranger,
    scripted_message,
    sharing_app_installed_for_stranger,
    spoofed_official_call,
    unproven_identity_claim,
)

PATTERNS = (
    account_takeover.PATTERN,
    forwarding_with_screen_share.PATTERN,
    cut_off_from_help.PATTERN,
    forwarding_for_stranger.PATTERN,
    money_leaves_for_stranger.PATTERN,
    code_on_shared_screen.PATTERN,
    finance_app_on_shared_screen.PATTERN,
    app_brought_by_stranger.PATTERN,
    hidden_caller.PATTERN,
    forwarding_left_on.PATTERN,
    screen_share_with_stranger.PATTERN,
    sharing_app_installed_for_stranger.PATTERN,
    finance_app_while_stranger_talks.PATTERN,
    repeated_finance_logins.PATTERN,
    fraud_link.PATTERN,
    scripted_message.PATTERN,
    spoofed_official_call.PATTERN,
    claimed_identity_mismatch.PATTERN,
    unproven_identity_claim.PATTERN,
    listed_caller.PATTERN,
    impossible_caller_number.PATTERN,
    persistent_stranger.PATTERN,
)


def summaries() -> Mapping[str, str]:
    """Return what each pattern is, by its id: the first line of its own file."""
    files = {pattern.id: modules[f"{__name__}.{pattern.id}"] for pattern in PATTERNS}
    return {name: (file.__doc__ or "").partition("\n")[0].rstrip(".") for name, file in files.items()}
