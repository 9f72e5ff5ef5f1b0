"""What is sent as a link leads where a browser goes: held against another parser of the URL standard."""

import re
import string

import pytest
import upa_url
from hypothesis import example, given
from hypothesis import strategies as st

from guard_api.links.browsing import LONGEST_LINK
from guard_api.links.facts import LinkFacts, Reason
from guard_api.links.finding import read_links
from guard_api.links.hosts import Host, host_named
from guard_api.links.names.imitation import How
from guard_api.links.strength import QUIET
from guard_api.ports import Reference


def browser(link: str) -> Host | None:
    """Say where a browser goes, None where it refuses, or nobody can be."""
    name = requested_host(link)
    return host_named(name) if name else None


def requested_host(link: str) -> str | None:
    try:
        return str(upa_url.URL(link).hostname)
    except (RuntimeError, UnicodeError):
        return None


def first(sent: str, reference: Reference) -> LinkFacts:
    return reference.links.read(read_links(sent)[0])


SCHEMES = st.sampled_from(
    ["https:", "http:", "HTTPS:", "hTtP:", "ftp:", "ws:", "wss:", "\thttps:", "h\nttp:", " https:"]
)
SLASHES = st.sampled_from(["//", "//", "//", "/", "", "\\\\", "/\\", "///", "/\t/", "\\/\\/"])
USERS = st.sampled_from(["", "", "", "li@", "www.jd.com@", "www.jd.com:80@", "a@b@", "@", ":@", "%40@", "jd.com%2F@"])
PIECES = [
    *(
        "www",
        "jd",
        ".",
        ".",
        "com",
        "top",
        "evil",
        ".jd.com",
        ".pbc.gov.cn",
        ".top",
        "-",
        "_",
        "..",
        "localhost",
        "xn--",
        "xn--a",
    ),
    *string.punctuation,
    *(
        " ",
        "\t",
        "\r",
        "\n",
        "\x00",
        "\x1f",
        "\x7f",
        "%",
        "%2e",
        "%2E",
        "%20",
        "%00",
        "%2f",
        "%40",
        "%3a",
        "%c2%ad",
        "%E3%80%82",
    ),
    *("1", "0x7f", "017", "256", "4294967296", "::1", "[::1]", "[::1", "%25eth0"),
    *(
        "京东",
        "。",
        "．",
        "｡",
        "ｊｄ",
        "ß",
        "ü",
        "\u00ad",
        "\u200b",
        "\u200d",
        "\u2060",
        "\ufeff",
        "\u3000",
        "\u00a0",
        "😀",
        "о",
        "≠",
        "⒈",
        "﹒",
        "\ufffd",
    ),
]
HOSTS = st.lists(st.sampled_from(PIECES) | st.characters(max_codepoint=0x7F), max_size=8).map("".join)
ENDS = st.sampled_from(["", ".top", ".jd.com", ".evil.top"])
PORTS = st.sampled_from(["", "", "", ":", ":80", ":080", ":65536", ":99999999", ":a", ":８０"])
PATHS = st.sampled_from(["", "/", "/a?b#c", "?x", "#x", "\\x", "/ 京东", "\t", " ", "\n", "\x00"])
LINKS = st.builds("{}{}{}{}{}{}{}".format, SCHEMES, SLASHES, USERS, HOSTS, ENDS, PORTS, PATHS)
WITHOUT_SCHEME = st.builds("{}{}{}{}{}".format, USERS, HOSTS, ENDS, PORTS, PATHS).filter(re.compile(r"[!-~]*\Z").match)


@given(sent=LINKS)
@example(sent="https://www.jd.com!.evil-test.top/")
@example(sent="https://www.jd.com,evil-test.top/")
@example(sent="https://www.jd.com%20.evil-test.top/")
@example(sent="https://www.jd.com\t.evil-test.top/")
@example(sent="https://2406578.to\tp/")
def test_a_link_leads_where_a_browser_goes(sent: str) -> None:
    assert read_links(sent)[0].host == browser(sent)


@given(sent=LINKS)
def test_a_link_that_a_browser_refuses_is_unreadable(sent: str, reference: Reference) -> None:
    if requested_host(sent) is None:
        assert first(sent, reference).reasons == (Reason.UNREADABLE,)


