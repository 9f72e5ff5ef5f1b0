"""What a message asks somebody to do, and whether it is the script of the fraud.

The fraud's messages come in any wording, so what is read is not sentences but concepts (`concepts`): actions, things
that are acted on, and the stance of who speaks.

1. The text is folded (`folding`), so that disguise, width, case and script do not matter.
2. Words that stand near each other in a sentence form a group. An action and a thing in one group are an ask, in
   whatever order and however many words are between: "close ... gold bars, white bars and third-party accounts",
   白条、金条全部关闭. An action that is advised against ("do not share your screen") is no ask but a sign of a warning.
3. Evidence is added up: what is asked, and the stance. For a script speak an application in the first person ("I
   apply to", 我申请), an order to the reader, a threat, a deadline, secrecy, a link. Against it speak words for fraud,
   third persons ("he made me send"), questions, the past, what is done already, one-time passwords, chat among friends,
   and a link to an official site. A message is scripted from `_SCRIPTED` points on.

So one ask alone stays quiet: people do write "close my white bar". An application in the first person that names
third-party accounts or the credit record is a script even without a link, since nobody but these callers dictates it. A
shared screen is asked for every day at work, so it counts only beside banks and credit. A code that sends calls on to
a number is enough by itself, and so is "move the money to a safe account", which nobody honest writes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from guard_api.messages.codes import forwarding_actions
from guard_api.messages.concepts import Concept
from guard_api.messages.finding import Hit, find
from guard_api.messages.folding import fold
from guard_api.numbers.forwarding_code import Action


class Ask(StrEnum):
    """Something that a message asks somebody to do."""

    CLOSE_ACCOUNT = "close_account"
    CREDIT_RECORD = "credit_record"
    THIRD_PARTY_ACCOUNT = "third_party_account"
    CREDIT_PRODUCT = "credit_product"
    ONLINE_SERVICE_LINK = "online_service_link"
    FORWARDING_CODE = "forwarding_code"
    SHARE_SCREEN = "share_screen"
    SAFE_ACCOUNT = "safe_account"


@dataclass(frozen=True, slots=True)
class MessageFacts:
    """What a message asks. `strength` is from 0 to 1, and from one half on the message is `scripted`."""

    asks: tuple[Ask, ...] = ()
    scripted: bool = False
    strength: float = 0.0
    warns: bool = False


_REACH = 60
"""Characters between two words that still speak of the same thing."""
_SCRIPTED = 5
"""Points from which a message is a script."""

_RISKY_ACTIONS = frozenset({Concept.PAY, Concept.SHARE})
_ACTIONS = _RISKY_ACTIONS | {Concept.CLOSE, Concept.CONNECT}
_PAUSES = frozenset({Concept.COMMA, Concept.STOP})
_CLOSED = frozenset({Concept.ACCOUNT, Concept.PRODUCT, Concept.THIRD_PARTY})
_ON_CREDIT = frozenset({Concept.MEND, Concept.CLOSE, Concept.CONNECT, Concept.REQUEST, Concept.THREAT})
_LEADING = frozenset({Concept.DISPOSABLE_LINK})
_ASKED: Sequence[tuple[Ask, frozenset[Concept], frozenset[Concept]]] = (
    (Ask.CLOSE_ACCOUNT, frozenset({Concept.CLOSE}), _CLOSED | _LEADING),
    (Ask.CLOSE_ACCOUNT, frozenset({Concept.ACCOUNT, Concept.MEND}), _LEADING),
    (Ask.CREDIT_PRODUCT, frozenset({Concept.PRODUCT}), frozenset({Concept.CLOSE}) | _LEADING),
    (Ask.CREDIT_PRODUCT, frozenset({Concept.PRODUCT, Concept.CREDIT}), frozenset({Concept.THREAT, Concept.DEADLINE})),
    (Ask.THIRD_PARTY_ACCOUNT, frozenset({Concept.THIRD_PARTY}), frozenset({Concept.CLOSE}) | _LEADING),
    (Ask.CREDIT_RECORD, frozenset({Concept.CREDIT}), _ON_CREDIT | _LEADING),
    (Ask.ONLINE_SERVICE_LINK, frozenset({Concept.CONNECT}), frozenset({Concept.SERVICE, Concept.BANK_SYSTEM})),
    (Ask.ONLINE_SERVICE_LINK, frozenset({Concept.SERVICE}), frozenset({Concept.REQUEST}) | _LEADING),
    (Ask.ONLINE_SERVICE_LINK, _LEADING, frozenset({Concept.BANK_SYSTEM, Concept.CONNECT})),
    (Ask.SHARE_SCREEN, frozenset({Concept.SCREEN}), frozenset({Concept.SHARE})),
    (Ask.SHARE_SCREEN, frozenset({Concept.REMOTE_CONTROL}), frozenset({Concept.REMOTE_CONTROL})),
    (Ask.SAFE_ACCOUNT, frozenset({Concept.PAY}), frozenset({Concept.SAFE})),
    (Ask.SAFE_ACCOUNT, frozenset({Concept.PAY, Concept.GUARDED}), frozenset({Concept.ACCOUNT})),
)
"""An ask is in a group that has all of the first concepts and one of the second.

