"""Rate limits over all nodes: what is rare is counted in Valkey, exactly; what is frequent once a node has seen enough.

A call for each request would halve a node. So a node counts for itself, and a budget of which a tenth is spent there
is counted for all nodes from then on: they let through a tenth each beyond the quota, at most. Where Valkey does not
answer, each node goes by what it has counted.
"""

from collections.abc import Mapping
from hashlib import blake2b

from guard_api.errors import StoreUnavailable
from guard_api.ports.operate.limits import Limit, Quota, RateLimiter, RateLimitResult
from guard_api.store.valkey.cluster import Cluster, Script
from guard_api.store.valkey.keys import limit_key
from guard_api.store.valkey.slots import slot_of

_EXACT = frozenset({Limit.REPORTS, Limit.ADMIN, Limit.ENROLMENTS, Limit.ALL_ENROLMENTS, Limit.LOGINS})
_SHARE = 10
_MICRO = 1_000_000
_SPEND = Script("""
local time = redis.call('TIME')
local now, window, each = time[1] * 1000000 + time[2], tonumber(ARGV[1]), tonumber(ARGV[2])
local full = math.max(now, math.min(tonumber(redis.call('GET', KEYS[1]) or 0), now + window))
local spare = now + window - each - full
if spare >= 0 then
  redis.call('SET', KEYS[1], string.format('%.0f', full + each), 'PX', math.ceil((full + each - now) / 1000))
end
return spare
""")
_LOOK = Script("""
local time = redis.call('TIME')
local now, window, each = time[1] * 1000000 + time[2], tonumber(ARGV[1]), tonumber(ARGV[2])
return now + window - each - math.max(now, math.min(tonumber(redis.call('GET', KEYS[1]) or 0), now + window))
""")


class ValkeyRateLimiter:
    """The port `RateLimiter` over all nodes; `own` counts for this one."""

    def __init__(self, cluster: Cluster, own: RateLimiter, quotas: Mapping[Limit, Quota]) -> None:
        """Count as `own` does, and further in Valkey."""
        self._cluster = cluster
        self._own = own
        self._times = {
            limit: (quota.seconds * _MICRO, quota.seconds * _MICRO // quota.units)
            for limit, quota in quotas.items()
            if quota.units
        }

    def spend(self, limit: Limit, whose: int) -> RateLimitResult | None:
        """Count a request against a budget; None where the quota is zero, which means none."""
        own = self._own.spend(limit, whose)
        if own is None or not own.allowed:
            return own
        if limit not in _EXACT and (own.quota.units - own.left) * _SHARE <= own.quota.units:
            return own
        each = self._times[limit][1]
        try:
            spare = self._spare(_SPEND, limit, whose)
        except StoreUnavailable:
            return own
        if spare < 0:
            return own._replace(allowed=False, left=0, seconds=-(spare // _MICRO))
        left, part = divmod(spare, each)
        return own._replace(left=min(left, own.left), seconds=-((part - each) // _MICRO))

    def wait(self, limit: Limit, whose: int) -> int:
        """Say in how many seconds there may be one more request; 0: now. Nothing is counted."""
        own = self._own.wait(limit, whose)
        if own or limit not in _EXACT or limit not in self._times:
            return own
        try:
            return max(0, -(self._spare(_LOOK, limit, whose) // _MICRO))
        except StoreUnavailable:
            return own

    def _spare(self, script: Script, limit: Limit, whose: int) -> int:
        """Have Valkey say how many microseconds a budget has to spare behind one more request; below 0, it waits."""
        name = blake2b(b"%s %d" % (limit.encode(), whose), digest_size=12).hexdigest()
        return int(script.call(self._cluster, slot_of(name), (limit_key(name),), *self._times[limit]))

    def is_news(self, address: int) -> bool:
        """Say whether an address is named for the first time, on this node."""
        return self._own.is_news(address)
