"""Official domains: whose they are, what no list may cover, and what organisations hold besides."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field

from guard_api.links.hosts import parents


@dataclass(frozen=True, slots=True)
class OfficialDomain:
    """A registrable domain of an organisation, in canonical form; all below it is the organisation's, too."""

    domain: str
    organization: str


@dataclass(frozen=True, slots=True)
class OfficialDomains:
    """All official domains. Immutable; loading anew makes a new one.

    `held` are domains, by owner, that an organisation has for its machines or lest somebody else had them: none is an
    imitation, but nobody is sent there, so none is official: lists may name it, and it is nothing to be imitated.
    """

    domains: tuple[OfficialDomain, ...] = ()
    held: Mapping[str, str] = field(default_factory=dict)
    _by_name: Mapping[str, OfficialDomain] = field(init=False, repr=False)
    _above: Mapping[str, OfficialDomain] = field(init=False, repr=False)
    _shortest: Mapping[str, str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Index once, so that a look-up is a hash for each label."""
        by_name = {official.domain: official for official in self.domains}
        object.__setattr__(self, "_by_name", by_name)
        above = {name: official for official in self.domains for name in parents(official.domain)[1:]}
        object.__setattr__(self, "_above", above)
        longest_first = sorted(self.domains, key=lambda official: (-len(official.domain), official.domain))
        object.__setattr__(self, "_shortest", {one.organization: one.domain for one in longest_first})

    def owner(self, name: str) -> OfficialDomain | None:
        """Find the official domain that a canonical host name is, or stands below."""
        return self._by_name.get(_covering(name, self._by_name))

    def is_held(self, name: str) -> bool:
        """Say whether a canonical host name stands at or below a domain that an organisation only holds."""
        return bool(_covering(name, self.held))

    def covered_by(self, name: str) -> OfficialDomain | None:
        """Find an official domain that an entry for `name` and all below it would hit: above, at or below `name`."""
        return self._above.get(name) or self.owner(name)

    def shortest_of(self, organization: str) -> str | None:
        """Return the shortest of an organisation's domains, which is easiest to type."""
        return self._shortest.get(organization)

    def of(self, organizations: Iterable[str]) -> list[str]:
        """List the domains of organisations, as they were loaded."""
        wanted = {*organizations}
        return [official.domain for official in self.domains if official.organization in wanted]


def _covering(name: str, names: Container[str]) -> str:
    """Find the first of a canonical name and all above it that is among `names`, "" for none."""
    while name and name not in names:
        name = name.partition(".")[2]
    return name
