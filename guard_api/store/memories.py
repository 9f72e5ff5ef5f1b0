"""What is remembered of phones: in files beside the database, or in a Valkey that several servers share."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from guard_api.config import Config
from guard_api.ports import Health, KeySearch, Scope, Timelines
from guard_api.ports.lists.lists import Clock
from guard_api.ports.operate.installation import ValkeyFacts
from guard_api.ports.operate.limits import Metrics, RateLimiter
from guard_api.ports.phones.keys import Keys
from guard_api.ports.phones.lines import Lines
from guard_api.settings.valkey_url import ValkeyUrl
from guard_api.store.lmdb.lines import LmdbLines, lines_beside
from guard_api.store.lmdb.timelines import LmdbTimelines, timelines_beside

_CALL_SHARE, _LONGEST_CALL = 0.4, 2.0
"""How much of GUARD_STORE_SECONDS a call to Valkey may take, a check needs two; and how many seconds at most."""
_ANY_PHONE = KeySearch(scope=Scope.DEVICE, limit=1)


@dataclass(frozen=True, slots=True)
class Memory:
    """What is remembered of phones: for hours what they told, for a month how their lines stand, and their budgets."""

    timelines: Timelines
    lines: Lines
    health: Health
    rate_limiter: RateLimiter
    begin: Callable[[datetime], None] = lambda _: None


def memory_of(config: Config, limiter: RateLimiter, metrics: Metrics, keys: Keys, clock: Clock) -> Memory:
    """Make it, beside the database or in Valkey; `metrics` counts failures, `limiter` counts for this server."""
    if config.valkey is None:
        path, durable = timelines_beside(config.files)
        timelines = LmdbTimelines(path, config.store_seconds, metrics.store_failed, durable=durable)
        lines = LmdbLines(lines_beside(config.files), config.store_seconds, metrics.store_failed)
        return Memory(timelines, lines, timelines, limiter)
    return _in_valkey(config, config.valkey, limiter, metrics, keys, clock)


def _in_valkey(  # noqa: PLR0913, PLR0917 - what it is made of
    config: Config, url: ValkeyUrl, limiter: RateLimiter, metrics: Metrics, keys: Keys, clock: Clock
) -> Memory:
    """Make what several servers share. Only they have what this imports."""
    from guard_api.store.valkey.cluster import Cluster  # noqa: PLC0415 - the extra `cluster`
    from guard_api.store.valkey.examination import ValkeyExamination  # noqa: PLC0415
    from guard_api.store.valkey.lines import ValkeyLines  # noqa: PLC0415
    from guard_api.store.valkey.rate_limits import ValkeyRateLimiter  # noqa: PLC0415
    from guard_api.store.valkey.timelines import ValkeyTimelines  # noqa: PLC0415

    seconds = min(config.store_seconds * _CALL_SHARE, _LONGEST_CALL)
    cluster = Cluster(url, seconds, metrics.store_failed, metrics.failed_over)
    lines = ValkeyLines(cluster)
    timelines = ValkeyTimelines(cluster, lines, config.store_seconds, lambda: bool(keys.list(_ANY_PHONE)))
    health = ValkeyExamination(cluster, clock)
    return Memory(timelines, lines, health, ValkeyRateLimiter(cluster, limiter, config.quotas), timelines.begin)


def valkey_facts(config: Config, clock: Clock) -> ValkeyFacts | None:
    """Look at the Valkey of some settings; None: there is none."""
    if config.valkey is None:
        return None
    from guard_api.store.valkey.cluster import Cluster  # noqa: PLC0415 - the extra `cluster`
    from guard_api.store.valkey.examination import ValkeyExamination  # noqa: PLC0415

    examination = ValkeyExamination(Cluster(config.valkey, _LONGEST_CALL), clock)
    return ValkeyFacts(examination.impairments(), examination.advice())
