"""What is remembered of a phone's line, before it is judged and after."""

import logging
from datetime import datetime

from guard_api.engine.line import Line
from guard_api.errors import StoreUnavailable
from guard_api.ports import Services
from guard_api.ports.phones.lines import KeptLine

_log = logging.getLogger(__name__)


def recall(services: Services, device_id: str) -> KeptLine | None:
    """Return what is remembered of a line; None: nobody can tell now."""
    try:
        return services.lines.read(device_id)
    except StoreUnavailable as error:
        _log.warning("what is known of a line could not be read: %s", error)
        return None


def remember(services: Services, device_id: str, kept: KeptLine, line: Line | None, received_at: datetime) -> bool:
    """Write down how the line stands, if that is new; False: it could not be.

    A line that nobody could read is not written over: what it held is not in this one.
    """
    is_news = line is not None and line.adds_to(kept.line)
    if kept.whole and not is_news:
        return True
    try:
        services.lines.write(device_id, line, received_at)
    except StoreUnavailable as error:
        _log.warning("how a line stands could not be written down: %s", error)
        return False
    return True
