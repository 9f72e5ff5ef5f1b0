"""What holds for the readers of links whatever is sent: they never raise, and disguise changes nothing."""

import operator
import re
from urllib.parse import quote

from hypothesis import example, given
from hypothesis import strategies as st

from guard_api.links.browsing import LONGEST_LINK
from guard_api.links.facts import Reason
from guard_api.links.finding import LONGEST_TEXT, MOST_LINKS, find_links, read_links
from guard_api.links.hosts import LONGEST_HOST, Host, is_public_suffix, is_registered, parents, read_host
from guard_api.links.link import Link
from guard_api.links.strength import QUIET, STRONG
from guard_api.ports import Reference

PIECES = [
    *(
        "http",
        "https",
        "hxxp",
        "ftp",
        "tel",
        "mailto",
        "weixin",
        "intent",
        ":",
        "//",
        "/",
        "\\",
        "@",
        ".",
        "。",
        "点",
        "-",
        "_",
    ),
    *(
        "[",
        "]",
        "(",
        ")",
        "[.]",
        "(dot)",
        "{",
        "}",
        "<",
        ">",
        "'",
        '"',
        ",",
        ";",
        "!",
        "?",
        "#",
        "&",
        "=",
        "%",
        "%2F",
        "%25",
        "%3A",
    ),
    *(
        "::1",
        "1.2.3.4",
        "0x7f",
        "017",
        "256",
        "99999999",
        "2406578",
        "www",
        "jd",
        "pbc.gov.cn",
        "paypal",
        "login",
        "evil",
        "xn--",
    ),
    *(
        "top",
        "com",
        "cn",
        "xyz",
        "中国",
        "请打开",
        "办理",
        "京东",
        "ไทย",
        "рф",
        "ä",
        "ß",
        "а",
        "**21*",
        "*72",
        "##002#",
        "138#",
    ),
    *(
        " ",
        "\n",
        "\x00",
        "\u200b",
        "\u202e",
        "\ufe0f",
        "\u0301",
        "\ud800",
        "😀",
        "％",
        "．",
        "：",
        "／",
        "ﷺ",
        "%C2%AD",
        "%E3%80%82",
    ),
]
TEXTS = st.one_of(
    st.text(),
    st.text(st.characters(exclude_categories=())),
    st.text("abht1230.:/@%[]()-_#?&=;,。点中\u200b\u202e", max_size=300),
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=40).map("".join),
    st.builds(
        operator.mul, st.lists(st.sampled_from(PIECES), min_size=1, max_size=3).map("".join), st.integers(1, 5000)
    ),
    st.binary().map(lambda raw: raw.decode("utf-8", "surrogateescape")),
)
LABELS = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?", fullmatch=True).filter(lambda label: "--" not in label)
NAMES = st.builds(
    "{}.{}".format,
    st.lists(LABELS, min_size=1, max_size=3).map(".".join),
    st.sampled_from(["top", "com", "com.cn", "gov.cn", "co.uk", "xyz", "shop", "wixsite.com", "xn--fiqs8s"]),
).filter(lambda name: read_host(name) is not None)
AROUND = st.sampled_from(
    ["{}", "请打开{}办理", "({})", "（{}）", "“{}”", "see {}.", "{}，谢谢", "*{}*", "——{}", "<{}>", "{}😀"]
)
FORMS = st.sampled_from(
    ["http://{}", "HTTPS://{}/", "https://{}:8080/a?b#c", "https://user:pw@{}/", "http://{}./", "{}", "{}/a"]
)
_HIDING = st.sampled_from(["", "", "\u200b", "\u202e", "\x00", "\u2060", "\ud800", "\ufeff"])
_PORT_THAT_BROWSERS_REFUSE = re.compile(
    r":0*(?:6553[6-9]|655[4-9]\d|65[6-9]\d{2}|6[6-9]\d{3}|[7-9][0-9]{4}|[1-9][0-9]{5,})"
)
HIDDEN = st.lists(_HIDING, min_size=60, max_size=60)


def hosts(text: str) -> list[Host | None]:
    return [link.host for link in find_links(text)]


