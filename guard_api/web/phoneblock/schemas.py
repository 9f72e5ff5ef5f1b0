"""What the apps that know PhoneBlock send and get: its API, version 1.7.

Names and meanings are those of `phoneblock.json` and `api.proto` in github.com/haumacher/phoneblock.
"""

import re
from enum import StrEnum

from marshmallow import Schema, fields, post_load
from marshmallow.validate import OneOf, Regexp

from guard_api.errors import Malformed
from guard_api.lists.phoneblock.votes import Rating
from guard_api.web.contract.bodies import AnyContentType
from guard_api.web.contract.fields import LenientEnum, UntrustedText, doc, one_of
from guard_api.web.contract.requests import NOTE, NUMBER, FromPhone

_DIGEST = Regexp(re.compile(r"[0-9A-Fa-f]{40}\Z"), error="Must be a SHA-1: 40 hexadecimal digits.")
_BEGINNING = Regexp(
    re.compile(r"(?:[0-9A-Fa-f]{2}){2,20}\Z"),
    error="Must be the beginning of a SHA-1: 4 to 40 hexadecimal digits, even.",
)

_TYPED = re.compile(
    rb'\s*\{\s*"phone":\s*"(?P<phone>[^"\\]*)",\s*"rating":\s*"(?P<rating>\w*)",\s*"comment":\s*"(?P<comment>.*)"\s*\}\s*',
    re.DOTALL,
)
"""The body of SpamBlocker's preset, around whatever somebody typed."""


class Form(StrEnum):
    """How an answer is written."""

    JSON = "json"
    XML = "xml"


class FormatQuery(FromPhone):
    """In which form to answer; without it, as `Accept` says."""

    format = LenientEnum(Form)


class _Hashes(FormatQuery):
    """Digests in any case."""

    @post_load
    def capital(self, data: dict[str, str | None], **_: object) -> dict[str, str | None]:
        """Give digests in upper case."""
        return {name: value.upper() if name != "format" and value else value for name, value in data.items()}


class CheckQuery(_Hashes):
    """The hash of a number, and of the number without its last digit and its last two."""

    sha1 = fields.String(required=True, validate=_DIGEST)
    prefix10 = fields.String(validate=_DIGEST)
    prefix100 = fields.String(validate=_DIGEST)


class AlikeQuery(_Hashes):
    """The beginnings of the same hashes: what begins alike hides the number."""

    sha1 = fields.String(required=True, validate=_BEGINNING)
    prefix10 = fields.String(validate=_BEGINNING)
    prefix100 = fields.String(validate=_BEGINNING)


class BlocklistQuery(FormatQuery):
    """The `version` of the answer before; without it, the whole list."""

    since = fields.String(validate=Regexp(r"[0-9]{0,18}\Z", error="Must be the `version` of an earlier answer."))


class RateIn(FromPhone, AnyContentType):
    """A report of a number. SpamBlocker puts a comment into its JSON as it was typed, quotes and all."""

    phone = UntrustedText(NUMBER, required=True)
    rating = LenientEnum(Rating)
    comment = UntrustedText(NOTE)

    def decoded(self, body: bytes) -> object:
        """Read JSON, or what would have been JSON but for the comment. Raises Malformed."""
        try:
            return super().decoded(body)
        except Malformed:
            found = _TYPED.fullmatch(body)
            if found is None:
                raise
            return {name: text.decode("utf-8", "replace") for name, text in found.groupdict().items()}


class PhoneInfoOut(Schema):
    """What is known of a number. Times are milliseconds since 1970, 0 where nothing is known."""

    phone = fields.String(
        required=True,
        metadata=doc("The number, with `+` and country code; `unknown` where nobody knows which was asked for."),
    )
    votes = fields.Integer(
        required=True,
        metadata=doc(
            "Where the block list has this number: 10, and one more for each phone that has reported it; else 0."
        ),
    )
    rating = one_of(Rating, required=True, metadata=doc("What kind of call it is, by the category of the entry."))
    votesWildcard = fields.Integer(
        required=True, metadata=doc("The votes of the number, or 10 where an entry covers a range that it is in.")
    )
    whiteListed = fields.Boolean(required=True, metadata=doc("Whether it is an official or an allowed number."))
    blackListed = fields.Boolean(
        required=True, metadata=doc("PhoneBlock's personal black list, which there is none of here: always false.")
    )
    archived = fields.Boolean(
        required=True, metadata=doc("PhoneBlock's archive, which there is none of here: always false.")
    )
    dateAdded = fields.Integer(
        required=True, metadata=doc("When it came onto the list: milliseconds since 1970, or 0.")
    )
    lastUpdate = fields.Integer(
        required=True, metadata=doc("When it was changed on the list: milliseconds since 1970, or 0.")
    )
    label = fields.String(
        required=True, allow_none=True, metadata=doc("Always null: an admin's words could be taken for a rating.")
    )
    location = fields.String(
        required=True, allow_none=True, metadata=doc("Always null: where a number is from says nothing of who calls.")
    )


class RangeOut(Schema):
    """A block of ten or a hundred numbers that is listed."""

    prefix = fields.String(required=True, metadata=doc("What the numbers of the block begin with."))
    votes = fields.Integer(required=True, metadata=doc("The votes of the block."))
    cnt = fields.Integer(required=True, metadata=doc("How many numbers the block has."))


class AlikeOut(Schema):
    """Everything whose hash begins as request."""

    numbers = fields.List(
        fields.Nested(PhoneInfoOut), required=True, metadata=doc("Listed and official numbers whose hash begins so.")
    )
    range10 = fields.List(
        fields.Nested(RangeOut), required=True, metadata=doc("Blocks of ten numbers whose hash begins so.")
    )
    range100 = fields.List(
        fields.Nested(RangeOut), required=True, metadata=doc("Blocks of a hundred numbers whose hash begins so.")
    )


class BlocklistEntryOut(Schema):
    """A number of the list; with 0 votes it is to be forgotten."""

    phone = fields.String(required=True, metadata=doc("The number to block, or to forget, with `+` and country code."))
    rating = one_of(
        Rating, required=True, metadata=doc("What the number is blocked as; `A_LEGITIMATE`: it is not any more.")
    )
    votes = fields.Integer(
        required=True,
        validate=OneOf([0, 2, 4, 10, 20, 50, 100]),
        metadata=doc("The votes of the number, down to the next of 2, 4, 10, 20, 50 and 100; 0: forget it."),
    )
    lastActivity = fields.Integer(
        required=True, metadata=doc("When something last happened to the number: milliseconds since 1970.")
    )


class BlocklistOut(Schema):
    """The list, or what has changed on it, up to `version`."""

    numbers = fields.List(
        fields.Nested(BlocklistEntryOut), required=True, metadata=doc("Numbers to block, and those to forget.")
    )
    version = fields.Integer(required=True, metadata=doc("How far the list is; to be sent as `since`."))
