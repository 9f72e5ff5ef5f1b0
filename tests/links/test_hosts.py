"""Hosts have one canonical form, that which a browser asks for, however they are written."""

import pytest

from guard_api.links.hosts import (
    LONGEST_HOST,
    Host,
    is_private,
    is_public_suffix,
    is_registered,
    parents,
    read_host,
)

SOFT_HYPHEN = "%C2%AD"
ADDRESS = Host("192.168.1.1", "192.168.1.1")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("evil.top", "evil.top"),
        ("EVIL.Top", "evil.top"),
        (" evil.top\n", "evil.top"),
        ("evil.top.", "evil.top"),
        ("ｅｖｉｌ．ｔｏｐ", "evil.top"),
        ("evil。top", "evil.top"),
        ("evil｡top", "evil.top"),
        ("%65vil%2Etop", "evil.top"),
        ("evil%E3%80%82top", "evil.top"),
        ("%EF%BC%91%EF%BC%92.top", "12.top"),
        ("ev\u200bil.top", "evil.top"),
        (f"ev{SOFT_HYPHEN}il.top", "evil.top"),
        ("\u202eevil.top\u202c", "evil.top"),
        ("\ud800evil.top\x00", "evil.top"),
        ("①.com", "1.com"),
        ("𝐞𝐯𝐢𝐥.𝐭𝐨𝐩", "evil.top"),
        ("ſ.com", "s.com"),
        ("_dmarc.evil.top", "_dmarc.evil.top"),
        ("京东.com", "xn--xhq9m.com"),
        ("XN--XHQ9M.com", "xn--xhq9m.com"),
        ("京东.中国", "xn--xhq9m.xn--fiqs8s"),
        ("bücher.de", "xn--bcher-kva.de"),
        ("BU\u0308CHER.de", "xn--bcher-kva.de"),
        ("faß.de", "xn--fa-hia.de"),
        ("яндекс.рф", "xn--d1acpjx3f.xn--p1ai"),
        ("☃.net", "xn--n3h.net"),
        ("xn--ab-g4t.com", "xn--ab-g4t.com"),
        (f"{'a' * 63}.com", f"{'a' * 63}.com"),
        ("a." * 124 + "com", "a." * 124 + "com"),
    ],
    ids=ascii,
)
def test_a_name_has_one_form(written: str, name: str) -> None:
    host = read_host(written)

    assert host is not None
    assert host.name == name
    assert read_host(host.name) == host
    assert not host.is_ip


@pytest.mark.parametrize(
    "written",
    [
        *("192.168.1.1", "192.168.1.1.", "192.168.257", "192.11010305", "3232235777", "１９２。１６８。１．１"),
        *("0xC0A80101", "0xc0.0xa8.0x1.0x1", "0300.0250.01.01", "030052000401", "192.0xa8.0401", "%31%392.168.1.1"),
    ],
)
def test_an_ipv4_address_is_one_in_every_notation(written: str) -> None:
    assert read_host(written) == ADDRESS
    assert ADDRESS.is_ip


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("0", "0.0.0.0"),  # noqa: S104 - read, not bound
        ("0x", "0.0.0.0"),  # noqa: S104 - the same
        ("4294967295", "255.255.255.255"),
        ("[::1]", "[::1]"),
        ("[0:0:0:0:0:0:0:1]", "[::1]"),
        ("[2001:DB8::00ff]", "[2001:db8::ff]"),
        ("[::ffff:1.2.3.4]", "[::ffff:102:304]"),
    ],
)
def test_other_addresses_are_shortened(written: str, name: str) -> None:
    assert read_host(written) == Host(name, name)
    assert read_host(name) == Host(name, name)


@pytest.mark.parametrize(
    "written",
    [
        *("", ".", "..", "%", "%2e", " ", "com", "gov.cn", "localhost", "evil", "evil.invalid", "e.g", "京东"),
        *("a b.com", "a/b.com", "a:80.com", "a@b.com", "evil.top:80", "a..com", "evil.top..", "-a.com", "a-.com"),
        *("xn--.com", f"{'a' * 64}.com", "ä" * 64 + ".com", "a." * 126 + "com", "é." * 60 + "com"),
        *(
            "256.1.1.1",
            "1.2.3.4.5",
            "4294967296",
            "0xfffffffff",
            "08",
            "1..2",
            "1.2.3.256",
            "9" * 1000,
            "0x" + "f" * 900,
        ),
        *("[::1", "[", "[]", "[::1]evil.top", "[::g]", "[1.2.3.4]", "[::1%25eth0]", "[fe80::1%2525]", "::1"),
        *("%5B::1%5D", "[x@[::1]", "a%E2%80%AEb.com", "evil!.top", "a,evil.top", "-evil.top", "אx.com"),
    ],
    ids=lambda text: ascii(text[:30]),
)
def test_what_no_browser_asks_for_is_no_host(written: str) -> None:
    assert read_host(written) is None


