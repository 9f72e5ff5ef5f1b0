"""What phones are told of the lists."""

from marshmallow import Schema, fields

from guard_api.lists.entry import Category, ListName, Match
from guard_api.web.contract.fields import doc, one_of, page_limit
from guard_api.web.contract.requests import FromPhone


class SyncQuery(FromPhone):
    """From where on. Without `since`: the whole list."""

    since = fields.String()
    list = one_of(ListName, load_default=ListName.BLOCK)
    limit = page_limit(10_000, 1000)


class UpsertOut(Schema):
    """An entry, of a number or of a domain, to put in the place of what the phone has."""

    number = fields.String(metadata=doc("The number or beginning of numbers to keep; only on lists of numbers."))
    domain = fields.String(metadata=doc("The domain to keep; only on lists of domains."))
    match = one_of(Match, required=True, metadata=doc("What of a number or host has to match what is kept."))
    category = one_of(Category, required=True, metadata=doc("What it is to be warned of as."))
    until = fields.AwareDateTime(
        required=True, allow_none=True, metadata=doc("When to forget it without being told; null: never.")
    )


class RemovalOut(Schema):
    """An entry, of a number or of a domain, to forget."""

    number = fields.String(metadata=doc("The number or beginning of numbers to forget; only on lists of numbers."))
    domain = fields.String(metadata=doc("The domain to forget; only on lists of domains."))
    match = one_of(
        Match,
        required=True,
        metadata=doc("The match of the entry to forget: a number may be kept by itself and as a beginning."),
    )


class SyncOut(Schema):
    """A page of changes. `count` and `checksum` are those of the list at `revision`, once its pages are applied."""

    revision = fields.Integer(required=True, metadata=doc("How far the list is, once all pages are applied."))
    next = fields.String(required=True, metadata=doc("The cursor to keep, and to send as `since`, now or tomorrow."))
    complete = fields.Boolean(required=True, metadata=doc("Whether this was the last page for now."))
    count = fields.Integer(required=True, metadata=doc("How many entries the phone must have at `revision`."))
    checksum = fields.String(
        required=True, metadata=doc("What they must add up to at `revision`: 16 hexadecimal digits.")
    )
    upserts = fields.List(fields.Nested(UpsertOut), required=True, metadata=doc("Entries to keep."))
    removals = fields.List(
        fields.Nested(RemovalOut),
        required=True,
        metadata=doc("Entries to forget, before or after the others: none is in both."),
    )
