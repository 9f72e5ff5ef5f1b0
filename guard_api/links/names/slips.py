"""One slip of the finger away from a name, and whether what is so near is as likely a name of its own."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

_SHARED = re.compile(
    r"(?P<head>(?:e?china)?)(?P<own>.+?)"
    r"(?P<tail>(?:bank|card|express|fund|global|group|life|mail|mobile|pay|port|post|trip|[0-9]+)?)"
)
"""A name without hyphens, between words that many firms have in theirs."""
_FEW = 5
"""Letters of what is a firm's own: if there are fewer, another of them makes another firm, chinalive of chinalife."""
_NEXT_TO_NONE = re.compile(r"[a-z]{1,2}-?(?:bank|post)")
"""A name of so few letters that there is one for nearly all of them: tdbank and tbank, nzpost and nypost."""
_PINYIN = re.compile(
    "(?:"
    "[bpmf](?:a|o|ai|ei|ao|an|en|ang|eng|i|ie|iao|ian|in|ing|u|ou)|"
    "(?:[dtnlgkh]e|(?:[dtnlgkhrzcs]|zh|ch|sh)"
    "(?:a|ai|ei|ao|ou|an|en|ang|eng|ong|i|ie|iao|iu|ian|in|iang|ing|u|uo|ua|ui|uai|uan|un|uang))|"
    "[jqx](?:i|ia|ie|iao|iu|ian|in|iang|ing|iong|u|ue|uan|un)|"
    "y(?:a|e|ao|ou|an|ang|i|in|ing|ong|u|ue|uan|un)|w(?:a|o|ai|ei|an|en|ang|eng|u)|"
    "a|e|ai|ao|an|er|ou"
    "){2,}"
)
"""Syllables of Chinese in Latin letters, two or more: a slip from one to another makes another word.

None ends in `ce`, `re` or `se`, which words of other languages do, though a few syllables have them, too."""


def one_less(label: str) -> list[str]:
    """Give a label and all that it is without one character."""
    return [label, *[label[:at] + label[at + 1 :] for at in range(len(label))]]


def deletions(labels: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Index labels by all that they are without one character: two that share one of those are a slip or two apart."""
    index: dict[str, dict[str, None]] = defaultdict(dict)
    for label in labels:
        for one in one_less(label):
            index[one][label] = None
    return {one: tuple(near) for one, near in index.items()}


def is_one_slip(label: str, name: str) -> bool:
    """Say whether one slip of the finger makes a label of a name: a letter more, less, other, or two swapped."""
    short, long = sorted((label, name), key=len)
    at = next((at for at, (one, other) in enumerate(zip(short, long, strict=False)) if one != other), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = long[at + 1 : at + 2] + long[at : at + 1] + long[at + 2 :]
    return short[at + 1 :] == long[at + 1 :] or short[at:] == swapped


def is_as_likely_another(label: str, name: str) -> bool:
    """Say whether a label a slip away from a name is as likely another's: another word, or another's few letters."""
    label, name = label.replace("-", ""), name.replace("-", "")
    are_words = label != name and _PINYIN.fullmatch(name) and _PINYIN.fullmatch(label)
    return bool(are_words) or _differs_in_few(label, name)


def _differs_in_few(label: str, name: str) -> bool:
    parts = _SHARED.fullmatch(name)
    is_short = parts is not None and parts["own"] != name and len(parts["own"]) < _FEW
    return parts is not None and is_short and label.startswith(parts["head"]) and _ends_alike(label, parts["tail"])


def _ends_alike(label: str, tail: str) -> bool:
    """Say whether a label ends in the same word, or in a number where that is one: hao120 of hao123."""
    return label[-1:].isdigit() if tail.isdigit() else label.endswith(tail)


def is_next_to_none(name: str) -> bool:
    """Say whether a name is a bank's or a post's with a letter or two of its own, as so many have."""
    return bool(_NEXT_TO_NONE.fullmatch(name))
