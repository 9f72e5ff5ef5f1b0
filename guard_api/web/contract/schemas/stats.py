"""What is said of counts by day."""

from marshmallow import Schema, fields

from guard_api.ports.operate.day_counts import Counted
from guard_api.web.contract.fields import doc
from guard_api.web.contract.requests import FromAdmin


class StatsQuery(FromAdmin):
    """Which days of UTC, both of them within; without any, the last 30. At most 366 at once."""

    first = fields.Date(data_key="from")
    last = fields.Date(data_key="to")


class DayCountOut(Schema):
    """How often something came about on a day."""

    day = fields.Date(required=True, metadata=doc("The day, in UTC."))
    kind = fields.String(required=True, metadata=doc("What was counted.", Counted))
    key = fields.String(
        required=True,
        metadata=doc("Which of them: the level of checks, the id of a pattern, the category of reports, a list."),
    )
    count = fields.Integer(
        required=True,
        allow_none=True,
        metadata=doc("How many there were; null: one at least, and fewer than `few`, which would tell of persons."),
    )


class StatsOut(Schema):
    """Counts by day, by day, kind and key. What is not in there did not come about."""

    few = fields.Integer(required=True, metadata=doc("Smaller counts than this one are not told."))
    counts = fields.List(
        fields.Nested(DayCountOut), required=True, metadata=doc("The counts, in order of day, kind and key.")
    )
