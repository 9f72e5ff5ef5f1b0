"""What is known of one number while it rings, or of one link before it is opened: no timeline, nothing recorded.

Both raise StoreUnavailable: without lists a clean answer would be a guess.
"""

from collections.abc import Sequence
from datetime import datetime

from guard_api.actions.check_call import Checked
from guard_api.actions.observe import CheckRequest, Observer, read_numbers
from guard_api.actions.phone_clock import PhoneClock
from guard_api.actions.read_lures import FoundLink, read_lures
from guard_api.engine.observations import AnyObservation, CallState
from guard_api.engine.verdict import judge
from guard_api.patterns import PATTERNS
from guard_api.ports import Device, Entry, Reference, Services


def look_up(services: Services, device: Device, displayed: str) -> Checked:
    """Judge a number by itself."""
    arrived = services.clock()
    reference = services.reference.current()
    request = CheckRequest(caller_number=displayed, call_state=CallState.RINGING)
    readings = read_numbers(request, device, reference)
    listings = services.blocklist.find(readings.keys, arrived)
    clock = PhoneClock(arrived, None, None, services.timeline_life)
    return _judged(Observer(request, device, clock, reference, listings).observe(readings), device, reference, arrived)


def look_up_link(services: Services, device: Device, sent: str) -> Checked:
    """Judge a link by itself; its `links` begin with it, and go on with those that it carries along."""
    arrived = services.clock()
    reference = services.reference.current()
    lures = read_lures([sent], (), device, reference)
    lures = lures.looked_up(services.blocklist.find_hosts(lures.hosts, arrived))
    return _judged(tuple(lures.observe(arrived)), device, reference, arrived, lures.links)


def _judged(
    told: Sequence[AnyObservation],
    device: Device,
    reference: Reference,
    now: datetime,
    links: Sequence[FoundLink] = (),
) -> Checked:
    verdict = judge(told, PATTERNS, now)
    return Checked(Entry(now, now, told), device, reference, told, verdict, degraded=False, links=links)
