"""What a route's schemas do not say: the errors it can give, examples, and what is no JSON.

It stands on the route: the document is made of it, and tests hold the server to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from marshmallow import Schema

from guard_api.errors import Refused
from guard_api.lists.files.formats import Format
from guard_api.web.contract.examples import Examples

LISTS = ("text/csv", Format.JSONL.media, "text/plain")
"""What lists are read and written as."""

WORKBOOKS = (Format.XLSX.media, Format.XLS.media, Format.ODS.media)
"""What else lists are read of."""

XML = ("text/xml",)
"""What PhoneBlock's answers may be, too."""


@dataclass(frozen=True, slots=True, eq=False)
class Note:
    """What is to be said of one route. `gives`: besides the JSON that its schema describes, or in its place.

    `versioned`: it has an ETag, and gives 304 to who has that version.
    """

    errors: tuple[type[Refused], ...] = ()
    takes: tuple[str, ...] = ()
    gives: tuple[str, ...] = ()
    also: Mapping[HTTPStatus, Schema] = field(default_factory=dict)
    examples: Examples = field(default_factory=dict)
    """Bodies that are sent, by name."""
    values: Mapping[str, object] = field(default_factory=dict)
    """Examples of what stands in the path or the query, by name."""
    beginnings: Mapping[str, object] = field(default_factory=dict)
    """How answers begin that are too long to be shown, by content type; all others are recorded."""
    versioned: bool = False
    leads_on: bool = False
    """Whether browsers are sent elsewhere."""
    stored: bool = True
    """Whether it needs the database."""
