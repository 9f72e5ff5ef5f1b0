"""What people do at somebody's words, whoever shows himself least: pairs of a fraud and a harmless twin."""

from datetime import timedelta

import pytest

from guard_api.engine.judge import judge
from guard_api.engine.observations import AnyObservation, CallSeen, IdentityClaimed, MomentSeen
from guard_api.engine.policy import Level, policy_of
from guard_api.engine.vocabulary import CallState, MomentKind
from guard_api.numbers.never_asks import Topic
from guard_api.patterns import PATTERNS
from tests.patterns.test_money_stories import CODE, LOGIN
from tests.support.clock import NOON, Clock
from tests.support.phones import TestPhone
from tests.support.stories import BANK, CALL, HANG_UP, HOME, WALLET, Seen, Story, link, play, shown, story, text

END = {"caller_number": "13912345678", "call_state": "ended"}
VOIP, VOIP_END = ({"call_kind": "voip", "call_state": state} for state in ("active", "ended"))
LOAN = {"moments": [{"kind": "loan_paid_out", "amount_bucket": "large"}]}
ODD, SHORT = "http://jg-12123.cc/wf?id=88", "https://t.cn/A6x"
PACKAGE = "https://sg-homeclean.com/a.apk"


def talks(number: str, *, known: bool = False) -> Seen:
    """Somebody is on the line."""
    return {"caller_number": number, "call_state": "active", "caller_in_contacts": known}


def scanned(code: str) -> Seen:
    """A QR code was scanned."""
    return {"qr_codes": [code]}


def loaded(*gained: str, installer: str = "com.android.chrome") -> Seen:
    """An app was installed from a file."""
    app = {"package": "com.home.clean", "label": "HomeClean", "source": "downloaded_file", "installer": installer}
    return {"installed_apps": [{**app, "gained": gained}]}


ABROAD, HIDDEN, OTHER = talks("+447700900461"), talks(""), talks("17155093340")
TOOL = {"installed_apps": ["com.teamviewer.quicksupport.market"]}
SHOWN = {"screen_share_active": True, "screen_share_app": "com.teamviewer.quicksupport.market"}
LANDLINE, COURT = talks("01065299110"), {"claimed_identity": "法院"}
FINANCE, LINK, SCRIPT, APP = "finance_app_while_stranger_talks", "fraud_link", "scripted_message", "hidden_caller"
CLAIM = "unproven_identity_claim"
LURE = "Escritorio: seu processo foi julgado procedente, valor liberado hoje. Fale com Dr. Renato no WhatsApp"
NEW_NUMBER = "Hi mum I dropped my phone in the sink, this is my new number, text me on WhatsApp 07700 900218 x"

FRAUD = [
    story("the bank's app, after ten minutes of talk", "warning", (0, CALL), (12, BANK), shows=[FINANCE]),
    story("a caller from abroad, and the bank's app", "warning", (0, ABROAD), (5, BANK), shows=[FINANCE]),
    story("a caller who hides the number, and the bank's app", "warning", (0, HIDDEN), (5, BANK), shows=[FINANCE]),
    story("a second caller on the heels of the first", "warning", (0, CALL), (9, END), (13, OTHER), (18, BANK), shows=[FINANCE]),
    story("one code after the other while he talks", "warning", (0, CALL), (4, CODE), (8, CODE), shows=[FINANCE]),
    story("a code in a talk, and a login from elsewhere", "warning", (0, VOIP), (3, CODE), (5, VOIP_END), (5.4, LOGIN), shows=[FINANCE]),
    story("a site named for a day asks for a code", "warning", (0, link(ODD)), (6, CODE), shows=[LINK]),
    story("a code under the wiper asks for another", "warning", (0, scanned(ODD)), (6, CODE), shows=[LINK]),
    story("a site named for a day has an app", "warning", (0, link("http://gp-zb.top/d")), (4, loaded()), shows=[LINK]),
    story("words that insist, and a code", "warning", (0, link("https://bank-pushtan-erneuern.info/x")), (9, CODE), shows=[LINK]),
    story("such a site while somebody talks over the internet, and the bank's app", "warning", (0, VOIP), (30, link("http://yl777.vip/reg")), (40, BANK), shows=[LINK]),
    story("a message of money to be had, and the bank shown to whoever talks", "warning", (0, text(LURE)), (14, VOIP), (20, SHOWN), (26, BANK), shows=[APP]),
    story("such a site while he talks", "warning", (0, CALL), (5, link(ODD)), shows=[LINK]),
    story("a package, and what it may do", "warning", (0, link(PACKAGE)), (4, loaded("accessibility")), shows=[LINK]),
    story("an app out of a chat that reads messages", "warning", (0, loaded("notification_listener", installer="com.whatsapp")), shows=[APP]),
    story("an app that may read, and a loan", "warning", (0, loaded("notification_listener")), (12, LOAN), shows=[APP]),
    story("a tool to show the screen, put there just now, and a code", "warning", (0, TOOL), (4, SHOWN), (11, CODE), shows=[APP]),
    story("the court's office, and a code in its call", "warning", (0, LANDLINE), (2, COURT), (4, CODE), shows=[CLAIM]),
    story("a wallet, after twenty minutes of talk", "warning", (0, CALL), (22, WALLET), shows=[FINANCE]),
    story("a child's new number, and the bank's app", "warning", (0, text(NEW_NUMBER)), (38, BANK), shows=[SCRIPT]),
]  # fmt: skip

