"""How long people stay logged in."""

from datetime import timedelta

from guard_api.errors import NotFound
from guard_api.lists.change import Author
from guard_api.ports import Services
from guard_api.ports.people.people import Person
from guard_api.ports.people.sessions import Session

IDLE = timedelta(minutes=30)
"""How long a session lasts in which nothing is done."""
LONGEST = timedelta(hours=12)
"""How long any session lasts."""
CONFIRMED = timedelta(minutes=5)
"""How long it holds that somebody has proved again who they are."""
_TOUCHED = timedelta(minutes=1)
"""How often it is noted that a session is in use."""


def find_session(services: Services, token: bytes) -> Session | None:
    """Find who is logged in with a token, None when the session is over."""
    session, now = services.sessions.find(token), services.clock()
    if session is None:
        return None
    if session.person.disabled_at is not None or now - session.seen_at > IDLE or now - session.created_at > LONGEST:
        services.sessions.end(session.id)
        return None
    if now - session.seen_at > _TOUCHED:
        services.sessions.touch(session.id, now)
    return session


def is_confirmed(services: Services, session: Session) -> bool:
    """Say whether somebody has proved lately who they are."""
    return services.clock() - session.confirmed_at <= CONFIRMED


def end_one(services: Services, person: Person, session_id: str) -> None:
    """End one of somebody's own sessions. Raises NotFound."""
    if session_id not in {one.id for one in services.sessions.of(person.id)}:
        raise NotFound("There is no such session.")
    services.sessions.end(session_id)


def end_session(services: Services, session: Session) -> None:
    """Log somebody out."""
    services.sessions.end(session.id)


def end_everywhere(services: Services, person: Person) -> None:
    """Log somebody out everywhere."""
    services.sessions.end_all(person.id)


def renew(services: Services, session: Session) -> None:
    """Note that somebody has just proved again who they are."""
    services.sessions.confirm(session.id, services.clock())


def deny(services: Services, page: str, author: Author) -> None:
    """Note that somebody asked for more than their role allows."""
    services.sessions.deny(author, f"page:{page}")


def living_sessions(services: Services, person: Person) -> list[Session]:
    """List where somebody is logged in; ends what is over, of everybody."""
    now = services.clock()
    services.sessions.end_old(now - LONGEST, now - IDLE)
    return [*services.sessions.of(person.id)]
