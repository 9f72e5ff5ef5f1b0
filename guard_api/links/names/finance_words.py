"""Names of sites that are put together of words for money's authorities: 征信中心, tianjinpbc, jinrong-kefu.

Callers send people to sites of a "credit centre" or to "close a loan", codes at the door to a "subsidy" of the state.
Such names are no imitation of one domain, but of what people expect to be called so. One word alone is many a
company's name; what tells is that nothing else is in it. What the state pays has many an honest site, too, but none
with an ending that costs next to nothing; nor has a government.
"""

import re
from functools import lru_cache

from guard_api.links.hosts import Host
from guard_api.links.names.endings import CHEAP
from guard_api.text.hanzi import simplified

_MANY = 4096
_PUBLIC = re.compile(r"(?:.*\.)?(?:gov|edu|mil)(?:\.[a-z]{2})?")
"""Endings under which nobody registers a name for a day of fraud."""

_GOVERNMENT = re.compile(r"(?:.*[.-])?gov[.-].*")
"""Said of itself in a name that is no government's."""

_AUTHORITIES = "征信 人民银行 央行 银监 银保监 金监局 金融监管 反诈中心 国家反诈"
_MONEY = """
网贷 贷款 借款 信贷 金融 白条 金条 花呗 借呗 信用 银行 账户 学生贷 校园贷 小贷 京东 抖音 快手 支付宝 银联 云闪付 美团
滴滴
"""
"""Money, and those in whose name it is asked for."""
_INSISTING = "注销 关闭 解除 清查 核实 核查 认证 审核 客服 修复 消除 清零 退款 理赔 撤销 取消 协商"
_FILLING = "中心 查询 报告 服务 官网 平台 系统 分行 网站 在线 个人 中国 记录 管理 pbc pboc"

_PINYIN_AUTHORITIES = """
pbc pboc pbccrc renminyinhang renhang yanghang zhengxin yinjianhui yinbaojianhui yinbaojian jinjianju jinrongjianguan
cbirc nfra fanzha fanzhazhongxin
"""
_PINYIN_MONEY = """
wangdai daikuan jiekuan xindai jinrong baitiao jintiao xinyong zhanghu xiaodai xueshengdai xiaoyuandai yinhang yinlian
zhifubao
"""
_PINYIN_BENEFITS = """
butie buzhu jintie shebao yibao gongjijin yanglao yanglaojin tuishui geshui shuiwu renshe laodong gongzi
"""
"""What the state pays, or keeps for people."""
_SHORTENED = 3
"""Letters that a word apart has at most that stands for such a thing: lb-butie."""
_PINYIN_INSISTING = """
zhuxiao guanbi jiechu qingcha heshi hecha renzheng shenhe kefu xiufu xiaochu qingling tuikuan lipei chexiao quxiao
xieshang lingqu shenling
"""
_PINYIN_FILLING = """
zhongxin chaxun baogao fuwu guanwang pingtai xitong fenhang wangzhan zaixian geren zhongguo jilu guanli jd jingdong
"""
_PLACES = """
beijing tianjin shanghai chongqing hebei shanxi liaoning jilin heilongjiang jiangsu zhejiang anhui fujian jiangxi
shandong
henan hubei hunan guangdong guangxi hainan sichuan guizhou yunnan shaanxi gansu qinghai ningxia xinjiang xizang
neimenggu
shenzhen guangzhou hangzhou nanjing wuhan chengdu xian suzhou qingdao dalian xiamen ningbo zhengzhou changsha shenyang
"""
_SHORT_PLACES = "bj tj sh cq he sx ln jl hlj js zj ah fj jx sd ha hb hn gd gx hi sc gz yn sn gs qh nx xj xz nm sz hz cn"
"""Provinces as they are abbreviated, where they stand as a word of their own."""
_WORDS_APART = re.compile(r"[-_]")
_BRANCHES, _ABBREVIATED, _OTHER = _ODD = ("branch", "abbreviated", "other")


