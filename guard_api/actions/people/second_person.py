"""Four eyes: what takes much away waits until a second person confirms it."""

from collections.abc import Mapping, Sequence
from typing import Any

from guard_api.actions.people.carry_out import CARRY_OUT, UNDO
from guard_api.errors import Forbidden, NotFound
from guard_api.lists.change import Author, Change
from guard_api.ports import Services
from guard_api.ports.people.proposals import Proposal


def needs_second(services: Services, count: int) -> bool:
    """Say whether one person alone may not take away so many entries."""
    return 0 < services.console.four_eyes_above < count


def propose(services: Services, kind: str, arguments: Mapping[str, Any], count: int, author: Author) -> Proposal:
    """Have a change wait for a second person; `arguments` are what CARRY_OUT[kind] takes, in JSON."""
    return services.proposals.add(kind, arguments, count, author)


def propose_undo(services: Services, change: Change, author: Author) -> bool:
    """Have taking a change back wait for a second person where it takes much off; says whether it waits."""
    if not needs_second(services, change.added):
        return False
    about = f"{change.list}, {change.revision}: {change.what}, {change.who}"
    propose(services, UNDO, {"revision": change.revision, "about": about}, change.added, author)
    return True


def waiting(services: Services) -> Sequence[Proposal]:
    """List what waits, the oldest first."""
    return services.proposals.list()


def confirm(services: Services, proposal_id: int, author: Author) -> object:
    """Do what was proposed, in the name of both. Raises NotFound, Forbidden to who proposed it, and what doing it does.

    What cannot be done any more does not wait any more, either.
    """
    proposal = _find(services, proposal_id)
    if proposal.who == author.who:
        raise Forbidden("Somebody else must confirm this.")
    if not services.proposals.take(proposal.id):
        raise NotFound("This waits no more.")
    both = Author(f"{proposal.who}, {author.who}", author.at, proposal.why)
    return CARRY_OUT[proposal.kind](services, proposal.arguments, both)


def withdraw(services: Services, proposal_id: int, author: Author) -> None:
    """Have a change wait no more, and not be done. Raises NotFound."""
    if not services.proposals.take(proposal_id, author):
        raise NotFound("This waits no more.")


def _find(services: Services, proposal_id: int) -> Proposal:
    proposal = services.proposals.find(proposal_id)
    if proposal is None:
        raise NotFound("This waits no more.")
    return proposal
