"""Links are found in any text, however they are hidden, and end where a person would say that they do."""

import itertools
from statistics import median
from time import process_time
from timeit import repeat

import pytest

from guard_api.links.browsing import LONGEST_LINK
from guard_api.links.finding import LONGEST_TEXT, MOST_LINKS, find_links, read_links
from guard_api.links.link import Link
from guard_api.links.strength import STRONG
from guard_api.ports import Reference
from tests.support.laws import cases


def leads(text: str) -> list[str]:
    """Say where the links of a text lead."""
    return [link.host.name if link.host is not None else link.dialled or "nowhere" for link in find_links(text)]


def written(text: str) -> list[str]:
    return [link.written for link in find_links(text)]


INSIDE = [
    ("请打开2406578.top办理", "2406578.top"),
    ("请打开http://2406578.top办理", "2406578.top"),
    ("打开http://evil.top办理.谢谢", "evil.top"),
    ("网址：evil.top", "evil.top"),
    ("网址是evil.top！快", "evil.top"),
    ("点击——evil.top", "evil.top"),
    ("•evil.top", "evil.top"),
    ("打开京东-evil.top", "evil.top"),
    ("ID:evil.top", "evil.top"),
    ("みてevil.top見", "evil.top"),
    ("한국evil.top입니다", "evil.top"),
    ("เปิดevil.topเพื่อ", "evil.top"),
    ("ເປີດevil.topເພື່ອ", "evil.top"),
    ("ဖွင့်evil.topပါ", "evil.top"),
    ("បើកevil.topដើម្បី", "evil.top"),
    ("क्लिक करें evil.top पर", "evil.top"),
    ("Откройте evil.top сейчас", "evil.top"),
    ("افتح evil.top الآن", "evil.top"),
    ("☎evil.top☎", "evil.top"),
    ("http://evil.top😀", "evil.top"),
    ("*evil.top*", "evil.top"),
    ("*2406578.top*", "2406578.top"),
    ("**72406578.top**", "72406578.top"),
    ("#1.evil.top#", "1.evil.top"),
    ("_http://evil.top_", "evil.top"),
    ("url=https://evil.top&x=1", "evil.top"),
    ("a=1&u=evil.top&b=2", "evil.top"),
    ("http://1.2.3.4办理", "1.2.3.4"),
    ("http://3232235777办理", "192.168.1.1"),
    ("hello.World", "hello.world"),
]
"""Texts that a link stands in the middle of, without spaces."""
HIDDEN = [
    ("２４０６５７８．ｔｏｐ", "2406578.top"),
    ("ｈｔｔｐ：／／ｅｖｉｌ．ｔｏｐ／ａ！", "evil.top"),
    ("ⓔⓥⓘⓛ.ⓣⓞⓟ", "evil.top"),
    ("hxxp://evil[.]top/x", "evil.top"),
    ("hXXps://evil(dot)top", "evil.top"),
    ("h**p://evil.top", "evil.top"),
    ("h__ps://evil.top", "evil.top"),
    ("hxxp : //evil.top", "evil.top"),
    ("http[:]//evil.top", "evil.top"),
    ("evil[dot]top", "evil.top"),
    ("evil (.) top", "evil.top"),
    ("evil{.}top", "evil.top"),
    ("evil<点>top", "evil.top"),
    ("evil[。]top", "evil.top"),
    ("evil。top", "evil.top"),
    ("evil｡top", "evil.top"),
    ("evil点top", "evil.top"),
    ("evil 点 top办理", "evil.top"),
    ("evil .top", "evil.top"),
    ("evil . top", "evil.top"),
    ("ev\u200bil.top", "evil.top"),
    ("\u202eevil.top", "evil.top"),
    ("http://ev\x00il.top/x", "evil.top"),
    ("http://e%76il%2etop)/x", "evil.top"),
    ("https%3A%2F%2Fevil.top%2Fx", "evil.top"),
    ("u=https%253A%252F%252Fevil.top", "evil.top"),
    ("https//evil.top", "evil.top"),
    ("h t t p s://evil.top", "evil.top"),
    ("//evil.top/a", "evil.top"),
    ("@evil.top", "evil.top"),
]
"""Links that people and scammers write so that programs do not see them."""
READ_AS_A_BROWSER_DOES = [
    ("HTTP://EVIL.TOP/A", "evil.top"),
    ("http:evil.top", "evil.top"),
    (r"http:\\evil.top\a", "evil.top"),
    ("https://///evil.top", "evil.top"),
    ("ftp://evil.top/a", "evil.top"),
    ("http://evil.top./x", "evil.top"),
    ("http://foo_bar.evil.top", "foo_bar.evil.top"),
    ("evil.top:8080/a", "evil.top"),
    ("http://evil.top:99999/x", "evil.top"),
    ("http://京东.com", "xn--xhq9m.com"),
    ("京东.com", "xn--xhq9m.com"),
    ("ไทย.com", "xn--o3cw4h.com"),
    ("中国银行.网址", "xn--fiqs8s856bruk.xn--ses554g"),
    ("example.中国办理", "example.xn--fiqs8s"),
    ("bücher.de", "xn--bcher-kva.de"),
    ("яндекс.рф.", "xn--d1acpjx3f.xn--p1ai"),
    ("xn--bcher-kva.de/x", "xn--bcher-kva.de"),
    ("http://😀.ws/", "xn--e28h.ws"),
    ("http://3232235777/", "192.168.1.1"),
    ("http://0xC0A80101/a", "192.168.1.1"),
    ("http://0300.0250.1.1/", "192.168.1.1"),
    ("http://192.168.257/", "192.168.1.1"),
    ("1.2.3.4/x", "1.2.3.4"),
    ("1.2.3.4:8080", "1.2.3.4"),
    ("http://[::1]:8080/a", "[::1]"),
    ("https://user:pw@evil.top:81/p", "evil.top"),
    ("https://www.pbc.gov.cn@2406578.top/", "2406578.top"),
    ("https://www.pbc.gov.cn,x@2406578.top/", "2406578.top"),
    ("https://jd.com'!;@evil.top", "evil.top"),
    ("https://a@b@evil.top", "evil.top"),
    ("http://@evil.top/", "evil.top"),
    ("www.pbc.gov.cn@2406578.top", "2406578.top"),
    ("li@jd.com@evil.top/login", "evil.top"),
    ("view-source:https://evil.top", "evil.top"),
    ("wx://evil.top", "evil.top"),
]