@pytest.mark.parametrize("hidden", [SOFT_HYPHEN * 167, SOFT_HYPHEN * 300, f"{SOFT_HYPHEN}." * 200, "." + "x" * 3000])
def test_a_name_is_read_to_its_end_or_not_at_all(hidden: str) -> None:
    host = read_host(f"www.jd.com{hidden}.evil.top")

    assert host is None or host.registrable == "evil.top"


@pytest.mark.parametrize(
    ("written", "registrable", "label", "suffix"),
    [
        ("a.b.evil.top", "evil.top", "evil", "top"),
        ("www.pbc.gov.cn", "pbc.gov.cn", "pbc", "gov.cn"),
        ("www.gov.cn", "www.gov.cn", "www", "gov.cn"),
        ("a.thief.wixsite.com", "thief.wixsite.com", "thief", "wixsite.com"),
        ("github.io", "github.io", "github", "io"),
        ("a.xn--xhq9m.com", "xn--xhq9m.com", "京东", "com"),
        ("xn--a.com", "xn--a.com", "xn--a", "com"),
        ("xn--ab-g4t.com", "xn--ab-g4t.com", "xn--ab-g4t", "com"),
        ("京东.公司.cn", "xn--xhq9m.xn--55qx5d.cn", "京东", "xn--55qx5d.cn"),
    ],
)
def test_somebody_registers_one_label_below_a_public_suffix(
    written: str, registrable: str, label: str, suffix: str
) -> None:
    host = read_host(written)

    assert host is not None
    assert (host.registrable, host.label, host.suffix) == (registrable, label, suffix)


@pytest.mark.parametrize(
    ("written", "shown"),
    [("www.xn--xhq9m.com", "www.京东.com"), ("EVIL.top", "evil.top"), ("xn--ab-g4t.com", "xn--ab-g4t.com")],
)
def test_people_read_a_name_in_their_script_unless_it_holds_what_cannot_be_seen(written: str, shown: str) -> None:
    host = read_host(written)

    assert host is not None
    assert host.shown == shown


REGISTERED = [
    *("evil.top", "www.pbc.gov.cn", "a-b.co.uk", "x.wixsite.com", "1.top", "a" * 63 + ".com"),
    *("a.shop.kawasaki.jp", "city.kawasaki.jp", "www.ck"),
]
NOT_QUICKLY = [
    *("", "com", "gov.cn", "wixsite.com", "evil", "EVIL.top", "evil.top.", ".evil.top", "-a.top", "a-.top", "a..top"),
    *("evil.invalid", "xn--xhq9m.com", "京东.com", "1.2.3.4", "a_b.top", "a b.top", "[::1]", "evil.top\n"),
    *("shop.kawasaki.jp", "a" * 64 + ".com", "a." * 126 + "com"),
]


@pytest.mark.parametrize("name", REGISTERED)
def test_a_canonical_name_is_known_to_be_registered_without_reading_it(name: str) -> None:
    host = read_host(name)

    assert is_registered(name)
    assert host is not None
    assert host.name == name


@pytest.mark.parametrize("name", NOT_QUICKLY, ids=lambda name: ascii(name[:20]))
def test_any_other_is_left_to_the_reader(name: str) -> None:
    assert not is_registered(name)


def test_a_name_as_long_as_dns_allows_is_registered() -> None:
    longest = "a." * 124 + "a.com"
    assert len(longest) == LONGEST_HOST
    assert is_registered(longest)
    assert not is_registered(f"a{longest}")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        *(
            ("com", True),
            ("gov.cn", True),
            ("公司.cn", True),
            ("公司。CN", True),
            ("wixsite.com", True),
            ("a.ck", True),
        ),
        *(("jd.com", False), ("pbc.gov.cn", False), ("www.ck", False), ("evil", False), ("", False), ("a b", False)),
    ],
)
def test_anybody_registers_below_a_public_suffix(name: str, *, expected: bool) -> None:
    assert is_public_suffix(name) is expected


def test_a_name_stands_below_its_parents() -> None:
    assert parents("a.jd.com") == ["a.jd.com", "jd.com", "com"]
    assert parents("com") == ["com"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        *((written, True) for written in ("10.0.0.1", "127.1", "169.254.0.1", "100.64.0.1", "[::1]", "[fe80::1]")),
        *((written, False) for written in ("8.8.8.8", "[2001:4860:4860::8888]", "evil.top")),
    ],
)
def test_an_address_of_ones_own_network_leads_nowhere_else(written: str, *, expected: bool) -> None:
    host = read_host(written)

    assert host is not None
    assert is_private(host) is expected
