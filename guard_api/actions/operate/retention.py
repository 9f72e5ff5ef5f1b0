"""What is too old is forgotten: said beforehand, and done."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta

from guard_api.actions.imports.import_queue import files_needed
from guard_api.lists.actor import SERVER, author_of
from guard_api.lists.change import Author
from guard_api.ports import Services
from guard_api.ports.phones.retention import Due, Kept

_UPLOAD_LIFE = timedelta(days=1)
"""How long an upload may rest of which no job knows: while it comes in, it is written to again and again."""


def due(services: Services) -> Mapping[Kept, Due]:
    """Say what `purge` would forget by now, by kind."""
    now = services.clock()
    orphans = [at for _, at in services.uploads.orphans(files_needed(services.jobs, now), _oldest_upload(now))]
    found = {Kept.UPLOADS: Due(len(orphans), min(orphans, default=None)), Kept.VERSIONS: services.expiry.due(now)}
    return {**services.retention.due(now), **found}


def purge(services: Services, author: Author) -> Mapping[Kept, int]:
    """Forget all that is too old; gives how many by kind."""
    gone: Counter[Kept] = Counter()
    while some := _purge_some(services, author):
        gone.update(some)
    while versions := services.expiry.forget(author.at):
        gone[Kept.VERSIONS] += versions
    while services.retention.reclaim():
        pass
    return gone


def purge_some(services: Services) -> bool:
    """Forget some of what is too old, where the clock can be believed; says whether there may be more."""
    now = services.clock()
    return services.expiry.believes(now) and bool(_purge_some(services, author_of(SERVER, now, "too old")))


def _purge_some(services: Services, author: Author) -> Mapping[Kept, int]:
    uploads = services.uploads.remove_orphans(files_needed(services.jobs, author.at), _oldest_upload(author.at))
    return {**services.retention.purge(author), **({Kept.UPLOADS: uploads} if uploads else {})}


def _oldest_upload(now: datetime) -> datetime:
    return now - _UPLOAD_LIFE


def rebuild(services: Services) -> None:
    """Write the database anew, without the room that nobody needs. Raises StoreUnavailable."""
    services.retention.rebuild()