@pytest.mark.parametrize(("text", "host"), INSIDE + HIDDEN + READ_AS_A_BROWSER_DOES, ids=ascii)
def test_a_link_leads_where_a_person_who_follows_it_gets(text: str, host: str) -> None:
    assert leads(text)[-1:] == [host]
    assert "nowhere" not in leads(text)


ENDS = [
    ("请打开https://2406578.top/a?b=1。谢谢", "https://2406578.top/a?b=1"),
    ("http://evil.top/a、b", "http://evil.top/a"),
    ("http://evil.top/a，请", "http://evil.top/a"),
    ("http://evil.top/办理", "http://evil.top/"),
    ("http://evil.top/a（点击查看）", "http://evil.top/a"),
    ("（http://evil.top）", "http://evil.top"),
    ("(http://evil.top).", "http://evil.top"),
    ("(见http://evil.top/a)", "http://evil.top/a"),
    ("(http://evil.top/a_(b))", "http://evil.top/a_(b)"),
    ("[x](http://evil.top/a)", "http://evil.top/a"),
    ("[http://evil.top]", "http://evil.top"),
    ("【http://evil.top】", "http://evil.top"),
    ("{https://evil.top}", "https://evil.top"),
    ('{"url":"https://evil.top/a"}', "https://evil.top/a"),
    ("<http://evil.top/a>", "http://evil.top/a"),
    ("“http://evil.top/a”", "http://evil.top/a"),
    ("‘http://evil.top/a’", "http://evil.top/a"),
    ("'http://evil.top'", "http://evil.top"),
    ("'http://evil.top/a'", "http://evil.top/a"),
    ("《http://evil.top》", "http://evil.top"),
    ("http://evil.top.", "http://evil.top"),
    ("http://evil.top...", "http://evil.top"),
    ("http://evil.top…", "http://evil.top"),
    ("http://evil.top, ok", "http://evil.top"),
    ("http://evil.top;x", "http://evil.top"),
    ("http://evil.top|x", "http://evil.top"),
    ("http://evil.top/a...", "http://evil.top/a"),
    ("http://evil.top/a?!", "http://evil.top/a"),
    ("http://evil.top/a~*", "http://evil.top/a"),
    ("http://evil.top/a;b", "http://evil.top/a;b"),
    ("http://evil.top/a\u200bb c", "http://evil.top/ab"),
    ("http://evil.top#a", "http://evil.top#a"),
    ("http://evil.top?a=1", "http://evil.top?a=1"),
    ("http://evil.top./a", "http://evil.top./a"),
    ("evil.top.?a=1", "evil.top.?a=1"),
    ("evil.top.:80", "evil.top.:80"),
    ("evil.top.?", "evil.top"),
    ("evil.top:", "evil.top"),
    ("evil.top:80:", "evil.top:80"),
    ("http://evil.top:443办理", "http://evil.top:443"),
    ("evil.top：8080", "evil.top:8080"),
    ("www.evil.top/x.php?id=1&y=%20#z。", "www.evil.top/x.php?id=1&y=%20#z"),
    ("evil.top/a]b", "evil.top/a]b"),
    ("evil.top/[a]", "evil.top/[a]"),
    ("请发到li@evil.top或", "li@evil.top"),
    ("http://nodots.", "http://nodots"),
    ("请拨打tel:**21*13800138000%23确认", "tel:**21*13800138000%23"),
]


