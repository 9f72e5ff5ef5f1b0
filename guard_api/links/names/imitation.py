"""Whom a host imitates: official names embedded, twinned, mistyped, with words added or another ending.

Phishing is what looks right at a glance, so every rule says how the glance is caught. How much a rule is believed
depends on how seldom it meets ordinary domains, which was measured (`guard-api links measure`): a name of two or three
letters stands in every other word, and whoever owns `apple-fans.com` need not be a thief; under the endings that are
cheap to cheat with, the same is no accident.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from enum import IntEnum, StrEnum
from itertools import pairwise
from typing import NamedTuple

from guard_api.links.hosts import Host, parents, shown
from guard_api.links.names.endings import CHEAP, TELLING
from guard_api.links.names.slips import deletions, is_as_likely_another, is_next_to_none, is_one_slip, one_less
from guard_api.links.names.words import fills, has_bait_word
from guard_api.links.official import OfficialDomain, OfficialDomains
from guard_api.links.strength import HINT, QUIET, SHAPE, STRONG
from guard_api.links.suffixes import is_given_away
from guard_api.text.lookalikes import skeleton

_WORD = re.compile(r"[-_]")
_IN_WORDS = re.compile(r"[\W_]+")
_IN_PLAIN_WORDS = re.compile(r"[^a-z0-9]+")
"""Whatever a browser takes for part of a host divides words at a glance, too: `www.jd.com!.evil.top`."""


_COUNTRY = 2
"""Letters of a country's ending."""
_SECOND_LEVELS = frozenset({"com", "co"})
"""What some countries have in front of their ending, sold by others than the registry: amazon.com.be is Amazon's."""
_COUNTED = re.compile(r"[1-9]")
"""A number in front of a name, as many have it (1cloud.ru, 51fund.com), stands for no letter; an `0` does."""
_IN_NO_WORD = re.compile(r"[0-9]|ii|[^\x00-\x7f]")
"""What is in no word: a digit, an `i` twice, a letter of another alphabet."""


