"""Admins make, list and revoke keys."""

from dataclasses import dataclass

from guard_api.actions.pages import Paged, page_of
from guard_api.actions.phones.enrol import new_device
from guard_api.errors import Forbidden, Invalid, NotFound
from guard_api.lists.change import Author
from guard_api.ports import Key, KeySearch, Scope, Services


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that was made; `secret` is shown this once."""

    key: Key
    secret: str


def create_key(  # noqa: PLR0913 - what a key is, and who makes it
    services: Services,
    scope: Scope,
    label: str,
    region: str | None,
    *,
    author: Author,
    holder: Scope = Scope.ADMIN,
) -> NewKey:
    """Make a key; one for a phone comes with the phone. `holder` is what its maker's key opens.

    Raises Invalid, Forbidden.
    """
    _check_holder(holder, scope)
    if region is not None and scope is not Scope.DEVICE:
        raise Invalid("Only device keys have a region.", {"region": ["Only for the scope device."]})
    place, is_phone = region or services.default_region, scope is Scope.DEVICE
    device = new_device(services, place) if is_phone else None
    return NewKey(*services.keys.create(scope, label, author.at, device, author))


def list_keys(services: Services, search: KeySearch) -> Paged[Key, str]:
    """Return a page of keys, revoked ones too, newest first."""
    return page_of(services.keys.list(search), search.limit, lambda key: key.id)


def revoke_key(services: Services, key_id: str, author: Author, holder: Scope = Scope.ADMIN) -> None:
    """Have a key stop working at once. `holder` is what the key of who wants it opens. Raises NotFound, Forbidden."""
    for key in services.keys.list(KeySearch(text=key_id)):
        if key.id == key_id:
            _check_holder(holder, key.scope)
    if not services.keys.revoke(key_id, author.at, author):
        raise NotFound("There is no such key in use.")


def _check_holder(holder: Scope, scope: Scope) -> None:
    if not holder.gives(scope):
        raise Forbidden(f"A key of the scope {holder} makes and revokes no keys of the scope {scope}.")


def has_keys(services: Services) -> bool:
    """Whether there was ever a key: a server without one answers nobody."""
    return services.keys.has_any()
