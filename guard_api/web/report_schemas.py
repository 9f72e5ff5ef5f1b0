"""What is said of reported numbers."""

from marshmallow import Schema, fields
from marshmallow.validate import OneOf

from guard_api.blocklist.entry import Category
from guard_api.web.fields import Junk, Name, Until, Word, one_of
from guard_api.web.list_schemas import PageQuery
from guard_api.web.schemas import NOTE, NUMBER, FromAdmin, FromPhone


class ReportIn(FromPhone):
    """A number that somebody is tired of, as displayed."""

    number = Junk(NUMBER, required=True)
    category = Word(Category)
    comment = Junk(NOTE)


class ReportedOut(Schema):
    """What became of a report."""

    number = fields.String(required=True, allow_none=True)
    counted = fields.Boolean(required=True)
    reason = fields.String(required=True, allow_none=True)


class ReportsQuery(PageQuery):
    """Which reported numbers: those to be decided, or what was decided."""

    state = fields.String(validate=OneOf(["open", "accepted", "dismissed"]), load_default="open")


class ReportOut(Schema):
    """A reported number: by how many phones, and what for."""

    number = fields.String(required=True)
    devices = fields.Integer(required=True)
    categories = fields.Dict(fields.String(), fields.Integer(), required=True)
    comments = fields.List(fields.String(), required=True)
    first_at = fields.AwareDateTime(required=True)
    last_at = fields.AwareDateTime(required=True)


class ReportsOut(Schema):
    """A page of reported numbers, those of the most phones first."""

    reports = fields.List(fields.Nested(ReportOut), required=True)
    next = fields.String(required=True, allow_none=True)


class AcceptIn(FromAdmin):
    """What the entry is to say; what is missing is taken from the reports."""

    category = one_of(Category)
    label = Name()
    note = Name(NOTE)
    expires_at = Until()
