"""A console with something in it: lists of a city's anti-fraud centre, what phones have told, and what was changed."""

from datetime import timedelta

from guard_api.actions.lists.edit import add_entry, edit_entry, remove_entry
from guard_api.actions.lists.history import take_back
from guard_api.actions.lists.pasted import add_lines, read_lines
from guard_api.engine.policy import Level
from guard_api.lists.change import Author
from guard_api.lists.entry import Category, Entry, EntryKey, ListName, Match
from guard_api.ports import Device, Scope, Services
from guard_api.ports.operate.day_counts import Counted
from tests.support.clock import Clock

BLOCKED = "+8613912345678"
RANGE = "+8617012"
IN_RANGE = "+8617012345678"
DAYS = 30


def author(services: Services, who: str, why: str) -> Author:
    """Return somebody at the console."""
    return Author(f"console:{who}", services.clock(), why)


def fill(services: Services, clock: Clock) -> None:
    """Put entries on the lists, change some, and have phones report: in two days."""
    clock.pass_(days=-2)
    for step in (_list_numbers, _list_others, _change, _report, _count):
        clock.pass_(hours=9)
        step(services)
    clock.pass_(hours=3)


def _list_numbers(services: Services) -> None:
    lines = "\n".join(f"1391234{n:04}" for n in range(5670, 5730))
    found = read_lines(services, lines, ListName.BLOCK, "CN")
    details = {"category": Category.FRAUD, "label": "冒充京东客服", "source": "反诈中心日报"}
    add_lines(services, found, details, author(services, "wang", "今日通报"))
    wanted = [
        Entry("+8617012*", Match.PREFIX, Category.SPAM, "虚拟运营商号段", "工单 2231"),
        Entry("+8616505551234", Match.EXACT, Category.TELEMARKETING, "贷款推销", "市民热线"),
        Entry("+33 1 62*", Match.PREFIX, Category.ROBOCALL, "", "ARCEP"),
    ]
    for entry in wanted:
        add_entry(services, ListName.BLOCK, entry, "CN", author(services, "li", "市民反映"))


def _list_others(services: Services) -> None:
    by = author(services, "li", "银行核实")
    add_entry(services, ListName.ALLOW, Entry("13912340000", note="社区民警"), "CN", by)
    for name in ("jd-kefu.top", "2406578.top", "pboc-anquan.cn"):
        entry = Entry(name, Match.DOMAIN, Category.FRAUD, "仿冒网站", "反诈中心日报")
        add_entry(services, ListName.BLOCK_DOMAINS, entry, "CN", by)


def _change(services: Services) -> None:
    key = EntryKey(ListName.BLOCK, Match.EXACT, BLOCKED)
    edit_entry(
        services, key, {"label": "冒充京东金条客服", "note": "已有 3 人受骗"}, author(services, "zhao", "更准确")
    )
    gone = EntryKey(ListName.BLOCK, Match.EXACT, "+8613912345679")
    remove_entry(services, gone, author(services, "zhao", "号码已换主人"))
    newest = services.changes.list(1 << 62, 1)[0].revision
    take_back(services, newest, author(services, "wang", "移错了"))


def _report(services: Services) -> None:
    for n in range(4):
        device = Device(f"phone-{n}", "CN")
        services.keys.create(Scope.DEVICE, f"手机 {n + 1}", services.clock(), device)
        services.reports.submit(BLOCKED, device.id, Category.FRAUD, "说我的金条要关闭", services.clock())
        services.reports.submit("+8613800000001", device.id, Category.SPAM, "", services.clock())
    services.keys.create(Scope.ADMIN_READ, "大屏", services.clock())


def _count(services: Services) -> None:
    now = services.clock()
    for back in range(DAYS):
        at = now - timedelta(days=back)
        wave = 1 + (back * 7) % 5
        for level, count in zip(Level, (9000, 320, 85, 21), strict=True):
            services.day_counts.add(Counted.CHECKS, level, at, count * wave // 3)
        services.day_counts.add(Counted.FINDINGS, "account_takeover", at, 9 * wave)
        services.day_counts.add(Counted.FINDINGS, "spoofed_official_call", at, 31 * wave)
        services.day_counts.stand(Counted.ENTRIES, ListName.BLOCK, at, 61 - back)
        services.day_counts.stand(Counted.ENTRIES, ListName.BLOCK_DOMAINS, at, 4)
    services.day_counts.write()
