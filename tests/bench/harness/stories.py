"""What a phone tells while a fraud goes on, check by check: mostly what it told before."""

from collections.abc import Mapping
from datetime import datetime, timedelta

_APPS = ("com.icbc", "com.tencent.mm", "com.jd.jrapp", "com.android.launcher")
_HOUR = timedelta(hours=1)


def seen(phone: int, turn: int) -> Mapping[str, object]:
    """Return what a phone sees in a turn: the same call, the same forwarding, and the screen shared.

    Another app is in front every 5th time, the share is off every 50th, and every 100th has another caller. Phones
    differ in when that is, so that at any turn as many of them tell something new.
    """
    step = turn + phone
    return {
        "caller_number": f"1391234{step // 100 % 10_000:04d}",
        "call_state": "active",
        "screen_share_active": step % 50 != 0,
        "foreground_app": _APPS[step // 5 % len(_APPS)],
        "call_forwarding_changes": [{"code": "**21*13800138000#"}],
    }


def past(phone: int, turn: int, turns: int, now: datetime) -> Mapping[str, object]:
    """Return the same as it was told in one of so many turns of the last hour."""
    return {**seen(phone, turn), "observed_at": (now - _HOUR * (1 - turn / turns)).isoformat()}