@pytest.mark.parametrize(("text", "link"), ENDS, ids=ascii)
def test_a_link_ends_where_the_sentence_goes_on(text: str, link: str) -> None:
    assert written(text) == [link]


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("evil.top办理evil.shop", ["evil.top", "evil.shop"]),
        ("打开a.top,再打开b.cfd", ["a.top", "b.cfd"]),
        ("http://a.top/x、http://b.top/y", ["a.top", "b.top"]),
        ("[http://a.top](https://b.top)", ["a.top", "b.top"]),
        ("http:// evil.top", ["nowhere", "evil.top"]),
        ("evil.top evil.top", ["evil.top"]),
        ("https://t.cn/?to=https%3A%2F%2Fevil.top", ["t.cn", "evil.top"]),
        ("https://t.cn/?to=https%253A%252F%252Fevil.top", ["t.cn", "evil.top"]),
        ("https://t.cn./?to=http://evil.top", ["t.cn", "evil.top"]),
        ("https://t.cn/http://a.top/https://b.top", ["t.cn", "a.top", "b.top"]),
        (
            "intent://a.top/x#Intent;scheme=https;S.browser_fallback_url=https%3A%2F%2Fb.top%2Fa;end",
            ["a.top", "b.top"],
        ),
        ("intent:#Intent;S.browser_fallback_url=https%3A%2F%2Fb.top;end", ["b.top"]),
        ("alipays://platformapi/startapp?url=https%3A%2F%2Fevil.top", ["nowhere", "evil.top"]),
        ("itms-services://?action=download-manifest&url=https://evil.top/m.plist", ["nowhere", "evil.top"]),
    ],
)
def test_links_are_found_in_their_order_and_those_that_they_carry_along(text: str, hosts: list[str]) -> None:
    assert leads(text) == hosts


@pytest.mark.parametrize(
    ("text", "scheme", "dialled"),
    [
        ("tel:95588", "tel", "95588"),
        ("sms:10086?body=x", "tel", "10086"),
        ("TEL:%2A%2A21%2A138%23", "tel", "%2A%2A21%2A138%23"),
        ("tel://**21*13800138000%23", "tel", "**21*13800138000%23"),
        ("callto:+86 138 0013 8000 now", "tel", "+86 138 0013 8000"),
        ("tel:95588;phone-context=+86;x", "tel", "95588;phone-context=+86"),
        ('<a href="tel:**21*138%23">', "tel", "**21*138%23"),
        ("tel:", "tel", ""),
        ("请拨打**21*13800138000#，谢谢", "", "**21*13800138000#"),
        ("请拨打＊＊２１＊１３８＃", "", "**21*138#"),
        ("拨打*72 13800138000开通", "", "*72 13800138000"),
        ("拨打##002#取消", "", "##002#"),
    ],
)
def test_a_code_is_dialled_by_a_link_or_by_hand(text: str, scheme: str, dialled: str) -> None:
    (link,) = find_links(text)

    assert (link.scheme, link.dialled, link.host) == (scheme, dialled, None)
    assert not link.is_page
    assert not link.leads_nowhere


