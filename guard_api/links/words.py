"""Words that phishing adds to a name, in English and in Pinyin: they promise service, safety, money or haste."""

import re

_WORDS = """
login signin logon verify verification secure security safe account accounts service services support help helpdesk
online web bank banking pay payment payments wallet update center centre app apps official customer client clients auth
authentication authenticate confirm confirmation billing invoice refund recovery recover unlock alert alerts notice id
ids user mail mobile care team access portal protect validate validation kyc bonus gift reward rewards claim airdrop
prize promo track tracking delivery parcel package express card credit loan loans finance fund com cn vip net
kefu zhengxin baitiao jintiao jinrong daikuan yinhang zhifu qianbao guanwang anquan renzheng fuwu zhuxiao guanbi jiedai
xinyong zhongxin kuaidi tuikuan lipei shenqing jr kf gw h5 wap
"""
_BAIT = re.compile(rf"(?:{'|'.join(sorted(_WORDS.split(), key=len, reverse=True))}|[0-9]|[-_])+")


def is_bait(text: str) -> bool:
    """Say whether a piece of a label is made of such words alone, and of digits and hyphens between them."""
    return bool(_BAIT.fullmatch(text)) and not text.isdigit()
