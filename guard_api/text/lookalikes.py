"""Skeletons: labels that look alike have the same one (UTS 39, with what looks alike in ASCII folded, too)."""

from unicodedata import combining, normalize

_LOOKS_LIKE = {
    "2": "ƨϩꙅꝛ",
    "3": "ȝɜʒзӡⳍꝫ",
    "5": "ƽ",
    "6": "бⳓ",
    "8": "ȣ৪੪",
    "9": "৭੧୨൭ⳋꝯ",
    "a": "ɑαаӕæ",
    "b": "ƅβвьɓ",
    "c": "сᴄⲥςϲ",
    "d": "ԁđɗ",
    "e": "εеҽꬲёəɛ",
    "f": "ϝքẝꞙꬵƒ",
    "g": "ƍɡԍցᶃɢ",
    "h": "ηнһհⲏћ",
    "i": "ıɩɪιіӏꙇɨ",
    "j": "ʝϳјɉ",
    "k": "κкⲕƙ",
    "l": "ǀ۱ⲓⳑⵏłɫɭ",
    "m": "μϻмⲙɱ",
    "n": "νոռⲛпŋɲ",
    "o": "οσоօ۵०০੦૦ଠ୦௦౦೦ഠ൦๐໐ဝ၀ჿᴏᴑⲟⵔ〇ꬽөøɵ",
    "p": "ρрⲣþƥ",
    "q": "ԛգզⵕ",
    "r": "ʀгᴦⲅꭇꭈɾ",
    "s": "ѕտꜱʂ",
    "t": "τтⲧŧƭ",
    "u": "ʋυսᴜꞟꭎꭒц",
    "v": "ѵ۷ᴠⴸ",
    "w": "ɯѡԝաᴡшω",
    "x": "χхⲭⵝꭓ",
    "y": "ɣʏγуүყỿⲩꭚƴ",
    "z": "ζᴢƶʐ",
}
"""Letters that may stand in a domain name, by the ASCII character that they are taken for: the part of Unicode's
confusables.txt (15.1) whose target is one, and letters with strokes and hooks, which it leaves out."""
_FOLDED = str.maketrans(
    {**{twin: plain for plain, twins in _LOOKS_LIKE.items() for twin in twins}, "0": "o", "1": "l", "i": "l"}
)
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
"""Two letters that look like one."""


def skeleton(label: str) -> str:
    """Give what a label looks like at a glance: `pаypa1` in half Cyrillic and `paypal` are the same."""
    if not label.isascii():
        label = "".join(character for character in normalize("NFD", label) if not combining(character))
        # Twice: a letter may look like one that looks like another.
        label = label.translate(_FOLDED)
    label = label.translate(_FOLDED)
    for pair, one in _PAIRS:
        label = label.replace(pair, one)
    return label
