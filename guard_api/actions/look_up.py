"""What is known of one number, while it rings: no timeline, nothing recorded."""

from guard_api.actions.check_call import Checked
from guard_api.actions.observe import CheckRequest, Observer, read_numbers
from guard_api.actions.phone_clock import PhoneClock
from guard_api.engine.observations import CallState
from guard_api.engine.verdict import judge
from guard_api.patterns import PATTERNS
from guard_api.ports import Device, Entry, Services


def look_up(services: Services, device: Device, displayed: str) -> Checked:
    """Judge a number by itself. Raises StoreUnavailable: without lists a clean answer would be a guess."""
    arrived = services.clock()
    reference = services.reference.current()
    request = CheckRequest(caller_number=displayed, call_state=CallState.RINGING)
    readings = read_numbers(request, device, reference)
    listings = services.blocklist.find(readings.keys, arrived)
    clock = PhoneClock(arrived, None, None, services.timeline_life)
    told = Observer(request, device, clock, reference, listings).observe(readings)
    verdict = judge(told, PATTERNS, arrived)
    return Checked(Entry(arrived, arrived, told), device, reference, told, verdict, degraded=False)
