"""Timelines as tables: what a phone sent at which minute, and the level that it must come to.

`story((0, CALL), (5, SHARE))` is played through the real application with a clock that is set to each minute.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.support.clock import NOON, Clock
from tests.support.phones import TestPhone

Seen = Mapping[str, object]

STRANGER = {"caller_number": "13912345678"}
CALL = {**STRANGER, "call_state": "active"}
RING = {**STRANGER, "call_state": "ringing"}
HANG_UP = {"call_state": "ended"}
SPOOFED = {"caller_number": "0095118", "call_state": "active"}
OFFICIAL = {"caller_number": "95588", "call_state": "active"}
DAUGHTER = {"caller_number": "13611112222", "call_state": "active", "caller_in_contacts": True}
SHARE = {"screen_share_active": True, "screen_share_app": "com.tencent.wemeet.app"}
STOP_SHARE = {"screen_share_active": False}
INSTALL = {"installed_apps": ["com.tencent.wemeet.app"]}
BANK = {"foreground_app": "com.icbc"}
OTHER_BANK = {"foreground_app": "com.android.bankabc"}
WALLET = {"foreground_app": "com.eg.android.AlipayGphone"}
HOME = {"foreground_app": "com.android.launcher"}
JD_CLAIM = {"claimed_identity": "京东金条客服"}
EMPTY: Seen = {}


def dial(code: str) -> Seen:
    """Something was dialled."""
    return {"call_forwarding_changes": [{"code": code}]}


def report(*, enabled: bool | None, **more: object) -> Seen:
    """The phone reports its forwarding."""
    return {"call_forwarding_changes": [{"enabled": enabled, **more}]}


def reply(text: str) -> Seen:
    """The network replied."""
    return {"call_forwarding_changes": [{"ussd_reply": text}]}


def link(*links: str) -> Seen:
    """Links came up."""
    return {"links": links}


def text(message: str) -> Seen:
    """A message came up."""
    return {"texts": [message]}


FORWARD = dial("**21*13800138000#")
UNDO = dial("##002#")

Step = tuple[float, Seen]


@dataclass(frozen=True)
class Story:
    """Steps in minutes, and the level at the end; `patterns` are those that have to be shown."""

    name: str
    steps: tuple[Step, ...]
    level: str
    patterns: frozenset[str] = frozenset()


def story(name: str, level: str, *steps: Step, shows: Sequence[str] = ()) -> Story:
    """Tell a story."""
    return Story(name, steps, level, frozenset(shows))


def play(phone: TestPhone, clock: Clock, steps: Sequence[Step]) -> list[Any]:
    """Send every step at its minute; gives all answers."""
    answers = []
    for minute, seen in steps:
        clock.now = NOON + timedelta(minutes=minute)
        answers.append(phone.check(**seen))
    return answers


def shown(answer: Any) -> set[str]:
    """Give the patterns of an answer."""
    return {warning["pattern"] for warning in answer["warnings"]}
