"""What the label of an app says by itself: that money is seen or moved in it, in whatever language.

For apps that no list knows. Whose label names a bank to teach, to play or to charge a phone is no bank's.
"""

import re

from guard_api.text.hanzi import simplified
from guard_api.text.lookalikes import latin
from guard_api.text.plain import plain

_READ = 256
"""Characters of a label that are read."""
_BETWEEN_IDEOGRAPHS = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")

_IDEOGRAPHS = """
银行 信用社 农商行 农信 信用卡 信用贷 网贷 贷款 借款 借钱 借条 借呗 花呗 白条 小贷 金融 证券 券商 期货 理财 财富
基金 钱包 支付 数字人民币 征信 银联 云闪付 分期 网银 ローン カード決済 ウォレット
은행 뱅킹 뱅크 대출 증권 페이 지갑 ธนาคาร банк кредит кошелёк بنك مصرف בנק
"""
"""Words of scripts in which words run together, and of those in which none is part of another."""
_LATIN = """
bank banks banking ebank netbank wallet wallets loan loans lending credit pay payment payments finance fintech
securities broker brokerage trading invest investing crypto remittance upi
banco banca bancaria banque bancaire sparkasse sparkassen raiffeisen cartera billetera carteira prestamo prestamos
emprestimo emprestimos pinjaman dompet kredit pozyczka banka bankasi bankaciligi cuzdan banken sparbank bankovnictvi
"""
_ENDING = re.compile(r"[a-z0-9]+(?:bank|bancorp|banking|wallet)\b|\b[a-z]{1,6}pay\b")
"""Names that end so: Rabobank, mBank, trustwallet; AliPay, GPay."""

_BAIT = """
退费 退款 清退 回款 兑付 理赔 返利 返现 返佣 佣金 刷单 抢单 任务大厅 兼职 赚钱 外汇 投资 百万保障 内部通道 贷 客服
安全账户 资金清查 资金核查 公安 警务 检察院 通缉 养老认证 社保认证 undangan tilang
"""
"""What the apps are called that fraudsters send as files: money that comes back, easy work, the authorities.

After the kinds of fraud that the Ministry of Public Security warns of, and those that Indonesia's and India's do.
"""
_BAIT_LATIN = re.compile(
    r"\b(?:refunds?|cash ?back|forex|traders?|meta ?trader|mt[45]|kyc|challan|wedding invitation|cek resi"
    r"|customer support)\b"
)

_NO_MONEY = """
题库 考试 从业 招聘 刷题 备考 资格证 模拟器 游戏 记账 记帐 账本 小说 血库 充电宝 移动电源 计算器 银行家 抢银行
新闻 手环 壁纸
"""
"""Words that make of it something to learn from, to play, or to note expenses."""
_NO_MONEY_EITHER = re.compile(r"\b(?:expenses?|budget(?:ing)?|simulator|trivia|quiz|puzzle|games?)\b")
_FALSE_FRIENDS = re.compile(
    r"\b(?:power|food|blood|data|questions?|words?|river|sand|memory|sperm|milk|seed|test|image|photo|video|sound|sample"
    r"|piggy|west|out|snow|job|time)[ -]?banks?\b"
    r"|\bbanks? (?:holidays?|heist|robbers?|robbery|exams?|po|clerk|jobs?|interview|escape|of questions)\b"
    r"|\b(?:burbank|mountebank|embank|payload|paydirt|pay rise|pay ?day|wallet case)\b"
    r"|\b(?:fair|equal|sick|maternity) pay\b|\b(?:extra|photo|film|tax) credits?\b|\bcredits?\s*roll\b"
    r"|\btrading cards?\b"
)


def folded(label: str) -> str:
    """Return a label in one script and small letters, with no space between ideographs."""
    text = latin(simplified(plain(label, _READ)).casefold())
    return _BETWEEN_IDEOGRAPHS.sub("", " ".join(text.split()))


def speaks_of_money(label: str) -> bool:
    """Whether a label is that of a bank, a wallet, a lender or a broker, as far as words can say."""
    text = folded(label)
    if _NOT_MEANT.search(text) or _NO_MONEY_EITHER.search(text):
        return False
    text = _FALSE_FRIENDS.sub(" ", text)
    return bool(_TELLING.search(text))


def is_bait(label: str) -> bool:
    """Whether a label lures where an app came from a file: it speaks of money, or is of what fraudsters send so."""
    text = folded(label)
    return speaks_of_money(label) or bool(_LURING.search(text) and not _NOT_MEANT.search(text))


def _one_of(words: str) -> str:
    return "|".join(map(re.escape, sorted({folded(word) for word in words.split()}, key=len, reverse=True)))


_NOT_MEANT = re.compile(_one_of(_NO_MONEY))
_TELLING = re.compile(rf"{_one_of(_IDEOGRAPHS)}|\b(?:{_one_of(_LATIN)})\b|{_ENDING.pattern}")
_LURING = re.compile(rf"{_one_of(_BAIT)}|{_BAIT_LATIN.pattern}")
