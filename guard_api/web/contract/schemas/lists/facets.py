"""What a search of entries can be narrowed down to."""

from marshmallow import Schema, fields

from guard_api.actions.lists.facets import SHOWN
from guard_api.lists.entry import Category, ListName, Match
from guard_api.web.contract.fields import doc, one_of, page_limit
from guard_api.web.contract.schemas.lists.lists import Found


class FacetsQuery(Found):
    """Which entries of which list are counted, and how many sources are named."""

    list = one_of(ListName, load_default=ListName.BLOCK)
    limit = page_limit(1000, SHOWN)


def _count(of: str) -> fields.Integer:
    return fields.Integer(required=True, allow_none=True, metadata=doc(f"How many entries {of}; null: not counted."))


class MatchFacet(Schema):
    """How many of the entries have a match."""

    match = one_of(Match, required=True, metadata=doc("The match that they have."))
    count = _count("have this match")


class CategoryFacet(Schema):
    """How many of the entries are of a category."""

    category = one_of(Category, required=True, metadata=doc("The category that they are of."))
    count = _count("are of this category")


class SourceFacet(Schema):
    """How many of the entries are of a source."""

    source = fields.String(required=True, metadata=doc("The source that they name; empty: none."))
    count = _count("name this source")


class FacetsOut(Schema):
    """What a search can be narrowed down to, the most frequent first: each counted as if it was not chosen itself."""

    counted = fields.Boolean(
        required=True,
        metadata=doc("False: more than 10,000 are found, and these are the words of the whole list, without counts."),
    )
    matches = fields.List(fields.Nested(MatchFacet), required=True, metadata=doc("By match."))
    categories = fields.List(fields.Nested(CategoryFacet), required=True, metadata=doc("By category."))
    sources = fields.List(fields.Nested(SourceFacet), required=True, metadata=doc("By source: so many as `limit`."))
    other_sources = _count("name another source")