@given(sent=LINKS | WITHOUT_SCHEME)
@example(sent="www.jd.com%20.evil.top")
@example(sent="https://t.cn/?to=https%3A%2F%2Fwww.jd.com%26.evil.top")
@example(sent="javascript:location='https://www.jd.com/'")
@example(sent="mailto:li@jd.com,x@evil.top")
def test_no_site_is_called_official_where_a_browser_goes_elsewhere(sent: str, reference: Reference) -> None:
    for link in read_links(sent):
        official = reference.links.read(link).official
        if official is not None:
            host = browser(link.written) or browser(f"http://{link.written}")
            assert host is not None
            assert reference.domains.owner(host.name) == official


@pytest.mark.parametrize(
    ("sent", "registrable", "imitated"),
    [
        ("https://www.jd.com!.evil-test.top/", "evil-test.top", "jd.com"),
        ("https://www.jd.com,evil-test.top/", "evil-test.top", "jd.com"),
        ("https://www.jd.com,.evil-test.top/", "evil-test.top", "jd.com"),
        ("https://www.jd.com\t.evil-test.top/", "evil-test.top", "jd.com"),
        ("https://www.jd.com\n.evil-test.top/", "evil-test.top", "jd.com"),
        ("https://www.jd.com%2eevil-test.top/", "evil-test.top", "jd.com"),
        ("https://www.jd.com%c2%ad.evil-test.top/", "evil-test.top", "jd.com"),
        ("https://www.jd.com.evil-test.top.", "evil-test.top", "jd.com"),
        ("https://www.jd.com办理.evil-test.top/", "evil-test.top", "jd.com"),
        ("https:www.jd.com$.evil-test.top", "evil-test.top", "jd.com"),
        ("www.jd.com!.evil-test.top", "evil-test.top", "jd.com"),
        ("intent://www.jd.com!.evil-test.top/#Intent;scheme=https;end", "evil-test.top", "jd.com"),
    ],
    ids=ascii,
)
def test_all_that_a_browser_takes_for_part_of_the_host_is(
    sent: str, registrable: str, imitated: str | None, reference: Reference
) -> None:
    facts = first(sent, reference)

    assert facts.registrable == registrable
    assert (facts.imitation.official.domain if facts.imitation is not None else None) == imitated


@pytest.mark.parametrize(
    "sent",
    [
        *("https://www.jd.com%20.evil-test.top/", "https://www.jd.com%00.evil.top", "https://www.jd.com .evil.top"),
        *("https://www.jd.com%.evil.top", "https://www.jd.com|.evil.top", "https://www.jd.com<.evil.top/"),
        *("https://www.jd.com:99999/", "https://www.jd.com:x/", "https://www.jd.com%2f.evil.top", "https://[jd.com]/"),
        *(
            "https://www.jd.com!/",
            "https://www.jd.com,",
            "https://www.jd.com办理",
            "https://www.jd.com\nhttp://evil.com",
        ),
        *("https://256.1.1.1/", "https://1.2.3.4.5/", "http://[::1%25eth0]/", "https://\u202ejd.com/", "https://"),
        "https://www.jd.com" + "\t" * LONGEST_LINK + ".evil.top/",
        "https://www.jd.com:" + "0" * LONGEST_LINK + "443@evil.top/",
    ],
    ids=lambda sent: ascii(sent[:40]),
)
def test_what_a_browser_refuses_or_nobody_can_have_is_unreadable(sent: str, reference: Reference) -> None:
    found = [reference.links.read(link) for link in read_links(sent)]

    assert (found[0].reasons, found[0].strength, found[0].registrable) == ((Reason.UNREADABLE,), QUIET, "")
    assert [facts for facts in found if facts.official is not None] == []


