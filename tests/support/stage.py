"""One application for all tests of a file, each with a phone of its own: for those that only phones take part in."""

from pathlib import Path
from secrets import token_hex
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from guard_api.ports import Device, Scope, Services
from guard_api.web.app import create_app
from tests.contracts.records import Record, RecordMaker, file_of
from tests.support.clock import NOON, Clock
from tests.support.phones import TestPhone


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def record(new_record: RecordMaker, tmp_path_factory: pytest.TempPathFactory, clock: Clock) -> Record:
    return new_record(tmp_path_factory.mktemp("stories"), clock)


@pytest.fixture(scope="module")
def database(record: Record) -> Path:
    return file_of(record)


@pytest.fixture(scope="module")
def services(record: Record) -> Services:
    return record.services


@pytest.fixture(scope="module")
def app(services: Services) -> Flask:
    return create_app(services)


@pytest.fixture(scope="module")
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def phone(client: FlaskClient, services: Services, clock: Clock) -> TestPhone:
    """A phone in China with a second number of its own, of which nothing is known at noon."""
    clock.now = NOON
    device = Device(token_hex(6), "CN", ("+8613700137000",))
    return TestPhone(client, services.keys.create(Scope.DEVICE, "test", NOON, device)[1])


FIXTURES: tuple[Any, ...] = (app, client, clock, database, phone, record, services)
"""For a file whose tests need no other application: `app, client, clock, database, phone, record, services = …`."""
