"""What a message asks that many frauds ask, read sentence by sentence: what one sentence says silences no other.

An ask is in a few sentences on end that speak of all that it takes: something that lapses, what is to be done about it,
and a link. Sentences that ask, tell of the past or advise against it count for nothing, and neither does what
somebody says of himself. How much an ask is believed depends on how often honest messages have the same.
"""

import hashlib
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import itemgetter, or_

from guard_api.messages.lexicon.concepts import OF_LURES, Concept
from guard_api.messages.scoring import HINT, WEAK, Ask

_LINKED = 1 << 100
"""Stands for a link among the concepts, in whatever sentence it is."""
_ADVICE = 24
"""Characters behind a "do not" in which it is still of what is asked: who speaks on the phone makes no pauses."""
_TO_WARN = 200
"""Characters that one word of warning speaks for."""
_LONGEST = 160
"""Characters of a sentence: what a phone heard may have no full stops."""
_SENTENCES = 3
"""That are read together."""

_PAGE = _LINKED | Concept.PAGE
_KEPT = Concept.KEEPSAKE | Concept.LAPSE | Concept.GIFT | Concept.LAW | Concept.BARGAIN
_RULES: Sequence[tuple[Ask, float, tuple[int, ...]]] = tuple(
    (ask, strength, tuple(map(int, needed)))
    for ask, strength, *needed in (
        (Ask.SIGN_IN, WEAK, Concept.LAPSE, Concept.KEEPSAKE, Concept.RENEW, _LINKED),
        (Ask.SIGN_IN, WEAK, Concept.UNORDERED, Concept.KEEPSAKE, Concept.RENEW, _LINKED),
        (Ask.SIGN_IN, HINT, Concept.LAPSE, Concept.KEEPSAKE, Concept.RENEW),
        (Ask.SIGN_IN, HINT, Concept.UNORDERED, Concept.RENEW, _LINKED),
        (Ask.SIGN_IN, HINT, Concept.BARGAIN, Concept.KEEPSAKE, Concept.RENEW, _LINKED),
        (Ask.TELL_CODE, WEAK, Concept.SECRET, Concept.TELL, Concept.LAPSE, Concept.KEEPSAKE, _LINKED),
        (Ask.TELL_CODE, HINT, Concept.SECRET, Concept.TELL, _KEPT),
        (Ask.TELL_CODE, HINT, Concept.SECRET, Concept.TELL_ME),
        (Ask.FETCH_MONEY, WEAK, Concept.GIFT, Concept.FETCH, _LINKED, Concept.LAPSE | Concept.HAND_OVER),
        (Ask.FETCH_MONEY, HINT, Concept.GIFT, Concept.FETCH | Concept.RENEW, _LINKED | Concept.SECRET | Concept.GO_ON),
        (Ask.FETCH_MONEY, HINT, Concept.GIFT, Concept.FETCH, Concept.PRESS | Concept.KEY),
        (Ask.CALL_BACK, WEAK, Concept.KEY, Concept.UNORDERED | Concept.LAW),
        (Ask.CALL_BACK, HINT, Concept.PRESS | Concept.KEY, Concept.UNORDERED | Concept.LAPSE | Concept.LAW),
        (Ask.CALL_BACK, HINT, Concept.KEY, Concept.BARGAIN | Concept.GIFT),
        (
            Ask.ANSWER_CRIME,
            HINT,
            Concept.LAW,
            Concept.LAPSE | Concept.PRESS | Concept.SECRET | Concept.HAND_OVER | Concept.GO_ON,
        ),
        (Ask.PAY_FEE, WEAK, Concept.FEE, Concept.PARCEL, Concept.RENEW | Concept.HAND_OVER, _LINKED),
        (Ask.PAY_FEE, HINT, Concept.PARCEL, Concept.FEE | Concept.LAPSE, _PAGE | Concept.PRESS | Concept.HAND_OVER),
        (Ask.PAY_FEE, HINT, Concept.FEE, Concept.LAPSE, Concept.RENEW, _PAGE),
        (Ask.PAY_FEE, HINT, Concept.FEE, Concept.HAND_OVER, Concept.BARGAIN | Concept.GIFT | Concept.PUSH),
        (Ask.GO_ON_ELSEWHERE, HINT, Concept.GO_ON, Concept.BARGAIN | Concept.GIFT | Concept.LAPSE | Concept.LAW),
        (
            Ask.INVEST_OR_BORROW,
            HINT,
            Concept.BARGAIN,
            Concept.PUSH,
            Concept.INTRODUCED | _PAGE | Concept.PRESS | Concept.KEY | Concept.HAND_OVER,
        ),
        (Ask.HELP_SOMEBODY, WEAK, Concept.NEW_NUMBER, Concept.KIN, Concept.TROUBLE),
        (Ask.HELP_SOMEBODY, HINT, Concept.NEW_NUMBER, Concept.KIN),
        (Ask.HELP_SOMEBODY, HINT, Concept.TROUBLE, Concept.HAND_OVER),
    )
)
"""An ask is in sentences that have one of each of these, and speak to the reader. The stronger of an ask come first."""
LURES = hashlib.sha256(repr((_RULES, _SENTENCES)).encode()).hexdigest()[:12]
"""A digest of these rules."""

