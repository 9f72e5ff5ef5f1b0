"""The number cannot exist: no such country code, or an impossible length.

Why: 146 of 421 numbers on a police list of scam callers were impossible; of 3,299 telemarketers none was.
Looks alike: foreign networks that garble a caller id on its way; so it is a notice until somebody has talked for
some minutes.
"""

from datetime import timedelta

from guard_api.engine.pattern import Pattern
from guard_api.engine.shapes import lasting, together
from guard_api.engine.signals import Kind

PATTERN = Pattern(
    id="impossible_caller_number",
    routine=1,
    shape=together(Kind.IMPOSSIBLE_NUMBER),
    weight=52,
    corroboration=lasting(Kind.IMPOSSIBLE_NUMBER, longer_than=timedelta(minutes=3)),
    solo_factor=0.41,
    advice=("no_secrets", "take_time"),
)
