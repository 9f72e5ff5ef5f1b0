"""Every way to write a domain down lands as one canonical form, and no entry covers what is not meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard_api.links.hosts import is_public_suffix, is_registered, read_host
from guard_api.lists.domains import LONGEST_DOMAIN, DomainReader, bare, host_of
from guard_api.lists.entry import Entry, ListName, Match, Rejected, Subject
from guard_api.lists.numbers import NumberReader
from guard_api.ports import Reference

DOMAIN = Match.DOMAIN
ENDINGS = ["com", "top", "co.uk", "ck", "x.ck", "www.ck", "github.io", "kobe.jp", "city.kobe.jp", "r.appspot.com", "cn"]
LABELS = st.from_regex(r"[a-z0-9_-]{1,5}|xn--[a-z0-9]{1,6}|[a-z]{60,66}", fullmatch=True)
NAMES = st.builds(
    lambda labels, ending: ".".join([*labels, ending]), st.lists(LABELS, max_size=4), st.sampled_from(ENDINGS)
)
EVIL = ("evil.top", "EVIL.top", "a.b.evil.co.uk", "例子.中国", "[2606:4700::1111]", "8.8.8.8", "%65vil.top", "jd.com")


def read(text: str, reference: Reference, target: ListName = ListName.BLOCK_DOMAINS) -> str | Rejected:
    entry = DomainReader(reference.domains, reference.directory, target).read(Entry(text, DOMAIN))
    return entry if isinstance(entry, Rejected) else entry.number


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("2406578.top", "2406578.top"),
        (" Evil.TOP. ", "evil.top"),
        ("*.evil.top", "evil.top"),
        (".evil.top", "evil.top"),
        ("||evil.top^", "evil.top"),
        ("http://evil.top/", "evil.top"),
        ("HTTPS://www.evil.top", "www.evil.top"),
        ("evil.top/", "evil.top"),
        ("例子.中国", "xn--fsqu00a.xn--fiqs8s"),
        ("ｅｖｉｌ。ｔｏｐ", "evil.top"),
        ("evil\u200b.top", "evil.top"),
        ("\u202eevil.top", "evil.top"),
        ("%65vil.top", "evil.top"),
        ("_x.evil.top", "_x.evil.top"),
        ("me.github.io", "me.github.io"),
        ("www.ck", "www.ck"),
        ("8.8.8.8", "8.8.8.8"),
        ("８.８.８.８", "8.8.8.8"),
        ("[2606:4700:0::1111]", "[2606:4700::1111]"),
        ("2606:4700::1111", "[2606:4700::1111]"),
        # A twin is not what it looks like, and not protected either.
        ("јd.com", "xn--d-ivb.com"),
    ],
)
def test_a_domain_has_one_canonical_form(written: str, canonical: str, reference: Reference) -> None:
    assert read(written, reference) == canonical
    assert read(canonical, reference) == canonical
    host = host_of(written)
    assert host is not None
    assert host.name == canonical


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "not a domain"),
        (".", "not a domain"),
        ("*", "not a domain"),
        ("||^", "not a domain"),
        ("localhost", "not a domain"),
        ("router.lan", "not a domain"),
        ("evil.*", "not a domain"),
        ("*evil.top", "not a domain"),
        ("evil .top", "not a domain"),
        ("user@evil.top", "not a domain"),
        ("evil.top:8080", "not a domain"),
        ("@@||evil.top^", "not a domain"),
        ("||evil.top^$third-party", "not a domain"),
        ("+8613912345678", "a number"),
        ("\ud800", "not a domain"),
        ("\ud800.top", "not a domain"),
        ("." * 1000, "not a domain"),
        ("." * 10_000, "not a domain"),
        ("a." * 130 + "top", "not a domain"),
        ("x" * 64 + ".top", "not a domain"),
        ("a" * (1 << 20), "not a domain"),
        ("http://evil.top/login", "a page"),
        ("evil.top?q=1", "a page"),
        ("evil.top/#x", "a page"),
        ("evil.top//", "a page"),
        ("com", "everybody's sites"),
        ("CO.UK", "everybody's sites"),
        ("*.github.io", "everybody's sites"),
        ("duckdns.org", "everybody's sites"),
        ("公司.cn", "everybody's sites"),
        ("xn--55qx5d.cn", "everybody's sites"),
        ("x.ck", "everybody's sites"),
        ("127.0.0.1", "no address on the internet"),
        ("192.168.1.1", "no address on the internet"),
        ("::1", "no address on the internet"),
        ("0", "a number"),
        ("1012345678", "a number"),
        ("13912340011", "a number"),
        ("139 1234 0011", "a number"),
        ("1.5", "a number"),
        ("1。5", "a number"),
        ("8.8.2056", "a number"),
        ("0x7f", "a number"),
        ("0x08080808", "a number"),
        ("010.8.8.8", "a number"),
        ("%31012345678", "a number"),
        ("http://1012345678/", "a number"),
        ("１０１２３４５６７８", "a number"),
    ],
)
def test_what_lists_no_site_or_too_many_is_refused_with_a_reason(
    written: str, reason: str, reference: Reference
) -> None:
    refused = read(written, reference)

    assert isinstance(refused, Rejected)
    assert reason in refused.reason
    assert refused.conflict is None


@pytest.mark.parametrize("written", ["jd.com", "JD.com", "passport.jd.com", "https://www.jd.com/", "ｊｄ.com"])
def test_an_official_domain_is_on_no_list_and_the_conflict_is_named(written: str, reference: Reference) -> None:
    blocked, allowed = read(written, reference), read(written, reference, ListName.ALLOW_DOMAINS)

    assert isinstance(blocked, Rejected)
    assert isinstance(allowed, Rejected)
    assert blocked.conflict == allowed.conflict == "jd.com"
    assert "cuts off the real site" in blocked.reason
    assert "needs no entry" in allowed.reason


def test_a_domain_above_an_official_one_is_not_listed_either(reference: Reference) -> None:
    above = [one for one in ("gov.cn", "com.cn") if reference.domains.covered_by(one)]
    reader = DomainReader(reference.domains, reference.directory, ListName.BLOCK_DOMAINS)

    assert all(isinstance(reader.read(Entry(one, DOMAIN)), Rejected) for one in above)
    assert all(isinstance(reader.covers(one, DOMAIN), Rejected) for one in above)
    assert reader.covers("evil.top", DOMAIN) is None


@pytest.mark.parametrize("match", Subject.NUMBER.matches)
def test_a_match_is_of_one_kind_of_list(match: Match, reference: Reference) -> None:
    reader = DomainReader(reference.domains, reference.directory, ListName.BLOCK_DOMAINS)
    domain, number = (
        reader.read(Entry("evil.top", match)),
        NumberReader("CN", reference.directory).read(Entry("+8613912345678", DOMAIN)),
    )

    assert isinstance(domain, Rejected)
    assert isinstance(number, Rejected)
    assert "match" in domain.reason
    assert "match" in number.reason


def test_the_rest_of_an_entry_is_kept(reference: Reference) -> None:
    reader = DomainReader(reference.domains, reference.directory, ListName.BLOCK_DOMAINS)
    plain, entry = Entry("evil.top", DOMAIN, label="a"), Entry("EVIL.top", DOMAIN, label="a", note="b")

    assert reader.read(plain) is plain
    assert reader.read(entry) == Entry("evil.top", DOMAIN, label="a", note="b")


def test_more_than_a_domain_can_have_is_not_looked_at() -> None:
    assert host_of("evil.top" + " " * LONGEST_DOMAIN) is None
    assert host_of("evil.top/page") is None
    assert bare("||evil.top^") == "evil.top"


@given(st.sampled_from(EVIL) | st.text() | NAMES, st.sampled_from(["", "*.", ".", "||", "http://"]))
def test_any_text_is_read_as_a_canonical_domain_or_refused(reference: Reference, text: str, before: str) -> None:
    canonical = read(f"{before}{text}", reference)

    if isinstance(canonical, str):
        assert read(canonical, reference) == canonical
        host = read_host(canonical)
        assert host is not None
        assert host.name == canonical
        assert not is_public_suffix(canonical)
        assert reference.domains.owner(canonical) is None


@given(NAMES)
def test_the_short_way_finds_what_the_long_one_finds(name: str) -> None:
    host = read_host(name)

    if is_registered(name):
        assert host is not None
        assert host.name == name
        assert not is_public_suffix(name)


@pytest.mark.parametrize(
    ("name", "known"),
    [("evil.top", True), ("a.evil.co.uk", True), ("top", False), ("co.uk", False), ("x.ck", False), ("a.x.ck", True)],
)
def test_the_short_way_is_taken_by_almost_all(name: str, known: bool) -> None:  # noqa: FBT001
    assert is_registered(name) is known
