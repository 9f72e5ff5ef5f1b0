"""Names that are put together for a day: nothing by itself, and a sign where a code comes or an app is loaded next.

Hyphens and digits under an ending that costs little, or beside words that phishing insists on (`words`), are what
phishing is left with when it cannot have the name that it wants.
"""

import re

from guard_api.links.hosts import Host
from guard_api.links.names.endings import LIKED
from guard_api.links.names.words import has_bait_word
from guard_api.links.suffixes import is_given_away

_PATCHED = re.compile(r"[a-z]+[0-9-].*|[0-9]+[a-z-].*")
"""Letters with digits or hyphens among them: jg-12123, fl88. What is all digits is read by itself."""
_APART = re.compile(r"[-_]")
_MANY = 3
_SHORTEST = 5
"""Letters: shorter names are dear, whatever is in them."""


def is_odd(host: Host) -> bool:
    """Whether a name looks as if it was the next best that was to be had."""
    label = host.label
    if host.is_ip or len(label) < _SHORTEST or not label.isascii() or label.isalpha():
        return False
    if host.suffix in LIKED or is_given_away(host.suffix):
        return _PATCHED.fullmatch(label) is not None
    words = _APART.split(label)
    insisting = sum(map(has_bait_word, filter(None, words)))
    return bool(insisting) and (len(words) >= _MANY or insisting == len(words))
