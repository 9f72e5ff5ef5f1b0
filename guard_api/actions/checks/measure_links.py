"""How well links are told apart without any list: what fires on a file of domains, by reason and by level."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache

from guard_api.actions.checks.observing.read_content import AssessedLink
from guard_api.engine.judge import judge
from guard_api.engine.policy import Level, Policy
from guard_api.links.facts import LinkFacts, Reason
from guard_api.links.finding import read_links
from guard_api.links.hosts import read_host
from guard_api.links.link import Link
from guard_api.links.strength import QUIET
from guard_api.ports import Services

_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
_LEVELS = tuple(Level)


@dataclass(frozen=True, slots=True)
class Measured:
    """What fired on `total` links: how many came to a level, and how many gave a reason and came to a level."""

    total: int = 0
    levels: Mapping[Level, int] = field(default_factory=dict)
    reasons: Mapping[str, Mapping[Level, int]] = field(default_factory=dict)

    def at_least(self, level: Level) -> int:
        """Count the links that came to a level or above."""
        return sum(count for reached, count in self.levels.items() if _LEVELS.index(reached) >= _LEVELS.index(level))


def measure_links(services: Services, lines: Iterable[str]) -> Measured:
    """Judge one link a line, each by itself and without lists. Empty lines and comments (`#`) are passed over."""
    reader, policy = services.reference.current().links, services.policy.current()
    reasons: defaultdict[str, Counter[Level]] = defaultdict(Counter)
    levels: Counter[Level] = Counter()
    for line in lines:
        written = line.strip()
        if not written or written.startswith("#"):
            continue
        facts = reader.read(_link(written))
        level = _level(facts.strength, policy)
        levels[level] += 1
        for sign in _signs(facts) if facts.strength > QUIET else ():
            reasons[sign][level] += 1
    return Measured(levels.total(), dict(levels), {sign: dict(counts) for sign, counts in reasons.items()})


def _link(written: str) -> Link:
    """Take a line for a host if it is one: lists of domains hold names that nobody would take for a link in a text."""
    host = read_host(written)
    return Link(written, host=host) if host is not None else read_links(written)[0]


@cache
def _level(strength: float, policy: Policy) -> Level:
    facts = LinkFacts(Link(""), (Reason.LISTED,), strength)
    seen = AssessedLink(facts).observe(_ANY_TIME)
    return judge([seen] if strength else [], policy, _ANY_TIME).level


def _signs(facts: LinkFacts) -> Iterable[str]:
    """Name the reasons, an imitation with the way it is done."""
    for reason in facts.reasons:
        imitates = reason is Reason.IMITATES_OFFICIAL_DOMAIN and facts.imitation is not None
        yield f"{reason}: {facts.imitation.how}" if imitates and facts.imitation is not None else reason
