"""What phones are told of the lists."""

from marshmallow import Schema, fields

from guard_api.blocklist.entry import Category, ListName, Match
from guard_api.web.contract.check_schemas import FromPhone
from guard_api.web.contract.fields import one_of, page_limit


class SyncQuery(FromPhone):
    """From where on. Without `since`: the whole list."""

    since = fields.String()
    list = one_of(ListName, load_default=ListName.BLOCK)
    limit = page_limit(10_000, 1000)


class UpsertOut(Schema):
    """An entry, of a number or of a domain, to put in the place of what the phone has."""

    number = fields.String()
    domain = fields.String()
    match = one_of(Match, required=True)
    category = one_of(Category, required=True)
    until = fields.AwareDateTime(required=True, allow_none=True)


class RemovalOut(Schema):
    """An entry, of a number or of a domain, to forget."""

    number = fields.String()
    domain = fields.String()
    match = one_of(Match, required=True)


class SyncOut(Schema):
    """A page of changes. `count` and `checksum` are those of the list at `revision`, once its pages are applied."""

    revision = fields.Integer(required=True)
    next = fields.String(required=True)
    complete = fields.Boolean(required=True)
    count = fields.Integer(required=True)
    checksum = fields.String(required=True)
    upserts = fields.List(fields.Nested(UpsertOut), required=True)
    removals = fields.List(fields.Nested(RemovalOut), required=True)
