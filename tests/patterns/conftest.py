"""Each story is told by a phone of its own, to one application for all the stories of a file."""

from tests.support.stage import app, client, clock, database, phone, record, services  # noqa: F401 - fixtures