TWINS = [
    story("a tool that was there for long, and a code", "none", (0, TOOL), (40, SHOWN), (45, CODE)),
    story("the court's office, and a code when it has hung up", "none", (0, LANDLINE), (2, COURT), (4, HANG_UP), (9, CODE)),
    story("a landlord's office, and a code in its call", "none", (0, LANDLINE), (2, {"claimed_identity": "房东"}), (4, CODE), (8, HANG_UP)),
    story("a bill by a wallet, while a customer talks", "none", (0, CALL), (18, WALLET), (22, END)),
    story("rent, some minutes into a customer's call", "none", (0, CALL), (6, BANK), (11, END)),
    story("family abroad, who are contacts, and the bank's app", "none", (0, talks("+447700900461", known=True)), (15, BANK)),
    story("a hotel abroad, and the bank's app when it has hung up", "none", (0, ABROAD), (2, HANG_UP), (3, BANK)),
    story("two customers, and the wallet between them", "none", (0, CALL), (9, END), (10, WALLET), (12, HOME), (13, OTHER)),
    story("one code while somebody talks", "none", (0, CALL), (4, CODE), (9, END)),
    story("a code in a friend's talk", "none", (0, VOIP), (3, CODE), (20, VOIP_END)),
    story("a login from elsewhere that nobody talked of", "none", (0, LOGIN), (5, VOIP), (9, VOIP_END)),
    story("such a site alone", "none", (0, link(ODD))),
    story("a code long after such a site", "none", (0, link(ODD)), (20, CODE)),
    story("a message with such a site, which nobody opens, and a code", "none", (0, text(f"新款上市 {ODD}")), (6, CODE)),
    story("such a site before a friend's call, and the bank's app", "none", (0, link("http://yl777.vip/reg")), (20, VOIP), (25, BANK), (40, VOIP_END)),
    story("the bank shown to whoever talks, and no such message", "none", (0, text("Até já, falamos no WhatsApp")), (14, VOIP), (20, SHOWN), (26, BANK)),
    story("a short link, and a code", "none", (0, link(SHORT)), (6, CODE)),
    story("a site of a plain name, and a code", "none", (0, link("https://www.monoprix.shop/")), (6, CODE)),
    story("a package that may do nothing", "notice", (0, link(PACKAGE)), (4, loaded("overlay"))),
    story("a friend's game out of a chat", "none", (0, loaded(installer="com.tencent.mm"))),
    story("the firm's app out of its own chat", "none", (0, loaded("notification_listener", installer="com.tencent.wework"))),
    story("an app that may read, and a loan that was wanted", "none", (0, loaded("notification_listener")), (50, LOAN)),
    story("a mother tells of a new number", "none", (0, text("My mum has a new number, I send it to you tonight")), (20, BANK)),
]  # fmt: skip


@pytest.mark.parametrize("story", FRAUD, ids=lambda story: story.name)
def test_it_is_warned_of(story: Story, phone: TestPhone, clock: Clock) -> None:
    answer = play(phone, clock, story.steps)[-1]

    assert answer["level"] == story.level
    assert story.patterns <= shown(answer)


@pytest.mark.parametrize("story", TWINS, ids=lambda story: story.name)
def test_its_twin_is_no_warning_at_any_step(story: Story, phone: TestPhone, clock: Clock) -> None:
    levels = [answer["level"] for answer in play(phone, clock, story.steps)]

    assert levels[-1] == story.level
    assert not {"warning", "critical"} & {*levels}


@pytest.mark.parametrize(("never", "level"), [((Topic.TELL_CODE,), Level.WARNING), ((), Level.NONE)])
def test_who_may_ask_for_codes_is_no_less_believed_for_it(never: tuple[Topic, ...], level: Level) -> None:
    code_at = NOON + timedelta(minutes=4)
    seen: list[AnyObservation] = [
        CallSeen(at=NOON, caller="+861065299110", state=CallState.ACTIVE, known=False),
        IdentityClaimed(at=NOON, organizations=("some",), lines="CN", never=never),
        MomentSeen(at=code_at, kind=MomentKind.CODE_RECEIVED),
    ]

    assert judge(seen, policy_of(PATTERNS), code_at).level is level
