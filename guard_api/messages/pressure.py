"""Pressure in a message: stay on the line, tell nobody, be alone, be quick, and what he knows of you as a proof.

Friends write "do not hang up" and "do not tell mum", too: it counts beside a stranger only.
"""

import re
from collections.abc import Sequence
from enum import StrEnum


class Pressure(StrEnum):
    """How somebody is kept from thinking and from asking others, the gravest first."""

    ISOLATE = "isolate"
    HURRY = "hurry"
    PERSONAL_DATA = "personal_data"


_NEGATED = "不要|不能|不得|不准|不许|不可|别|勿|禁止|严禁"
_PEOPLE = "任何人|别人|其他人|他人|家人|家里人|亲友|朋友|父母|孩子|子女|老公|老婆|丈夫|妻子|爱人|银行工作人员|柜员"
_TELL = "告诉|透露|泄露|说起|提起|提及|讲|说|通知|知道"
_ASIDE = "地方|房间|空间|位置|酒店|宾馆"
_WITH_PEOPLE = (
    rf"(?:{_NEGATED})[^。！!？?\n]{{0,4}}(?:{_TELL})[^。！!？?\n，,]{{0,4}}(?:{_PEOPLE})"
    rf"|(?:{_NEGATED})[^。！!？?\n，,]{{0,3}}(?:让|跟|和|对|向)[^。！!？?\n，,]{{0,3}}"
    rf"(?:{_PEOPLE})[^。！!？?\n，,]{{0,3}}(?:{_TELL})"
)
_ON_THE_LINE = (
    r"(?:全程|一直|保持)[^。\n，,]{0,4}(?:通话|在线|连线)"
    rf"|(?:{_NEGATED})[^。\n，,]{{0,4}}(?:挂断|挂电话|挂机|中断通话)"
)
_TELL_NOBODY = (
    r"\b(?:do not|don'?t|never|not to|must not|cannot)\b[^.!?\n]{0,12}"
    r"\b(?:tell|inform|talk to|speak to|discuss|mention)\b[^.!?\n]{0,30}"
    r"\b(?:any(?:one|body)|family|husband|wife|friends?|parents?|children|bank(?: staff)?|teller|others?|no one)\b"
    r"|\btell (?:no ?one|nobody)\b"
)
_STAY = r"\b(?:stay|remain|keep) on the (?:line|phone|call)\b|\b(?:do not|don'?t) (?:hang up|disconnect|end the call)\b"
_MINUTES = (
    r"(?:[0-9一二三五十两]{1,3}|半)\s?(?:分钟|小时|个小时)(?:之?内|以内)[^。\n]{0,24}"
    r"(?:逾期|过时|上报|冻结|逮捕|拘留|影响征信|影响您的征信|起诉|强制|黑名单|通缉)"
)
_OR_ELSE = (
    r"(?:立即|马上|立刻|今天之内|今日内)[^。\n]{0,16}(?:否则|不然|要不然)"
    r"[^。\n]{0,20}(?:上报|冻结|逮捕|拘留|征信|扣|起诉|法律|黑名单)"
)
_WITHIN = (
    r"\bwithin (?:the next )?(?:[0-9]{1,3}|three|five|ten|thirty|an?) (?:minutes?|hours?)\b[^.!?\n]{0,40}"
    r"\b(?:or|otherwise|else)\b"
)
_AT_ONCE = (
    r"\b(?:immediately|right now|at once)\b[^.!?\n]{0,40}"
    r"\b(?:or else|otherwise|or you(?:'ll| will)|or we(?:'ll| will)|or your)\b"
)
_YOUR_ID = (
    r"(?:您|你)的?(?:身份证|证件)(?:号码?|后四位|尾号)?[^。\n]{0,8}(?:是|为|[:：])\s?[^。\n]{0,10}[0-9x*]{4,18}"
    r"|(?:身份证号?|证件号码?)[^。\n]{0,8}[0-9]{6,17}[0-9x][^。\n]{0,16}(?:核实|核对|没错|对吗|对吧|是您|是你|是否)"
)
_YOUR_NUMBER = (
    r"\byour (?:id|identity|social security|passport) (?:card |number |no\.? )+"
    r"(?:is|ends? (?:in|with))\b[^.!?\n]{0,12}[0-9*]{4}"
)
_WAYS: Sequence[tuple[Pressure, Sequence[str], re.Pattern[str]]] = tuple(
    (kind, tuple(signs.split("|")), re.compile(pattern))
    for kind, signs, pattern in (
        (Pressure.ISOLATE, _PEOPLE, _WITH_PEOPLE),
        (Pressure.ISOLATE, "通话|在线|连线|挂", _ON_THE_LINE),
        (
            Pressure.ISOLATE,
            _ASIDE,
            rf"(?:找|到|去)[^。\n，,]{{0,6}}(?:没有?人|无人|安静|隐蔽|单独|独立|封闭)的?[^。\n，,]{{0,4}}(?:{_ASIDE})",
        ),
        (Pressure.ISOLATE, "密", r"案件[^。\n]{0,6}(?:保密|机密)|保密(?:协议|义务|纪律|条例)|涉密"),
        (Pressure.ISOLATE, "tell|inform|talk to|speak to|discuss|mention", _TELL_NOBODY),
        (
            Pressure.ISOLATE,
            "keep this|keep it|keep the",
            r"\bkeep (?:this|it|the case|the matter) (?:secret|confidential|between us|to yourself)\b",
        ),
        (Pressure.ISOLATE, "on the |hang up|disconnect|end the call", _STAY),
        (
            Pressure.ISOLATE,
            "go somewhere|go to a ",
            r"\bgo (?:somewhere|to a (?:place|room))[^.!?\n]{0,20}\b(?:alone|private|quiet|nobody)\b",
        ),
        (Pressure.HURRY, "分钟|小时", _MINUTES),
        (Pressure.HURRY, "否则|不然", _OR_ELSE),
        (Pressure.HURRY, "within", _WITHIN),
        (Pressure.HURRY, "immediately|right now|at once", _AT_ONCE),
        (Pressure.PERSONAL_DATA, "身份证|证件", _YOUR_ID),
        (Pressure.PERSONAL_DATA, "your id|your social|your passport", _YOUR_NUMBER),
    )
)
"""What says so, and one of what is in everything that does: that is looked for in a tenth of the time."""
_IN_ASCII = tuple(way for way in _WAYS if way[1][0].isascii())
_FRIENDLY = re.compile(r"妈|爸|哥|姐|宝贝|亲爱的|老公|老婆|惊喜|生日|礼物|surprise|birthday|mum|mom|dad|honey|babe")
_OF_CODES = re.compile(r"验证码|校验码|动态码|密码|\bcode\b|password|passcode|\botp\b|\bpin\b")
"""Whoever sends a code says that nobody is to be told of it."""


def read_pressure(readable_text: str) -> tuple[Pressure, ...]:
    """Return how a `readable` text puts pressure on whoever gets it, the gravest first. Linear, never raises."""
    found = set()
    for kind, signs, pattern in _IN_ASCII if readable_text.isascii() else _WAYS:
        for sign in signs:
            if sign in readable_text:
                if pattern.search(readable_text):
                    found.add(kind)
                break
    if not found or _FRIENDLY.search(readable_text):
        return ()
    if Pressure.ISOLATE in found and _OF_CODES.search(readable_text):
        found.discard(Pressure.ISOLATE)
    return tuple(kind for kind in Pressure if kind in found)
