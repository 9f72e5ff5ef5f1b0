"""Why rows were left out and imports failed, in the language of who reads it: reasons are written in English."""

import re
from collections.abc import Sequence

from guard_api.texts import Texts

_REASONS: Sequence[tuple[str, str]] = (
    (r"Excel has made a decimal number of it", "decimal"),
    (r"covers (?P<number>\S+), an official (number|domain) of (?P<who>[^:]+):.*", "official"),
    (r"covers or is an allowed (number|domain): (?P<entry>.+)", "allowed"),
    (r"no (number|domain)", "nothing"),
    (r"expired: (?P<until>.+)", "expired"),
    (r"expires_at .*?(?P<text>'.*')", "expires_at"),
    (r"category is one of .*, not (?P<text>.*)", "category"),
    (r"match is one of .*, not (?P<text>.*)", "match"),
    (r"several (numbers|domains) in (a line|one place).*", "several"),
    (r"too short: .*", "too_short"),
    (r"too long: .*", "too_long"),
    (r"a (number|domain) of more than (?P<most>\d+) characters", "too_long"),
    (r"ambiguous: write (?P<written>.+), whichever is meant", "ambiguous"),
    (r"\w+: not a number that anybody can have", "impossible"),
    (r"not a number of North America", "impossible"),
    (r"unreadable: .*|figures that are no plain digits|dots, dashes or letters for digits.*", "unreadable"),
    (r"a number with thousands separators.*", "separators"),
    (r"a number with an extension.*", "extension"),
    (r"(?P<count>\d+) values for (?P<columns>\d+) columns.*", "columns"),
    (r"a quote is opened.*", "quote"),
    (r"not UTF-8|not GB18030|not UTF-16", "encoding"),
    (
        r"the first line neither names a column .*|line \d+ names no column .*|a list of \w+s: its first line.*",
        "heading",
    ),
    (r"the first line names the column `(?P<name>\w+)` twice.*", "twice"),
    (r"there is nothing in it|There is nothing in this workbook\.", "empty"),
    (r"there are fewer lines than .*", "above"),
    (r"no number in \w+ begins so.*", "begins"),
    (r"a page: an entry lists a whole site.*", "page"),
    (r"(?P<who>.+) has stopped it: nothing was changed\.", "stopped"),
    (r"A workbook with macros.*", "macros"),
    (r"A workbook with a password.*", "password"),
    (r"A workbook of more than (?P<most>\d+) MiB once it is unpacked.*", "unpacked"),
    (r"A workbook of more than (?P<most>\d+) MiB.*", "too_large"),
    (r"This workbook takes more memory or time.*", "too_much"),
    (r"This is no workbook that can be read.*|A sheet of this workbook cannot be read.*", "no_workbook"),
    (r"Several sheets hold something: say which one, (?P<names>.+)\.", "sheets"),
    (r"This workbook has no sheet .*", "no_sheet"),
    (r"No row of this file can be listed.*", "replaces_nothing"),
    (r"It was ended before it was done.*|Its process .*", "ended"),
)
_KNOWN = [(re.compile(pattern, re.DOTALL), f"console.reason.{name}") for pattern, name in _REASONS]


def reason_text(texts: Texts, reason: str) -> str:
    """Return a reason in a language; one that is not known there stays as it is."""
    for pattern, text_id in _KNOWN:
        if (found := pattern.match(reason)) is not None and texts.has(text_id):
            return texts.get(text_id, **found.groupdict(""))
    return reason
