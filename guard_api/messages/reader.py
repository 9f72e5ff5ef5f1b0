"""What a message asks somebody to do, and whether it is the script of the fraud.

The fraud's messages come in any wording, so what is read is not sentences but concepts (`lexicon`): actions, things
that are acted on, and the stance of who speaks.

1. The text is folded (`folding`), so that disguise, width, case and script do not matter.
2. Words that stand near each other form a group. An action and a thing in one group are an ask, in whatever order and
   however many words are between: "close ... gold bars, white bars and third-party accounts", 白条、金条全部关闭. An
   action that is advised against ("do not share your screen") is no ask but a sign of a warning.
3. Evidence is added up (`scoring`): what is asked, and the stance. For a script speak an application in the first
   person ("I apply to", 本人申请), an order to the reader, words to be copied, a threat, a deadline, secrecy, and a
   link, the more so under a cheap ending and with a number in it. Against it speak, first of all, words for fraud and
   for being told ("he made me send"); then questions, the past, what is done already, one-time passwords, chat among
   friends. A message is scripted from `SCRIPTED` points on.

So one ask alone stays quiet: people do write "close my white bar". An application in the first person that names
third-party accounts or the credit record is a script even without a link, since nobody but these callers dictates it. A
shared screen is asked for every day at work, so it counts only beside banks, credit and threats. A code that sends
calls on to a number is enough by itself, and so is "move the money to a safe account", which nobody honest writes.

What it does not know is words that are not in the lexicon: other loans, and other things that can be cancelled.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import reduce
from operator import itemgetter, or_

from msgspec import Struct

from guard_api.messages.codes import forwarding_actions
from guard_api.messages.folding import fold, readable
from guard_api.messages.lexicon.concepts import OF_LURES, Concept
from guard_api.messages.lexicon.matcher import LEXICON, match
from guard_api.messages.lures import LURES, lures_in
from guard_api.messages.scoring import (
    ASK_POINTS,
    ASKING,
    CODE_EXPLAINED,
    LINK,
    OFFICIAL_LINK,
    POINTS,
    SCREEN_BESIDE_MONEY,
    SCRIPTED,
    STRONG,
    SUSPICIOUS,
    UNMISTAKABLE,
    WEAK,
    Ask,
    asks_in,
    has_hallmark,
    stance,
)
from guard_api.service_codes.forwarding import Action

__all__ = ["REVISION", "Ask", "MessageFacts", "read_message"]

Word = tuple[int, int, int]
"""Where a word begins and ends, and its concepts."""
_REACH = 60
"""Characters between two words that still speak of the same thing."""
_RISKY_ACTIONS = int(Concept.PAY | Concept.SHARE)
_ACTIONS = int(Concept.PAY | Concept.SHARE | Concept.CLOSE | Concept.CONNECT)
_PAUSES = int(Concept.COMMA | Concept.STOP)
_NOT = int(Concept.NOT)
_WARNING = int(Concept.WARNING)
_WARNS = int(Concept.WARNING | Concept.NARRATIVE)
_CONTACT = int(Concept.CONTACT)
_EXAMPLE = int(Concept.EXAMPLE)
_FIRST_PERSON = int(Concept.FIRST_PERSON)
_SECOND_PERSON = int(Concept.SECOND_PERSON)
_OF_SCRIPTS = ~OF_LURES
_STOP = int(Concept.STOP)
_CIVIL = int(Concept.QUESTION | Concept.DONE | Concept.PAST | Concept.OFFER)
_TO_READER = int(Concept.SECOND_PERSON | Concept.ADDRESSED)
_NEUTRAL = int(
    Concept.QUESTION | Concept.QUESTION_MARK | Concept.DONE | Concept.PAST | Concept.OFFER | Concept.FIRST_PERSON
    | Concept.SECOND_PERSON | Concept.DEADLINE | Concept.COMMA | Concept.STOP | Concept.IGNORED | OF_LURES
)  # fmt: skip
_CONCEPTS = itemgetter(2)
_ACTED_ON = ASKING | _RISKY_ACTIONS
"""Without one of these nothing is asked, and nothing that is advised against makes a warning."""
_ASKS = tuple(Ask)
_HELP = {Action.DISABLE, Action.QUERY}
REVISION = f"{LEXICON.revision}-{POINTS}-{LURES}"
"""Changes when a message might be read as something else: digests of the words, the points and the rules."""


class MessageFacts(Struct, frozen=True):
    """What a message asks, and how much it is believed to be a script, from 0 to 1 (`scoring`).

    `warns` says that it speaks of the fraud instead: it warns of it, or tells what somebody was asked.
    """

    asks: tuple[Ask, ...] = ()
    strength: float = 0.0
    warns: bool = False

    @property
    def scripted(self) -> bool:
        """Whether it is one even where no stranger is around."""
        return self.strength >= WEAK


def read_message(text: object, *, has_link: bool, official_link: bool = False) -> MessageFacts:
    """Read what a message asks somebody to do. Never raises.

    `has_link` says whether links were found in it, `official_link` whether all of them lead to official domains.
    """
    plainly = readable(text)
    words = [*match(fold(plainly))]
    actions = forwarding_actions(plainly)
    link = (OFFICIAL_LINK if official_link else LINK) if has_link else 0
    united = reduce(or_, map(_CONCEPTS, words), 0)
    if actions or united & _ACTED_ON:
        asks, strength, message = _script(words, actions, link)
    else:
        asks, strength, message = (), 0.0, united
    if asks and not strength and message & _CIVIL:
        asks, strength, message = _script([*_without_civilities(words)], actions, link)
    warns = bool(message & _WARNS) and not strength
    lures = lures_in(words, has_link=has_link, official_link=has_link and official_link)
    if not lures:
        return MessageFacts(asks, strength, warns)
    asks = (*(asks if strength else ()), *sorted(lures, key=lures.__getitem__, reverse=True))
    return MessageFacts(asks, max(strength, *lures.values()), warns)


def _script(words: Sequence[Word], actions: Collection[Action], link: int) -> tuple[tuple[Ask, ...], float, int]:
    """Return what is asked, how much that is believed to be a script, and the union of all concepts."""
    groups = [_without_advice(group) for group in _groups(words)]
    message = reduce(or_, groups)
    asks = _asks(groups, actions, is_led_on=link != 0 or bool(message & _CONTACT))
    if not asks:
        return asks, 0.0, message
    points = sum(ASK_POINTS[ask] for ask in asks) + stance(groups, message) + _beside(asks, message, actions) + link
    return asks, _strength(points, message, actions), message


def _without_civilities(words: Iterable[Word]) -> Iterator[Word]:
    """Leave out sentences that speak to the reader of nothing: whether it suits, thanks for the call."""
    sentence: list[Word] = []
    united = 0
    for word in words:
        sentence.append(word)
        united |= word[2]
        if word[2] & _STOP:
            yield from () if _is_civil(united) else sentence
            sentence, united = [], 0
    yield from () if _is_civil(united) else sentence


def _is_civil(sentence: int) -> bool:
    return bool(sentence & _CIVIL and sentence & _TO_READER and not sentence & ~_NEUTRAL)


def _strength(points: int, message: int, actions: Collection[Action]) -> float:
    """Grade a script by whether it has what honest messages have not."""
    if points < SCRIPTED:
        return 0.0
    is_strong = (Action.ENABLE in actions and points >= UNMISTAKABLE) or has_hallmark(message, points)
    return STRONG if is_strong else WEAK


def _groups(words: Iterable[Word]) -> Iterator[Sequence[int]]:
    """Part the concepts of words where the next one is far away."""
    group: list[int] = []
    last = 0
    for start, end, every in words:
        concepts = every & _OF_SCRIPTS
        if not concepts:
            continue
        if group and start - last > _REACH:
            yield group
            group = []
        group.append(concepts)
        last = end
    yield group


def _without_advice(group: Sequence[int]) -> int:
    """Unite the concepts of a group but for actions that are advised against; those make it a warning."""
    united = 0
    negated = False
    for concepts in group:
        is_action = bool(concepts & _ACTIONS)
        if not (negated and is_action):
            united |= concepts
        elif concepts & _RISKY_ACTIONS:
            united |= _WARNING
        negated = bool(concepts & _NOT) or (negated and not is_action and not concepts & _PAUSES)
    return united


def _asks(groups: Sequence[int], actions: Collection[Action], *, is_led_on: bool) -> tuple[Ask, ...]:
    """List what is asked. A service that one is to go to takes a link, or a chat that one is led on to."""
    found = {ask for group in groups for ask in asks_in(group)}
    if Action.ENABLE in actions:
        found.add(Ask.FORWARDING_CODE)
    if not is_led_on:
        found.discard(Ask.ONLINE_SERVICE_LINK)
    return tuple(ask for ask in _ASKS if ask in found) if found else ()


def _beside(asks: Collection[Ask], message: int, actions: Collection[Action]) -> int:
    """Weigh what asks mean only beside something else."""
    points = 0
    if Ask.SHARE_SCREEN in asks and (len(asks) > 1 or message & SUSPICIOUS):
        points += SCREEN_BESIDE_MONEY
    if Ask.FORWARDING_CODE in asks and (not _HELP.isdisjoint(actions) or _explains(message)):
        points += CODE_EXPLAINED
    return points


def _explains(message: int) -> bool:
    is_own = message & _FIRST_PERSON and not message & _SECOND_PERSON
    return bool(message & _EXAMPLE or is_own)