@pytest.mark.parametrize(
    ("text", "user", "host"),
    [
        ("li@jd.com", "li", "jd.com"),
        ("mail li.lei+x@jd.com, please", "li.lei+x", "jd.com"),
        ("mailto:li@jd.com?subject=x", "li", "jd.com"),
        ("li＠jd．com", "li", "jd.com"),
        ("请发到li@jd.com或", "li", "jd.com"),
        ("a.b.c@evil.top", "a.b.c", "evil.top"),
    ],
)
def test_a_mail_address_is_no_page(text: str, user: str, host: str) -> None:
    (link,) = find_links(text)

    assert link.host is not None
    assert (link.scheme, link.user, link.host.name, link.is_page) == ("mailto", user, host, False)
    assert link.pretended is None


@pytest.mark.parametrize(
    ("text", "pretended"),
    [
        ("www.pbc.gov.cn@evil.top", "www.pbc.gov.cn"),
        ("https://www.pbc.gov.cn:x@evil.top", "www.pbc.gov.cn"),
        ("https://www.pbc.gov.cn,x@evil.top", "www.pbc.gov.cn"),
        ("https://www%2Epbc%2Egov%2Ecn%2Flogin@evil.top", "www.pbc.gov.cn"),
        ("https://jd.com@a@evil.top", "jd.com"),
        ("https://[::1]@evil.top", "[::1]"),
        *((text, None) for text in ("https://li@evil.top", "https://:@evil.top", "https://evil.top", "tel:jd.com@x")),
    ],
)
def test_a_page_shows_another_host_in_front_of_its_own(text: str, pretended: str | None) -> None:
    link = find_links(text)[0]

    assert (link.pretended.name if link.pretended is not None else None) == pretended


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "你好", "hello", ".", "..", "...", "....top", "evil..top", "evil - top", "evil-.top", "@", "://"),
        *(
            "e.g. this",
            "i.e. it",
            "A.B.C.D.E",
            "see a.b.c",
            "index.html",
            "end.Start",
            "www",
            "www.",
            "com.cn",
            ".中国",
        ),
        *("v1.2.3", "1.1.1", "3.14", "12.5元", "$3.99", "3.30pm", "16:30", "2026.11.22", "1.2.3.4", "192.168.1.1"),
        *(
            "note: x",
            "note:x",
            "a:b",
            r"C:\Users\x",
            "Amazon. Shop now",
            "At the club. Top!",
            "javascript:alert(1)",
            "data:text/html,x",
            "evil，top",
        ),
        *("£1.50/week", "4.8/5", "5.88/股", "3.5:2", "on 12.05.2026: more", "2.5/3.5", "1.2.3/4"),
        *("they responded.Today we go", "He is done.Shop now, please", "the end.Top of the list", "привет.пока"),
        *("evil@", "li@evil", "evil.top@", "1.2.3.4@", "*#06#", "#话题#", "13800138000", "*100#", "京东.公", "。.a"),
    ],
)
def test_not_everything_with_a_dot_or_colon_is_a_link(text: str) -> None:
    assert find_links(text) == []


@pytest.mark.parametrize(
    ("sent", "leads_nowhere"),
    [
        *(
            (sent, True)
            for sent in ("", "hello", "http://", "http://[::1", "https://nodots/", "http://a:b@c:99999999/")
        ),
        *((sent, False) for sent in ("weixin://dl/business/?t=abc", "market://details?id=x", "tel:")),
    ],
)
def test_what_was_sent_as_a_link_is_one_though_no_browser_may_follow_it(sent: str, *, leads_nowhere: bool) -> None:
    (link,) = read_links(sent)

    assert (link.written, link.host, link.leads_nowhere) == (sent, None, leads_nowhere)


def test_the_first_link_goes_by_what_was_sent() -> None:
    first, second = read_links(" hxxps://T.cn[.]cn/?to=https%3A%2F%2Fevil.top ")

    assert first.written == " hxxps://T.cn[.]cn/?to=https%3A%2F%2Fevil.top "
    assert second.written == "https://evil.top"


def test_only_the_beginning_is_read() -> None:
    assert leads("x" * (LONGEST_TEXT - 9) + " evil.top") == ["evil.top"]
    assert leads("x" * LONGEST_TEXT + " evil.top") == []
    assert leads(" ".join(f"a{number}.top" for number in range(100))) == [
        f"a{number}.top" for number in range(MOST_LINKS)
    ]
    assert [len(link.written) for link in read_links("https://evil.top/" + "x" * 10_000)] == [LONGEST_LINK]


