"""Messages are read for what they ask, in any wording and under any disguise, whatever the object."""

import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard_api.messages.codes import forwarding_actions
from guard_api.messages.folding import MAX_MESSAGE, fold, readable
from guard_api.messages.lexicon.matcher import LEXICON, match
from guard_api.messages.reader import Ask, MessageFacts, read_message
from guard_api.service_codes.forwarding import Action
from guard_api.text.hanzi import SIMPLIFIED
from guard_api.text.tables import table
from tests.messages.own_cases import FRAUD, HARMLESS, Case, read


def _inverse(table: Mapping[int, int]) -> Mapping[str, Sequence[str]]:
    """Return the characters that pass for each, and itself."""
    others: defaultdict[str, list[str]] = defaultdict(list)
    for other, one in table.items():
        others[chr(one)] += [chr(other), chr(one)]
    return others


FORMS = _inverse(SIMPLIFIED)
TWINS = _inverse(table("lookalikes.txt"))
SCRIPT = "我申请关闭京东白条，注销第三方关联账户 2406578.top"
ENGLISH = "I apply to close JD white bars and cancel the third-party account 2406578.top"


@pytest.mark.parametrize("case", FRAUD)
def test_a_script_is_recognised_with_what_it_asks(case: Case) -> None:
    facts = read(case.text)
    assert facts.scripted
    assert facts.strength >= 0.5
    assert set(case.label.split()) <= set(facts.asks)


@pytest.mark.parametrize("case", HARMLESS)
def test_what_only_looks_like_a_script_is_quiet(case: Case) -> None:
    facts = read(case.text)
    assert not facts.scripted
    assert facts.strength < 0.5


@pytest.mark.parametrize("kind", ["telling", "warning"])
def test_who_describes_the_fraud_warns(kind: str) -> None:
    warned = [read(case.text).warns for case in HARMLESS if case.label == kind]
    assert sum(warned) / len(warned) > 0.8


def test_a_script_does_not_warn() -> None:
    assert not any(read(case.text).warns for case in FRAUD)


def test_an_official_link_is_no_sign_of_fraud() -> None:
    text = "请登录花呗，及时关闭"
    assert read_message(text, has_link=True).strength > read_message(text, has_link=True, official_link=True).strength


def test_a_service_to_connect_to_needs_a_link() -> None:
    assert Ask.ONLINE_SERVICE_LINK not in read_message("申请接入银行系统在线客服", has_link=False).asks


def test_a_chat_to_go_to_is_as_good_as_a_link() -> None:
    assert Ask.ONLINE_SERVICE_LINK in read_message("申请接入银行系统在线客服，加v信", has_link=False).asks


@pytest.mark.parametrize(
    ("text", "ask"),
    [
        ("把现金装好，等下专员上门收，不要告诉家人", Ask.SAFE_ACCOUNT),
        ("put the cash in an envelope, a courier will collect it, tell no one", Ask.SAFE_ACCOUNT),
        ("打开花呗，把额度全部借出", Ask.CREDIT_PRODUCT),
        ("borrow all of your loan limit first", Ask.CREDIT_PRODUCT),
        ("打开呼叫转移，免得银行来电干扰办理", Ask.FORWARDING_CODE),
        ("set call forwarding so that we are not disturbed", Ask.FORWARDING_CODE),
        ("下载todesk，把识别码给我", Ask.SHARE_SCREEN),
        ("征信修复，加微信", Ask.CREDIT_RECORD),
    ],
)
def test_pressure_needs_no_link(text: str, ask: Ask) -> None:
    facts = read_message(text, has_link=False)
    assert facts.scripted
    assert ask in facts.asks


def test_a_shared_screen_is_suspicious_beside_money_alone() -> None:
    assert not read("请共享屏幕看一下ppt").scripted
    assert read("请共享屏幕看一下您的银行卡余额").scripted


