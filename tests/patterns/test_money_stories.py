"""Codes that are scanned, codes that come, money that goes: beside a stranger, and in ordinary life."""

from pathlib import Path

import pytest

from guard_api.ports import Reference
from tests.support.clock import Clock
from tests.support.phones import TestPhone
from tests.support.stories import (
    BANK,
    CALL,
    DAUGHTER,
    EMPTY,
    HANG_UP,
    JD_CLAIM,
    SHARE,
    STOP_SHARE,
    Seen,
    Story,
    link,
    play,
    shown,
    story,
    text,
)


def scan(*codes: str) -> Seen:
    """QR codes were scanned."""
    return {"qr_codes": codes}


def moment(kind: str, bucket: str | None = None) -> Seen:
    """The phone recognised something that happened."""
    return {"moments": [{"kind": kind, "amount_bucket": bucket}]}


CODE, MONEY, LOAN, LOGIN = map(moment, ("code_received", "money_out", "loan_paid_out", "new_device_login"))
COFFEE = moment("money_out", "small")
CODE_TEXT = text("【工商银行】您的验证码为583920，5分钟内有效，请勿泄露。")
MONEY_TEXT = text("【招商银行】您尾号1234的储蓄卡11月22日12:05支出人民币500,000.00元，余额1.20元。")
SALARY = text("您尾号8888的账户11月22日工资收入人民币12000.00元，余额15000.00元。")
LOAN_TEXT = text("您的贷款50000元已发放至尾号1234账户，请注意还款。")
LOAN_APP = {"foreground_app": "com.jd.jrapp"}
PIX = "00020101021226580014BR.GOV.BCB.PIX0136123e4567-e12b-12d1-a456-426655440000520400005303986"

FRAUD = [
    # codes that are scanned
    story("a code to pay, while a stranger talks", "notice", (0, CALL), (3, scan("wxp://f2f0AbCdEf")), shows=["fraud_link"]),
    story("a code of Alipay's own site, to pay", "notice", (0, CALL), (3, scan("https://qr.alipay.com/fkx12345")), shows=["fraud_link"]),
    story("a merchant's code by EMVCo", "notice", (0, CALL), (3, scan(PIX)), shows=["fraud_link"]),
    story("a code that adds somebody", "notice", (0, CALL), (3, scan("https://u.wechat.com/abc123")), shows=["fraud_link"]),
    story("a code that shows not where it leads", "notice", (0, CALL), (3, scan("https://t.cn/A6xYz1")), shows=["fraud_link"]),
    story("a false site behind a code", "warning", (0, scan("https://www.pbc.gov.cn@2406578.top/")), shows=["fraud_link"]),
    story("the same while a stranger talks", "critical", (0, CALL), (3, scan("https://www.pbc.gov.cn@2406578.top/")), shows=["fraud_link"]),
    story("a code that forwards calls", "warning", (0, scan("tel:**21*13800138000%23")), shows=["fraud_link"]),
    # apps from links
    story("an app's package behind a link", "warning", (0, CALL), (3, link("https://yl-meeting.com/ylhy.apk")), shows=["fraud_link"]),
    story("a site for testers of apps", "warning", (0, CALL), (3, link("https://www.pgyer.com/ylhy")), shows=["fraud_link"]),
    story("a package in a code", "warning", (0, CALL), (3, scan("http://dl.yl-meeting.com/a/ylhy.xapk?x=1")), shows=["fraud_link"]),
    # codes that come
    story("a code on the shared screen", "critical", (0, CALL), (4, SHARE), (9, CODE), shows=["code_on_shared_screen"]),
    story("the same, told by its text", "critical", (0, CALL), (4, SHARE), (9, CODE_TEXT), shows=["code_on_shared_screen"]),
    story("a code just before the screen is shared", "critical", (0, CALL), (4, CODE), (6, SHARE), shows=["code_on_shared_screen"]),
    story("somebody logs in elsewhere", "critical", (0, CALL), (4, SHARE), (9, LOGIN), shows=["code_on_shared_screen"]),
    # money that goes
    story("money goes while he talks", "critical", (0, CALL), (6, MONEY), shows=["money_leaves_for_stranger"]),
    story("money goes, told by its text", "critical", (0, CALL), (6, MONEY_TEXT), shows=["money_leaves_for_stranger"]),
    story("a loan is paid out", "critical", (0, CALL), (6, LOAN), shows=["money_leaves_for_stranger"]),
    story("the same, told by the lender", "critical", (0, CALL), (6, LOAN_TEXT), shows=["money_leaves_for_stranger"]),
    story("money goes after the call, from a shared screen", "critical", (0, CALL), (5, HANG_UP), (9, SHARE), (20, MONEY), shows=["money_leaves_for_stranger"]),
    story("money goes after the call of somebody who lied", "critical", (0, {**CALL, **JD_CLAIM}), (5, HANG_UP), (20, MONEY), shows=["money_leaves_for_stranger"]),
]  # fmt: skip

