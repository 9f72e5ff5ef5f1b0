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


def _one_of(words: str) -> str:
    return "|".join(map(re.escape, sorted({folded(word) for word in words.split()}, key=len, reverse=True)))


_NOT_MEANT = re.compile(_one_of(_NO_MONEY))
_TELLING = re.compile(rf"{_one_of(_IDEOGRAPHS)}|\b(?:{_one_of(_LATIN)})\b|{_ENDING.pattern}")
