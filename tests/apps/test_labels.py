"""Labels of apps that no list knows: of money, and what only sounds like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard_api.apps.labels import is_bait, speaks_of_money

OF_MONEY = """招商银行|招 商 银 行|京東金融|中國銀聯|ICBC Mobile Banking|Rabobank|mBank|KB국민은행 스타뱅킹|支付宝
|三井住友銀行アプリ|Trust Wallet|Bаnk оf China|Suncorp Bank|Caixa: Banco|PicPay|GPay|企业网银|还款分期|网贷征信查询
|数字人民币|Krungthai ธนาคาร|МТБанк банк|Sparkasse Ihre mobile Filiale|Prestamo rapido|Pinjaman Online|ＳＢＩ証券
|Bank of Communications|Quick Loan|Crypto Broker"""
OF_NOTHING = """Power Bank Monitor|Power-Bank|Food Bank|Blood Bank Finder|题库|银行从业题库|银行招聘考试|血库|充电宝
|Bank Heist|Bank Holidays|Question Bank|Word Bank|River Bank|Burbank News|Payload|Pay Day Game|记账钱包|银行家棋牌游戏
|WhatsApp|微信|腾讯会议|抖音|Piggy Bank|Expenses and Wallet|display|Okay|Repair|Trading Cards|Google Maps|相机||."""


@pytest.mark.parametrize("label", [label.strip() for label in OF_MONEY.split("|")])
def test_an_app_for_money_is_recognized_in_any_language_and_disguise(label: str) -> None:
    assert speaks_of_money(label)


@pytest.mark.parametrize("label", [label.strip() for label in OF_NOTHING.split("|")])
def test_what_only_sounds_like_a_bank_is_none(label: str) -> None:
    assert not speaks_of_money(label)


@pytest.mark.parametrize(
    "label", ["退费通", "清退回款中心", "平安普惠贷", "警务保密", "MetaTrader 5 Pro", "RTO Challan", "Mein Sparkasse"]
)
def test_what_fraudsters_send_as_a_file_lures(label: str) -> None:
    assert is_bait(label)


@pytest.mark.parametrize(
    "label", ["账本", "兼职考试题库", "同文输入法", "设备管理", "Fresh Seafood", "Trading Cards", ""]
)
def test_what_people_load_as_a_file_does_not_lure(label: str) -> None:
    assert not is_bait(label)


@given(st.text(max_size=300))
def test_any_label_is_read(label: str) -> None:
    assert speaks_of_money(label) in {True, False}
