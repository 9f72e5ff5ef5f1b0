"""Reported numbers for who may see them in part only: masked where they stand, sealed in the cursors of pages."""

from base64 import urlsafe_b64encode
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from guard_api.errors import Invalid
from guard_api.numbers.caller_id import masked
from guard_api.ports import Services
from guard_api.ports.phones.reports import Report

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


def hide(report: Report) -> Report:
    """Return a report whose number is masked."""
    return replace(report, number=masked(report.number))


def seal(services: Services, number: str) -> str:
    """Return a number so that only this installation can read it."""
    return _sealer(services).encrypt(number.encode()).decode()


def unseal(services: Services, sealed: str) -> str:
    """Return the number. Raises Invalid where it was not sealed here."""
    from cryptography.fernet import InvalidToken  # noqa: PLC0415 - most servers seal nothing

    try:
        return _sealer(services).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Invalid("This cursor is none of ours.", {"cursor": ["Use `next` of the page before."]}) from error


def _sealer(services: Services) -> "Fernet":
    from cryptography.fernet import Fernet  # noqa: PLC0415 - most servers seal nothing

    return Fernet(urlsafe_b64encode(sha256(b"reported numbers " + services.people.secret()).digest()))
