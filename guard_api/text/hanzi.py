"""Chinese in one script: traditional characters, and other forms that pass for the same, as the simplified ones."""

from guard_api.text.tables import table

SIMPLIFIED = table("hanzi.txt")
"""The simplified character of each that is another form of it, by code point."""


def simplified(text: str) -> str:
    """Return a text in simplified characters, one for one: 京東, 亰东 in other forms and 京东 are the same."""
    return text if text.isascii() else text.translate(SIMPLIFIED)
