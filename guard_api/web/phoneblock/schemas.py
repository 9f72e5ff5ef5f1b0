"""What the apps that know PhoneBlock send and get: its API, version 1.7.

Names and meanings are those of `phoneblock.json` and `api.proto` in github.com/haumacher/phoneblock.
"""

import re
from enum import StrEnum

from marshmallow import Schema, fields, post_load
from marshmallow.validate import OneOf, Regexp

from guard_api.blocklist.votes import Rating
from guard_api.errors import Malformed
from guard_api.web.contract.check_schemas import NOTE, NUMBER, FromPhone
from guard_api.web.contract.fields import Junk, Word, one_of
from guard_api.web.edge.bodies import AnyContentType

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

    format = Word(Form)


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

    phone = Junk(NUMBER, required=True)
    rating = Word(Rating)
    comment = Junk(NOTE)

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

    phone = fields.String(required=True)
    votes = fields.Integer(required=True)
    rating = one_of(Rating, required=True)
    votesWildcard = fields.Integer(required=True)  # noqa: N815 - PhoneBlock's name
    whiteListed = fields.Boolean(required=True)  # noqa: N815 - PhoneBlock's name
    blackListed = fields.Boolean(required=True)  # noqa: N815 - PhoneBlock's name
    archived = fields.Boolean(required=True)
    dateAdded = fields.Integer(required=True)  # noqa: N815 - PhoneBlock's name
    lastUpdate = fields.Integer(required=True)  # noqa: N815 - PhoneBlock's name
    label = fields.String(required=True, allow_none=True)
    location = fields.String(required=True, allow_none=True)


class RangeOut(Schema):
    """A block of ten or a hundred numbers that is listed."""

    prefix = fields.String(required=True)
    votes = fields.Integer(required=True)
    cnt = fields.Integer(required=True)


class AlikeOut(Schema):
    """Everything whose hash begins as request."""

    numbers = fields.List(fields.Nested(PhoneInfoOut), required=True)
    range10 = fields.List(fields.Nested(RangeOut), required=True)
    range100 = fields.List(fields.Nested(RangeOut), required=True)


class BlocklistEntryOut(Schema):
    """A number of the list; with 0 votes it is to be forgotten."""

    phone = fields.String(required=True)
    rating = one_of(Rating, required=True)
    votes = fields.Integer(required=True, validate=OneOf([0, 2, 4, 10, 20, 50, 100]))
    lastActivity = fields.Integer(required=True)  # noqa: N815 - PhoneBlock's name


class BlocklistOut(Schema):
    """The list, or what has changed on it, up to `version`."""

    numbers = fields.List(fields.Nested(BlocklistEntryOut), required=True)
    version = fields.Integer(required=True)
