"""Whom a host imitates: official names embedded, twinned, mistyped, with words added or another ending.

Phishing is what looks right at a glance, so every rule says how the glance is caught. How much a rule is believed
depends on how seldom it meets ordinary domains, which was measured (`guard-api links measure`; README, "Links"): a name of
two or three letters stands in every other word, and whoever owns `apple-fans.com` need not be a thief; under the
endings that fraud is cheap with, the same is no accident.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from guard_api.links.confusables import skeleton
from guard_api.links.endings import CHEAP
from guard_api.links.hosts import Host
from guard_api.links.official import OfficialDomain, OfficialDomains
from guard_api.links.words import is_bait

STRONG, SHAPE = 1.0, 0.6
"""How much a sign is believed: enough for a warning by itself, or for a notice."""
_LONG, _MIDDLE, _SHORT = 8, 6, 4
"""Letters of a name. The longer it is, the less may it be met by accident."""
_IN_WORDS = re.compile(r"[-_.]")
_DIGITS = re.compile(r"[0-9]+")


class How(StrEnum):
    """The way in which the official domain is imitated."""

    USERINFO = "userinfo"
    SUBDOMAIN = "subdomain"
    CONFUSABLE = "confusable"
    TYPO = "typo"
    ADDED_WORDS = "added_words"
    OTHER_ENDING = "other_ending"


class Imitation(NamedTuple):
    """Which official domain is imitated, in which way, and how plainly (0..1)."""

    official: OfficialDomain
    how: How
    strength: float


class Imitations:
    """Recognises imitations of official domains. Immutable; loading anew makes a new one."""

    def __init__(self, domains: OfficialDomains) -> None:
        """Index once, so that each rule is a few hashes."""
        self._of_label: dict[str, list[tuple[OfficialDomain, list[str]]]] = defaultdict(list)
        for official in domains.domains:
            label, *suffix = official.domain.split(".")
            self._of_label[label].append((official, suffix))
        self._of_skeleton = {skeleton(label): label for label in reversed(self._of_label)}
        self._of_deletion = _deletions(label for label in self._of_label if len(label) > _SHORT)

    def find(self, host: Host) -> Imitation | None:
        """Find what a host, which must not be official itself, imitates most plainly; None when nothing."""
        if host.is_ip:
            return None
        found = [*self._rules(host)]
        return max(found, key=lambda imitation: imitation.strength) if found else None

    def _rules(self, host: Host) -> Iterator[Imitation]:
        cheap = host.suffix.rpartition(".")[2] in CHEAP
        inside = host.name.removesuffix(host.suffix).rstrip(".")
        yield from self._embedded(_IN_WORDS.split(inside))
        yield from self._subdomain(inside.split(".")[:-1], cheap=cheap)
        label = host.label if host.label.isascii() else skeleton(host.label)
        yield from self._twin(host.label, cheap=cheap)
        yield from self._label(label, cheap=cheap)

    def _imitation(self, label: str, how: How, strength: float) -> Imitation:
        return Imitation(self._of_label[label][0][0], how, strength)

    def _embedded(self, words: list[str]) -> Iterator[Imitation]:
        """Find a whole official name in front of something else: www.pbc.gov.cn.evil.top, jd-com.evil.top."""
        for at, word in enumerate(words):
            for official, suffix in self._of_label.get(word, ()):
                if words[at + 1 : at + 1 + len(suffix)] == suffix:
                    yield Imitation(official, How.SUBDOMAIN, STRONG)

    def _subdomain(self, labels: list[str], *, cheap: bool) -> Iterator[Imitation]:
        for label in labels:
            if label in self._of_label and len(label) >= _SHORT and cheap:
                yield self._imitation(label, How.SUBDOMAIN, SHAPE)

    def _twin(self, label: str, *, cheap: bool) -> Iterator[Imitation]:
        twin = self._of_skeleton.get(skeleton(label))
        if twin is None or twin == label:
            return
        if not label.isascii() or len(twin) >= _MIDDLE:
            yield self._imitation(twin, How.CONFUSABLE, STRONG)
        elif cheap and len(twin) >= _SHORT:
            yield self._imitation(twin, How.CONFUSABLE, SHAPE)

    def _label(self, label: str, *, cheap: bool) -> Iterator[Imitation]:
        if label in self._of_label:
            if cheap:
                yield self._imitation(label, How.OTHER_ENDING, SHAPE)
            return
        yield from self._typo(label, cheap=cheap)
        words = _IN_WORDS.split(label)
        yield from self._hyphenated(words, cheap=cheap)
        yield from self._glued(label, cheap=cheap)

    def _typo(self, label: str, *, cheap: bool) -> Iterator[Imitation]:
        for near in {near for one in _one_less(label) for near in self._of_deletion.get(one, ())}:
            if len(near) >= (_MIDDLE if cheap else _LONG) and _is_one_slip(label, near):
                yield self._imitation(near, How.TYPO, SHAPE)

    def _hyphenated(self, words: list[str], *, cheap: bool) -> Iterator[Imitation]:
        for word in words if len(words) > 1 else ():
            if word not in self._of_label or len(word) < 2:
                continue
            bait = any(is_bait(other) for other in words if other != word)
            if bait and len(word) > _SHORT:
                yield self._imitation(word, How.ADDED_WORDS, STRONG if cheap else SHAPE)
            elif cheap or (bait and len(word)):
                yield self._imitation(word, How.ADDED_WORDS, SHAPE)

    def _glued(self, label: str, *, cheap: bool) -> Iterator[Imitation]:
        for start, end in _ends(label):
            name, rest = label[start:end], label[:start] + label[end:]
            if name in self._of_label and len(name) > 1 and is_bait(rest):
                if len(name) >= _MIDDLE or cheap:
                    yield self._imitation(name, How.ADDED_WORDS, SHAPE)
                return


def _ends(label: str) -> Iterator[tuple[int, int]]:
    """Give all beginnings and ends of a label, the longest first."""
    for length in range(len(label) - 1, 1, -1):
        yield 0, length
        yield len(label) - length, len(label)


def _one_less(label: str) -> Iterator[str]:
    """Give a label and all that it is without one character."""
    yield label
    for at in range(len(label)):
        yield label[:at] + label[at + 1 :]


def _deletions(labels: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Index labels by all that they are without one character: two that share one of those are a slip or two apart."""
    index: dict[str, dict[str, None]] = defaultdict(dict)
    for label in labels:
        for one in _one_less(label):
            index[one][label] = None
    return {one: tuple(near) for one, near in index.items()}


def _is_one_slip(label: str, name: str) -> bool:
    """Say whether one slip of the finger makes a label of a name: a letter more, less, other, or two swapped."""
    short, long = sorted((label, name), key=len)
    at = next((at for at, (one, other) in enumerate(zip(short, long, strict=False)) if one != other), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = long[at + 1 : at + 2] + long[at : at + 1] + long[at + 2 :]
    return short[at + 1 :] == long[at + 1 :] or short[at:] == swapped
