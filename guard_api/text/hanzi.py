"""Chinese in one script: traditional characters, and other forms that pass for the same, as the simplified ones."""

from guard_api.text.tables import table

SIMPLIFIED = table("hanzi.txt")
"""The simplified character that each is another form of, as code points."""


def simplified(text: str) -> str:
    """Return a text in simplified characters, one for one: 京東 and 京东 are the same."""
    return text if text.isascii() else text.translate(SIMPLIFIED)