@lru_cache(_MANY)
def names_finance_service(host: Host) -> bool:
    """Whether a name is put together of words for an authority of money or for closing a loan, and of nothing else."""
    if host.is_ip or _PUBLIC.fullmatch(host.suffix):
        return False
    if host.name.isascii() and "xn--" not in host.name:
        cheap = host.suffix in CHEAP
        of_government = cheap and _GOVERNMENT.fullmatch(host.name) is not None
        return of_government or _in_pinyin(host.label, cheap=cheap) or _is_service(host)
    labels = host.shown[: -len(host.suffix) - 1].split(".")
    return any(_in_ideographs(simplified(label)) for label in [*labels, host.label])


def _is_service(host: Host) -> bool:
    return host.suffix in _MADE_FOR_A_DAY and _SERVICE_APART.fullmatch(host.label) is not None


def _in_ideographs(label: str) -> bool:
    if label.isascii():
        return False
    insists = _INSISTING_HAN.search(label)
    authority = _AUTHORITIES_HAN.search(label)
    if authority is not None:
        rest = label.replace(authority[0], "", 1)
        return bool(insists or _MONEY_HAN.search(rest) or _FILLING_HAN.search(rest))
    return bool(insists and _MONEY_HAN.search(label))


def _in_pinyin(label: str, *, cheap: bool) -> bool:
    """Say of a name in Latin letters, which must be made of such words from end to end: zheng in many is a surname."""
    kinds = [kind for word in _WORDS_APART.split(label) for kind in _kinds(word)]
    known = [kind for kind in kinds if kind]
    odd = [kind for kind in known if kind in _ODD]
    if odd and odd[0] == _BRANCHES:
        return True
    if cheap and "benefit" in known and _OTHER not in odd:
        return len(known) > 1
    if odd:
        return False
    if "authority" in known:
        return len(known) > 1
    return "money" in known and "insisting" in known


def _kinds(word: str) -> list[str]:
    """Return what the words are that a word apart is made of; "" is a number."""
    if word in _SHORT:
        return ["place"]
    if _BRANCH.fullmatch(word):
        return [_BRANCHES]
    if _MADE_OF_WORDS.fullmatch(word):
        return [found.lastgroup or "" for found in _WORD.finditer(word)]
    return [_ABBREVIATED if len(word) <= _SHORTENED else _OTHER]


def _one_of(words: str) -> str:
    return "|".join(sorted(words.split(), key=len, reverse=True))


_AUTHORITIES_HAN, _MONEY_HAN, _INSISTING_HAN, _FILLING_HAN = (
    re.compile(_one_of(words)) for words in (_AUTHORITIES, _MONEY, _INSISTING, _FILLING)
)
_SERVICE_APART = re.compile(
    r"[a-z0-9]{2,12}-(?:kf|kefu|dk|daikuan|jr|tk|lp|lipei|gb|kh|cancel|verify|refund)"
    r"|(?:kf|kefu|dk|daikuan|tk|lp|lipei|kh)-[a-z0-9]{2,12}"
)
"""Some name and what it is for, as abbreviated: pa-dk for loans, xc-jr for finance, minhang-kefu for service."""
_MADE_FOR_A_DAY = CHEAP | {"online", "site", "ltd"}
_SHORT = frozenset(_SHORT_PLACES.split())
_BRANCH = re.compile(
    rf"(?:(?:{_one_of(_SHORT_PLACES)})(?:pbc|pboc|pbccrc)|(?:pbc|pboc|pbccrc)(?:{_one_of(_SHORT_PLACES)}))[0-9]*"
)
"""The central bank's branch in a province, as two abbreviations: tjpbc."""
_ANY_WORD = "|".join(
    f"(?P<{kind}>{_one_of(words)})"
    for kind, words in {
        "authority": _PINYIN_AUTHORITIES,
        "money": _PINYIN_MONEY,
        "benefit": _PINYIN_BENEFITS,
        "insisting": _PINYIN_INSISTING,
        "filling": _PINYIN_FILLING,
        "place": _PLACES,
    }.items()
)
_WORD = re.compile(_ANY_WORD)
_MADE_OF_WORDS = re.compile(rf"(?:{re.sub(r'[?]P<[a-z]+>', '?:', _ANY_WORD)}|[0-9])+")