class _Length(IntEnum):
    """Letters of a name. The longer it is, the less may it be met by accident."""

    LETTERS = 2
    SHORT = 4
    USUAL = 5
    MIDDLE = 6
    LONG = 9


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
        of_suffix: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for official in sorted(domains.domains, key=_main_first):
            label, *suffix = official.domain.split(".")
            self._of_label[label].append((official, suffix))
            of_suffix[tuple(suffix)].add(label)
        self._in_front: dict[str, list[tuple[list[str], _Near]]] = defaultdict(list)
        for suffixed, labels in of_suffix.items():
            self._in_front[suffixed[0]].append(([*suffixed], _Near(sorted(labels), long=len(suffixed) > 1)))
        # www.gov.cn is official, but "www" is nobody's name.
        names = [label for label in self._of_label if not fills(label)]
        self._names = frozenset(names)
        self._of_skeleton = {skeleton(name): name for name in reversed(names)}
        self._of_deletion = deletions(name for name in names if len(name) >= _Length.MIDDLE)
        self._of_whole = {skeleton(official.domain): official for official in reversed(domains.domains)}

    def find(self, host: Host) -> Imitation | None:
        """Find what a host, which must not be official itself, imitates most plainly; None when nothing."""
        return max(self._rules(host), key=lambda imitation: imitation.strength, default=None)

    def twin(self, name: str) -> Imitation | None:
        """Find the official domain that a name is taken for, which nobody can register: jd.com in other letters."""
        for above in parents(skeleton(shown(name))):
            if above in self._of_whole:
                return Imitation(self._of_whole[above], How.CONFUSABLE, STRONG)
        return None

    def _rules(self, host: Host) -> Iterator[Imitation]:
        if host.is_ip:
            return
        inside = host.name[: -len(host.suffix) - 1]
        seen = shown(inside) if "xn--" in inside else inside
        words = _IN_WORDS.split(seen)
        whole = HINT if host.label in _SECOND_LEVELS and _is_ordinary_country(host.suffix) else STRONG
        yield from self._embedded(words if seen.isascii() else _IN_PLAIN_WORDS.split(seen), whole)
        yield from self._misspelt(words, host.suffix)
        yield from self._subdomain(inside.split(".")[:-1], host.suffix)
        yield from self._twin(host.label, host.suffix)
        label = host.label if host.label.isascii() else skeleton(host.label)
        if label in self._names:
            yield from self._other_ending(label, host.suffix)
        else:
            yield from self._typo(label, host.suffix)
            yield from self._worded(label, host.suffix)

    def _imitation(self, label: str, how: How, strength: float) -> Iterator[Imitation]:
        if strength > QUIET:
            yield Imitation(self._of_label[label][0][0], how, strength)

    def _embedded(self, words: list[str], strength: float) -> Iterator[Imitation]:
        """Find a whole official name in front of something else: www.pbc.gov.cn.evil.top, jd-com.evil.top."""
        for at, word in enumerate(words):
            for official, suffix in self._of_label.get(word, ()):
                if words[at + 1 : at + 1 + len(suffix)] == suffix:
                    yield Imitation(official, How.SUBDOMAIN, strength)

    def _misspelt(self, words: list[str], ending: str) -> Iterator[Imitation]:
        """Find a whole official name that is misspelt in front of something else: www.pdc.gov.cn.top."""
        for at, (word, follows) in enumerate(pairwise(words), 1):
            for suffix, near in self._in_front.get(follows, ()):
                for label, how in near.to(word) if words[at : at + len(suffix)] == suffix else ():
                    official = next(one for one, behind in self._of_label[label] if behind == suffix)
                    yield Imitation(official, how, STRONG if ending in CHEAP else SHAPE)

    def _subdomain(self, labels: list[str], suffix: str) -> Iterator[Imitation]:
        """Find a name as a whole label in front: paypal.evil.top."""
        for label in labels:
            if label in self._names and len(label) >= _Length.SHORT:
                is_cheap = suffix in CHEAP or is_given_away(suffix)
                yield from self._imitation(label, How.SUBDOMAIN, SHAPE if is_cheap else HINT)

    def _twin(self, label: str, suffix: str) -> Iterator[Imitation]:
        twin = self._of_skeleton.get(skeleton(label), label)
        if twin == label:
            return
        may_be_another = not _IN_NO_WORD.search(label) and is_as_likely_another(label, twin)
        by_chance = len(twin) >= _Length.MIDDLE and (may_be_another or _COUNTED.match(label))
        if not label.isascii() or (len(twin) >= _Length.MIDDLE and not by_chance):
            yield from self._imitation(twin, How.CONFUSABLE, STRONG)
        elif len(twin) >= _Length.SHORT:
            otherwise = QUIET if by_chance else HINT
            yield from self._imitation(twin, How.CONFUSABLE, SHAPE if suffix in CHEAP else otherwise)

    def _other_ending(self, label: str, suffix: str) -> Iterator[Imitation]:
        """Find a name under an ending that fraud likes. The owners of names buy `.cc` and its like about as often."""
        if suffix in TELLING:
            yield from self._imitation(label, How.OTHER_ENDING, SHAPE)
        elif suffix in CHEAP and len(label) >= _Length.SHORT:
            yield from self._imitation(label, How.OTHER_ENDING, HINT)

    def _typo(self, label: str, suffix: str) -> Iterator[Imitation]:
        """Find a name that was misspelt behind its first letter, which is where the eye begins."""
        enough = _Length.MIDDLE if suffix in CHEAP else _Length.LONG
        known = self._of_deletion
        slips = [one for one in one_less(label) if one in known]
        for near in dict.fromkeys(near for one in slips for near in known[one]):
            if label.replace("-", "") == near.replace("-", "") and _is_ordinary_country(suffix):
                continue  # deutschebank.be is as much deutsche-bank.de as deutsche-bank.be is
            if near[0] != label[:1] or not is_one_slip(label, near) or skeleton(near) == skeleton(label):
                continue  # the last is for `_twin` to say
            if is_as_likely_another(label, near):
                yield from self._imitation(near, How.TYPO, QUIET if is_next_to_none(near) else HINT)
            else:
                yield from self._imitation(near, How.TYPO, SHAPE if len(near) >= enough else HINT)

    def _worded(self, label: str, suffix: str) -> Iterator[Imitation]:
        """Find a name with words added: secure-paypal.com, jdkefu.top."""
        words = _WORD.split(label)
        for at, word in enumerate(words):
            name, rest = self._name_in(word)
            if name:
                others = [rest, *words[:at], *words[at + 1 :]]
                if not rest and not any(map(fills, filter(None, others))) and self._is_under(name, suffix):
                    continue  # sparkasse-koelnbonn.de: branches of the same name under the same ending
                is_numbered = all(map(str.isdigit, filter(None, others)))  # apple17.club, as honest as not
                cheap = suffix in (TELLING if is_numbered else CHEAP)
                strength = _added(len(name), cheap=cheap, telling=any(map(has_bait_word, others)), glued=bool(rest))
                at_no_cost = strength == HINT and len(name) >= _Length.USUAL and is_given_away(suffix)
                yield from self._imitation(name, How.ADDED_WORDS, SHAPE if at_no_cost else strength)

    def _is_under(self, label: str, suffix: str) -> bool:
        return any(behind == suffix.split(".") for _, behind in self._of_label[label]) and _is_ordinary_country(suffix)

    def _name_in(self, word: str) -> tuple[str, str]:
        """Give the longest name that a word begins or ends with, and the rest, which must be words that are added."""
        if word in self._names:
            return word, ""
        for length in range(len(word) - 1, _Length.LETTERS - 1, -1):
            for name, rest in ((word[:length], word[length:]), (word[-length:], word[:-length])):
                if name in self._names and fills(rest):
                    return name, rest
        return "", ""


