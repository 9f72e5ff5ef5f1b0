"""Admins decide of many reported numbers at once: each by itself, and what cannot be decided is named."""

from collections.abc import Sequence
from dataclasses import dataclass

from guard_api.actions.reports.report import Acceptance, accept
from guard_api.actions.reports.review import dismiss, reopen
from guard_api.errors import Refused
from guard_api.lists.change import Author
from guard_api.ports import Services
from guard_api.ports.phones.reports import Decision


@dataclass(frozen=True, slots=True)
class Decided:
    """The numbers of which was decided, and those of which could not be, and why."""

    numbers: Sequence[str]
    errors: Sequence[tuple[str, str]]


def decide(
    services: Services, numbers: Sequence[str], decision: Decision, acceptance: Acceptance, author: Author
) -> Decided:
    """Decide of each number: list it, leave it alone, or have it wait for a decision again."""
    decided, errors = [], []
    for number in dict.fromkeys(numbers):
        try:
            _decide(services, number, decision, acceptance, author)
        except Refused as error:
            errors.append((number, error.detail))
        else:
            decided.append(number)
    return Decided(decided, errors)


def _decide(services: Services, number: str, decision: Decision, acceptance: Acceptance, author: Author) -> None:
    if decision is Decision.ACCEPTED:
        accept(services, number, acceptance, author)
    elif decision is Decision.DISMISSED:
        dismiss(services, number, author)
    else:
        reopen(services, number, author)
