"""The network's reply to a query -> ForwardingCode: the number and the state where they are plain."""

import re
from collections.abc import Sequence

from guard_api.service_codes.forwarding import Action, Family, ForwardingCode, State
from guard_api.text.plain import plain

_MAX_REPLY = 1024
"""Characters of a reply that are read; Android shows at most a few lines."""
_UNCONDITIONAL = (State.UNCONDITIONAL,)
_BUSY = (State.CONDITIONAL_BUSY,)
_NO_ANSWER = (State.CONDITIONAL_NO_ANSWER,)
_NOT_REACHABLE = (State.CONDITIONAL_NOT_REACHABLE,)

_SPACING = re.compile(r"[\s\-./()]+")
_REPLY_LINE = re.compile(r"[\r\n;；。]+")
_REPLY_OTHER_CLASS = re.compile(r"\b(?:data|fax|sms|sync|async|packet|pad)\b|数据|传真|短信|视频", re.IGNORECASE)
_REPLY_OTHER_SERVICE = re.compile(r"waiting|caller id|barring|clip|clir|等待|来电显示|限制|验证码", re.IGNORECASE)
_REPLY_INSTRUCTION = re.compile(r"如需|请拨|拨打|回复|\bto (?:cancel|deactivate|turn)|\bdial\b", re.IGNORECASE)
_SIMPLIFIED = str.maketrans("語無條轉應機關閉啟設記佔線達務戶號碼複", "语无条转应机关闭启设记占线达务户号码复")
_REPLY_FORWARDING = re.compile(r"forward|divert|转移|转接|呼转", re.IGNORECASE)
_REPLY_VOICE = re.compile(
    r"\s*(?:voice|speech|语音\w{0,4}|话音)\s*[:：]\s*(?P<number>\+?\d(?:[ \-]?\d){2,22}?)"
    r"[\s,，]*(?P<after>after\s+\d+\s+seconds?|\d+\s*秒\D{0,4})?\s*\Z",
    re.IGNORECASE,
)
_REPLY_NUMBER = re.compile(
    r"(?:[:：至到为接]|\bto|秒后|号码)\s*(?P<number>\+?\d(?:[ \-]?\d){4,18}?)(?=\s*\d+\s*秒|(?![ \-]?\d))",
    re.IGNORECASE,
)
_REPLY_OFF = re.compile(
    r"\bnot\s+(?:\w+\s+)?(?:forward|activ|regist|enabl|set|provision)\w*|\bno calls\b"
    r"|\b(?:disabled|deactivated|inactive|erased|cancell?ed|unregistered|off|failed)\b"
    r"|未(?!知)|无法转接|失败|没有|已?取消|已?关闭|停用|已?删除|不转移|无转移",
    re.IGNORECASE,
)
_REPLY_ON = re.compile(
    r"\b(?:enabled|activated|active|registered|forwarded|forwarding\s+(?:is\s+)?on)\b"
    r"|已\s*(?:开启|激活|启用|登记|开通|设置|转移)|(?:设置|登记|激活|开启|启用)成功|成功(?:设置|登记|激活|开启|启用|办理)",
    re.IGNORECASE,
)
_REPLY_STATES: Sequence[tuple[re.Pattern[str], tuple[State, ...]]] = (
    (re.compile(r"\bCFU\b|无条件|\bunconditional|\ball calls\b|所有来电", re.IGNORECASE), _UNCONDITIONAL),
    (re.compile(r"\bCFB\b|遇忙|忙时|占线|\bbusy\b", re.IGNORECASE), _BUSY),
    (re.compile(r"\bCFNRy\b|无应答|无人接听|\bno (?:answer|reply)\b|\bunanswered\b", re.IGNORECASE), _NO_ANSWER),
    (re.compile(r"\bCFNRc\b|不可及|无法接通|关机|\bnot reachable\b|\bunreachable\b", re.IGNORECASE), _NOT_REACHABLE),
)


def read_ussd_reply(reply: object) -> ForwardingCode:
    """Read the network's reply to a query. Only plain statements count; all else is a query without result.

    AOSP prints `Voice: number`, `Voice: number after n seconds`, `Voice: Not forwarded`; Chinese phones
    `语音：+8613800138000`. A reply that names no condition answers `*#21#`, hence unconditional. A text that does
    not speak of forwarding, or speaks of another service, says nothing, whatever numbers are in it.
    """
    text = reply[:_MAX_REPLY] if isinstance(reply, str) else ""
    lines = [
        line
        for part in _REPLY_LINE.split(text)
        if (line := plain(part).translate(_SIMPLIFIED)) and not _REPLY_INSTRUCTION.search(line)
    ]
    about_forwarding = any(_REPLY_FORWARDING.search(line) for line in lines)
    if any(_REPLY_OTHER_SERVICE.search(line) for line in lines):
        return ForwardingCode(Action.QUERY, _UNCONDITIONAL, family=Family.REPORT)
    read = [
        _read_reply_line(line, states, plainly=about_forwarding or bool(states))
        for line in lines
        if not _REPLY_OTHER_CLASS.search(line)
        for states in [_states_named(line)]
    ]
    for action in (Action.ENABLE, Action.DISABLE):
        found = next((code for code in read if code is not None and code.action is action), None)
        if found is not None:
            return found
    everywhere = _states_named("\n".join(lines))
    return ForwardingCode(Action.QUERY, everywhere or _UNCONDITIONAL, family=Family.REPORT)


def _states_named(text: str) -> tuple[State, ...]:
    return tuple(state for pattern, states in _REPLY_STATES if pattern.search(text) for state in states)


def _read_reply_line(line: str, states: tuple[State, ...], *, plainly: bool) -> ForwardingCode | None:
    """Read one line; `plainly` when it is about forwarding, by its own words or the reply's."""
    if _REPLY_OFF.search(line):
        off = plainly or re.match(r"\s*(?:voice|speech|语音|话音)", line, re.IGNORECASE)
        return ForwardingCode(Action.DISABLE, states or _UNCONDITIONAL, family=Family.REPORT) if off else None
    voice = _REPLY_VOICE.match(line)
    if voice is not None:
        default = _NO_ANSWER if voice["after"] else _UNCONDITIONAL
        target = _SPACING.sub("", voice["number"])
        return ForwardingCode(Action.ENABLE, states or default, target, family=Family.REPORT)
    number = _REPLY_NUMBER.search(line) if plainly else None
    if number is None and not (plainly and _REPLY_ON.search(line)):
        return None
    forwarded_to = _SPACING.sub("", number["number"]) if number is not None else None
    return ForwardingCode(Action.ENABLE, states or _UNCONDITIONAL, forwarded_to, family=Family.REPORT)
