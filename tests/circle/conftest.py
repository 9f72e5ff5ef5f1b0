"""Phones in one process, some of them linked."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from guard_api.ports import Device, Scope, Services
from tests.support.clients.circles import Phone
from tests.support.clock import Clock

Phones = Callable[[str], Phone]


@pytest.fixture
def phones(client: FlaskClient, services: Services, clock: Clock) -> Phones:
    """Make a phone of a name."""

    def make(name: str) -> Phone:
        key, secret = services.keys.create(Scope.DEVICE, name, clock(), Device(name, "CN"))
        return Phone(client, secret, "en", key.id)

    return make


@pytest.fixture
def mother(phones: Phones) -> Phone:
    return phones("mother")


@pytest.fixture
def daughter(phones: Phones, mother: Phone) -> Phone:
    """Mother's guardian."""
    daughter = phones("daughter")
    daughter.joins(mother, "Mother", "Li Wei")
    return daughter
