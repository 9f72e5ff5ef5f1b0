"""Somebody comes with an account of the organization (OpenID Connect): its groups say which role they have."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from guard_api.actions.people.log_in import begin, refused_at_all, tidy
from guard_api.actions.people.manage import NAME
from guard_api.errors import Unauthorized
from guard_api.lists.change import Author
from guard_api.ports import Services
from guard_api.ports.people.people import Person, Role
from guard_api.ports.people.settings import OpenIdConnect

_WHO = "openid"
_FRESH = timedelta(minutes=10)
"""How long ago somebody may have proved to the provider who they are: the console asks for that each time."""


def log_in(services: Services, claims: Mapping[str, Any], agent: str) -> tuple[Person, bytes]:
    """Begin a session for whom the provider speaks; returns its token as well. Raises Unauthorized, Conflict."""
    openid = services.console.openid
    role = _role(openid, claims) if openid is not None else None
    if openid is None or role is None:
        raise refused_at_all(services, "none of their groups has a role")
    proved = claims.get("auth_time")
    if proved is not None and services.clock() - datetime.fromtimestamp(int(proved), UTC) > _FRESH:
        raise refused_at_all(services, "the provider has not asked who they are")
    person = _known(services, f"{openid.issuer}|{claims['sub']}", role, claims)
    if person.disabled_at is not None:
        raise refused_at_all(services, f"{person.name} is locked")
    return person, begin(services, person, agent, _WHO)


def _role(openid: OpenIdConnect, claims: Mapping[str, Any]) -> Role | None:
    """Return the highest role that groups give."""
    groups = claims.get("groups")
    names = groups if isinstance(groups, Sequence) and not isinstance(groups, str) else [groups]
    found = {openid.roles[name] for name in names if isinstance(name, str) and name in openid.roles}
    return next((role for role in reversed(Role) if role in found), None)


def _known(services: Services, subject: str, role: Role, claims: Mapping[str, Any]) -> Person:
    """Find somebody, or make them; a name that is another's is not theirs. Raises Unauthorized, Conflict."""
    by = Author(_WHO, services.clock(), "groups")
    person = services.people.with_subject(subject)
    if person is None:
        name = tidy(str(claims.get("preferred_username") or claims.get("email") or claims["sub"]))
        if NAME.fullmatch(name) is None:
            raise Unauthorized("The provider gives no name that an account can have.")
        return services.people.create(name, role, by, subject)
    if person.role is not role:
        services.people.set_role(person, role, by)
    return services.people.with_subject(subject) or person
