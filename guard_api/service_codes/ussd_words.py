"""What networks, Android and iOS say of call forwarding, in English and Chinese: one expression for each thing said.

Replies are held against these after `plain`, in lower case and simplified characters. The wordings are those of
Android's resources (`CfMmi`, `serviceRegistered`, `cfTemplateForwardedTime` and their kin), of iOS, and of carriers.
"""

import re
from collections.abc import Sequence

from guard_api.service_codes.forwarding import State

_NUMBER = r"\+?\d(?:[ \-]?\d){4,18}(?![ \-]?\d)"
_CALLS = r"(?:incoming |voice |your )*calls?\b"
_STARTS = "开启|激活|启用|登记|开通|设置|设定|转移|转接|转驳|转至|转到|前转|呼转|注册|办理|生效|打开"
_ENDS = "取消|关闭|停用|停止|禁用|清除|删除|解除|撤销|注销|去激活|终止|失效"
_FORWARDING = "转移|转接|转驳|呼转|前转"


def _phrase(english: str, chinese: str) -> re.Pattern[str]:
    """Compile what begins with a word of English, or stands anywhere in Chinese."""
    return re.compile(rf"\b(?:{english})|{chinese}")


FORWARDING = re.compile(rf"forward|divert|diversion|redirect|\bcfu?\b|{_FORWARDING}")
STATES: Sequence[tuple[re.Pattern[str], tuple[State, ...]]] = (
    (
        _phrase(
            r"all (?:types of )?(?:call )?(?:forward(?:ing)?s?|diver(?:t|sion)s?)\b",
            "(?:所有|全部)的?呼叫(?:转移|转接)",
        ),
        tuple(State),
    ),
    (
        _phrase(r"conditional(?:ly)?\b|cfc\b", "(?<!无)有?条件(?=呼|转|前|来|的)"),
        (State.CONDITIONAL_BUSY, State.CONDITIONAL_NO_ANSWER, State.CONDITIONAL_NOT_REACHABLE),
    ),
    (
        _phrase(
            rf"cfu\b|unconditional(?:ly)?|(?:all|any|every)\s+{_CALLS}|always\b|immediate(?:ly)?\b",
            "无条件|(?:所有|全部|任何)的?(?:来电|呼叫|电话|语音)|始终|一律",
        ),
        (State.UNCONDITIONAL,),
    ),
    (
        _phrase(
            r"cfb\b|(?<!system )(?<!network )(?<!server )(?<!too )busy\b|engaged\b",
            "遇忙|忙时|占线|忙线|通话中",
        ),
        (State.CONDITIONAL_BUSY,),
    ),
    (
        _phrase(
            r"cfnry\b|cfna\b|no[ -](?:answer|reply)(?:ing)?\b|(?:un|not )answered\b|not answering\b"
            r"|(?:don't|do not|doesn't|does not) answer\b",
            "无应答|无人(?:接听|应答)|[未不](?:接听?|应答)(?:来电)?|久叫不应",
        ),
        (State.CONDITIONAL_NO_ANSWER,),
    ),
    (
        _phrase(
            r"cfnrc\b|(?:not |un)(?:reachable|contactable)\b|out of (?:reach|coverage|range|service)\b"
            r"|(?:when|if)(?: \w+){0,2} (?:switched|turned|powered)[ -]off\b",
            "不可及|无法(?:接通|联系)|关机|不在服务区|无信号",
        ),
        (State.CONDITIONAL_NOT_REACHABLE,),
    ),
)
VOICE = _phrase(r"(?:voice|speech|telephony)\b(?! ?mail)", "语音(?!信箱|留言|邮箱|信息)(?:服务|业务|通话|呼叫)?|话音")
OTHER_CLASS = _phrase(
    r"(?:data|fax|sms|mms|(?:text|short) messages?|sync|async|packet|pad|video|gprs)\b",
    r"数据|资料|传真|短信|短讯|简讯|彩信|视频|视讯|异步|同步|分组|封包|按键|^\s*包(?=\s*(?::|$))",
)
NAME = re.compile("|".join(words.pattern for words in (*(words for words, _ in STATES), VOICE, OTHER_CLASS)))
OTHER_SERVICE = _phrase(
    r"(?:call )?(?:waiting|barring|barred)|caller[ -]?id|\w+ line id|line id|cli[pr]\b|col[pr]\b|cn[ai]p\b|three[ -]way"
    r"|conference|do not disturb|password|pin\b|balance|roaming",
    "等待|待接|来电(?:显示|提醒)|本机号码|主叫|限制|验证码|密码|三方|勿扰|免打扰|彩铃|漏话|漏接|余额|流量|漫游"
    "|连接的线路|识别",
)
CODE = re.compile(r"[*#]{1,2}\d[\d*#]*")
DATE = re.compile(r"(?<!\d)(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?!\d)|(?<!\d)\d{1,2}:\d\d(?::\d\d)?(?!\d)")
BRACKETS = re.compile(r"\((\d{1,5})\)")
"""Of an area code, in a number."""
DELAY = re.compile(
    r"(?:(?:\b(?:after|in|within|delay(?: of)?|for)|延[时迟]|振铃|响铃|于)\s*:?\s*)?(?<![\d+])\d{1,3}\s*"
    r"(?:s\b|secs?\b|seconds?\b|rings?\b|秒钟?|声|次)(?:\s*之?后)?(?:\s*(?:转移|转接)\Z)?"
)
INSTRUCTION = _phrase(
    r"(?:(?:please|kindly|you can|you may|or|to \w+)\s+)*"
    r"(?:(?:dial|press|reply|visit|contact|send)\b|text (?:stop|off|#)"
    r"|call\s+(?:[#+\d]|(?:us|customer|the|our|your)\b))"
    r"|to (?:cancel|de-?activate|turn|switch|disable|stop|remove|erase|check|change|activate|enable|set|use)"
    r"|if you\b|for (?:help|more|details|info|support)\b|any ?time\b",
    rf"(?:如需|如要|如想|如果|如您|若|想要|需要?|要|可以?|欲)?[您你]?(?:再次)?"
    rf"(?:(?<!已)(?<!成功)(?:{_ENDS}|查询|修改|咨询|变更|更改|开通|退订))?请?(?:可以?)?您?(?:直接)?"
    r"(?:拨打?(?=\W|\d|客服|热线|我)|发送|编辑|回[复覆]|致电|按(?=\s*\d|#|键)|联系|登录|输入)"
    r"|如[需要想果有您遇]|若|欲|(?:可以?)?随时|详[询情见]|咨询|客服",
)
EXCUSED = _phrase(r"(?:if|any|in case)\b", "如|若")
"""In front of a failure that has not happened: "if you have problems, call us"."""
QUESTION = _phrase(
    r"(?:would|do|are|did) you\b|(?:want|wish|like) to\b|(?:confirm|choose|select) to\b",
    r"\?|吗\s*\Z|是否|能否|要不要",
)
_ENDED = r"(?:cancel|de-?activ|disabl|eras|remov|turn|switch|stop|clear|delet|withdraw)\w*"
FAILURE = _phrase(
    r"fail\w*|errors?\b|problems?\b|invalid\b|unable\b|can ?not\b|can't\b|could(?: not|n't)\b|unsuccessful"
    r"|incorrect\b|wrong\b|denied\b|reject|refus|declin|abort|interrupt|time[ds]?[ -]?out\b"
    r"|(?:try|later|retry|sorry|unfortunately|pending|unknown|unexpected|unrecogni[sz]ed|impossible|incomplete|conflict)\b"
    r"|(?:un|not )(?:available|supported|authori[sz]ed|permitted|allowed|accepted|recogni[sz]ed|possible|completed?"
    r"|processed|provisioned|subscribed|changed?|done|found|updated)\b|not (?:been )?success|no response\b"
    r"|(?:network|server|service|system) (?:is )?(?:too )?(?:busy|congest\w*|down|restricted)|too busy\b"
    r"|(?:did|does|do|was|were|has|have|will|wo)(?: not|n't)\s+(?:been\s+|be\s+|yet\s+)*"
    rf"(?:succeed|work|complete|respond|process|{_ENDED})"
    rf"|(?:not|never|no|\w{{1,6}}n't)\s+(?:\w+\s+){{0,2}}{_ENDED}"
    rf"|restricted to\b|in progress\b|being (?:process|{_ENDED})",
    r"失败|出错|错误|有误|异常|故障|无法|不能|[未没]能|不成功|(?:未|没有?)\S{0,4}成功|超时|逾时|问题|无效|繁忙"
    r"|(?:系统|网络|线路)忙|不(?:支持|支援|允许|可用|可以|正确|予|明|存在|被|给)|拒绝|被拒|受限|稍[后候]|重试|再试|重新"
    r"|暂时|暂不|无权|权限|[未无没]响应|中断|未完成|未受理|未知|未提供|处理中|正在(?!转|呼)|仅限|只能|抱歉|对不起|尚待"
    rf"|(?:未|没有?|不|尚待|拒)\S{{0,3}}(?:{_ENDS})",
)
OFF = _phrase(
    r"(?:not|never|no longer|isn't|aren't)\s+(?:\w+\s+){0,2}(?:forward|divert|redirect|activ|regist|enabl|set\b"
    r"|configur|in use|on\b)"
    r"|no\s+(?:\w+\s+){0,2}(?:calls?|forwards?|forwarding|diverts?|diversions?)\b(?! is (?:on|active))"
    r"|(?:disabled|de-?activated|inactive|erased|cancell?ed|unregistered|deregistered|removed|cleared|deleted|stopped"
    r"|withdrawn|off)\b"
    r"|(?:erasure|erase|erasing|de-?activation|cancell?ation|removal|deregistration)\b[\w ]{0,12}"
    r"\b(?:success\w*|succeeded|completed?|done|ok)\b",
    rf"[:=]\s*(?:no|none|nil)\s*\Z|(?:未|没有?|尚无)\S{{0,3}}(?:{_STARTS})|[无没]有?(?:任何)?(?:呼叫|来电)?(?:{_FORWARDING})"
    rf"|不(?:转移|转接)|(?:已经?|被|成功)\S{{0,4}}(?:{_ENDS})"
    rf"|(?:{_ENDS})(?:\S{{0,6}}(?:{_FORWARDING})\S{{0,2}})?已?(?:成功|完成)"
    rf"|[:为是]\s*(?:{_ENDS}|未|无|否|关|没有|不)\s*\Z|状态\s*[:为]?\s*(?:{_ENDS})",
)
NOT_YET = _phrase(
    r"(?:will|shall|would|to be|about to|going to|may|might|can|should|must|request\w*|until|unless|if|when|once|before"
    r"|within|or)\b",
    rf"将|即可|方可|可以|(?<!不)可(?!及)|正在|准备|能够|申请|请求|受理|提交|如果|一旦|之前|以前|(?:{_ENDS})后",
)
ON = _phrase(
    r"(?:enabled|activated|active|registered|forwarded|forwards|diverted|diverts|redirected|set to|on to)\b"
    r"|(?:forward|divert|redirect)(?:ing)?\s+(?:\w+\s+){0,3}to\b|(?:is|are|now|still)\s*on\b"
    r"|(?:registration|activation)\b[\w ]{0,12}\b(?:success\w*|succeeded|completed?|ok)\b",
    rf"[:=]\s*(?:on|yes)\b|已经?\S{{0,5}}(?:{_STARTS})|(?:{_STARTS})已?成功|成功\S{{0,2}}(?:{_STARTS})"
    rf"|[:为是]\s*已?(?:{_STARTS}|有效|开)\s*\Z|转[移接驳]?[至到往给]|(?:服务|业务)已启用",
)
MAYBE = _phrase(
    r"(?:would|may|might|can|could|should|to be|once|request\w*)\b", "可以|即可|如果|申请|请求|需要|才能|一旦"
)
STILL = _phrase(r"still\b|current|remain", "仍|依然|还在|当前|目前")
ENDING = _phrase(r"cancel|de-?activ|disabl|eras|remov|\w*off\b|stop", _ENDS)
STARTING = _phrase(r"regist|activat|enabl|set\b", f"{_STARTS}|添加")
LISTED_BELOW = _phrase(
    r"(?:enabled|activated|active|registered) for\s*:?\s*\Z",
    r"(?:以下|下列)\S*(?:启用|开启|激活|开通)\S*\s*\Z|启用了?服务\s*:\s*\Z",
)
BARE = re.compile(
    r"(?:(?:the|your|this|service|status|state|was|is|has been|are|now|currently|successfully)\b[\s:]*)*"
    r"(?:disabled|de-?activated|inactive|erased|cancell?ed|removed|off|not (?:\w+ )?(?:active|activated|enabled"
    r"|set|registered)"
    r"|(?:erasure|erase|de-?activation|cancell?ation|removal)(?: was| is)?:? (?:successful|succeeded|completed?))"
    rf"|(?:服务|业务|状态|功能|该)*:?(?:已经?|被|成功|尚|未|没有|为|是)*(?:{_ENDS}|{_STARTS})(?:已?成功)?"
    r"(?:了?服务|业务|了)?"
)
"""Nothing but a state; whose, stands in front."""
OWN_NUMBER = _phrase(
    rf"(?:your|my|own)\s+(?:own |mobile |phone |line )*(?:number|line|no|msisdn)\b\s*:?\s*(?:is )?{_NUMBER}",
    rf"(?:本机|您的?|你的?|用户)(?:手机|电话|机主)*号码?\s*[:为是]?\s*{_NUMBER}",
)
LABELLED_NUMBER = re.compile(r":\s*(?:to\s*)?(?P<number>\+?\d(?:[ \-]?\d){2,22})\s*\Z")
NUMBERS: Sequence[re.Pattern[str]] = (
    re.compile(
        r"(?:(?:forward|divert|redirect|transfer)\w*(?: \w+){0,4}? to"
        r"|转[移接驳]?[至到往给向为]?了?(?:的|目标)?(?:号码|电话)?)"
        rf"\s*[:为是]?\s*(?P<number>{_NUMBER})"
    ),
    re.compile(rf"(?:[:=至到为接是码往给]|\b(?:to|on|number|no))\s*(?P<number>{_NUMBER})"),
    re.compile(rf"(?<![\d+])(?=\+|\d(?:[ \-]?\d){{6}})(?P<number>{_NUMBER})(?!\s*(?:用户|的|已))"),
)
"""Where the number stands that calls go to, the plainest first."""
LONE_NUMBER = re.compile(
    rf"[^\w+]*(?:(?:目标|前转|接听|转移)?(?:号码|电话)|to\b|number\b)?\s*[:为是]?\s*(?P<number>{_NUMBER})\s*"
)
CHOICE = re.compile(r"(?<![\w+#*\-])\d\s?[.):\-]\s?(?=[a-z\u4e00-\u9fff])")
"""The number in front of an item of a list or a menu."""
SENTENCE = re.compile(r"[\r\n;。!\u2028\u2029]+|\.(?=\s|\Z)|(?<=\?)")
CLAUSE = re.compile(r"[,、|()\[\]]|\s[-/]+\s|\b(?:and|but|while|whereas)\b|但是?|而且?")
