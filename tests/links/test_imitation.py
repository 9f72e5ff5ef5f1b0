"""Whom a host imitates, and how: each way beside a near miss that is nobody's twin."""

import pytest

from guard_api.links.finding import read_links
from guard_api.links.hosts import read_host
from guard_api.links.names.endings import CHEAP, TELLING
from guard_api.links.names.imitation import How, Imitation, Imitations
from guard_api.links.names.words import fills, has_bait_word
from guard_api.links.official import OfficialDomain, OfficialDomains
from guard_api.links.strength import HINT, SHAPE, STRONG
from guard_api.ports import Reference

IMITATED = [
    ("pbc.gov.cn.evil.top", How.SUBDOMAIN, "pboc", STRONG),
    ("www.pbc.gov.cn.evil.com", How.SUBDOMAIN, "pboc", STRONG),
    ("www-pbc-gov-cn.evil.com", How.SUBDOMAIN, "pboc", STRONG),
    ("www_pbc_gov_cn.evil.com", How.SUBDOMAIN, "pboc", STRONG),
    ("jd.com-kf.top", How.SUBDOMAIN, "jd", STRONG),
    ("jd-com.evil.com", How.SUBDOMAIN, "jd", STRONG),
    ("icbc.com.cn.evil.net", How.SUBDOMAIN, "icbc", STRONG),
    ("www.pbc--gov.cn.evil.com", How.SUBDOMAIN, "pboc", STRONG),
    ("www.pdc.gov.cn.top", How.TYPO, "pboc", STRONG),
    ("www-pbcc-gov-cn.evil.com", How.TYPO, "pboc", SHAPE),
    ("icbd.com.cn.evil.net", How.TYPO, "icbc", SHAPE),
    ("www.alipey.com.evil.xyz", How.TYPO, "alipay", STRONG),
    ("paypa1.com.evil.top", How.CONFUSABLE, "paypal", STRONG),
    ("www.аlipay.com.evil.de", How.CONFUSABLE, "alipay", SHAPE),
    ("paypal.evil.top", How.SUBDOMAIN, "paypal", SHAPE),
    ("a.paypal.b.evil.com", How.SUBDOMAIN, "paypal", HINT),
    ("icbc.evil.cc", How.SUBDOMAIN, "icbc", SHAPE),
    ("pаypal.com", How.CONFUSABLE, "paypal", STRONG),
    ("раураl.com", How.CONFUSABLE, "paypal", STRONG),
    ("xn--pypal-4ve.com", How.CONFUSABLE, "paypal", STRONG),
    ("jԁ.com", How.CONFUSABLE, "jd", STRONG),
    ("іcbc.com", How.CONFUSABLE, "icbc", STRONG),
    ("ìcbc.net", How.CONFUSABLE, "icbc", STRONG),
    ("aIipay.com", How.CONFUSABLE, "alipay", STRONG),
    ("a1ipay.org", How.CONFUSABLE, "alipay", STRONG),
    ("lcbc.com", How.CONFUSABLE, "icbc", HINT),
    ("1cbc.top", How.CONFUSABLE, "icbc", SHAPE),
    ("arnazon.com", How.CONFUSABLE, "amazon", STRONG),
    ("payp4l.com", How.TYPO, "paypal", HINT),
    ("paypl.com", How.TYPO, "paypal", HINT),
    ("payapl.com", How.TYPO, "paypal", HINT),
    ("paypaal.top", How.TYPO, "paypal", SHAPE),
    ("alipey.com", How.TYPO, "alipay", HINT),
    ("taobaoo.xyz", How.TYPO, "taobao", SHAPE),
    ("paypal17.top", How.ADDED_WORDS, "paypal", SHAPE),
    ("paypal17.club", How.ADDED_WORDS, "paypal", HINT),
    ("paypal-17-x.club", How.ADDED_WORDS, "paypal", SHAPE),
    ("paypal-login.top", How.ADDED_WORDS, "paypal", STRONG),
    ("secure-paypal-login.cc", How.ADDED_WORDS, "paypal", STRONG),
    ("alipay-login.com", How.ADDED_WORDS, "alipay", SHAPE),
    ("alipayverify.com", How.ADDED_WORDS, "alipay", SHAPE),
    ("taobao-tuikuan.top", How.ADDED_WORDS, "taobao", STRONG),
    ("taobao-fans.com", How.ADDED_WORDS, "taobao", HINT),
    ("taobao-fans.top", How.ADDED_WORDS, "taobao", SHAPE),
    ("icbc-login.com", How.ADDED_WORDS, "icbc", SHAPE),
    ("icbc-bank.top", How.ADDED_WORDS, "icbc", SHAPE),
    ("icbckefu.com", How.ADDED_WORDS, "icbc", HINT),
    ("jd-kefu.top", How.ADDED_WORDS, "jd", SHAPE),
    ("jdkefu.top", How.ADDED_WORDS, "jd", SHAPE),
    ("kefujd.top", How.ADDED_WORDS, "jd", SHAPE),
    ("jdkefu.com", How.ADDED_WORDS, "jd", HINT),
    ("pbc-zhengxin.top", How.ADDED_WORDS, "pboc", SHAPE),
    ("pbccrc-zhengxin.com", How.ADDED_WORDS, "pboc_credit", SHAPE),
    ("paypal.com.be", How.SUBDOMAIN, "paypal", HINT),
    ("paypal.com.top", How.SUBDOMAIN, "paypal", STRONG),
    ("deutschebank.top", How.TYPO, "deutsche_bank", SHAPE),
    ("sparkasse-login.de", How.ADDED_WORDS, "sparkasse", SHAPE),
    ("sparkasse-berlin.top", How.ADDED_WORDS, "sparkasse", SHAPE),
    ("monex-login.cn", How.ADDED_WORDS, "monex", SHAPE),
    ("allpay.top", How.CONFUSABLE, "alipay", SHAPE),
    ("1cloud.top", How.CONFUSABLE, "apple_inc", SHAPE),
    ("0utlook.com", How.CONFUSABLE, "microsoft", STRONG),
    ("paypal-a.pages.dev", How.ADDED_WORDS, "paypal", SHAPE),
    ("paypal-a.com", How.ADDED_WORDS, "paypal", HINT),
    ("paypal.a.duckdns.org", How.SUBDOMAIN, "paypal", SHAPE),
    ("paypal.top", How.OTHER_ENDING, "paypal", SHAPE),
    ("icbc.cc", How.OTHER_ENDING, "icbc", HINT),
    ("jd.top", How.OTHER_ENDING, "jd", SHAPE),
    ("pbc.cyou", How.OTHER_ENDING, "pboc", SHAPE),
    ("www.taobao.lol", How.OTHER_ENDING, "taobao", SHAPE),
]


