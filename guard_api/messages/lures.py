"""What a message asks that many frauds ask, read sentence by sentence: what one sentence says silences no other.

An ask is in a few sentences on end that speak of all that it takes: something that lapses, what is to be done about it,
and a link. Sentences that ask, tell of the past or advise against it count for nothing, and neither does what
somebody says of himself. How much an ask is believed depends on how often honest messages have the same.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from guard_api.messages.lexicon.concepts import OF_LURES, Concept
from guard_api.messages.scoring import HINT, WEAK, Ask

_LINKED = 1 << 100
"""Stands for a link among the concepts, in whatever sentence it is."""
_SENTENCES = 3
"""That are read together."""

_Rule = tuple[Ask, float, tuple[int, ...]]


def _rule(ask: Ask, strength: float, *needed: int) -> _Rule:
    return ask, strength, tuple(map(int, needed))


_PAGE = _LINKED | Concept.PAGE
_RULES: Sequence[_Rule] = (
    _rule(Ask.SIGN_IN, WEAK, Concept.KEEPSAKE, Concept.LAPSE, Concept.RENEW, _LINKED, Concept.ADDRESSED),
    _rule(Ask.SIGN_IN, HINT, Concept.KEEPSAKE, Concept.LAPSE, Concept.RENEW, Concept.ADDRESSED),
    _rule(
        Ask.TELL_CODE,
        HINT,
        Concept.SECRET,
        Concept.TELL,
        Concept.ADDRESSED,
        Concept.KEEPSAKE | Concept.LAPSE | Concept.GIFT | Concept.LAW | Concept.BARGAIN,
    ),
    _rule(Ask.FETCH_MONEY, WEAK, Concept.GIFT, Concept.FETCH, _LINKED, Concept.KEEPSAKE, Concept.ADDRESSED),
    _rule(
        Ask.FETCH_MONEY,
        HINT,
        Concept.GIFT,
        Concept.FETCH,
        _PAGE | Concept.SECRET | Concept.FEE | Concept.GO_ON,
        Concept.ADDRESSED,
    ),
    _rule(Ask.CALL_BACK, HINT, Concept.UNORDERED | Concept.LAPSE | Concept.LAW, Concept.PRESS),
    _rule(
        Ask.ANSWER_CRIME,
        HINT,
        Concept.LAW,
        Concept.LAPSE | Concept.PRESS | Concept.SECRET | Concept.HAND_OVER | Concept.GO_ON,
        Concept.ADDRESSED,
    ),
    _rule(
        Ask.PAY_FEE,
        HINT,
        Concept.PARCEL,
        Concept.FEE | Concept.LAPSE,
        _PAGE | Concept.PRESS | Concept.HAND_OVER,
        Concept.ADDRESSED,
    ),
    _rule(
        Ask.PAY_FEE,
        HINT,
        Concept.FEE,
        Concept.HAND_OVER,
        Concept.BARGAIN | Concept.GIFT | Concept.PUSH,
        Concept.ADDRESSED,
    ),
    _rule(
        Ask.GO_ON_ELSEWHERE,
        HINT,
        Concept.GO_ON,
        Concept.BARGAIN | Concept.GIFT | Concept.LAPSE | Concept.LAW,
        Concept.ADDRESSED,
    ),
    _rule(
        Ask.INVEST_OR_BORROW,
        HINT,
        Concept.BARGAIN,
        Concept.PUSH,
        Concept.INTRODUCED | _PAGE | Concept.PRESS | Concept.HAND_OVER,
        Concept.ADDRESSED,
    ),
    _rule(Ask.HELP_SOMEBODY, HINT, Concept.TROUBLE, Concept.HAND_OVER, Concept.ADDRESSED),
)
"""An ask is in sentences that have one of each of these. The stronger of an ask come first."""
LURES = hashlib.sha256(repr((_RULES, _SENTENCES)).encode()).hexdigest()[:12]
"""A digest of these rules."""

_SILENT = int(Concept.QUESTION | Concept.PAST | Concept.NARRATIVE | Concept.EXAMPLE)
_ASKED = int(Concept.TELL | Concept.PRESS | Concept.FETCH | Concept.RENEW | Concept.GO_ON)
_NOT, _STOP, _PAUSES = int(Concept.NOT), int(Concept.STOP), int(Concept.COMMA | Concept.STOP)
_WARNING = int(Concept.WARNING)
_ANCHORS = int(
    Concept.LAPSE
    | Concept.SECRET
    | Concept.GIFT
    | Concept.UNORDERED
    | Concept.LAW
    | Concept.FEE
    | Concept.GO_ON
    | Concept.BARGAIN
    | Concept.TROUBLE
)


def lures_in(words: Sequence[tuple[int, int, int]], *, is_linked: bool) -> Mapping[Ask, float]:
    """Return what a message asks, and how much each is believed, given its words with their concepts."""
    message = 0
    for _, _, concepts in words:
        message |= concepts
    if not message & _ANCHORS or message & _WARNING:
        return {}
    linked = _LINKED if is_linked else 0
    found: dict[Ask, float] = {}
    sentences = [*_sentences(words)]
    for last in range(len(sentences)):
        window = linked
        for sentence in sentences[max(0, last - _SENTENCES + 1) : last + 1]:
            window |= sentence
        for ask, strength, needed in _RULES:
            if found.get(ask, 0) < strength and all(window & one for one in needed):
                found[ask] = strength
    return found


def _sentences(words: Sequence[tuple[int, int, int]]) -> Iterator[int]:
    """Unite the concepts of each sentence; none of one that asks, tells, or advises against what is asked."""
    united, negated = 0, False
    for _, _, concepts in words:
        if concepts & _STOP:
            yield united & OF_LURES if united & _SILENT == 0 else 0
            united, negated = 0, False
            continue
        if negated and concepts & _ASKED:
            united |= _SILENT
        united |= concepts
        negated = bool(concepts & _NOT) or (negated and not concepts & _PAUSES)
    yield united & OF_LURES if united & _SILENT == 0 else 0