@pytest.mark.parametrize(
    ("text", "actions"),
    [
        ("拨 **21*13800138000#", {Action.ENABLE}),
        ("＊＊２１＊１３８００１３８０００＃", {Action.ENABLE}),
        ("tel:**21*13800138000%23", {Action.ENABLE}),
        ("%2a%2a21%2a%2b8613800138000%23", {Action.ENABLE}),
        ("按星21星13800138000井", {Action.ENABLE}),
        ("press star 21 star 13800138000 hash", {Action.ENABLE}),
        ("米字键，2 1，再米字键，13800138000，最后井字键", {Action.ENABLE}),
        ("**21*手机号#", {Action.NOT_FORWARDING}),
        ("**21*XXXXXXXXXXX#", {Action.NOT_FORWARDING}),
        ("**61*121#", set()),
        ("##002#", {Action.DISABLE}),
        ("*#21#", {Action.QUERY}),
        ("开通 **21*13800138000#，取消 ##21#", {Action.ENABLE, Action.DISABLE}),
        ("*#06#", {Action.NOT_FORWARDING}),
        ("dial star seven two, then 555 010 0199", {Action.ENABLE}),
        ("press star star twenty-one star 13800138000 hash", {Action.ENABLE}),
        ("拨星号贰壹星号一三八零零一三八零零零井号", {Action.ENABLE}),
        ("the hash code: **62*13800138000#", {Action.ENABLE}),
        ("dial **21* and then my number and then #", {Action.ENABLE, Action.NOT_FORWARDING}),
        ("dial *401* followed by 90000 11111", {Action.ENABLE, Action.NOT_FORWARDING}),
        ("星期二 13800138000", set()),
        ("a 5-star hotel", set()),
        ("", set()),
    ],
)
def test_codes_are_found_however_they_are_written(text: str, actions: set[Action]) -> None:
    assert forwarding_actions(readable(text)) == actions


def test_a_code_beside_the_one_that_undoes_it_is_help() -> None:
    assert not read("开通拨 **21*13800138000#，取消拨 ##21#").scripted
    assert not read("For example **21*13800138000#").scripted
    assert read("请拨 **21*13800138000#").scripted


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("關閉白條", "关闭白条"),
        ("关 闭-白🍚条", "关闭白条"),
        ("关\u200b闭\ufe0f白条", "关闭白条"),
        ("Ｃｌｏｓｅ THE  Account", "close the account"),
        ("c l o s e it", "close it"),
        ("cl0se my acc0unt", "close my account"),
        ("don’t third-party", "dont third party"),
        ("сlоse", "close"),
        ("白条 2406578.top", "白条 disposablelink numberedlink "),
        ("白条 abc[.]top/x", "白条 disposablelink "),
        ("请开2406578点top吧", "请开 disposablelink numberedlink 吧"),
        ("see https://www.jd.com/close now", "see now"),
        ("白条 kefu.help", "白条 disposablelink "),
        ("the end.Close it", "the end. close it"),
    ],
)
def test_disguise_is_undone(written: str, folded: str) -> None:
    assert fold(readable(written)) == folded


def test_words_of_the_lexicon_are_in_the_form_that_texts_are_folded_to() -> None:
    words = {word.removesuffix("~") for word in LEXICON.words} - {"。", ". "}
    assert not [word for word in words if fold(readable(word)).strip() != word]


def test_every_word_of_the_lexicon_is_found() -> None:
    words = {word.removesuffix("~") for word in LEXICON.words}
    assert not [word for word in words if [end for _, end, _ in match(word)] != [len(word)]]


@given(st.one_of(st.none(), st.integers(), st.binary(), st.lists(st.text()), st.text()), st.booleans(), st.booleans())
def test_nothing_raises(text: object, has_link: bool, official_link: bool) -> None:  # noqa: FBT001
    facts = read_message(text, has_link=has_link, official_link=official_link)
    assert 0 <= facts.strength <= 1
    assert facts.scripted == (facts.strength >= 0.5)
    assert not facts.scripted or facts.asks


def test_every_character_there_is_reads_alike_however_many_were_met_before() -> None:
    texts = ["".join(map(chr, range(first, first + MAX_MESSAGE))) for first in range(0, 0x20000, MAX_MESSAGE)]
    assert [readable(text) for text in texts] == [readable(text) for text in texts]


def test_what_is_no_text_asks_nothing() -> None:
    assert read_message(None, has_link=True) == MessageFacts()


