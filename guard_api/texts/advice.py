"""Which pieces of advice go with which pattern, by text id. The first says what to do first."""

from collections.abc import Mapping

ADVICE: Mapping[str, tuple[str, ...]] = {
    "account_takeover": ("hang_up", "stop_share", "call_bank", "no_transfer", "call_police"),
    "forwarding_with_screen_share": ("hang_up", "stop_share", "cancel_forwarding", "call_police"),
    "forwarding_for_stranger": ("hang_up", "cancel_forwarding", "call_police"),
    "forwarding_left_on": ("cancel_forwarding", "call_bank", "call_police"),
    "finance_app_on_shared_screen": ("stop_share", "hang_up", "change_password", "no_transfer"),
    "screen_share_with_stranger": ("stop_share", "no_bank_app", "verify_yourself"),
    "sharing_app_installed_for_stranger": ("do_not_share", "remove_app", "verify_yourself"),
    "repeated_finance_logins": ("close_bank_app", "no_transfer", "verify_yourself"),
    "spoofed_official_call": ("hang_up", "verify_yourself", "no_deletion"),
    "claimed_identity_mismatch": ("hang_up", "verify_yourself", "no_deletion"),
    "listed_caller": ("hang_up", "verify_yourself"),
    "impossible_caller_number": ("be_careful", "verify_yourself"),
    "persistent_stranger": ("take_time", "ask_family"),
}
