"""What queries and bodies have in common: who sends them, how much of a text is read, pages, and reasons."""

from marshmallow import EXCLUDE, RAISE, Schema, fields
from marshmallow.validate import OneOf

from guard_api.numbers.plan import REGIONS
from guard_api.web.contract.fields import ShortText, page_limit

NUMBER, CODE, LINK, TEXT, PACKAGE, NOTE = 256, 256, 2048, 4000, 256, 500
"""Most characters of each that are read."""
REGION = OneOf(REGIONS, error="Must be an ISO 3166-1 region such as CN.")


class FromPhone(Schema):
    """Phones may be newer than the server: what it does not know, it ignores."""

    class Meta:
        """Options."""

        unknown = EXCLUDE


class FromAdmin(Schema):
    """An admin's typing error must not pass unseen."""

    class Meta:
        """Options."""

        unknown = RAISE


class Why(FromAdmin):
    """The reason of a change, for the audit trail."""

    why = ShortText(NOTE)


class PageQuery(FromAdmin):
    """A page of a long answer."""

    cursor = fields.String()
    limit = page_limit(1000, 100)
