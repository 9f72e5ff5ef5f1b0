"""What is said of subscriptions."""

from marshmallow import Schema, fields
from marshmallow.validate import Range

from guard_api.lists.entry import Category, ListName
from guard_api.lists.files.addresses import LONGEST_URL
from guard_api.lists.files.formats import Format
from guard_api.ports.imports.subscriptions import SubscriptionState
from guard_api.web.contract.fields import ShortText, StrictBool, StrictInteger, doc, one_of
from guard_api.web.contract.requests import REGION, FromAdmin

_EVERY = Range(15, 31 * 24 * 60)


class SubscriptionIn(FromAdmin):
    """A list on the web, fetched again and again: what its source sends no more is taken off."""

    url = ShortText(LONGEST_URL, required=True)
    source = ShortText(required=True)
    list = one_of(ListName, load_default=ListName.BLOCK)
    format = one_of(Format, load_default=Format.CSV)
    region = fields.String(validate=REGION)
    category = one_of(Category, load_default=None, allow_none=True)
    every_minutes = StrictInteger(validate=_EVERY, load_default=24 * 60)


class SubscriptionPatchIn(FromAdmin):
    """What may change of a subscription."""

    url = ShortText(LONGEST_URL)
    format = one_of(Format)
    region = fields.String(validate=REGION)
    category = one_of(Category, allow_none=True)
    every_minutes = StrictInteger(validate=_EVERY)
    paused = StrictBool()


class SubscriptionOut(Schema):
    """A subscription, and what came of the last fetch."""

    id = fields.String(required=True, metadata=doc("The subscription's name."))
    list = one_of(ListName, required=True, metadata=doc("The list onto which what is fetched comes."))
    url = fields.String(required=True, metadata=doc("Where it is fetched from."))
    format = one_of(Format, required=True, metadata=doc("The form in which the file is written there."))
    source = fields.String(required=True, metadata=doc("The source whose entries the file replaces."))
    region = fields.String(required=True, metadata=doc("The region of numbers without a country code."))
    category = one_of(
        Category,
        required=True,
        allow_none=True,
        metadata=doc("The category of rows that say none; null: the usual one of the list."),
    )
    every_minutes = fields.Integer(required=True, metadata=doc("After how many minutes it is fetched again."))
    author = fields.String(required=True, metadata=doc("Who has subscribed to it."))
    created_at = fields.AwareDateTime(required=True, metadata=doc("When it was subscribed to."))
    state = one_of(SubscriptionState, required=True, metadata=doc("What came of the last fetch of it."))
    reason = fields.String(required=True, metadata=doc("Why the last fetch has failed; empty: it has not."))
    next_at = fields.AwareDateTime(required=True, metadata=doc("When it is fetched next, at the earliest."))
    tried_at = fields.AwareDateTime(
        required=True, allow_none=True, metadata=doc("When it was fetched last, well or not; null: not yet.")
    )
    done_at = fields.AwareDateTime(
        required=True, allow_none=True, metadata=doc("When the list was last as its source has it; null: not yet.")
    )
    import_id = fields.String(
        required=True,
        allow_none=True,
        metadata=doc("The import of what was fetched, or the dry run that waits to be confirmed; null: none yet."),
    )


class SubscriptionsOut(Schema):
    """All subscriptions."""

    subscriptions = fields.List(
        fields.Nested(SubscriptionOut), required=True, metadata=doc("All subscriptions, by source and list.")
    )
