"""Why a line cannot be listed, in the language of who has written it."""

import re
from collections.abc import Sequence

from guard_api.texts import Texts

_KINDS: Sequence[tuple[re.Pattern[str], str]] = tuple(
    (re.compile(pattern), f"console.refusal.{name}")
    for pattern, name in (
        (r"covers (?P<what>.+?), an official (?:number|domain) of .*", "official"),
        (r"Excel has made a decimal number of it.*", "decimal"),
        (r"several numbers in one place.*", "several"),
        (r"a number with an extension.*", "extension"),
        (r"dots, dashes or letters for digits.*", "open"),
        (r"a number with thousands separators.*", "grouped"),
        (r"figures that are no plain digits", "figures"),
        (r"too short: .*", "short"),
        (r"too long: .*", "long"),
        (r"ambiguous: write (?P<what>.+), whichever is meant", "ambiguous"),
        (r"no number in (?P<place>[A-Z]{2}) begins so: write (?P<what>.+), if that is meant", "no_such"),
        (r"\w+: not a number that anybody can have", "impossible"),
        (r"(?:covers or is|it is or covers) an allowed (?:number|domain): (?P<what>.+)", "allowed"),
        (r"a page: .*", "page"),
        (r"unreadable: not a domain .*|a number: .*|.+ is no address on the internet: .*", "no_host"),
        (r".+ is a public suffix: .*", "shared"),
        (r"unreadable: .*", "unreadable"),
    )
)


def refusal_text(reason: str, texts: Texts) -> str:
    """Return why something cannot be listed, as people read it; the reason itself where nobody has put it so."""
    for pattern, name in _KINDS:
        found = pattern.fullmatch(reason)
        if found is not None:
            return texts.get(name, **found.groupdict()) if found.groupdict() else texts.get(name)
    return reason
