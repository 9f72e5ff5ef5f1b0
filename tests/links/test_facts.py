"""What a link gives away by itself: each reason with its strength, and what must stay quiet."""

from collections.abc import Iterable
from itertools import product

import pytest

from guard_api.links.facts import LinkFacts, LinkReader, Reason
from guard_api.links.finding import find_links, read_links
from guard_api.links.names.endings import ANY_DIGITS, CHEAP, TELLING
from guard_api.links.names.imitation import How
from guard_api.links.official import OfficialDomains
from guard_api.links.strength import FAINT, HINT, QUIET, SHAPE, STRONG
from guard_api.ports import Reference

IMITATES, HIDDEN, DIGITS = (
    Reason.IMITATES_OFFICIAL_DOMAIN,
    Reason.HIDDEN_BY_USERINFO,
    Reason.DIGITS_WITH_CHEAP_ENDING,
)
DIALS, BY_IP = Reason.FORWARDING_CODE_LINK, Reason.IP_HOST


@pytest.fixture(scope="module")
def reader(reference: Reference) -> LinkReader:
    return reference.links


def facts_of(sent: str, reader: LinkReader) -> LinkFacts:
    return reader.read(read_links(sent)[0])


@pytest.mark.parametrize(
    ("sent", "reasons", "strength"),
    [
        ("https://www.pbc.gov.cn@2406578.top/", (IMITATES, HIDDEN, DIGITS), STRONG),
        ("https://www.pbc.gov.cn:80@evil.com/", (IMITATES, HIDDEN), STRONG),
        ("https://www.pbc.gov.cn,a@evil.com/", (IMITATES, HIDDEN), STRONG),
        ("https://www.pbc.gov.cn%2Flogin@1.2.3.4/", (IMITATES, HIDDEN, BY_IP), STRONG),
        ("https://example.org@evil.com/", (HIDDEN,), SHAPE),
        ("https://li:pw@evil.com/", (), QUIET),
        ("2406578.top", (DIGITS,), SHAPE),
        ("http://a.2406578.top:80/x", (DIGITS,), SHAPE),
        ("http://8.8.8.8/", (BY_IP,), SHAPE),
        ("http://134744072/", (BY_IP,), SHAPE),
        ("http://[2001:4860:4860::8888]/", (BY_IP,), SHAPE),
        ("http://192.168.1.1/", (BY_IP,), QUIET),
        ("http://[::1]/", (BY_IP,), QUIET),
        ("jd.com.evil.top", (IMITATES,), STRONG),
        ("jd-kefu.2406578.top", (DIGITS,), SHAPE),
        ("tel:**21*13800138000%23", (DIALS,), STRONG),
        ("tel:%2A%2A21%2A13800138000%23", (DIALS,), STRONG),
        ("tel:*7213800138000", (DIALS,), STRONG),
        ("**21*13800138000#", (DIALS,), SHAPE),
        ("拨打＊＊２１＊１３８００１３８０００＃", (DIALS,), SHAPE),
        *((sent, (), QUIET) for sent in ("tel:95588", "tel:", "tel:%23%23002%23", "##002#", "tel:*%2321%23", "*#21#")),
        *((sent, (), QUIET) for sent in ("market://details?id=x", "evil.com", "https://x.org/")),
        *((sent, (Reason.UNREADABLE,), QUIET) for sent in ("", "hello", "http://", "http://[::1", "https://x/", ".")),
    ],
)
def test_a_link_has_its_reasons_the_gravest_first(
    sent: str, reasons: tuple[Reason, ...], strength: float, reader: LinkReader
) -> None:
    facts = facts_of(sent, reader)

    assert (facts.reasons, facts.strength) == (reasons, strength)
    assert facts.official is None
    assert (facts.imitation is not None) == (IMITATES in reasons)


SIX_TO_EIGHT = ["240657", "2406578", "24065788"]
THEN_LETTERS = ["1234a", "1234abc", "2406578abc"]
NO_SIGN = ["12345", "123456789", "123abc", "abc1234", "1234-abc", "a1234abc", "1234abc1"]
DEAR = ["com", "cn", "net", "org", "com.cn", "gov.cn", "io", "info", "site", "online", "de"]


@pytest.mark.parametrize(
    ("labels", "suffixes", "strength"),
    [
        (SIX_TO_EIGHT, CHEAP - ANY_DIGITS, SHAPE),
        (SIX_TO_EIGHT, ANY_DIGITS, HINT),
        (THEN_LETTERS, TELLING, SHAPE),
        (THEN_LETTERS, CHEAP - TELLING, HINT),
        (NO_SIGN, ["top", "xyz", "cc"], QUIET),
        (SIX_TO_EIGHT + THEN_LETTERS + NO_SIGN, DEAR, QUIET),
    ],
)
def test_digits_say_much_under_some_endings_and_nothing_under_most(
    labels: Iterable[str], suffixes: Iterable[str], strength: float, reader: LinkReader
) -> None:
    for host in (f"{label}.{suffix}" for label, suffix in product(labels, suffixes)):
        facts = facts_of(host, reader)
        odd = facts.reasons == (Reason.ODD_NAME,) and facts.strength == FAINT
        assert (odd and not strength) or (facts.reasons, facts.strength) == ((DIGITS,) if strength else (), strength), (
            host
        )
        assert facts.registrable == host