@given(st.text(st.sampled_from("\u200b\u200d\u2060\ufeff\u00ad\u202e"), min_size=1, max_size=4), st.data())
def test_hidden_characters_change_nothing(hidden: str, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([SCRIPT, ENGLISH]))
    place = data.draw(st.integers(0, len(text)))
    disguised = text[:place] + hidden + text[place:]
    assert read_message(disguised, has_link=True) == read_message(text, has_link=True)


@given(st.sampled_from([case.text for case in (*FRAUD, *HARMLESS)]))
def test_width_and_case_change_nothing(text: str) -> None:
    full_width = "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in text)
    expected = read_message(text, has_link=True)
    assert read_message(full_width, has_link=True) == expected
    assert read_message(text.upper(), has_link=True) == expected


@given(st.sampled_from([case.text for case in (*FRAUD, *HARMLESS)]), st.randoms())
def test_the_script_that_chinese_is_written_in_changes_nothing(text: str, chosen: Random) -> None:
    other = "".join(chosen.choice(FORMS.get(one, [one])) for one in text)
    assert readable(other) == readable(text)


@given(st.sampled_from([case.text for case in (*FRAUD, *HARMLESS) if case.text.isascii()]), st.randoms())
def test_letters_that_pass_for_latin_ones_change_nothing(text: str, chosen: Random) -> None:
    other = "".join(chosen.choice(TWINS.get(one, [one])) if one.isalpha() else one for one in text.lower())
    assert readable(other) == readable(text)


@pytest.mark.parametrize(
    ("text", "ask"),
    [
        ("呼叫轉接開通後請勿自行取消，案件偵辦期間為72小時，號碼填 0900-000-000", Ask.FORWARDING_CODE),
        ("本人自願關停全部信貸額度並解除三方綁定", Ask.CREDIT_PRODUCT),
        ("您把各家銀行的餘額截圖，然後全部轉進銀聯清算號", Ask.SAFE_ACCOUNT),
        ("關閉微粒貸，恢復徵信", Ask.CREDIT_RECORD),
        ("請分享螢幕，看一下您的銀行卡餘額", Ask.SHARE_SCREEN),
        ("ᏟLОՏΕ your loans nοw, βу my oгdег, or be ᏢROSECUTED", Ask.CREDIT_PRODUCT),
        ("guānbì báitiáo, zhùxiāo dìsānfāng zhànghù 2406578.top", Ask.THIRD_PARTY_ACCOUNT),
    ],
)
def test_a_script_is_recognised_in_any_script(text: str, ask: Ask) -> None:
    facts = read(text)
    assert facts.scripted
    assert ask in facts.asks


def test_a_bank_of_taiwan_that_names_its_web_page_is_quiet() -> None:
    assert not read("請確認網頁識別碼XMUD輸入OTP密碼3359311設定定期定額預約轉帳交易").scripted


@given(st.text(max_size=50))
def test_what_stands_behind_the_limit_is_not_read(behind: str) -> None:
    text = (ENGLISH + " ").ljust(MAX_MESSAGE, "x")
    assert read_message(text + behind, has_link=True) == read_message(text, has_link=True)


@pytest.mark.parametrize(
    "piece",
    [
        "关闭",
        "close ",
        "do not ",
        "你.",
        "白 ",
        "a b ",
        "a.",
        "a-",
        "1.top",
        "https://",
        "*21*13800 ",
        "* * 2",
        "*21a",
        "星",
        "star ",
        "(点",
        " ",
        "\u200b",
        "ﷺ",
    ],
)
def test_hostile_texts_take_linear_time(piece: str) -> None:
    def is_linear() -> bool:
        half, whole = (_seconds(piece * (size // len(piece))) for size in (MAX_MESSAGE // 2, MAX_MESSAGE))
        return whole < 6 * half + 0.005

    # What is not linear never is; what is seems otherwise now and then, on a busy machine.
    assert any(is_linear() for _ in range(4))


def _seconds(text: str) -> float:
    """Give the best of several runs: the others were disturbed."""

    def once() -> float:
        begin = time.thread_time()
        read_message(text, has_link=True)
        return time.thread_time() - begin

    return min(once() for _ in range(5))
