"""A message in the form that the lexicon is written in: one spelling of each word, whatever disguise it wore."""

import re

from guard_api.links.names.endings import CHEAP, LIKED, RUN_ON
from guard_api.text.hanzi import simplified
from guard_api.text.lookalikes import latin
from guard_api.text.plain import plain

MAX_MESSAGE = 4000
"""Characters of a message that are read; scripts that a person is to send or obey are far shorter."""

_ONE_SPELLING = str.maketrans("帐萤荧", "账屏屏")
"""What the lexicon has as 账 and 屏: 账 has two simplified spellings, and a screen is 螢幕 or 熒幕 outside of China."""
_IN_WORDS = str.maketrans("0134578@$!", "oieastbasi")
_MOST_CHARACTERS = 20_000
"""That are remembered: more than Chinese has in use."""
_HAN = "\u3400-\u9fff"
_ENDINGS = "|".join(sorted(CHEAP))
_BRACKETED_DOT = re.compile(r"\s?[\[({]\s?(?:\.|dot|点)\s?[\])}]\s?")
_BEFORE_ENDING = rf"[.点。]\s?(?=(?:{_ENDINGS})(?![a-z0-9]))"
_DOT = re.compile(_BEFORE_ENDING)
_SPACED_DOT = re.compile(rf"\s?{_BEFORE_ENDING}")
_ADDRESS = re.compile(
    rf"(?:https?://[^\s/{_HAN}]*+|(?<![a-z0-9.-])[a-z0-9-]++(?:\.[a-z0-9-]++)++)(?:[/?#:][^\s{_HAN}]*+)?"
)
_INNER_DOT = re.compile(r"\.[a-z0-9-]")
"""What every address without a scheme has, and few sentences."""
_AFTER_DOT = re.compile(r"(?=\.([a-z.]{2,13}+)(?![a-z0-9.-]))")
_KNOWN = re.compile(r"://|\.(?:com|cn|net|org|io|uk|hk)(?![a-z0-9-])")
_NUMBER = re.compile(r"\d{3}")
# An expression is fastest where it begins with a set of characters, so what must stand before these is said behind.
_BETWEEN_IDEOGRAPHS = re.compile(rf"[^\w,:;!?。'\"“”‘’](?<=[{_HAN}].)[^\w,:;!?。'\"“”‘’]*+(?=[{_HAN}])", re.DOTALL)
_SINGLE_LETTERS = re.compile(r"[ .\-_*][a-z][ .\-_*][a-z][ .\-_*]")
_SPELLED_OUT = re.compile(r"[a-z](?<![a-z].)(?:[ .\-_*][a-z]){3,}(?![a-z])")
_DIGIT_IN_WORD = re.compile(r"[0134578@$!](?<=[a-z].)(?=[a-z])")
_APOSTROPHES = "'’‘ʼ`"
_APOSTROPHE = re.compile(rf"[{_APOSTROPHES}](?<=[a-z].)(?=[a-z])")
_BETWEEN_WORDS = re.compile(r"[-_/*|~+&\"\s](?<=[a-z0-9].)[-_/*|~+&\"\s]*+(?=[a-z0-9])", re.DOTALL)
_SEPARATORS = ("  ", *'-_/*|~+&"')
"""One of these is between words where there is more than a space."""
_SPACES = re.compile(r"[-_/*|~+&\"]|\s(?<=\s\s)")
"""What there is to be undone between words."""
_SPACES = re.compile(" {2,}")


class _Characters(dict[int, str]):
    """What each character reads as, worked out once: the same as `plain`, in lower case, in one script."""

    def __missing__(self, code: int) -> str:
        """Read a character that was not met before."""
        character = chr(code)
        read = " " if character.isspace() else _read(plain(character))
        if len(self) < _MOST_CHARACTERS:
            self[code] = read
        return read


def _read(plainly: str) -> str:
    """Return a character in lower case and one script; what passes for Latin may do so only as a capital."""
    return simplified(latin(latin(plainly).casefold())).translate(_ONE_SPELLING)


_CHARACTERS = _Characters()


class Readable(str):
    """A text that was made readable, which need not be done again."""

    __slots__ = ()


def readable(text: object) -> Readable:
    """Undo hidden characters, width, case, traditional characters and look-alikes. Never raises."""
    if isinstance(text, Readable):
        return text
    if not isinstance(text, str):
        return Readable()
    return Readable(RUN_ON.sub(". ", text[:MAX_MESSAGE]).translate(_CHARACTERS))


def fold(readable_text: str) -> str:
    """Undo what stands between letters in what is `readable`, and take the words of addresses out.

    An address under a cheap ending becomes `disposablelink`, and `numberedlink` besides if there is a number in it.
    """
    folded = _with_dots(readable_text)
    if "://" in folded or _INNER_DOT.search(folded):
        folded = _ADDRESS.sub(_named, folded)
    if not folded.isascii():
        folded = _BETWEEN_IDEOGRAPHS.sub("", folded)
    if _SINGLE_LETTERS.search(folded):
        folded = _SPELLED_OUT.sub(lambda found: found[0][::2], folded)
    folded = _DIGIT_IN_WORD.sub(lambda found: found[0].translate(_IN_WORDS), folded)
    if any(map(folded.__contains__, _APOSTROPHES)):
        folded = _APOSTROPHE.sub("", folded)
    if any(map(folded.__contains__, _SEPARATORS)):
        folded = _BETWEEN_WORDS.sub(" ", folded)
    return _SPACES.sub(" ", folded) if "  " in folded else folded


def _with_dots(text: str) -> str:
    """Write dots plainly that are in brackets, spelled out or set apart."""
    if "[" in text or "(" in text or "{" in text:
        text = _BRACKETED_DOT.sub(".", text)
    return _SPACED_DOT.sub(".", text) if any(map(text.__contains__, CHEAP)) and _DOT.search(text) else text


def _named(address: re.Match[str]) -> str:
    written = address[0]
    if LIKED.isdisjoint(_AFTER_DOT.findall(written)):
        return " " if _KNOWN.search(written) else written
    return " disposablelink numberedlink " if _NUMBER.search(written) else " disposablelink "
