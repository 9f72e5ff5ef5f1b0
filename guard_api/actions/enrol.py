"""A phone introduces itself with an admin's code and gets its key."""

import secrets
from collections.abc import Sequence

from guard_api.errors import Forbidden
from guard_api.numbers.caller_id import read_caller_id
from guard_api.ports import Device, Key, Reference, Services


def make_device(region: str, own_numbers: Sequence[str], carrier: str | None, reference: Reference) -> Device:
    """Make up a device; own numbers that cannot be read are left out."""
    read = (read_caller_id(number, region, reference.directory).key for number in own_numbers)
    return Device(secrets.token_hex(8), region, tuple(key for key in read if key is not None), carrier)


def enrol(services: Services, code: str, device: Device, label: str) -> tuple[Key, str]:
    """Use the code up and make the key. Raises Forbidden, which does not say why: codes are not to be guessed."""
    made = services.keys.enrol(code, device, label, services.clock())
    if made is None:
        raise Forbidden("This enrolment code is wrong, expired or used up. Ask for a new one.")
    return made
