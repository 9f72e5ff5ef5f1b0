"""Where apps come from, what they call themselves, and what they are allowed: with a stranger, and without."""

from pathlib import Path

import pytest

from tests.support.clock import Clock
from tests.support.phones import TestPhone
from tests.support.stories import (
    BANK,
    CALL,
    DAUGHTER,
    EMPTY,
    HANG_UP,
    Seen,
    Story,
    link,
    play,
    shown,
    story,
)


def install(*apps: object) -> Seen:
    """Apps were installed."""
    return {"installed_apps": apps}


def app(package: str = "com.ylhy.meeting", **fields: object) -> Seen:
    """An app was installed of which the phone knows more."""
    return install({"package": package, **fields})


BROUGHT = app(source="downloaded_file", installer="com.android.chrome")
FROM_STORE = app(source="store", installer="com.huawei.appmarket")
UNIONPAY_MEETING = app(label="银联会议", source="downloaded_file")
UNIONPAY = "com.unionpay"

FRAUD = [
    story("UnionPay's name on an app from a web site, whoever sent it", "warning", (0, UNIONPAY_MEETING), shows=["hidden_caller"]),
    story("an app for refunds from a web site", "warning", (0, app("com.x", label="退费通", source="downloaded_file")), shows=["hidden_caller"]),
    story("a trader's app from a web site", "warning", (0, app("com.x", label="MetaTrader 5 Pro", source="local_file")), shows=["hidden_caller"]),
    story("the police's app from a web site", "warning", (0, app("com.x", label="警务保密", source="downloaded_file")), shows=["hidden_caller"]),
    story("a courier's name on an app that reads messages", "warning", (0, app("com.x", label="J&T Express", source="downloaded_file", gained=["notification_listener"])), shows=["hidden_caller"]),
    story("an app from a web site, while he talks", "warning", (0, CALL), (4, BROUGHT), shows=["app_brought_by_stranger"]),
    story("a file that was sent in a chat", "warning", (0, CALL), (4, app(source="local_file")), shows=["app_brought_by_stranger"]),
    story("twenty minutes after the call", "warning", (0, CALL), (1, HANG_UP), (20, BROUGHT), shows=["app_brought_by_stranger"]),
    story("an hour and a half after the call", "warning", (0, CALL), (5, HANG_UP), (90, BROUGHT), shows=["app_brought_by_stranger"]),
    story("three hours after the call, nothing between", "warning", (0, CALL), (5, HANG_UP), (180, BROUGHT), shows=["app_brought_by_stranger"]),
    story("five and a half hours after the call", "warning", (0, CALL), (5, HANG_UP), (330, BROUGHT), shows=["app_brought_by_stranger"]),
    story("a caller whom the phone did not see", "warning", (0, {"call_state": "active"}), (4, BROUGHT)),
    story("UnionPay's meeting, which is none of UnionPay's", "critical", (0, CALL), (4, UNIONPAY_MEETING), shows=["app_brought_by_stranger"]),
    story("the same three hours later", "critical", (0, CALL), (5, HANG_UP), (185, UNIONPAY_MEETING), shows=["app_brought_by_stranger"]),
    story("an app in the police's name", "critical", (0, CALL), (4, app("com.x.y", label="公安反诈中心", source="downloaded_file"))),
    story("an app in a bank's name", "critical", (0, CALL), (4, app("com.x.y", label="ICBC Security", source="local_file"))),
    story("it may read the screen", "critical", (0, CALL), (4, app(source="downloaded_file", gained=["accessibility"]))),
    story("it may read messages, told later", "critical", (0, CALL), (4, BROUGHT), (6, app(gained=["notification_listener"]))),
    story("it takes the calls", "critical", (0, CALL), (4, app(source="other", installer="com.tencent.mm", gained=["default_dialer", "newer"]))),
    story("a link to it, then the app", "critical", (0, CALL), (3, link("https://yl-meeting.com/ylhy.apk")), (4, BROUGHT)),
    story("remote control from a web site", "warning", (0, CALL), (4, app("com.oray.sunlogin", source="downloaded_file")), shows=["app_brought_by_stranger"]),
]  # fmt: skip

HARMLESS = [
    story("from a store, with its owner's name", "none", (0, CALL), (4, FROM_STORE)),
    story("UnionPay's own app is updated", "none", (0, CALL), (4, app(UNIONPAY, label="云闪付", source="store", installer="com.huawei.appmarket"))),
    story("a bank's own app is updated from its site", "none", (0, BANK), (4, app("com.icbc", label="中国工商银行", source="downloaded_file"))),
    story("nobody can tell where it came from", "none", (0, CALL), (4, app(source="unknown")), (5, app(source=None)), (6, app("com.z", label="银联会议"))),
    story("a maker's store that says other", "none", (0, CALL), (4, app(source="other", installer="com.xiaomi.market"))),
    story("an app from a web site, without anybody", "none", (0, BROUGHT), (9, BANK)),
    story("an app for notes on expenses, without anybody", "none", (0, app("com.x", label="账本", source="downloaded_file"))),
    story("a refund's app from a store", "none", (0, app("com.x", label="退费通", source="store", installer="com.huawei.appmarket"))),
    story("nobody can tell where a refund's app came from", "none", (0, app("com.x", label="退费通"))),
    story("long after a courier's call", "none", (0, CALL), (1, HANG_UP), (40, BROUGHT)),
    story("seven hours after a call", "none", (0, CALL), (5, HANG_UP), (430, BROUGHT)),
    story("the daughter sends a game", "none", (0, DAUGHTER), (5, HANG_UP), (9, BROUGHT)),
    story("before the stranger called", "none", (0, BROUGHT), (10, CALL)),
    story("rights of an app from a store", "none", (0, CALL), (4, app(source="store", gained=["accessibility", "overlay"]))),
    story("rights alone, of nobody knows what", "none", (0, CALL), (4, app(gained=["overlay", "vpn"])), (5, EMPTY)),
    story("junk", "none", (0, CALL), (1, install("", {}, {"package": None, "label": "", "gained": ["", "x"]}))),
]  # fmt: skip


@pytest.mark.parametrize("story", FRAUD, ids=lambda story: story.name)
def test_an_app_that_a_stranger_brought_is_warned_of(story: Story, phone: TestPhone, clock: Clock) -> None:
    answer = play(phone, clock, story.steps)[-1]

    assert answer["level"] == story.level
    assert story.patterns <= shown(answer)


@pytest.mark.parametrize("story", HARMLESS, ids=lambda story: story.name)
def test_an_app_of_ones_own_stays_quiet(story: Story, phone: TestPhone, clock: Clock) -> None:
    answers = play(phone, clock, story.steps)

    assert [(answer["level"], shown(answer)) for answer in answers] == [("none", set()) for _ in story.steps]


def test_nothing_of_a_label_a_signer_or_an_installer_is_kept(phone: TestPhone, clock: Clock, database: Path) -> None:
    installed = app(label="银联会议Wq7label", source="local_file", installer="wq7.installer", signer_sha256="AB" * 32)
    play(phone, clock, [(0, CALL), (1, installed)])
    kept = b"".join(path.read_bytes() for path in database.parent.iterdir())

    assert b"com.ylhy.meeting" in kept
    for secret in ("银联会议", "Wq7label", "wq7.installer", "AB" * 32, "ab" * 32):
        assert secret.encode() not in kept