def _added(length: int, *, cheap: bool, telling: bool, glued: bool) -> float:
    """Weigh words beside a name of that length. Names of a few letters stand at the end of many a word."""
    if length < _Length.LETTERS:
        return QUIET
    if telling and cheap:
        return STRONG if length >= _Length.USUAL else SHAPE
    if telling:
        return SHAPE if length >= (_Length.USUAL if glued else _Length.SHORT) else HINT
    if cheap:
        return SHAPE if length >= (_Length.USUAL if glued else _Length.SHORT) else HINT
    return HINT if length >= _Length.MIDDLE else QUIET


def _is_ordinary_country(suffix: str) -> bool:
    """Whether an ending is a country's, and not one that fraud likes."""
    return len(suffix.rpartition(".")[2]) == _COUNTRY and suffix not in CHEAP


class _Near:
    """Finds the labels under one suffix that a word looks like: twins, and those one slip away."""

    def __init__(self, labels: list[str], *, long: bool) -> None:
        """Index once. Behind a short suffix (`com`), a label must be longer lest it be met by accident."""
        kept = [label for label in labels if len(label) > (_Length.LETTERS if long else _Length.USUAL)]
        self._of_skeleton = {skeleton(label): label for label in kept}
        self._of_deletion = deletions(kept)

    def to(self, word: str) -> Iterator[tuple[str, How]]:
        """Give the labels that a word is near to, and how it is; one that is the word itself is no imitation."""
        twin = self._of_skeleton.get(skeleton(word), word)
        if twin != word:
            yield twin, How.CONFUSABLE
        slips = (label for one in one_less(word) for label in self._of_deletion.get(one, ()))
        for label in dict.fromkeys(slips):
            if label != word and is_one_slip(word, label):
                yield label, How.TYPO


def _main_first(official: OfficialDomain) -> tuple[bool, int, str]:
    """Sort the domain that people know first."""
    return not official.domain.endswith(".com"), len(official.domain), official.domain
