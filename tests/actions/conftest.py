"""Each test has a phone of its own, and one application with all others of its file."""

from tests.support.stage import app, client, clock, database, phone, record, services  # noqa: F401 - fixtures