@pytest.mark.parametrize(("host", "how", "organization", "strength"), IMITATED, ids=ascii)
def test_an_imitation_names_whom_it_looks_like_and_how(
    host: str, how: How, organization: str, strength: float, reference: Reference
) -> None:
    facts = reference.links.read(read_links(f"https://{host}/login")[0])

    assert facts.imitation is not None
    assert (facts.imitation.how, facts.imitation.strength) == (how, strength)
    assert (facts.organization, facts.strength) == (organization, strength)


NEAR_MISSES = [
    *("evil.top", "www.evil.com", "pbc-gov.evil.com", "gov.cn.evil.com", "jd.co.evil.com", "com.jd.evil.com"),
    *("bbc.com.evil.top", "binf.com.evil.top", "abcde.gov.cn.evil.com", "jb.com.evil.top", "gov.cn.pbc.evil.top"),
    *("jd.evil.top", "jd.evil.com", "mypaypal.evil.com", "www.evil.top", "mail.evil.top", "app.evil.top"),
    *(
        "icbc.info",
        "pbccrc.com",
        "taobao.net",
        "jd.org",
        "jd.xyz",
        "jd.vip",
        "1cbd.com",
        "jb.com",
        "xj.top",
        "jcl.com",
        "jcl.top",
    ),
    *("xaypal.com", "ppaypal.com", "pay.com", "payxyl.com", "tabaa.org", "icbd.com", "icb.com", "icbcc.com"),
    *(
        "jd-fans.com",
        "ajdb.com",
        "jdx.com",
        "jdfans.top",
        "apple-fans.com",
        "icbcbank.com",
        "icbc1.com",
        "pineapple.com",
    ),
    *("deutschebank.be", "sparkasse-koelnbonn.de", "sparkasse-berlin.de", "google.cc", "www.amazon.com.be"),
    *("1cloud.ru", "allpay.com.tw", "alltrip.cn", "51fund.com", "nypost.com", "www.tbank.ru"),
    *("12306.top", "163.top", "95588.top", "京东.com", "пример.com", "日本.jp", "ätsch.de"),
]


@pytest.mark.parametrize("host", NEAR_MISSES)
def test_a_near_miss_imitates_nobody(host: str, reference: Reference) -> None:
    assert reference.links.read(read_links(f"https://{host}/login")[0]).imitation is None


def imitations(*domains: str) -> Imitations:
    return Imitations(OfficialDomains(tuple(OfficialDomain(domain, domain) for domain in domains)))


