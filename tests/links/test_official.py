"""Official domains own all that stands below them, and held ones are nobody's to imitate."""

from itertools import chain

import pytest

from guard_api.links.hosts import is_public_suffix, read_host
from guard_api.links.official import OfficialDomain, OfficialDomains
from guard_api.ports import Reference

BANK = OfficialDomain("bank.com.cn", "bank")
SHOP = OfficialDomain("shop.com", "shop")
CENTRE = OfficialDomain("www.gov.cn", "state")
SMALL = OfficialDomains((BANK, SHOP, CENTRE), {"bankcdn.net": "bank"})


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("bank.com.cn", BANK),
        ("a.b.bank.com.cn", BANK),
        ("shop.com", SHOP),
        ("www.gov.cn", CENTRE),
        *((name, None) for name in ("com.cn", "gov.cn", "a.gov.cn", "abank.com.cn", "bank.com", "shop.com.evil.top")),
        *((name, None) for name in ("bankcdn.net", "", "1.2.3.4", "[::1]")),
    ],
)
def test_all_below_an_official_domain_is_its_owners(name: str, expected: OfficialDomain | None) -> None:
    assert SMALL.owner(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("bankcdn.net", True), ("a.b.bankcdn.net", True), ("abankcdn.net", False), ("net", False), ("shop.com", False)],
)
def test_all_below_a_held_domain_is_held(name: str, *, expected: bool) -> None:
    assert SMALL.is_held(name) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("com.cn", BANK),
        ("bank.com.cn", BANK),
        ("a.bank.com.cn", BANK),
        ("gov.cn", CENTRE),
        *((name, None) for name in ("bankcdn.net", "evil.com.cn", "www.shop.cn", "top")),
    ],
)
def test_an_entry_covers_what_stands_above_at_or_below_it(name: str, expected: OfficialDomain | None) -> None:
    assert SMALL.covered_by(name) == expected


def test_domains_are_listed_by_organisation() -> None:
    assert SMALL.of(["state", "bank"]) == ["bank.com.cn", "www.gov.cn"]
    assert SMALL.of(["nobody"]) == []


def test_nothing_is_official_where_nothing_was_loaded() -> None:
    assert OfficialDomains().owner("jd.com") is None
    assert not OfficialDomains().is_held("jd.com")


def test_every_shipped_domain_is_canonical_and_of_an_organisation_that_is_known(reference: Reference) -> None:
    official = [one.domain for one in reference.domains.domains]
    read = {name: read_host(name) for name in (*official, *reference.domains.held)}

    assert len(official) > 1000
    assert [name for name, host in read.items() if host is None or host.name != name] == []
    assert [name for name in official if is_public_suffix(name)] == []
    owners = chain((one.organization for one in reference.domains.domains), reference.domains.held.values())
    assert set(owners) <= set(reference.directory.organizations)


@pytest.mark.parametrize(
    ("name", "organization"),
    [
        ("pbc.gov.cn", "pboc"),
        ("jd.com", "jd"),
        ("95588.com", "icbc"),
        ("163.com", "netease"),
        ("12306.cn", "china_railway_12306"),
        ("www.gov.cn", "state_council"),
    ],
)
def test_domains_that_everybody_knows_are_shipped(name: str, organization: str, reference: Reference) -> None:
    assert reference.domains.owner(f"a.{name}") == OfficialDomain(name, organization)
    assert name in reference.domains.of([organization])


def test_the_shortest_domain_of_an_organisation_is_the_one_to_type() -> None:
    domains = OfficialDomains((OfficialDomain("bank-online.com", "bank"), OfficialDomain("bank.com", "bank"), SHOP))

    assert domains.shortest_of("bank") == "bank.com"
    assert domains.shortest_of("nobody") is None
