"""A message in the form that the lexicon is written in: one spelling of each word, whatever disguise it wore."""

import re

from guard_api.links.endings import CHEAP
from guard_api.numbers.plain import plain

MAX_MESSAGE = 4000
"""Characters of a message that are read; scripts that a person is to send or obey are far shorter."""

_SIMPLIFIED = str.maketrans(
    "關閉註銷賬帳號戶條額徵個記錄紀統聯線綫務請辦開啟啓轉撥視頻會議螢熒擊鏈連結網貸東騙詐謹別這嗎麼為爲說讓對時內則"
    "響費資產錢報須應該後發複製驗證碼從還現經給訂單國銀業電話買賣進點馬盡緊誰們媽損協詢問確認權簽綁終斷掛親愛團夥訊"
    "訴導據專屬檢監護險財歸優難題雲採錯違處將匯鎖訟獲無達與運營稱詳觀繫輸學邊歡見試樣寫間壞償淨遺筆實離項屆帐寶沒誤"
    "佈貼鑰週幣價總動態備級類體數選擇萬參評審員區長門來過當風兩機隱設調賠負債凍繳納稅",
    "关闭注销账账号户条额征个记录纪统联线线务请办开启启转拨视频会议屏屏击链连结网贷东骗诈谨别这吗么为为说让对时内则"
    "响费资产钱报须应该后发复制验证码从还现经给订单国银业电话买卖进点马尽紧谁们妈损协询问确认权签绑终断挂亲爱团伙讯"
    "诉导据专属检监护险财归优难题云采错违处将汇锁讼获无达与运营称详观系输学边欢见试样写间坏偿净遗笔实离项届账宝没误"
    "布贴钥周币价总动态备级类体数选择万参评审员区长门来过当风两机隐设调赔负债冻缴纳税",
)
"""Traditional characters of the lexicon's words, and one simplified spelling of 账."""
_LOOKALIKES = str.maketrans("аеорсухіјѕһԁԛԝοανικτ", "aeopcyxijshdqwoavikt")
"""Cyrillic, Armenian and Greek letters that pass for Latin ones."""
_IN_WORDS = str.maketrans("0134578@$!", "oieastbasi")
_HAN = "\u3400-\u9fff"
_DOT = r"(?:\s?[\[({]\s?(?:\.|dot|点)\s?[\])}]\s?|\s?[.点]\s?)"
_NAME = r"(?<![a-z0-9])[a-z0-9](?:[a-z0-9-]{0,62}(?:\.[a-z0-9-]{1,63}){0,9})?"
_BEHIND = rf"(?:[/?#:][^\s{_HAN}]*)?"
_DISPOSABLE = re.compile(rf"(?:h..ps?://)?{_NAME}{_DOT}(?:{'|'.join(sorted(CHEAP))})(?![a-z0-9]){_BEHIND}")
_NUMBER = re.compile(r"\d{3}")
_ADDRESS = re.compile(rf"https?://[^\s{_HAN}]+|{_NAME}\.(?:com|cn|net|org|io|uk|hk)(?![a-z0-9]){_BEHIND}")
_BETWEEN_IDEOGRAPHS = re.compile(rf"(?<=[{_HAN}])[^\w,:;!?。'\"“”‘’]+(?=[{_HAN}])")
_SPELLED_OUT = re.compile(r"(?<![a-z])[a-z](?:[ .\-_*][a-z]){3,}(?![a-z])")
_DIGIT_IN_WORD = re.compile(r"(?<=[a-z])[0134578@$!](?=[a-z])")
_APOSTROPHE = re.compile(r"(?<=[a-z])['’‘ʼ`](?=[a-z])")
_BETWEEN_WORDS = re.compile(r"(?<=[a-z0-9])(?:[-_/*|~+&\"]|\s)+(?=[a-z0-9])|\s+")


def fold(text: object) -> str:
    """Undo hidden characters, width, case, traditional characters, look-alikes, and what stands between letters.

    The words of an address are no words of the message. One under a cheap ending becomes `disposablelink`, and
    `numberedlink` besides if there is a number in it. Never raises, and is linear.
    """
    folded = _ADDRESS.sub(" ", _DISPOSABLE.sub(_named, plain(text, MAX_MESSAGE).casefold()))
    if not folded.isascii():
        folded = folded.translate(_SIMPLIFIED).translate(_LOOKALIKES)
        folded = _BETWEEN_IDEOGRAPHS.sub("", folded)
    folded = _SPELLED_OUT.sub(lambda found: found[0][::2], folded)
    folded = _DIGIT_IN_WORD.sub(lambda found: found[0].translate(_IN_WORDS), folded)
    return _BETWEEN_WORDS.sub(" ", _APOSTROPHE.sub("", folded))


def _named(address: re.Match[str]) -> str:
    return " disposablelink numberedlink " if _NUMBER.search(address[0]) else " disposablelink "
