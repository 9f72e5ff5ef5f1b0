"""Pressure in a message: stay on the line, tell nobody, be alone, be quick, and what he knows of you as a proof.

Friends write "do not hang up" and "do not tell mum", too: it counts beside a stranger only.
"""

import re
from enum import StrEnum

from guard_api.messages.folding import readable
from guard_api.text.hanzi import simplified


class Pressure(StrEnum):
    """How somebody is kept from thinking and from asking others, the gravest first."""

    ISOLATE = "isolate"
    HURRY = "hurry"
    PERSONAL_DATA = "personal_data"


_NEGATED = "不要|不能|不得|不准|不许|不可|别|勿|禁止|严禁"
_PEOPLE = "任何人|别人|其他人|他人|家人|家里人|亲友|朋友|父母|孩子|子女|老公|老婆|丈夫|妻子|爱人|银行工作人员|柜员"
_TELL = "告诉|透露|泄露|说起|提起|提及|讲|说|通知|知道"
_ISOLATE = re.compile(
    rf"(?:{_NEGATED})[^。！!？?\n]{{0,4}}(?:{_TELL})[^。！!？?\n，,]{{0,4}}(?:{_PEOPLE})"
    rf"|(?:{_NEGATED})[^。！!？?\n，,]{{0,3}}(?:让|跟|和|对|向)[^。！!？?\n，,]{{0,3}}(?:{_PEOPLE})[^。！!？?\n，,]{{0,3}}(?:{_TELL})"
    rf"|(?:全程|一直|保持)[^。\n，,]{{0,4}}(?:通话|在线|连线)|(?:{_NEGATED})[^。\n，,]{{0,4}}(?:挂断|挂电话|挂机|中断通话)"
    r"|(?:找|到|去)[^。\n，,]{0,6}(?:没有?人|无人|安静|隐蔽|单独|独立|封闭)的?[^。\n，,]{0,4}(?:地方|房间|空间|位置|酒店|宾馆)"
    r"|案件[^。\n]{0,6}(?:保密|机密)|保密(?:协议|义务|纪律|条例)|涉密"
    r"|\b(?:do not|don'?t|never|not to|must not|cannot)\b[^.!?\n]{0,12}"
    r"\b(?:tell|inform|talk to|speak to|discuss|mention)\b[^.!?\n]{0,30}"
    r"\b(?:any(?:one|body)|family|husband|wife|friends?|parents?|children|bank(?: staff)?|teller|others?|no one)\b"
    r"|\btell (?:no ?one|nobody)\b"
    r"|\bkeep (?:this|it|the case|the matter) (?:secret|confidential|between us|to yourself)\b"
    r"|\b(?:stay|remain|keep) on the (?:line|phone|call)\b|\b(?:do not|don'?t) (?:hang up|disconnect|end the call)\b"
    r"|\bgo (?:somewhere|to a (?:place|room))[^.!?\n]{0,20}\b(?:alone|private|quiet|nobody)\b",
    re.IGNORECASE,
)
_HURRY = re.compile(
    r"(?:[0-9一二三五十两]{1,3}|半)\s?(?:分钟|小时|个小时)(?:之?内|以内)[^。\n]{0,24}"
    r"(?:逾期|过时|上报|冻结|逮捕|拘留|影响征信|影响您的征信|起诉|强制|黑名单|通缉)"
    r"|(?:立即|马上|立刻|今天之内|今日内)[^。\n]{0,16}(?:否则|不然|要不然)"
    r"[^。\n]{0,20}(?:上报|冻结|逮捕|拘留|征信|扣|起诉|法律|黑名单)"
    r"|\bwithin (?:the next )?(?:[0-9]{1,3}|three|five|ten|thirty|an?) (?:minutes?|hours?)\b[^.!?\n]{0,40}"
    r"\b(?:or|otherwise|else)\b"
    r"|\b(?:immediately|right now|at once)\b[^.!?\n]{0,40}"
    r"\b(?:or else|otherwise|or you(?:'ll| will)|or we(?:'ll| will)|or your)\b",
    re.IGNORECASE,
)
_DATA = re.compile(
    r"(?:您|你)的?(?:身份证|证件)(?:号码?|后四位|尾号)?[^。\n]{0,8}(?:是|为|[:：])\s?[^。\n]{0,10}[0-9xX*]{4,18}"
    r"|(?:身份证号?|证件号码?)[^。\n]{0,8}[0-9]{6,17}[0-9xX][^。\n]{0,16}(?:核实|核对|没错|对吗|对吧|是您|是你|是否)"
    r"|\byour (?:id|identity|social security|passport) (?:card |number |no\.? )+"
    r"(?:is|ends? (?:in|with))\b[^.!?\n]{0,12}[0-9*]{4}",
    re.IGNORECASE,
)
_FRIENDLY = re.compile(
    r"妈|爸|哥|姐|宝贝|亲爱的|老公|老婆|惊喜|生日|礼物|surprise|birthday|mum|mom|dad|honey|babe", re.IGNORECASE
)
_OF_CODES = re.compile(r"验证码|校验码|动态码|密码|密碼|\bcode\b|password|passcode|\botp\b|\bpin\b", re.IGNORECASE)
"""Whoever sends a code says that nobody is to be told of it."""
_PATTERNS = ((Pressure.ISOLATE, _ISOLATE), (Pressure.HURRY, _HURRY), (Pressure.PERSONAL_DATA, _DATA))
_HINT = re.compile(
    r"挂|告诉|透露|泄露|保密|涉密|通话|在线|连线|地方|房间|分钟|小时|否则|不然|身份证|证件|说|讲|[a-z]{4}",
    re.IGNORECASE,
)


def read_pressure(text: object) -> tuple[Pressure, ...]:
    """Return how a message puts pressure on whoever gets it, the gravest first. Linear, never raises."""
    plainly = simplified(readable(text))
    if not _HINT.search(plainly) or _FRIENDLY.search(plainly):
        return ()
    of_codes = _OF_CODES.search(plainly)
    return tuple(
        kind for kind, pattern in _PATTERNS if pattern.search(plainly) and not (of_codes and kind is Pressure.ISOLATE)
    )