@pytest.mark.parametrize(
    ("domain", "organization"),
    [
        ("jd.com", "jd"),
        ("pbc.gov.cn", "pboc"),
        ("163.com", "netease"),
        ("12306.cn", "china_railway_12306"),
        ("95588.com", "icbc"),
        ("icbc.com.cn", "icbc"),
        ("www.gov.cn", "state_council"),
    ],
)
@pytest.mark.parametrize(
    "form",
    [
        *("{}", "www.{}", "a.b.{}", "https://{}/a?b=1", "http://{}:8080", "HTTPS://{}./", "打开www.{}办理"),
        *(
            "https://li@www.{}/",
            "li@{}",
            "mailto:li@{}",
            "https://www.pbc.gov.cn@{}/",
            "paypal-login.{}",
            "www.jd.com.{}",
        ),
    ],
)
def test_an_official_domain_and_all_below_it_are_quiet(
    domain: str, organization: str, form: str, reader: LinkReader
) -> None:
    facts = facts_of(form.format(domain), reader)

    assert (facts.reasons, facts.strength, facts.imitation) == ((Reason.OFFICIAL_DOMAIN,), QUIET, None)
    assert facts.official is not None
    assert (facts.official.domain, facts.organization) == (domain, organization)


def test_every_shipped_official_domain_is_quiet(reference: Reference) -> None:
    hosts = [f"{below}{one.domain}" for one in reference.domains.domains for below in ("", "a.")]
    read = {host: facts_of(f"https://{host}/", reference.links) for host in hosts}

    assert [host for host, facts in read.items() if facts.reasons[-1] != Reason.OFFICIAL_DOMAIN or facts.strength] == []


@pytest.mark.parametrize(
    "host", ["paypall.com", "a.paypall.com", "1e100.net", "a.b.1e100.net", "126.link", "163yun.com"]
)
def test_what_an_organisation_only_holds_is_no_imitation_and_not_official(host: str, reader: LinkReader) -> None:
    facts = facts_of(host, reader)

    assert (facts.reasons, facts.official, facts.imitation, facts.organization) == ((), None, None, None)


def test_a_held_domain_may_still_be_led_to_behind_another_name(reader: LinkReader) -> None:
    facts = facts_of("https://www.pbc.gov.cn@paypall.com/", reader)

    assert facts.imitation is not None
    assert (facts.imitation.how, facts.organization, facts.reasons) == (How.USERINFO, "pboc", (IMITATES, HIDDEN))


@pytest.mark.parametrize(
    ("sent", "reasons", "organization"),
    [
        ("li@evil.com", (), None),
        ("jd.com@evil.com", (), None),
        ("mailto:jd.com@evil.com", (), None),
        ("li@2406578.top", (DIGITS,), None),
        ("li@jd-kefu.top", (IMITATES, Reason.NAMES_FINANCE_SERVICE), "jd"),
        ("li@jd.com", (Reason.OFFICIAL_DOMAIN,), "jd"),
    ],
)
def test_nothing_hides_in_front_of_the_at_of_a_mail_address(
    sent: str, reasons: tuple[Reason, ...], organization: str | None, reader: LinkReader
) -> None:
    facts = facts_of(sent, reader)

    assert (facts.reasons, facts.organization, facts.link.is_page) == (reasons, organization, False)


def test_each_link_of_a_text_has_its_own_facts(reader: LinkReader) -> None:
    text = "请打开2406578.top办理，拨打**21*13800138000#，官网www.jd.com，客服li@163.com"

    assert [reader.read(link).reasons for link in find_links(text)] == [
        (DIGITS,),
        (DIALS,),
        (Reason.OFFICIAL_DOMAIN,),
        (Reason.OFFICIAL_DOMAIN,),
    ]


def test_a_list_adds_the_gravest_reason_and_never_weakens_a_link(reader: LinkReader) -> None:
    facts = facts_of("2406578.top", reader)

    assert (facts.listed(0.9).reasons, facts.listed(0.9).strength) == ((Reason.LISTED, DIGITS), 0.9)
    assert facts.listed(0.1).strength == SHAPE


def test_what_an_admin_allows_is_quiet_and_keeps_its_reasons(reader: LinkReader) -> None:
    facts = facts_of("2406578.top", reader).listed(STRONG).allowed()

    assert facts.reasons == (Reason.LISTED, DIGITS, Reason.ALLOWED)
    assert (facts.strength, facts.registrable) == (QUIET, "2406578.top")


@pytest.mark.parametrize(
    ("sent", "registrable"),
    [
        ("https://a.b.evil.co.uk/", "evil.co.uk"),
        ("http://0x8080808/", "8.8.8.8"),
        ("tel:95588", ""),
        ("hello", ""),
    ],
)
def test_a_link_leads_to_what_somebody_has_registered(sent: str, registrable: str, reader: LinkReader) -> None:
    assert facts_of(sent, reader).registrable == registrable


def test_without_official_domains_only_shapes_are_known() -> None:
    reader = LinkReader(OfficialDomains())

    assert facts_of("jd.com", reader).reasons == ()
    assert facts_of("jd-kefu.com", reader).reasons == ()
    assert facts_of("https://jd.com@2406578.top", reader).reasons == (HIDDEN, DIGITS)


def test_a_guess_vouches_for_nothing(reader: LinkReader) -> None:
    facts = reader.read(next(link for link in read_links("http://[jd.com]") if link.guessed))
    assert facts.official is None
    assert facts.reasons == (Reason.UNREADABLE,)
