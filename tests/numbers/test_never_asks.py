"""What organisations never ask, and which numbers an office may have."""

import pytest

from guard_api.numbers.claimed_names import ClaimedNames
from guard_api.numbers.directory import CallsFrom, Directory
from guard_api.numbers.never_asks import Topic, forbidden_topics
from guard_api.numbers.plan import may_be_an_office


def test_banks_and_authorities_ask_none_of_it_and_couriers_may_ask_for_the_code_of_a_parcel() -> None:
    assert forbidden_topics("icbc", "bank") == forbidden_topics("police", "government") == frozenset(Topic)
    assert Topic.INSTALL_APP not in forbidden_topics("anti_fraud_center", "government")
    assert Topic.TELL_CODE not in forbidden_topics("sf_express", "courier")
    assert Topic.FORWARD_CALLS not in forbidden_topics("china_mobile", "carrier")
    assert forbidden_topics("somebody", "of no such kind") == frozenset()


@pytest.mark.parametrize("topic", [Topic.SHARE_SCREEN, Topic.REMOTE_CONTROL, Topic.MOVE_MONEY, Topic.TELL_PASSWORD])
def test_nobody_of_the_directory_asks_to_share_to_be_remote_controlled_or_to_move_money(
    topic: Topic, directory: Directory
) -> None:
    assert [one.id for one in directory.organizations.values() if topic not in one.never] == []


POSED_AS = """
抖音客服 快手客服 淘宝客服 支付宝客服 美团客服 拼多多客服 微信支付客服 滴滴金融 小红书客服 携程客服
金融监管总局 银保监会 证监会 人民法院 检察院 公安局 海关 税务局 社保局 医保局 公积金中心 12345热线
工信部 国家邮政局 移民局 市场监管局 铁路12306 国航客服 百行征信 中国银联 京东金融 12378 12386 12368 12309 12333 12393
95152
"""


@pytest.mark.parametrize("claimed", POSED_AS.split())
def test_whom_callers_pose_as_this_year_is_in_the_directory_and_a_claim_means_something(
    claimed: str, directory: Directory
) -> None:
    [name] = ClaimedNames(directory).find(claimed)
    assert directory.organizations[name].calls_from in {CallsFrom.LISTED, CallsFrom.LINES}
    assert Topic.SHARE_SCREEN in directory.organizations[name].never


@pytest.mark.parametrize("claimed", ["京东快递", "顺丰", "美团外卖", "滴滴打车", "菜鸟驿站", "饿了么骑手"])
def test_a_claim_of_those_who_phone_from_any_number_means_nothing(claimed: str, directory: Directory) -> None:
    [name] = ClaimedNames(directory).find(claimed)
    assert directory.organizations[name].calls_from in {CallsFrom.ANY, CallsFrom.UNKNOWN}


@pytest.mark.parametrize(
    ("number", "region", "office"),
    [
        ("+861067550114", "CN", True),
        ("+864008888888", "CN", True),
        ("+8613912345678", "CN", False),
        ("+8617012345678", "CN", False),
        ("+85225001234", "CN", False),
        ("+442079460000", "GB", True),
        ("+447700900123", "GB", False),
        ("+12025550123", "US", True),
        ("+999", "CN", False),
        ("junk", "CN", False),
        ("", "CN", False),
    ],
)
def test_an_office_has_a_fixed_line_or_a_service_number_at_home(number: str, region: str, *, office: bool) -> None:
    assert may_be_an_office(number, region) is office


@pytest.mark.parametrize("claimed", ["上海关爱老人协会", "法院路派送点", "bank, shop etc."])
def test_words_in_which_a_name_stands_by_accident_claim_nothing(claimed: str, directory: Directory) -> None:
    assert ClaimedNames(directory).find(claimed) == ()