REPEATED = [
    *("http://", "https://a.top/", "http:a,", "http:a@", "http://a.top@", "@", "a@", "a.", ".", "-", "--a", "a-", "a"),
    *("[", "]", "(", "))", "([{", "http://[", "http://[::1", "%25", "%2525", "%3A%2F%2F", "https%3A%2F%2Fa.top/"),
    *(
        "中.",
        "中.a",
        "中.a.",
        ".中国",
        "a.中国",
        "ä.",
        "ä.top ",
        "京东.com",
        "1.",
        "1.1.1.1/",
        "0x",
        "*21*",
        "**21*1#",
        "*",
        "#",
    ),
    *(
        "tel:",
        "tel:*21*1%23",
        "tel:;a=b",
        "weixin://",
        "note:",
        ":",
        "//",
        "a:",
        "evil。top",
        "a点top",
        "a[.]b",
        "hxxp:",
    ),
    *("\ud800", "\u202e", "\x00", "\u200ba.", "ﷺ", "ﷺ.com ", "\u0301", "😀.", "xn--a.", "www.pbc.gov.cn.", "paypal-"),
    *("login", "login-", "http://a.top/?u=", "http://a.top/http://", "x.top/)", "e.g. ", " ", "\n", "'", "a'@", ",@"),
    *(
        "http://" + "a" * 60 + ".top/",
        "1" * 60 + ".",
        "a" * 63 + ".",
        "%C2%AD",
        "http://jd.com%C2%AD",
        "A\u0308.",
        "。",
    ),
]
FRAMES = ["{}", "http://{}", "{}.top/"]


def cost(reference: Reference, text: str) -> float:
    """Time what a text costs that was not met before."""
    fresh = itertools.count()

    def read() -> None:
        for link in find_links(text.replace("top", f"t{next(fresh)}.top", 1)):
            reference.links.read(link)

    return median(repeat(read, timer=process_time, number=1, repeat=5))


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("piece", cases(REPEATED, 4), ids=ascii)
def test_no_hostile_text_costs_more_than_its_length(piece: str, frame: str, reference: Reference) -> None:
    short, long = (
        frame.format((piece * length)[: length + 2 - len(frame)]) for length in (LONGEST_TEXT // 4, LONGEST_TEXT)
    )

    assert cost(reference, long) < 12 * cost(reference, short) + 0.01
    for text in (long, long[:LONGEST_LINK], long * 3):
        assert all(reference.links.read(link).link == link for link in read_links(text))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "http://[::1",
            "http://a:b@c:99999999/",
            "http://]",
            "http://[]:80",
            "https://%",
            "http://%00.com",
            "http://%ff%fe",
        ),
        *(
            "http://xn--.com",
            "http://xn--999999999.com",
            "\ud800.com",
            "http://\ud800\udfff.com",
            "a.\u202emoc",
            "\x00.top",
        ),
        *(
            "tel:%",
            "tel:%ff",
            "mailto:",
            "mailto:@",
            "intent:",
            "://@:/",
            ".com",
            "http://.",
            "http://..com",
            "http://@@",
        ),
        *("http://0x.0x.0x.0x", "http://1.2.3.0x100000000", "http://[::ffff:1.2.3.4]", "http://" + "9" * 2000),
    ],
    ids=lambda text: ascii(text[:30]),
)
def test_nothing_that_is_broken_raises(text: str, reference: Reference) -> None:
    for link in (*find_links(text), *read_links(text)):
        assert reference.links.read(link).link == link


@pytest.mark.parametrize("text", ["1.2.3.4/login", "8.8.8.8:8080/x", "http://4.8/5", "0x08.8.8.8/x"])
def test_an_address_that_is_whole_or_behind_a_scheme_is_a_link(text: str) -> None:
    assert find_links(text)


@pytest.mark.parametrize("text", ["shop now at evil.Top", "open evil.Top/x and log in", "see Evil.Com today"])
def test_a_capital_hides_no_link(text: str) -> None:
    assert find_links(text)


@pytest.mark.parametrize("name", ["www.jd.соm", "www.icbc.com.сn", "pbc.gov.сn"])
def test_an_ending_that_only_looks_like_one_is_seen_in_a_text_and_as_a_link(name: str, reference: Reference) -> None:
    for link in (find_links(f"请打开{name}办理")[0], find_links(f"see {name} now")[0], read_links(name)[0]):
        facts = reference.links.read(link)
        assert facts.imitation is not None
        assert facts.strength == STRONG


def test_a_link_without_anything_leads_nowhere() -> None:
    assert Link("x").leads_nowhere
    assert not Link("x").is_page
