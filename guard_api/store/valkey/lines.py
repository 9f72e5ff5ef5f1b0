"""How phones' lines stand, in Valkey: for as long as they are believed, and not before a replica knows it, too."""

import logging
import time
from datetime import datetime, timedelta
from threading import local

from guard_api.engine.line import REMEMBERED, Line
from guard_api.ports.phones.lines import KeptLine
from guard_api.store.clock import MICROSECOND, to_micros
from guard_api.store.forms.kept_line import DamagedLine, line_value, read_line
from guard_api.store.valkey.cluster import Cluster, Script
from guard_api.store.valkey.keys import line_key, versioned, without_version
from guard_api.store.valkey.slots import slot_of

_log = logging.getLogger(__name__)
_LIFE = REMEMBERED // timedelta(milliseconds=1)
_AHEAD = timedelta(minutes=30) // MICROSECOND
"""What was written this much later than now was written before a clock was set back."""
_DIGITS = 16
_KNOWN_SECONDS = 0.5
"""How long what was read along with a timeline counts as read now."""
_WRITE = Script("""
local before, now = tonumber(redis.call('GETRANGE', KEYS[1], 1, 16)), tonumber(ARGV[1])
if before and now < before and before <= now + tonumber(ARGV[2]) then return 0 end
if ARGV[3] == '' then
  redis.call('DEL', KEYS[1])
else
  redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[4])
end
return 1
""")


class _Known(local):
    """What this thread has read of a line just now, beside a timeline."""

    device_id = ""
    value: tuple[bytes | None] | None = None
    until = 0.0


class ValkeyLines:
    """The port `Lines` on Valkey. Every failure is StoreUnavailable."""

    def __init__(self, cluster: Cluster) -> None:
        """Ask with the first check."""
        self._cluster = cluster
        self._known = _Known()

    def know(self, device_id: str, value: tuple[bytes | None] | None) -> None:
        """Have this thread's next look at a line go by what was read along with its timeline; None: ask."""
        known = self._known
        known.device_id, known.value, known.until = device_id, value, time.monotonic() + _KNOWN_SECONDS

    def read(self, device_id: str) -> KeptLine:
        """Give the line as it was written last, as far as a replica knows; a damaged one is unknown."""
        kept = without_version(self._value(device_id))
        if kept is None:
            return KeptLine()
        try:
            return KeptLine(read_line(kept[_DIGITS:])[1])
        except DamagedLine as error:
            _log.warning("what was known of a line is lost: %s", error)
            return KeptLine(whole=False)

    def _value(self, device_id: str) -> bytes | None:
        known = self._known
        value, known.value = known.value, None
        if value is not None and known.device_id == device_id and time.monotonic() < known.until:
            return value[0]
        found: bytes | None = self._cluster.ask_anybody(slot_of(device_id), ("GET", line_key(device_id)))
        return found

    def write(self, device_id: str, line: Line | None, received_at: datetime) -> None:
        """Replace the line, unless it was made of a check that was received later."""
        self.know(device_id, None)
        moment = max(to_micros(received_at), 0)
        value = b"" if line is None else versioned(b"%0*d" % (_DIGITS, moment) + line_value(line, moment))
        keys = (line_key(device_id),)
        _WRITE.call(self._cluster, slot_of(device_id), keys, moment, _AHEAD, value, _LIFE, confirmed=True)

    def forget(self, device_id: str) -> None:
        """Forget a phone's line, on a replica, too."""
        self.know(device_id, None)
        self._cluster.ask(slot_of(device_id), ("DEL", line_key(device_id)), confirmed=True)

    def tidy(self, now: datetime) -> None:
        """Do nothing: what has expired goes by itself."""
