"""All at once: the screen is shared, a finance app is open, and the caller is false or has cut the person off.

Why: this is the moment in which the money goes (routine 8).
Looks alike: nothing innocent that we know of; a relative who helps is a contact.
"""

from guard_api.engine.pattern import Pattern
from guard_api.engine.shapes import both, overlapping, together
from guard_api.engine.signals import ANYBODY, Kind

PATTERN = Pattern(
    id="account_takeover",
    routine=8,
    shape=both(
        together(
            ANYBODY,
            Kind.SCREEN_SHARED,
            Kind.FINANCE_APP_IN_FRONT,
            (
                Kind.FORWARDING_SWITCHED_ON,
                Kind.LINE_DIVERTED,
                Kind.FRAUD_LINK,
                Kind.SPOOFED_OFFICIAL_NUMBER,
                Kind.FALSE_IDENTITY,
                Kind.IMITATING_APP_INSTALLED,
                Kind.NEW_DEVICE_LOGIN,
            ),
        ),
        overlapping(Kind.SCREEN_SHARED, Kind.FINANCE_APP_IN_FRONT),
    ),
    weight=100,
    subsumes=(
        "spoofed_official_call",
        "claimed_identity_mismatch",
        "unproven_identity_claim",
        "impossible_caller_number",
        "listed_caller",
        "fraud_link",
        "hidden_caller",
        "app_brought_by_stranger",
        "finance_app_while_stranger_talks",
        "code_on_shared_screen",
        "scripted_message",
        "screen_share_with_stranger",
        "sharing_app_installed_for_stranger",
        "finance_app_on_shared_screen",
        "persistent_stranger",
        "repeated_finance_logins",
        "forwarding_for_stranger",
        "forwarding_with_screen_share",
        "forwarding_left_on",
        "cut_off_from_help",
    ),
    advice=("hang_up", "stop_share", "call_bank", "cancel_forwarding", "no_transfer", "call_police"),
)
