"""Admins make, list and revoke keys."""

from dataclasses import dataclass

from guard_api.actions.pages import Paged, page_of
from guard_api.actions.phones.enrol import new_device
from guard_api.errors import Invalid, NotFound
from guard_api.lists.change import Author
from guard_api.ports import Key, KeySearch, Scope, Services


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that was made; `secret` is shown this once."""

    key: Key
    secret: str


def create_key(services: Services, scope: Scope, label: str, region: str | None, author: Author) -> NewKey:
    """Make a key; one for a phone comes with the phone. Raises Invalid."""
    if region is not None and scope is not Scope.DEVICE:
        raise Invalid("Only device keys have a region.", {"region": ["Only for the scope device."]})
    place, is_phone = region or services.default_region, scope is Scope.DEVICE
    device = new_device(services, place) if is_phone else None
    return NewKey(*services.keys.create(scope, label, author.at, device, author))


def list_keys(services: Services, search: KeySearch) -> Paged[Key, str]:
    """Return a page of keys, revoked ones too, newest first."""
    return page_of(services.keys.list(search), search.limit, lambda key: key.id)


def revoke_key(services: Services, key_id: str, author: Author) -> None:
    """Have a key stop working at once. Raises NotFound."""
    if not services.keys.revoke(key_id, author.at, author):
        raise NotFound("There is no such key in use.")


def has_keys(services: Services) -> bool:
    """Whether there was ever a key: a server without one answers nobody."""
    return services.keys.has_any()