@pytest.mark.parametrize(
    ("sent", "host"),
    [
        *((sent, "www.jd.com") for sent in ("https:www.jd.com", "https:/www.jd.com", r"https:\\www.jd.com\x")),
        *((sent, "www.jd.com") for sent in ("ht\ttps://www.jd.com", "\x00 https://www.jd.com\x1f", "//www.jd.com/")),
        *((sent, "www.jd.com") for sent in ("https://www.jd.com:/", "https://a:b@c@www.jd.com/", "www.jd.com:443/a")),
        *((sent, "www.jd.com") for sent in ("wss://www.jd.com", "file://www.jd.com/x", "https://www.jd.com/\ud800")),
        *((sent, "www.jd.com") for sent in ("ｗｗｗ．ｊｄ．ｃｏｍ", "https://ｗｗｗ。jd%2ecom/", "app.x://www.jd.com")),
        ("https://a..evil.top/", "a..evil.top"),
        ("http://-a.top/", "-a.top"),
        ("http://evil!.top/", "evil!.top"),
        ("http://0x7f.1/", "127.0.0.1"),
        ("http://[::ffff:1.2.3.4]/", "[::ffff:102:304]"),
    ],
    ids=ascii,
)
def test_a_link_is_read_in_any_form_that_a_browser_takes(sent: str, host: str) -> None:
    (link,) = read_links(sent)

    assert link.host is not None
    assert (link.written, link.host.name, link.guessed) == (sent, host, False)


@pytest.mark.parametrize(
    "sent",
    [
        "https://2406578.top,",
        "https://2406578.top:99999/x",
        "http://2406578.top办理",
        "https://www.jd.com\nhttps://2406578.top/",
        "hxxps://2406578[.]top",
        "打开2406578.top",
        "https://evil.com/?to=https://2406578.top&from=https://www.jd.com&x=1",
        "javascript:location='https://2406578.top/'",
        "一、打开www.jd.com，二、打开2406578.top",
    ],
    ids=ascii,
)
def test_what_a_text_would_hold_there_still_gives_itself_away(sent: str, reference: Reference) -> None:
    facts = [reference.links.read(link) for link in read_links(sent)]

    assert any(Reason.DIGITS_WITH_CHEAP_ENDING in one.reasons for one in facts if one.registrable == "2406578.top")
    assert all(one.official is None for one in facts)


@pytest.mark.parametrize(
    ("sent", "official"),
    [
        ("打开www.jd.com办理", True),
        ("看看\nhttps://www.jd.com/x 好", True),
        ("官网：https://www.jd.com!.evil.top/", False),
        ("www.jd.com和%20.evil.top", False),
        ("www.jd.com%20.evil.top", False),
        ("li@jd.com", True),
        ("mailto:li@jd.com?subject=x", True),
        ("mailto:li@jd.com?cc=x@evil.top", False),
        ("mailto:li@jd.com,x@evil.top", False),
        ("https://passport.jd.com/login?to=https://www.jd.com/x", True),
        ("javascript:location='https://evil.top'//https://www.jd.com/", False),
        ("https://evil.top/?to=https%3A%2F%2Fwww.jd.com%21.evil.top", False),
    ],
    ids=ascii,
)
def test_a_text_vouches_for_its_only_link(sent: str, *, official: bool, reference: Reference) -> None:
    found = [reference.links.read(link) for link in read_links(sent)]

    assert all(facts.official is not None for facts in found) is official
    assert any(facts.official is not None for facts in found) is official


@pytest.mark.parametrize(
    ("sent", "imitated"),
    [
        ("https://www.jd.соm/", "jd.com"),
        ("www.jd.соm", "jd.com"),
        ("https://www.jd.c0m/", "jd.com"),
        ("https://www.pbc.gov.сn/", "pbc.gov.cn"),
        ("https://ехаmple.соm/", None),
        ("https://www.jd.nowhere/", None),
    ],
    ids=ascii,
)
def test_an_official_name_under_an_ending_that_only_looks_like_one_is_seen(
    sent: str, imitated: str | None, reference: Reference
) -> None:
    facts = first(sent, reference)

    assert facts.link.host is None
    if imitated is None:
        assert facts.reasons == (Reason.UNREADABLE,)
    else:
        assert facts.imitation is not None
        assert facts.reasons == (Reason.IMITATES_OFFICIAL_DOMAIN,)
        assert (facts.imitation.official.domain, facts.imitation.how) == (imitated, How.CONFUSABLE)
