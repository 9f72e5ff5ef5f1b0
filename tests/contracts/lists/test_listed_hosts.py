"""What a link goes by: the domain itself or the nearest one above it, allowed before blocked."""

from datetime import datetime

import pytest

from guard_api.links.hosts import Host, read_host
from guard_api.lists.change import Author
from guard_api.lists.entry import Category, Entry, EntryKey, ListName, Match
from guard_api.ports import Services
from guard_api.ports.lists.lists import DomainListing
from tests.support.clock import NOON, Clock

BLOCK, ALLOW = ListName.BLOCK_DOMAINS, ListName.ALLOW_DOMAINS


def host(text: str) -> Host:
    read = read_host(text)
    assert read is not None
    return read


def put(services: Services, target: ListName, name: str, label: str = "", expires_at: datetime | None = None) -> None:
    entry = Entry(name, Match.DOMAIN, Category.FRAUD, label, "police", expires_at=expires_at)
    services.lists.add(EntryKey(target, Match.DOMAIN, name), entry, Author("test", services.clock()))


def found(services: Services, *names: str) -> dict[str, str]:
    return {name: one.entry for name, one in services.blocklist.find_hosts(map(host, names), services.clock()).items()}


def test_a_domain_is_listed_with_all_below_it(services: Services) -> None:
    put(services, BLOCK, "2406578.top", "Fake credit centre")
    put(services, BLOCK, "a.evil.co.uk")
    put(services, BLOCK, "198.51.100.7")

    assert found(services, "2406578.top", "www.a.2406578.top", "12406578.top", "top.2406578.com", "evil.co.uk") == {
        "2406578.top": "block_domains:domain:2406578.top",
        "www.a.2406578.top": "block_domains:domain:2406578.top",
    }
    assert [*found(services, "x.a.evil.co.uk", "b.evil.co.uk", "198.51.100.7", "198.51.100.8")] == [
        "x.a.evil.co.uk",
        "198.51.100.7",
    ]


def test_the_nearest_domain_decides_and_allowed_ones_before_all(services: Services) -> None:
    put(services, ALLOW, "shop.example.com")
    put(services, ALLOW, "quiet.com")
    for name in ("mall.com", "a.mall.com"):
        put(services, BLOCK, name, name)
    listings = services.blocklist.find_hosts([host("b.a.mall.com"), host("www.quiet.com")], NOON)

    assert listings["b.a.mall.com"] == DomainListing(
        "block_domains:domain:a.mall.com", allowed=False, category=Category.FRAUD, label="a.mall.com", source="police",
        since=NOON,
    )  # fmt: skip
    assert listings["www.quiet.com"].allowed


def test_what_has_expired_lists_nothing(services: Services, clock: Clock) -> None:
    put(services, BLOCK, "evil.top", expires_at=NOON.replace(hour=13))
    assert found(services, "evil.top")
    clock.pass_(hours=1)
    assert not found(services, "evil.top")


def test_since_is_when_the_entry_came_onto_the_list_without_a_break(services: Services, clock: Clock) -> None:
    key, author = EntryKey(BLOCK, Match.DOMAIN, "evil.top"), Author("test", NOON)

    def since() -> datetime:
        return services.blocklist.find_hosts([host("evil.top")], clock())["evil.top"].since

    put(services, BLOCK, "evil.top")
    clock.pass_(hours=1)
    services.lists.edit(key, {"label": "now known"}, Author("test", clock()))
    assert since() == NOON
    services.lists.remove(key, author)
    clock.pass_(hours=1)
    put(services, BLOCK, "evil.top", expires_at=NOON.replace(hour=15))
    assert since() == clock()
    clock.pass_(hours=2)
    put(services, BLOCK, "evil.top")
    assert since() == clock()


@pytest.mark.parametrize("text", ["a." * 120 + "top", "[::1]", "例子.中国"])
def test_hosts_of_any_form_are_looked_up(services: Services, text: str) -> None:
    assert found(services, text) == {}
