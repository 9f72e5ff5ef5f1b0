"""What was dialled, without what people, programs and disguises put around it."""

import re
from urllib.parse import unquote

from guard_api.text.plain import plain, without_scheme

MAX_CODE = 128
"""Characters of a dialled text that are read; MMI codes are far shorter."""
_SPACING = re.compile(r"[\s\-./()]+")


def bare(dialled: object) -> str:
    """Return a dialled text, a `tel:` URI too, as it goes to the network. Never raises."""
    code = _SPACING.sub("", without_scheme(plain(dialled, MAX_CODE)))
    return _SPACING.sub("", plain(unquote(code), MAX_CODE)) if "%" in code else code
