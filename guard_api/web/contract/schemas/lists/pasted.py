"""What is said of lines that are pasted, and what is made of each."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, post_load
from marshmallow.validate import Length

from guard_api.actions.lists.pasted import LONGEST_PASTED, LineState
from guard_api.lists.entry import Category, ListName
from guard_api.web.contract.fields import ShortText, Until, doc, one_of
from guard_api.web.contract.requests import NOTE, REGION, FromAdmin
from guard_api.web.contract.schemas.lists.changes import ChangeOut


class PastedIn(FromAdmin):
    """Lines, each a number in any form, a prefix with a `*` at its end, or a domain; and what is said of all of them.

    With `dry_run`, each is only read.
    """

    lines = fields.String(required=True, validate=Length(1, LONGEST_PASTED))
    list = one_of(ListName, load_default=ListName.BLOCK)
    region = fields.String(validate=REGION)
    dry_run = fields.Boolean(load_default=False)
    category = one_of(Category)
    label = ShortText(load_default="")
    source = ShortText(load_default="")
    note = ShortText(NOTE, load_default="")
    expires_at = Until(load_default=None)

    @post_load
    def make(self, data: Mapping[str, Any], **_: object) -> dict[str, Any]:
        """Say of what has no category what is usual on its list."""
        return {"category": data["list"].subject.category, **data}


class PastedLineOut(Schema):
    """What was made of a line."""

    line = fields.Integer(required=True, metadata=doc("Which line it is, from 1 on."))
    written = fields.String(required=True, metadata=doc("What stands there."))
    state = one_of(LineState, required=True, metadata=doc("What can be made of the line."))
    id = fields.String(
        required=True, allow_none=True, metadata=doc("The entry that it names; null where it names none.")
    )
    reason = fields.String(required=True, metadata=doc("Why it is refused; else empty."))
    in_the_way = fields.String(
        required=True, allow_none=True, metadata=doc("The entry that stands there, or that is allowed.")
    )
    covers = fields.Integer(
        required=True, allow_none=True, metadata=doc("How many numbers it covers; null: nobody knows.")
    )


class PastedOut(Schema):
    """What was made of each line, and the change that lists what is new; null: nothing was changed."""

    lines = fields.List(fields.Nested(PastedLineOut), required=True, metadata=doc("All lines but empty ones."))
    change = fields.Nested(ChangeOut, required=True, allow_none=True, metadata=doc("The change; null in a dry run."))
