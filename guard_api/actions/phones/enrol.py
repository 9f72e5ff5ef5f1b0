"""A phone introduces itself with an admin's code and gets its key."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from guard_api.errors import WrongCode
from guard_api.numbers.caller_id import read_caller_id
from guard_api.ports import Device, Reference, Services


@dataclass(frozen=True, slots=True)
class Introduction:
    """What a phone says of itself. `request_id` is the same when it asks again since no answer came."""

    code: str
    region: str
    own_numbers: Sequence[str] = ()
    carrier: str | None = None
    label: str = ""
    request_id: str | None = None


def make_device(region: str, own_numbers: Sequence[str], carrier: str | None, reference: Reference) -> Device:
    """Make up a device; own numbers that cannot be read are left out."""
    read = (read_caller_id(number, region, reference.directory).key for number in own_numbers)
    return Device(secrets.token_hex(8), region, tuple(key for key in read if key is not None), carrier)


def new_device(services: Services, region: str) -> Device:
    """Make up a device of which nothing is known but where it is."""
    return make_device(region, (), None, services.reference.current())


def enrol(services: Services, introduction: Introduction) -> tuple[Device, str]:
    """Use the code up and make the phone and its key, or another key for one whose answer was lost.

    Raises WrongCode, and Conflict where the answer was not lost.
    """
    keys, now = services.keys, services.clock()
    if not keys.is_good(introduction.code, introduction.request_id, now):
        raise WrongCode
    device = make_device(
        introduction.region, introduction.own_numbers, introduction.carrier, services.reference.current()
    )
    made = keys.enrol(introduction.code, device, introduction.label, now, introduction.request_id)
    if made is None:
        raise WrongCode
    return made
