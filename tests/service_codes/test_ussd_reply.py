"""What a network's reply plainly states about forwarding; all else stays unknown."""

import pytest

from guard_api.service_codes.forwarding import Action, Family, ForwardingCode, State
from guard_api.service_codes.ussd_reply import read_ussd_reply

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
            ["无条件呼叫转移：未知", "语音：未知", "2026-11-22 查询无条件转移", "呼叫转移清除成功"],
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
def test_a_reply_is_on_or_off_where_it_says_so_plainly_and_else_unknown(
    action: Action, states: tuple[State, ...], target: str | None, replies: list[object]
) -> None:
    expected = ForwardingCode(action, states, target, family=Family.REPORT)
    assert {reply: read_ussd_reply(reply) for reply in replies} == dict.fromkeys(replies, expected)
