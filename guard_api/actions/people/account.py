"""What people set of their own accounts."""

from collections.abc import Sequence

from guard_api.errors import Conflict, NotFound
from guard_api.lists.change import Author
from guard_api.ports import Services
from guard_api.ports.people.people import Person
from guard_api.ports.people.proofs import Passkey


def set_habits(services: Services, person: Person, *, language: str | None = None, zone: str | None = None) -> None:
    """Keep in which language or time zone somebody reads; None leaves what there is."""
    kept = person.language if language is None else language, person.zone if zone is None else zone
    services.people.set_habits(person.id, *kept)


def list_passkeys(services: Services, person: Person) -> Sequence[Passkey]:
    """List somebody's passkeys."""
    return services.proofs.passkeys_of(person.id)


def remove_passkey(services: Services, person: Person, key_id: bytes, author: Author) -> None:
    """Forget a passkey; the last thing beside the password stays. Raises Conflict, NotFound."""
    if person.passkeys == 1 and not person.has_totp:
        raise Conflict("This is all that you have beside the password: set up an app for codes first.")
    if not services.proofs.remove_passkey(person, key_id, author):
        raise NotFound("There is no such passkey.")


def signing_key(services: Services) -> bytes:
    """Return with what this installation signs what browsers keep of forms."""
    return services.people.secret()
