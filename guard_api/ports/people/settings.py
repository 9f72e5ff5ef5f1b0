"""What operators set of the console."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from guard_api.ports.people.people import Role


@dataclass(frozen=True, slots=True)
class OpenIdConnect:
    """The accounts of the organization (OpenID Connect): which of their groups has which role."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    roles: Mapping[str, Role]


@dataclass(frozen=True, slots=True)
class ConsoleSettings:
    """How the console is run."""

    url: str = ""
    """Where browsers find it; "": wherever they ask."""
    four_eyes_above: int = 0
    """How many entries one person may take away at once; 0: any number."""
    openid: OpenIdConnect | None = None
    small_import: int = 1000
    """How many rows an import may have that editors make."""


def read_roles(text: str) -> Mapping[str, Role]:
    """Read which group has which role. Raises ValueError."""
    if text == "none":
        return {}
    pairs = [one.rpartition("=") for one in text.split(",")]
    if not all(group.strip() for group, _, _ in pairs):
        raise ValueError(text)
    return {group.strip(): Role(role.strip()) for group, _, role in pairs}


def roles_text(text: str) -> str:
    """Give the text of roles of groups as it is."""
    read_roles(text)
    return text