def widened(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


@given(text=TEXTS)
@example(text="http://[::1%25]/")
@example(text="http://" + "%C2%AD" * 400)
def test_no_reader_ever_raises(text: str, reference: Reference) -> None:
    read_host(text)
    is_registered(text)
    is_public_suffix(text)
    for link in (*find_links(text), *read_links(text)):
        facts = reference.links.read(link)
        assert facts.link == link
        assert QUIET <= facts.strength <= STRONG
        assert facts.registrable == (link.host.registrable if link.host is not None else "")


@given(text=TEXTS)
def test_links_are_few_and_none_is_longer_than_the_text(text: str) -> None:
    links, sent = find_links(text), read_links(text)

    assert len(links) == len(set(links)) <= MOST_LINKS
    assert all(link.written and len(link.written) <= LONGEST_TEXT for link in links)
    assert sent[0].written == text[:LONGEST_LINK]


@given(text=TEXTS)
def test_a_link_leads_to_a_host_or_to_a_number_and_never_to_both(text: str) -> None:
    for link in find_links(text):
        assert not (link.host is not None and link.dialled)
        assert link.is_page <= (link.host is not None)
        assert link.pretended is None or link.is_page
        assert not (link.leads_nowhere and (link.is_page or link.dialled))


@given(text=TEXTS)
def test_reasons_fit_the_strength(text: str, reference: Reference) -> None:
    for link in find_links(text):
        facts = reference.links.read(link)
        quiet = {Reason.OFFICIAL_DOMAIN, Reason.UNREADABLE, Reason.IP_HOST}
        assert facts.strength or set(facts.reasons) <= quiet
        assert (facts.official is not None) == (Reason.OFFICIAL_DOMAIN in facts.reasons)
        assert (facts.imitation is not None) == (Reason.IMITATES_OFFICIAL_DOMAIN in facts.reasons)
        assert facts.official is None or facts.reasons == (Reason.OFFICIAL_DOMAIN,)


@given(text=TEXTS)
@example(text="[fe80::1%2525]")
@example(text="%25%32%65.com")
@example(text="xn--xn--a.com")
def test_a_host_in_its_one_form_is_read_as_itself(text: str) -> None:
    for host in (read_host(text), *hosts(text)):
        if host is not None:
            assert read_host(host.name) == host
            assert host.name.isascii()
            assert len(host.name) <= LONGEST_HOST
            assert host.is_ip or host.name == host.registrable or host.name.endswith(f".{host.registrable}")
            assert host.shown.isprintable()


@given(name=NAMES)
def test_what_is_quickly_known_to_be_registered_is_what_the_reader_reads(name: str) -> None:
    host = read_host(name)

    assert host is not None
    assert host.name == name
    assert host.registrable in parents(name)
    assert not is_registered(name) or not is_public_suffix(name)


@given(text=NAMES | TEXTS)
def test_nothing_is_quickly_known_to_be_registered_that_the_reader_would_change(text: str) -> None:
    host = read_host(text)

    assert not is_registered(text) or (host is not None and host.name == text)


@given(name=NAMES, form=FORMS, around=AROUND)
def test_a_link_is_found_in_any_form_and_surroundings(name: str, form: str, around: str) -> None:
    assert read_host(name) in hosts(around.format(form.format(name)))


@given(name=NAMES, form=FORMS, around=AROUND, hidden=HIDDEN)
def test_hidden_characters_case_and_width_do_not_change_where_links_lead(
    name: str, form: str, around: str, hidden: list[str]
) -> None:
    plainly = around.format(form.format(name))
    expected = hosts(plainly)

    assert hosts(plainly[:1] + "".join(map(operator.add, hidden, plainly[1:])) + plainly[61:]) == expected
    assert hosts(plainly.upper()) == expected
    assert hosts(widened(plainly)) == expected


@given(name=NAMES)
def test_percent_encoding_does_not_change_where_a_link_leads(name: str) -> None:
    encoded = "".join(f"%{ord(character):02x}" for character in name)

    assert hosts(f"http://{encoded}/") == [read_host(name)]
    assert hosts(f"https://t.cn/?to={quote(f'https://{name}/', safe='')}")[1:] == [read_host(name)]


@given(user=st.text("abcz019.-_,;!'&=+$()%", max_size=30), name=NAMES)
def test_nothing_in_front_of_the_at_changes_where_a_page_is(user: str, name: str) -> None:
    assert hosts(f"https://{user}@{name}/") == [read_host(name)]


@given(text=TEXTS)
@example(text="http://evil.top:99999/")
def test_a_link_that_was_found_is_found_again_as_it_is_written(text: str) -> None:
    for link in find_links(text):
        if link.host is not None and link.scheme in {"http", "https"} and not link.guessed:
            read = read_links(link.written)[0]
            refused = read.host is None and _PORT_THAT_BROWSERS_REFUSE.search(link.written)
            assert refused or read == Link(link.written, link.scheme, link.host, link.user)
