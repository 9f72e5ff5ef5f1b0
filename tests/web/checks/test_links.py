"""Links and texts over HTTP: what is told of them, what is kept, and what junk gets."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import pytest

from guard_api.ports import Services
from guard_api.web.contract.schemas.checks import links
from tests.contracts.records import Record
from tests.support.databases import with_lists
from tests.support.phones import TestPhone

FALSE_BANK = "https://www.pbc.gov.cn@7771234.top/login?id=42"


@pytest.fixture
def services(record: Record) -> Services:
    """The lists that ship are part of these stories."""
    return with_lists(record.services)


def looked_up(phone: TestPhone, link: str) -> Any:
    response = phone.get(f"/v1/links?url={quote(link, safe='')}")
    assert response.status_code == 200, response.text
    assert links.LinkOut().validate(response.json) == {}
    return response.json


def test_a_link_shows_whom_it_imitates_and_how(phone: TestPhone) -> None:
    answer = looked_up(phone, FALSE_BANK)

    assert answer["link"] == FALSE_BANK
    assert answer["registrable_domain"] == "7771234.top"
    assert answer["reasons"] == ["imitates_official_domain", "hidden_by_userinfo", "digits_with_cheap_ending"]
    assert answer["imitates"] == {"domain": "pbc.gov.cn", "how": "userinfo"}
    assert answer["organization"] == {"id": "pboc", "name": "People's Bank of China", "official_numbers": ["12363"]}
    assert answer["level"] == "warning"
    assert answer["warnings"][0]["message"] == (
        "Do not open this link. 7771234.top is not the site of People's Bank of China. It is a fake."
    )
    assert answer["actions"] == [
        {
            "type": "call",
            "label": "Call People's Bank of China yourself",
            "number": "12363",
            "spoken": "one two three six three",
            "purpose": "verify",
        },
        {
            "type": "call",
            "label": "Ask 96110",
            "number": "96110",
            "spoken": "nine six one one zero",
            "purpose": "report",
        },
    ]


def test_a_listed_link_shows_who_listed_it_and_since_when(phone: TestPhone) -> None:
    answer = looked_up(phone, "http://login.2406578.top/")

    assert answer["reasons"] == ["listed", "digits_with_cheap_ending"]
    assert answer["listed"]["entry"] == "block_domains:domain:2406578.top"
    assert answer["listed"]["category"] == "fraud"
    assert answer["listed"]["source"]
    assert answer["listed"]["since"].endswith("Z")
    assert answer["warnings"][0]["message"] == "Do not open this link. The website 2406578.top is known for fraud."


def test_an_official_link_is_a_fact_and_quiet(phone: TestPhone) -> None:
    answer = looked_up(phone, "http://tianjin.pbc.gov.cn/")

    assert answer["reasons"] == ["official_domain"]
    assert answer["organization"]["id"] == "pboc"
    assert (answer["level"], answer["warnings"], answer["actions"]) == ("none", [], [])


def test_a_link_is_judged_with_those_that_it_carries(phone: TestPhone) -> None:
    answer = looked_up(phone, "https://example.com/?to=https%3A%2F%2F2406578.top%2Fx")

    assert answer["registrable_domain"] == "example.com"
    assert [carried["registrable_domain"] for carried in answer["carries"]] == ["2406578.top"]
    assert answer["level"] == "warning"


def test_what_an_admin_allows_is_quiet_with_the_next_look(phone: TestPhone, admin: TestPhone) -> None:
    assert looked_up(phone, "7771234.top")["level"] == "notice"
    made = admin.post({"domain": "7771234.top", "list": "allow_domains"}, "/v1/admin/entries")
    assert made.status_code == 201, made.text

    answer = looked_up(phone, "www.7771234.top")

    assert answer["level"] == "none"
    assert answer["reasons"] == ["digits_with_cheap_ending", "allowed"]


def test_what_an_admin_lists_warns_with_the_next_check(phone: TestPhone, admin: TestPhone) -> None:
    assert phone.check(links=["harmless.example"])["level"] == "none"
    made = admin.post({"domain": "harmless-shop.cn", "label": "false shop"}, "/v1/admin/entries")
    assert made.status_code == 201, made.text

    answer = phone.check(texts=["看看harmless-shop.cn吧"])

    assert answer["level"] == "warning"
    assert answer["links"][0]["listed"]["label"] == "false shop"


def test_looking_up_records_nothing(phone: TestPhone) -> None:
    looked_up(phone, FALSE_BANK)

    assert phone.check()["level"] == "none"


def test_links_of_a_check_come_in_order_each_once_from_links_and_texts(phone: TestPhone) -> None:
    answer = phone.check(links=["my-site.cn", "jd.com"], texts=["先打开your-site.cn，再打开jd.com"])

    assert [link["link"] for link in answer["links"]] == ["my-site.cn", "jd.com", "your-site.cn"]


def test_the_words_are_chinese_for_a_chinese_phone(phone: TestPhone) -> None:
    phone.language = "zh-CN"
    answer = phone.check(links=[FALSE_BANK], texts=["我申请关闭京东金条白条，注销第三方关联账户"])

    assert [warning["message"] for warning in answer["warnings"]] == [
        "别发这段话，也别照做。7771234.top 不是中国人民银行的网站，是假的。",
        "",
    ]


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("http://[::1", {"reasons": ["unreadable"], "registrable_domain": None}),
        ("http://a:b@c:99999999/", {"reasons": ["unreadable"]}),
        ("." * 2048, {"reasons": ["unreadable"]}),
        ("", {"reasons": ["unreadable"]}),
        ("\x00\u202e", {"reasons": ["unreadable"]}),
        ("weixin://dl/business/?ticket=1", {"reasons": ["add_contact_code"]}),
        ("http://0x08080808/", {"reasons": ["ip_host"], "registrable_domain": "8.8.8.8"}),
        ("http://127.1/", {"reasons": ["ip_host"], "level": "none"}),
        ("tel:**21*13800138000%23", {"reasons": ["forwarding_code_link"], "level": "warning"}),
        ("tel:%23%23002%23", {"reasons": [], "level": "none"}),
    ],
)
def test_junk_is_answered_and_named(phone: TestPhone, link: str, expected: Mapping[str, object]) -> None:
    answer = looked_up(phone, link)

    assert {name: answer[name] for name in expected} == expected


def test_a_look_up_needs_a_link(phone: TestPhone) -> None:
    answer = phone.get("/v1/links")

    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"


def test_twenty_of_the_longest_links_and_as_many_texts_as_fit_are_answered(phone: TestPhone) -> None:
    links = [f"https://{index}.jd.com.{'a' * 60}.top/{'x' * 1900}" for index in range(20)]
    answer = phone.check(links=links[:10], texts=[("打开" + "http://" * 300)[:4000]] * 4)

    assert len(answer["links"]) >= 10
    assert answer["level"] == "warning"


@pytest.mark.parametrize(
    ("link", "registrable", "imitated"),
    [
        ("https://www.jd.com!.evil-test.top/", "evil-test.top", "jd.com"),
        ("https://www.jd.com,evil-test.top/", "evil-test.top", "jd.com"),
        ("https://www.jd.com\t.evil-test.top/", "evil-test.top", "jd.com"),
        ("https://www.pdc.gov.cn.top", "cn.top", "pbc.gov.cn"),
        ("https://www.jd.соm/", None, "jd.com"),
    ],
)
def test_a_link_is_answered_as_a_browser_reads_it(
    link: str, registrable: str | None, imitated: str, phone: TestPhone
) -> None:
    for answer in (looked_up(phone, link), phone.check(links=[link])["links"][0]):
        assert "official_domain" not in answer["reasons"]
        assert answer["imitates"]["domain"] == imitated
        assert answer["registrable_domain"] == registrable


def test_of_a_link_that_no_browser_opens_only_what_gives_itself_away_is_answered(phone: TestPhone) -> None:
    quiet = looked_up(phone, "https://www.jd.com%20.evil-test.top/")
    listed = looked_up(phone, "https://2406578.top,")

    assert (quiet["reasons"], quiet["registrable_domain"], quiet["carries"]) == (["unreadable"], None, [])
    assert (listed["reasons"], listed["level"]) == (["unreadable"], "warning")
    assert [carried["reasons"][0] for carried in listed["carries"]] == ["listed"]
