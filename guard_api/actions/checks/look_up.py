"""What is known of one number while it rings, or of one link before it is opened: no timeline, nothing recorded.

Both raise StoreUnavailable: without lists a clean answer would be a guess.
"""

from collections.abc import Sequence

from guard_api.actions.checks.advice.situation import situation_of
from guard_api.actions.checks.check_call import Assessment
from guard_api.actions.checks.observing.check_request import CheckRequest
from guard_api.actions.checks.observing.observe import Observer, read_numbers
from guard_api.actions.checks.observing.phone_clock import PhoneClock
from guard_api.actions.checks.observing.read_content import AssessedLink, read_content
from guard_api.engine.judge import judge
from guard_api.engine.vocabulary import CallState
from guard_api.ports import CheckRecord, Device, Reference, Services

_RINGING = CallState.RINGING
"""Members of enumerations are looked up by Python code."""


def look_up(services: Services, device: Device, displayed: str) -> Assessment:
    """Judge a number by itself."""
    arrived = services.clock()
    fresh, reference = services.freshness.current(), services.reference.current()
    request = CheckRequest(caller_number=displayed, call_state=_RINGING)
    readings = read_numbers(request, device, reference)
    listings = services.blocklist.find(readings.keys, arrived)
    clock = PhoneClock(arrived, None, None, services.timeline_life)
    observed = Observer(request, device, clock, reference, listings).observe(readings)
    return _judged(services, CheckRecord(arrived, arrived, observed), device, reference, fresh=fresh)


def look_up_link(services: Services, device: Device, sent: str) -> Assessment:
    """Judge a link by itself; its `links` begin with it, and go on with those that it carries along."""
    arrived = services.clock()
    fresh, reference = services.freshness.current(), services.reference.current()
    lures = read_content([sent], (), device, reference)
    lures = lures.looked_up(services.blocklist.find_hosts(lures.hosts, arrived))
    observed = tuple(lures.observe(arrived))
    return _judged(services, CheckRecord(arrived, arrived, observed), device, reference, lures.links, fresh=fresh)


def _judged(  # noqa: PLR0913 - what a look-up goes by
    services: Services,
    entry: CheckRecord,
    device: Device,
    reference: Reference,
    links: Sequence[AssessedLink] = (),
    *,
    fresh: bool,
) -> Assessment:
    decision = judge(entry.observations, services.policy.current(), entry.at)
    degraded = not (fresh and services.freshness.current())
    situation = situation_of(decision, device, reference)
    return Assessment(entry, device, reference, decision, situation, degraded, links)