HARMLESS = [
    story("a merchant's code at lunch", "none", (0, scan("wxp://f2f0AbCdEf")), (1, COFFEE)),
    story("every kind of code, alone", "none", (0, scan("https://qr.alipay.com/x", "https://u.wechat.com/a", "https://t.cn/x", PIX))),
    story("a meeting's link beside a call", "none", (0, CALL), (2, link("https://meeting.tencent.com/dm/abc")), (3, scan("https://zoom.us/j/123"))),
    story("a short link in a courier's message", "none", (0, CALL), (1, HANG_UP), (2, text("您的包裹已到，点 https://t.cn/A6xYz1 查看"))),
    story("a shop's official code", "none", (0, CALL), (1, HANG_UP), (3, scan("https://www.jd.com/item"))),
    story("a code for one's own shopping", "none", (0, CODE), (1, BANK), (2, MONEY)),
    story("a code while a courier rings", "none", (0, CALL), (1, CODE), (2, HANG_UP)),
    story("a code after the screen was shared", "none", (0, SHARE), (5, STOP_SHARE), (9, CODE)),
    story("a code while the daughter helps", "none", (0, DAUGHTER), (2, SHARE), (4, CODE), (6, MONEY)),
    story("a code in a meeting at work", "none", (0, SHARE), (5, CODE), (6, LOGIN)),
    story("salary", "none", (0, CALL), (1, SALARY)),
    story("rent, some time after a courier", "none", (0, CALL), (1, HANG_UP), (9, BANK), (10, MONEY), (12, EMPTY)),
    story("a loan of one's own", "none", (0, LOAN_APP), (10, LOAN), (11, LOAN_TEXT)),
    story("a new phone", "none", (0, LOGIN), (1, LOGIN), (3, CODE)),
    story("a warning of codes", "none", (0, text("请勿将验证码告诉任何人，谨防诈骗"))),
    story("moments of a kind to come", "none", (0, CALL), (1, moment("newer")), (2, {"moments": [{}, {"kind": None}]})),
]  # fmt: skip


@pytest.mark.parametrize("story", FRAUD, ids=lambda story: story.name)
def test_what_is_scanned_comes_or_goes_for_a_stranger_is_warned_of(
    story: Story, phone: TestPhone, clock: Clock
) -> None:
    answer = play(phone, clock, story.steps)[-1]

    assert answer["level"] == story.level
    assert story.patterns <= shown(answer)


@pytest.mark.parametrize("story", HARMLESS, ids=lambda story: story.name)
def test_what_people_scan_get_and_pay_every_day_stays_quiet(story: Story, phone: TestPhone, clock: Clock) -> None:
    answers = play(phone, clock, story.steps)

    assert [(answer["level"], shown(answer)) for answer in answers] == [("none", set()) for _ in story.steps]


def test_what_people_pay_in_a_day_is_no_more_than_a_notice(phone: TestPhone, clock: Clock) -> None:
    assert play(phone, clock, [(0, CALL), (1, COFFEE)])[-1]["level"] == "notice"


def test_two_apps_that_lend_money_are_a_warning_and_one_is_none(
    phone: TestPhone, clock: Clock, reference: Reference
) -> None:
    first, second = ({"foreground_app": app} for app in lenders(reference))

    one, again, both = play(phone, clock, [(0, {**CALL, **first}), (3, first), (5, second)])

    assert [one["level"], again["level"], both["level"]] == ["none", "none", "warning"]
    assert "repeated_finance_logins" in shown(both)


def lenders(reference: Reference) -> list[str]:
    """Give two apps that lend money."""
    return sorted(app for app, kind in reference.apps.items() if kind.category == "loan_finance")[:2]


def test_the_second_transfer_is_known_to_be_the_second(phone: TestPhone, clock: Clock) -> None:
    *_, once, same, twice = play(phone, clock, [(0, CALL), (5, MONEY), (5.5, MONEY_TEXT), (12, MONEY)])

    assert "again" not in str(once["warnings"][0]["title"])
    assert once["warnings"][0]["title"] == same["warnings"][0]["title"]
    assert twice["warnings"][0]["title"] == "Money leaves again"


def test_nothing_of_a_code_or_an_amount_is_kept(phone: TestPhone, clock: Clock, database: Path) -> None:
    play(phone, clock, [(0, CALL), (1, CODE_TEXT), (2, MONEY_TEXT), (3, scan("wxp://f2f0SECRET", PIX))])
    kept = b"".join(path.read_bytes() for path in database.parent.iterdir())

    assert b"moment" in kept
    for secret in (b"583920", b"500,000", b"SECRET", b"BR.GOV", b"123e4567"):
        assert secret not in kept
