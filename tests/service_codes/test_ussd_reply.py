"""What a network's reply plainly states about forwarding; all else stays unknown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard_api.service_codes.forwarding import Action, Family, ForwardingCode, State
from guard_api.service_codes.ussd_reply import names_a_condition, read_ussd_reply

ALWAYS, BUSY, NO_ANSWER, NOT_REACHABLE = ((state,) for state in State)
ON, OFF, UNKNOWN = Action.ENABLE, Action.DISABLE, Action.QUERY
MOBILE = "+8613800138000"


@pytest.mark.parametrize(
    ("action", "states", "target", "replies"),
    [
        (ON, ALWAYS, MOBILE, ["Voice: +8613800138000", "Voice: \u202a+86 138-0013-8000\u202c"]),
        (ON, ALWAYS, MOBILE, ["Call forwarding\nUnconditional: +8613800138000"]),
        (
            ON,
            ALWAYS,
            MOBILE,
            ["语音：+8613800138000", "语音：＋８６１３８００１３８０００", "无条件呼叫转移：+8613800138000"],
        ),
        (ON, ALWAYS, MOBILE, ["Voice: +8613800138000\nData: Not forwarded", "数据：未转移；语音：+8613800138000"]),
        (ON, BUSY, "13800138000", ["遇忙转移：13800138000", "When busy: 13800138000"]),
        (ON, BUSY, "10086", ["Busy: 10086"]),
        (ON, NO_ANSWER, MOBILE, ["Voice: +8613800138000 after 20 seconds"]),
        (ON, ALWAYS, "13800138000", ["遇忙转移：未设置；无条件转移：13800138000"]),
        (ON, NO_ANSWER, MOBILE, ["无应答转移：+8613800138000", "No reply: +8613800138000"]),
        (ON, NOT_REACHABLE, MOBILE, ["Not reachable: +8613800138000", "关机转移：+8613800138000"]),
        (ON, ALWAYS, None, ["Call forwarding\nService was enabled", "Call forwarding is on", "无条件呼叫转移：已开启"]),
        (ON, NOT_REACHABLE, None, ["无法接通转移：已激活"]),
        (
            OFF,
            ALWAYS,
            None,
            ["Voice: Not forwarded", "Call forwarding\nService was disabled", "Call forwarding is not yet activated"],
        ),
        (
            OFF,
            ALWAYS,
            None,
            ["语音：未转移", "无条件呼叫转移：没有开启", "Forwarding is off"],
        ),
        (OFF, ALWAYS, None, ["Voice: Not forwarded\nData: +8613800138000", "SMS: 13800138000; Voice: Not forwarded"]),
        (OFF, ALWAYS, None, ["您未开通呼叫转移业务，详询10086"]),
        (OFF, BUSY, None, ["Busy: Not forwarded", "遇忙转移已取消"]),
        (OFF, NO_ANSWER, None, ["No answer: Not forwarded"]),
        (OFF, NOT_REACHABLE, None, ["Not reachable: Not forwarded"]),
        (UNKNOWN, ALWAYS, None, ["", "MMI complete", "Connection problem or invalid MMI code.", "MMI 码已完成。"]),
        (
            UNKNOWN,
            ALWAYS,
            None,
            ["Data: +8613800138000", "数据：+8613800138000", "Voice: 20", "x" * 2000 + "\n13800138000"],
        ),
        (UNKNOWN, ALWAYS, None, [None, 86138, b"Voice: 13800138000"]),
        (
            OFF,
            ALWAYS,
            None,
            ["No calls are forwarded", "语音：无法转接", "您未开通呼叫转移业务。如有疑问请拨打10086。"],
        ),
        (
            UNKNOWN,
            ALWAYS,
            None,
            ["无条件呼叫转移：未知", "语音：未知", "2026-11-22 查询无条件转移"],
        ),
        (UNKNOWN, ALWAYS, None, ["如需取消呼叫转移请拨打##002#", "To cancel call forwarding dial ##002#"]),
        (ON, NO_ANSWER, "13800138000", ["无应答转移：13800138000 20秒后"]),
        (ON, NO_ANSWER, MOBILE, ["语音：+8613800138000，20秒后"]),
        (ON, ALWAYS, "13800138000", ["語音：已轉接 13800138000", "無條件轉移：13800138000", "CFU: 13800138000"]),
        (ON, ALWAYS, "13800138000", ["您已成功办理呼叫转移业务，转移号码13800138000"]),
        (UNKNOWN, BUSY, None, ["遇忙转移"]),
        (
            UNKNOWN,
            ALWAYS,
            None,
            ["Service was enabled.", "已停用服务。", "Call Waiting\nService was enabled", "呼叫等待：已启用"],
        ),
        (
            UNKNOWN,
            ALWAYS,
            None,
            ["Caller ID: Service was enabled", "本机号码：13900000000", "您的验证码是 483920", "详询10086"],
        ),
        (UNKNOWN, ALWAYS, None, ["余额为13800元", "剩余 20480MB", "余额未出账", "密码未设置"]),
    ],
)
def test_a_reply_is_on_or_off_where_it_is_plain_and_else_unknown(
    action: Action, states: tuple[State, ...], target: str | None, replies: list[object]
) -> None:
    expected = ForwardingCode(action, states, target, family=Family.REPORT)
    assert {reply: read_ussd_reply(reply) for reply in replies} == dict.fromkeys(replies, expected)


OTHER = "+8613912340011"
ALL = tuple(State)

ANDROID = [
    (ON, ALWAYS, None, "Call forwarding\nRegistration was successful."),
    (ON, ALWAYS, None, "Call forwarding\nRegistration successful"),
    (ON, ALWAYS, None, "Call forwarding\nService was enabled."),
    (ON, ALWAYS, None, "Call forwarding\nService was enabled for:\nVoice"),
    (ON, ALWAYS, None, "Call forwarding\nService was enabled for:\nFAX\nVoice"),
    (ON, ALWAYS, None, "Call forwarding\nService was enabled for:"),
    (UNKNOWN, ALWAYS, None, "Call forwarding\nService was enabled for:\nData\nFAX"),
    (OFF, ALWAYS, None, "Call forwarding\nErasure was successful."),
    (OFF, ALWAYS, None, "Call forwarding\nErase successful."),
    (OFF, ALWAYS, None, "Call forwarding\nDeactivation successful"),
    (OFF, ALWAYS, None, "Call forwarding\nService was disabled."),
    (OFF, ALWAYS, None, "Call forwarding\nService has been disabled."),
    (OFF, ALWAYS, None, "Voice: Not forwarded\nData: Not forwarded\nFAX: Not forwarded\nSMS: Not forwarded"),
    (UNKNOWN, ALWAYS, None, "Call forwarding\nService not provisioned."),
    (UNKNOWN, ALWAYS, None, "Call forwarding\nConnection problem or invalid MMI code."),
    (UNKNOWN, ALWAYS, None, "Call forwarding\nOperation is restricted to fixed dialing numbers only."),
    (UNKNOWN, ALWAYS, None, "Cannot change call forwarding settings from your phone while you are roaming."),
    (UNKNOWN, ALWAYS, None, "Call waiting\nService was enabled for:\nVoice"),
    (UNKNOWN, ALWAYS, None, "Call barring\nService was disabled."),
    (UNKNOWN, ALWAYS, None, "Incoming Caller ID\nService was enabled."),
    (ON, ALWAYS, None, "来电转接\n注册成功。"),
    (ON, ALWAYS, None, "呼叫转移\n注册成功"),
    (ON, ALWAYS, None, "来电转接\n已启用服务。"),
    (ON, ALWAYS, None, "来电转接\n已针对以下内容启用了服务：\n语音"),
    (ON, ALWAYS, None, "来电转接\n已为以下业务启用：\n语音"),
    (UNKNOWN, ALWAYS, None, "来电转接\n已针对以下内容启用了服务：\n数据\n包"),
    (OFF, ALWAYS, None, "来电转接\n清除成功。"),
    (OFF, ALWAYS, None, "呼叫转移清除成功"),
    (OFF, ALWAYS, None, "来电转接\n已停用服务。"),
    (OFF, ALWAYS, None, "来电转接\n语音：无法转接\n数据：无法转接"),
    (UNKNOWN, ALWAYS, None, "来电转接：无法转接，请重试"),
    (UNKNOWN, ALWAYS, None, "来电转接\n未提供服务。"),
    (UNKNOWN, ALWAYS, None, "来电转接\n出现连接问题或 MMI 码无效。"),
    (UNKNOWN, ALWAYS, None, "漫游时无法通过您的手机来更改来电转接设置。"),
    (UNKNOWN, ALWAYS, None, "来电等待\n已停用服务。"),
    (UNKNOWN, ALWAYS, None, "通话限制\n已停用服务。"),
    (UNKNOWN, ALWAYS, None, "来电显示\n已启用服务。"),
    (ON, NO_ANSWER, OTHER, "语音：20 秒后+8613912340011"),
    (ON, NO_ANSWER, OTHER, "来电转接\n语音：20秒后+8613912340011\n数据：无法转接"),
    (ON, ALWAYS, None, "來電轉接\n註冊成功。"),
    (ON, ALWAYS, None, "來電轉接\n服務已啟用。"),
    (ON, ALWAYS, None, "來電轉接\n已啟用服務：\n語音服務"),
    (UNKNOWN, ALWAYS, None, "來電轉接\n已啟用服務：\n資料"),
    (OFF, ALWAYS, None, "來電轉接\n清除成功。"),
    (OFF, ALWAYS, None, "來電轉接\n已成功清除。"),
    (OFF, ALWAYS, None, "來電轉接\n服務已停用。"),
    (OFF, ALWAYS, None, "來電轉接\n語音服務：未轉接\n資料：未轉接"),
    (OFF, ALWAYS, None, "來電轉接\n語音服務：尚未轉接"),
    (UNKNOWN, ALWAYS, None, "來電轉接\n無法提供此服務。"),
    (UNKNOWN, ALWAYS, None, "來電轉接\n連線發生問題或錯誤的 MMI 碼。"),
    (UNKNOWN, ALWAYS, None, "來電待接\n服務已停用。"),
    (ON, NO_ANSWER, OTHER, "語音服務：20 秒後 +8613912340011"),
    (ON, NO_ANSWER, OTHER, "語音服務: +8613912340011 於 20 秒後轉接"),
]
IOS = [
    (ON, NO_ANSWER, OTHER, "Voice Call Forwarding\nWhen Unanswered\nForwards to +8613912340011\nEnabled"),
    (ON, NO_ANSWER, OTHER, "Voice Call Forwarding When Unanswered Forwards to +8613912340011 Enabled"),
    (OFF, NO_ANSWER, None, "Voice Call Forwarding\nWhen Unanswered\nForwards to +8613912340011\nDisabled"),
    (OFF, ALWAYS, None, "Voice Call Forwarding\nAll Calls\nDisabled"),
    (OFF, BUSY, None, "Voice Call Forwarding\nWhen Busy\nDisabled\nData Call Forwarding\nWhen Busy\nEnabled"),
    (UNKNOWN, ALWAYS, None, "Voice Call Waiting\nEnabled"),
]
CARRIERS = [
    (ON, ALWAYS, OTHER, "Dear customer, call forwarding is activated to +8613912340011. Dial *402 to deactivate."),
    (ON, BUSY, OTHER, "Call Forwarding when busy is activated to +8613912340011"),
    (ON, BUSY, OTHER, "Call Forward Busy: Active (+8613912340011)"),
    (ON, ALWAYS, OTHER, "Call forwarding - Unconditional\nStatus: Active\nNumber: +8613912340011"),
    (OFF, ALWAYS, None, "Call forwarding - Unconditional\nStatus: Inactive\nNumber: +8613912340011"),
    (ON, ALWAYS, "2025550123", "Calls will be forwarded to (202) 555-0123."),
    (ON, ALWAYS, "2025550123", "All calls forwarded to 202.555.0123"),
    (ON, ALWAYS, OTHER, "Calls to +8613900000000 are forwarded to +8613912340011"),
    (ON, ALWAYS, OTHER, "Your number +8613900000000 is forwarded to +8613912340011"),
    (ON, ALWAYS, "13912340011", "尊敬的客户，您的号码13900000000已设置无条件呼叫转移，转移至13912340011。"),
    (ON, ALWAYS, None, "13900000000已开通呼叫转移"),
    (ON, ALWAYS, "0912345678", "來電轉接已開啟，轉接至0912345678"),
    (ON, NO_ANSWER, "0912345678", "無人接聽轉接：0912345678"),
    (ON, ALWAYS, None, "来电已转移至139****0011"),
    (ON, ALWAYS, OTHER, "All calls are forwarded to +8613912340011 until cancelled"),
    (OFF, ALWAYS, None, "Your Call Forwarding Unconditional service has been deactivated successfully."),
    (OFF, ALWAYS, None, "Call forwarding to +8613912340011 was cancelled"),
    (OFF, ALWAYS, None, "您已成功办理取消呼叫转移业务"),
    (OFF, ALWAYS, None, "取消呼叫转移成功"),
    (OFF, ALWAYS, None, "Call forwarding no longer active"),
    (OFF, ALWAYS, None, "Calls are not being forwarded"),
    (OFF, BUSY, None, "Not forwarded when busy"),
    (OFF, ALL, None, "All call forwarding has been cancelled"),
    (OFF, ALL, None, "所有呼叫转移已取消"),
    (OFF, ALL[1:], None, "All conditional: not active"),
    (UNKNOWN, ALWAYS, None, "呼叫转移业务受理，流水号：2026112212345678"),
    (UNKNOWN, ALWAYS, None, "呼叫转移限制"),
    (UNKNOWN, ALWAYS, None, "Call forwarding: 1. On 2. Off"),
    (UNKNOWN, ALWAYS, None, "Call forwarding settings. Your hotspot is off."),
    (ON, ALWAYS, None, "Call forwarding is on. Call waiting is off."),
    (OFF, ALWAYS, None, "Call waiting is on. Call forwarding is off."),
]
SEVERAL = [
    (ON, BUSY, OTHER, "Unconditional: not active, busy: +8613912340011"),
    (ON, NO_ANSWER, "13912340011", "遇忙：未设置，无应答：已转移到13912340011"),
    (ON, NOT_REACHABLE, OTHER, "All calls: off, not reachable: on to +8613912340011"),
    (ON, BUSY, "13912340011", "无条件转移：关闭 遇忙转移：13912340011"),
    (ON, BUSY, OTHER, "CFU: off CFB: on to +8613912340011 CFNRy: off"),
    (ON, BUSY, OTHER, "Unconditional is off and busy is forwarded to +8613912340011"),
    (ON, BUSY, OTHER, "1. Unconditional: not active\n2. Busy: +8613912340011"),
    (ON, BUSY, OTHER, "Unconditional: unknown; busy: +8613912340011"),
    (ON, BUSY + NO_ANSWER, OTHER, "Busy: +8613912340011, no answer: +8613912340011, not reachable: off"),
    (ON, BUSY + NO_ANSWER, "13912340011", "遇忙、无应答：13912340011"),
    (ON, ALWAYS, OTHER, "Busy: +8613900000000; all calls: +8613912340011"),
    (OFF, ALWAYS + BUSY, None, "无条件转移：未激活；遇忙转移：未激活"),
    (OFF, ALL, None, "Unconditional: Not forwarded\nBusy: off\nNo reply: inactive\nNot reachable: none"),
    (UNKNOWN, ALWAYS + BUSY, None, "Unconditional: not forwarded. Busy: query failed"),
    (OFF, ALWAYS, None, "Voice: Not forwarded, Data: +8613912340011"),
    (OFF, ALWAYS, None, "语音：未转移 数据：13912340011"),
    (ON, ALWAYS, "13912340011", "数据：未转移，您的来电已转移至13912340011"),
    (ON, ALWAYS, OTHER, "SMS: Not forwarded; Voice: +8613912340011"),
]
DELAYED = [
    (ON, NO_ANSWER, OTHER, "No answer (20 s): +8613912340011"),
    (ON, NO_ANSWER, OTHER, "Voice: after 20 seconds to +8613912340011"),
    (ON, NO_ANSWER, OTHER, "语音：20秒后，+8613912340011"),
    (ON, NO_ANSWER, OTHER, "语音：२० 秒后+८६१३९१२३४००११"),
    (ON, NO_ANSWER, "13912340011", "无应答时20秒后转移到13912340011"),
    (OFF, NO_ANSWER, None, "语音：20秒后未转接"),
]
INSTRUCTED = [
    (ON, ALWAYS, "13912340011", "您的来电已转移至13912340011，取消请拨##21#"),
    (ON, ALWAYS, "13912340011", "您的来电已转移至13912340011取消请拨##21#"),
    (ON, ALWAYS, "13912340011", "您的来电已转移至13912340011（取消请拨##21#）"),
    (ON, ALWAYS, "13912340011", "如需取消请拨##21#，您的来电已转移至13912340011"),
    (ON, ALWAYS, "13912340011", "呼叫转移已开通，转移号码13912340011，如需关闭请回复0"),
    (ON, ALWAYS, "13912340011", "来电已转移到13912340011，拨打##002#可取消所有呼叫转移"),
    (ON, ALWAYS, OTHER, "All calls are diverted to +8613912340011. Dial ##21# to cancel."),
    (ON, ALWAYS, OTHER, "Call forwarding is active to +8613912340011 - call 10086 to cancel"),
    (ON, ALWAYS, OTHER, "To cancel dial ##21#. All calls are forwarded to +8613912340011."),
    (OFF, ALWAYS, None, "Call forwarding is off. To activate dial **21*number#"),
    (OFF, ALWAYS, None, "呼叫转移已关闭，如需开通请拨**21*号码#"),
    (OFF, ALWAYS, None, "呼叫转移已取消。如有问题请致电10086"),
    (OFF, ALWAYS, None, "Call forwarding is off. If you have any problems, call 10086."),
    (UNKNOWN, ALWAYS, None, "Reply 1 to switch off call forwarding"),
    (UNKNOWN, ALWAYS, None, "回复1关闭呼叫转移，回复2已取消"),
    (UNKNOWN, ALWAYS, None, "Would you like to turn off call forwarding?"),
    (UNKNOWN, ALWAYS, None, "是否取消呼叫转移？"),
    (UNKNOWN, ALWAYS, None, "Call forwarding will be deactivated in 24 hours."),
    (UNKNOWN, ALWAYS, None, "呼叫转移将于24小时内取消"),
]


@pytest.mark.parametrize(
    ("action", "states", "target", "reply"),
    [*ANDROID, *IOS, *CARRIERS, *SEVERAL, *DELAYED, *INSTRUCTED],
)
def test_each_statement_of_a_reply_is_read_by_itself(
    action: Action, states: tuple[State, ...], target: str | None, reply: str
) -> None:
    assert read_ussd_reply(reply) == ForwardingCode(action, states, target, family=Family.REPORT)


FAILED = [
    "Call forwarding is off. Error? Call 10086",
    "Call forwarding is off. Dial ##21# again, the last try failed",
    "Call forwarding query failed",
    "Call forwarding: could not be cancelled",
    "Call forwarding was not disabled",
    "Call forwarding has not been deactivated",
    "Call forwarding hasn't been cancelled",
    "Deactivation of call forwarding failed",
    "Failed to cancel call forwarding",
    "Unable to deactivate call forwarding. Try again later.",
    "Call forwarding to +8613912340011 failed",
    "Registration of call forwarding to +8613912340011, error 5",
    "Call forwarding\nRegistration failed",
    "Setting Activation Failed\nVoice Call Forwarding\nAll Calls\nForwards to +8613912340011",
    "Call forwarding cancellation timed out",
    "Cancellation of call forwarding was denied",
    "呼叫转移状态查询失败，请重试",
    "取消呼叫转移失败，系统忙",
    "您的呼叫转移尚未取消",
    "呼叫转移取消不成功",
    "呼叫转移未能取消",
    "无法取消呼叫转移",
    "取消呼叫轉移失敗，系統繁忙",
    "來電轉接關閉逾時",
    "转移到13912340011，设置失败",
    "呼叫转移取消请求已提交",
]


@pytest.mark.parametrize("reply", FAILED)
def test_what_failed_is_neither_on_nor_off(reply: str) -> None:
    assert read_ussd_reply(reply).action is UNKNOWN


@pytest.mark.parametrize(
    "reply", ["Could not cancel: calls are still forwarded to +8613912340011", "取消失败，来电仍转移到+8613912340011"]
)
def test_what_is_still_on_is_on_though_switching_it_off_failed(reply: str) -> None:
    assert read_ussd_reply(reply) == ForwardingCode(ON, ALWAYS, OTHER, family=Family.REPORT)


OFF_STATEMENTS = st.sampled_from(
    [
        "Call forwarding is off",
        "Voice: Not forwarded",
        "All calls: not active",
        "遇忙：未设置",
        "呼叫转移已取消",
        "語音服務：未轉接",
    ]
)
FAILURES = st.sampled_from(
    [
        "query failed",
        "error",
        "invalid MMI code",
        "Connection problem",
        "the request timed out",
        "not permitted",
        "request denied",
        "unable to comply",
        "this cannot be done",
        "unsuccessful",
        "please try again later",
        "data: failed",
        "查询失败",
        "发生错误",
        "无法查询",
        "不能完成",
        "未能完成",
        "操作不成功",
        "请求超时",
        "连接问题",
        "MMI码无效",
        "系统繁忙",
        "查詢失敗",
        "發生錯誤",
        "無法查詢",
        "連線逾時",
        "數據：查詢失敗",
    ]
)
BETWEEN = st.sampled_from([", ", "; ", "\n", ". ", "。", "，", "；", "、", " / ", " - ", " and ", "！"])


@given(off=st.lists(OFF_STATEMENTS, min_size=1, max_size=3), failure=FAILURES, between=BETWEEN, at=st.integers(0, 3))
def test_a_reply_that_names_a_failure_never_switches_off(off: list[str], failure: str, between: str, at: int) -> None:
    statements = [*off[:at], failure, *off[at:]]
    assert read_ussd_reply(between.join(statements)).action is UNKNOWN


ON_STATEMENTS: dict[tuple[State, ...], str] = {
    BUSY: "busy: ",
    NO_ANSWER: "no answer: ",
    NOT_REACHABLE: "not reachable: ",
}


@given(
    states=st.permutations(list(ON_STATEMENTS)),
    off=st.sampled_from(["off", "not active", "Not forwarded"]),
    between=BETWEEN,
)
def test_in_whatever_order_states_are_reported_the_one_with_a_number_is_on(
    states: list[tuple[State, ...]], off: str, between: str
) -> None:
    for on in states:
        statements = [ON_STATEMENTS[state] + (OTHER if state is on else off) for state in states]
        assert read_ussd_reply(between.join(statements)) == ForwardingCode(ON, on, OTHER, family=Family.REPORT)


@pytest.mark.parametrize("reply", ["Call forwarding is off. " * 50, "CFU: off\n" * 97, "CFU: off," * 97])
def test_of_a_reply_that_is_cut_off_nobody_knows_what_failed(reply: str) -> None:
    assert read_ussd_reply(reply).action is UNKNOWN


@pytest.mark.parametrize(
    ("reply", "names"),
    [
        ("Call forwarding\nRegistration was successful.", False),
        ("语音：+8613912340011", False),
        (None, False),
        ("遇忙转移：13912340011", True),
        ("Voice: +8613912340011 after 20 seconds", True),
    ],
)
def test_a_reply_names_a_condition_by_words_or_by_a_delay(reply: object, names: bool) -> None:  # noqa: FBT001 - a table
    assert names_a_condition(reply) is names