def found(known: Imitations, name: str) -> Imitation | None:
    host = read_host(name)
    assert host is not None
    return known.find(host)


def test_an_address_looks_like_nobody() -> None:
    assert found(imitations("example.com"), "8.8.8.8") is None


def test_of_several_domains_of_one_name_the_best_known_is_imitated() -> None:
    read = found(imitations("example.org", "example.com", "example.com.cn"), "example-login.top")

    assert read is not None
    assert read.official.domain == "example.com"


def test_the_plainest_of_several_ways_counts() -> None:
    read = found(imitations("example.com"), "example.example-fans.com")
    plainer = found(imitations("example.com"), "example.com.example-fans.com")

    assert read is not None
    assert plainer is not None
    assert (read.strength, plainer.how, plainer.strength) == (HINT, How.SUBDOMAIN, STRONG)


@pytest.mark.parametrize(
    ("label", "strength"),
    [
        *((label, SHAPE) for label in ("exampleneme", "exampelname")),
        *((label, SHAPE) for label in ("examplenam", "exampplename", "exampleame")),
        *((label, None) for label in ("xamplename", "exmplenam", "exampleemna", "exampl", "fxamplename")),
    ],
)
def test_a_long_name_is_mistyped_plainly_under_any_ending(label: str, strength: float | None) -> None:
    read = found(imitations("examplename.com"), f"{label}.org")

    assert (read.strength if read is not None else None) == strength


AS_LIKELY = [
    ("pinduoduo.com", "panduoduo.net", "pinduoduw.net"),
    ("juhuasuan.com", "juhuisuan.com", "juhuasvan.com"),
    ("xiaomi.com", "xiaomu.cc", "xiaomk.cc"),
    ("chinalife.com.cn", "chinalive.com", "chinnalife.com"),
    ("e-chinalife.com", "echinalife.org", "e-chinqlife.org"),
    ("aliexpress.com", "adiexpress.com", "aliexpres.com"),
    ("jddglobal.com", "jdd-global.com", "jddglobql.com"),
    ("hao123.com", "hao120.cc", "hao123e.cc"),
]


@pytest.mark.parametrize(("official", "another", "slip"), AS_LIKELY)
def test_a_slip_into_what_may_be_another_firms_name_is_a_hint(official: str, another: str, slip: str) -> None:
    known = imitations(official)

    strengths = [read.strength if read is not None else None for read in (found(known, another), found(known, slip))]

    assert strengths == [HINT, SHAPE]


@pytest.mark.parametrize("ending", ["net", "cc"])
def test_banks_and_posts_of_two_letters_are_next_to_each_other_by_chance(ending: str) -> None:
    known = imitations("hsbank.com.cn", "nzpost.co.nz")

    assert [found(known, f"{label}.{ending}") for label in ("hbbank", "nypost", "ny-post")] == [None] * 3
    assert found(known, "hsbank.top") is not None


def test_a_name_of_one_letter_is_in_no_other() -> None:
    assert [found(imitations("q.com"), name) for name in ("q-login.top", "loginq.top", "q.evil.top")] == [None] * 3


def test_of_two_names_as_near_the_same_one_is_always_chosen() -> None:
    known = imitations("examplea.com", "exampleb.com", "examplec.com")

    assert found(known, "exampled.top") == found(known, "examplee.top")


@pytest.mark.parametrize("ending", sorted(CHEAP))
def test_cheap_endings_make_a_whole_name_suspicious(ending: str) -> None:
    read = found(imitations("example.com"), f"example.{ending}")

    assert read == Imitation(
        OfficialDomain("example.com", "example.com"), How.OTHER_ENDING, SHAPE if ending in TELLING else HINT
    )


def test_a_domain_that_is_only_a_common_word_is_nobodys_name() -> None:
    known = imitations("www.gov.cn", "pay.gov.in")

    assert [found(known, name) for name in ("www.top", "www-login.top", "pay.evil.top", "wwww.top")] == [None] * 4
    assert found(known, "www.gov.cn.evil.com") is not None


@pytest.mark.parametrize(
    ("text", "only_fills", "insists"),
    [
        ("", True, False),
        ("-24", True, False),
        ("bank", True, False),
        ("login", True, True),
        ("my-bank-login24", True, True),
        ("kefu", True, True),
        ("fans", False, False),
        ("loginx", False, False),
        ("xlogin", False, False),
    ],
)
def test_words_fill_a_name_up_and_some_insist(text: str, *, only_fills: bool, insists: bool) -> None:
    assert (fills(text), has_bait_word(text)) == (only_fills, insists)