Beside a link under a cheap ending a thing needs no action: there is always something to be done with it.
"""

_ASK_POINTS: Mapping[Ask, int] = {
    Ask.CLOSE_ACCOUNT: 1,
    Ask.CREDIT_PRODUCT: 1,
    Ask.THIRD_PARTY_ACCOUNT: 2,
    Ask.CREDIT_RECORD: 2,
    Ask.ONLINE_SERVICE_LINK: 1,
    Ask.FORWARDING_CODE: 5,
    Ask.SHARE_SCREEN: 0,
    Ask.SAFE_ACCOUNT: 4,
}
_LINK, _OFFICIAL_LINK, _SCREEN_BACKED, _CODE_EXPLAINED, _CODE_UNDONE = 2, -3, 4, -3, -3
_TOGETHER: Sequence[tuple[frozenset[Concept], int]] = (
    (frozenset({Concept.FIRST_PERSON, Concept.REQUEST}), 1),
    (frozenset({Concept.PAY, Concept.SAFE}), 1),
    (frozenset({Concept.WHITE_BAR, Concept.GOLD_BAR}), 1),
    (frozenset({Concept.CLOSE, Concept.PRODUCT, Concept.THREAT}), 1),
    (frozenset({Concept.CLOSE, Concept.PRODUCT, Concept.DEADLINE}), 1),
    (frozenset({Concept.CLOSE, Concept.PRODUCT, Concept.SECRECY}), 1),
    (frozenset({Concept.CONNECT, Concept.SERVICE, Concept.BANK_SYSTEM}), 2),
)
"""Concepts that weigh more in one group: who applies, JD's two loans, a bank's system that a text connects one to."""
_STANCE_POINTS: Mapping[Concept, int] = {
    Concept.REQUEST: 1,
    Concept.READER: 1,
    Concept.DICTATION: 2,
    Concept.DISPOSABLE_LINK: 1,
    Concept.NUMBERED_LINK: 1,
    Concept.CREDENTIAL: 1,
    Concept.THREAT: 1,
    Concept.DEADLINE: 1,
    Concept.SECRECY: 2,
    Concept.BANK_SYSTEM: 1,
    Concept.WARNING: -10,
    Concept.TELLING: -6,
    Concept.PRONOUN: -2,
    Concept.QUESTION: -3,
    Concept.QUESTION_MARK: -1,
    Concept.DONE: -4,
    Concept.OFFER: -2,
    Concept.PASSWORD: -4,
    Concept.PAST: -2,
    Concept.FAMILIAR: -2,
}
_BACKS_SCREEN = frozenset(
    {
        Concept.MONEY,
        Concept.CREDIT,
        Concept.PRODUCT,
        Concept.BANK_SYSTEM,
        Concept.THIRD_PARTY,
        Concept.SAFE,
        Concept.SECRECY,
        Concept.DISPOSABLE_LINK,
    }
)


def read_message(text: object, *, has_link: bool, official_link: bool = False) -> MessageFacts:
    """Read what a message asks somebody to do. Never raises.

    `has_link` says whether links were found in it, `official_link` whether all of them lead to official domains.
    """
    groups = [_without_advice(group) for group in _groups(find(fold(text)))]
    actions = forwarding_actions(text)
    code = {Ask.FORWARDING_CODE} if Action.ENABLE in actions else set[Ask]()
    found = {ask for group in groups for ask in _asks(group)} | code
    asks = tuple(ask for ask in Ask if ask in found and (has_link or ask is not Ask.ONLINE_SERVICE_LINK))
    if not asks:
        return MessageFacts()
    points = _asked_points(asks, groups) + _stance_points(groups)
    points += _CODE_UNDONE if code and not actions.isdisjoint({Action.DISABLE, Action.QUERY}) else 0
    points += _link_points(has_link=has_link, official_link=official_link)
    return MessageFacts(asks, points >= _SCRIPTED, min(max(points / (2 * _SCRIPTED), 0.0), 1.0))


def _groups(hits: Iterator[Hit]) -> Iterator[Sequence[Hit]]:
    """Part the words where the next one is far away."""
    group: list[Hit] = []
    for hit in hits:
        if group and hit.start - group[-1].end > _REACH:
            yield group
            group = []
        group.append(hit)
    yield group


def _without_advice(group: Sequence[Hit]) -> frozenset[Concept]:
    """Give the concepts of a group; an action that is advised against counts as a warning in its stead."""
    concepts: set[Concept] = set()
    negated = False
    for hit in group:
        is_action = not _ACTIONS.isdisjoint(hit.concepts)
        if negated and is_action:
            concepts.update([] if _RISKY_ACTIONS.isdisjoint(hit.concepts) else [Concept.WARNING])
        else:
            concepts.update(hit.concepts)
        negated = Concept.NOT in hit.concepts or (negated and not is_action and _PAUSES.isdisjoint(hit.concepts))
    return frozenset(concepts)


def _asks(group: frozenset[Concept]) -> Iterator[Ask]:
    return (ask for ask, all_of, one_of in _ASKED if all_of <= group and not one_of.isdisjoint(group))


def _asked_points(asks: Sequence[Ask], groups: Sequence[frozenset[Concept]]) -> int:
    concepts = frozenset[Concept]().union(*groups)
    points = sum(_ASK_POINTS[ask] for ask in asks)
    if Ask.SHARE_SCREEN in asks and (len(asks) > 1 or not _BACKS_SCREEN.isdisjoint(concepts)):
        points += _SCREEN_BACKED
    if Ask.FORWARDING_CODE in asks and (Concept.EXAMPLE in concepts or _is_own(concepts)):
        points += _CODE_EXPLAINED
    return points


def _is_own(concepts: frozenset[Concept]) -> bool:
    return Concept.FIRST_PERSON in concepts and Concept.READER not in concepts


def _stance_points(groups: Sequence[frozenset[Concept]]) -> int:
    concepts = frozenset[Concept]().union(*groups)
    return sum(points for concept, points in _STANCE_POINTS.items() if concept in concepts) + sum(
        points for together, points in _TOGETHER if any(together <= group for group in groups)
    )


def _link_points(*, has_link: bool, official_link: bool) -> int:
    if not has_link:
        return 0
    return _OFFICIAL_LINK if official_link else _LINK
