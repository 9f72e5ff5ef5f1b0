"""Admins make codes with which phones enrol."""

from datetime import datetime, timedelta

from guard_api.errors import Invalid
from guard_api.lists.change import Author
from guard_api.ports import EnrolmentCode, Services

CODE_LIFE = timedelta(days=7)
"""How long an enrolment code works when nothing else is said."""


def create_code(services: Services, uses: int, expires_at: datetime | None, author: Author) -> EnrolmentCode:
    """Make a code that so many phones can use. Raises Invalid when it would have expired already."""
    until = expires_at or author.at + CODE_LIFE
    if until <= author.at:
        raise Invalid("This code would have expired already.", {"expires_at": ["Must be in the future."]})
    return services.keys.create_code(uses, until, author)