_SILENT = int(
    Concept.QUESTION
    | Concept.PAST
    | Concept.NARRATIVE
    | Concept.WARNING
    | Concept.EXAMPLE
    | Concept.MINE
    | Concept.KEPT
)
_DEMANDS = int(Concept.TELL | Concept.PRESS | Concept.FETCH | Concept.RENEW | Concept.GO_ON)
_NOT, _STOP, _PAUSES = int(Concept.NOT), int(Concept.STOP), int(Concept.COMMA | Concept.STOP)
_WARNING = int(Concept.WARNING)
_LEADS_TO_LINK = frozenset({Ask.SIGN_IN, Ask.FETCH_MONEY, Ask.PAY_FEE, Ask.INVEST_OR_BORROW})
_ADDRESSED = int(Concept.ADDRESSED | Concept.SECOND_PERSON | Concept.KIN)
_READ = OF_LURES | _ADDRESSED
_OF = itemgetter(2)


def lures_in(
    words: Sequence[tuple[int, int, int]], *, has_link: bool, official_link: bool = False
) -> Mapping[Ask, float]:
    """Return what a message asks, and how much each is believed, given its words with their concepts.

    Whoever sends people to official sites only does not lure them to a link.
    """
    linked = _LINKED if has_link and not official_link else 0
    message = reduce(or_, map(_OF, words), linked)
    if not message & _ADDRESSED or (message & _WARNING and _warns(words)):
        return {}
    rules = [
        rule
        for rule in _RULES
        if message & rule[2][0] and _has_each(message, rule[2]) and not (official_link and rule[0] in _LEADS_TO_LINK)
    ]
    found: dict[Ask, float] = {}
    if not rules:
        return found
    recent: deque[int] = deque(maxlen=_SENTENCES)
    for sentence in _sentences(words):
        recent.append(sentence)
        window = reduce(or_, recent, linked)
        if not window & _ADDRESSED:
            continue
        for ask, strength, needed in rules:
            if found.get(ask, 0) < strength and _has_each(window, needed):
                found[ask] = strength
    return found


def _warns(words: Sequence[tuple[int, int, int]]) -> bool:
    """Whether a text speaks of fraud throughout, and not once in a long talk."""
    return sum(bool(concepts & _WARNING) for _, _, concepts in words) * _TO_WARN >= words[-1][1]


def _has_each(united: int, needed: tuple[int, ...]) -> bool:
    for one in needed:  # noqa: SIM110 - a generator takes twice as long, and this runs for every text
        if not united & one:
            return False
    return True


def _sentences(words: Sequence[tuple[int, int, int]]) -> Iterator[int]:
    """Unite the concepts of each sentence; none of one that asks, tells, or advises against what is asked."""
    united, advised_up_to, begun = 0, 0, 0
    for start, end, concepts in words:
        if concepts & _STOP or start - begun > _LONGEST:
            yield _counted(united)
            united, advised_up_to, begun = 0, 0, start
        if start < advised_up_to and concepts & _DEMANDS:
            united |= _SILENT
        united |= concepts
        if concepts & _NOT:
            advised_up_to = end + _ADVICE
        elif concepts & _PAUSES:
            advised_up_to = 0
    yield _counted(united)


def _counted(sentence: int) -> int:
    return 0 if sentence & _SILENT else sentence & _READ
