"""One request of the console: who asks, in which language, at which time of day."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import g, request
from werkzeug.urls import iri_to_uri

from guard_api.errors import Forbidden
from guard_api.lists.actor import ConsoleActor, author_of
from guard_api.lists.change import Author
from guard_api.lists.files.cells.cells import LONGEST_NOTE
from guard_api.lists.safe_text import cleaned
from guard_api.ports import Services
from guard_api.ports.people.people import Person, Role
from guard_api.ports.people.sessions import Session
from guard_api.texts import Texts


@dataclass(frozen=True, slots=True)
class Visit:
    """What a view works with. `session` is None where nobody is logged in."""

    services: Services
    session: Session | None
    texts: Texts
    zone: ZoneInfo

    @property
    def here(self) -> Session:
        """The session of who asks. Raises Forbidden where nobody is logged in."""
        if self.session is None:
            raise Forbidden("Log in first.")
        return self.session

    @property
    def person(self) -> Person:
        """Who asks. Raises Forbidden where nobody is logged in."""
        return self.here.person

    def may(self, role: Role) -> bool:
        """Say whether who asks may do what `role` may."""
        return self.session is not None and self.session.person.role.includes(role)

    def author(self, why: str = "") -> Author:
        """Return who makes a change, when, and why, in so many words as everywhere, without what nobody sees."""
        reason = cleaned(why, LONGEST_NOTE).strip()
        return author_of(ConsoleActor(self.person.name), self.services.clock(), reason)


def requested_page() -> str:
    """Return the path and query that are asked for, as an address has them."""
    return iri_to_uri(request.full_path.removesuffix("?"))


def visit() -> Visit:
    """Return the visit that is being answered."""
    current: Visit = g.visit
    return current
