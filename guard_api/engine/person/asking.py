"""One good question: which unknown, if the person told the worst of it, would lift the level most.

Each question has a case in which it is asked at all, since whoever is asked all day stops answering, and an answer to
be afraid of, as the observation that would be told. The answer itself is told by another check.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from msgspec import Struct

from guard_api.engine.calls import Call
from guard_api.engine.decision import Question, Unknown
from guard_api.engine.noted import QuestionShown
from guard_api.engine.observations import (
    AnyObservation,
    AppInFront,
    AppInstalled,
    CallSeen,
    ForwardingSeen,
    IdentityClaimed,
    PressureSeen,
    ScreenShareSeen,
)
from guard_api.engine.policy import Level
from guard_api.engine.signals import SIGNS, STRANGERS_OR_UNSEEN, Kind, Scene
from guard_api.engine.vocabulary import CallState
from guard_api.messages.pressure import Pressure
from guard_api.service_codes.forwarding import Action

AGAIN = timedelta(minutes=15)
"""A question is not asked again within this time, whatever was answered."""
_LONG_CALL = timedelta(minutes=10)
_TALKING = timedelta(minutes=2)
_POLICE = "police"


class Case(Struct, frozen=True, dict=True):
    """What a timeline says, as far as questions go by it."""

    seen: Mapping[type, Sequence[Any]]
    calls: Sequence[Call]
    scene: Scene

    @property
    def kinds(self) -> frozenset[Kind]:
        """The kinds of signals that there are."""
        return self.scene.kinds

    @cached_property
    def strangers(self) -> Sequence[Call]:
        """Calls of others than contacts that go on."""
        return [call for call in self.calls if call.is_strangers and call.ongoing]

    def lately(self, kind: type) -> Any:  # noqa: ANN401 - the newest observation of that type
        """Give the newest observation of a type, None when there is none."""
        case = self.seen.get(kind)
        return case[-1] if case else None

    def lasted(self, at_least: timedelta) -> bool:
        """Whether somebody has been on the line for so long."""
        return any(call.end - call.since >= at_least for call in self.strangers)


def worth_asking(case: Case, level: Level, level_with: Callable[[AnyObservation], tuple[Level, int]]) -> Unknown | None:
    """Return the question whose worst answer lifts the level most, to a warning at least; None: there is none.

    `level_with` judges the timeline again with one observation more; it is asked for what could be open only.
    """
    if level is _CRITICAL or case.kinds.isdisjoint(_OPENING):
        return None
    best: tuple[int, Unknown] | None = None
    for question, (is_open, worst) in _QUESTIONS.items():
        if not is_open(case) or _questioned_lately(case, question):
            continue
        unknown, observation = worst(case)
        after, score = level_with(observation)
        lifts = after in _SERIOUS and _RANK[after] > _RANK[level]
        if lifts and (best is None or score > best[0]):
            best = score, Unknown(question, *unknown)
    return best[1] if best is not None else None


_RANK = {level: rank for rank, level in enumerate(Level)}
_CRITICAL = Level.CRITICAL
_SERIOUS = (Level.WARNING, _CRITICAL)
_OPENING = frozenset(
    {*STRANGERS_OR_UNSEEN, Kind.STRANGER_AROUND, Kind.VOIP_CALL, Kind.SCREEN_SHARED, Kind.FORWARDING_ON}
)
"""Without any of these nobody is asked anything."""
_SIGNS = frozenset({*SIGNS, Kind.FINANCE_APP_IN_FRONT})
_WHERE_IT_MATTERS = frozenset({Kind.FINANCE_APP_IN_FRONT, Kind.SHARING_APP_INSTALLED, Kind.BROUGHT_APP_INSTALLED})
_MONEY_IN_SIGHT = frozenset({Kind.SCREEN_SHARED, Kind.FINANCE_APP_IN_FRONT})
_OFTEN = 2
"""Calls of strangers that are not many yet."""
_About = tuple[tuple[Any, ...], AnyObservation]


def _questioned_lately(case: Case, question: Question) -> bool:
    if QuestionShown not in case.seen:
        return False
    questions = [one for one in case.seen[QuestionShown] if one.field == question]
    return bool(questions) and case.scene.as_of - questions[-1].last < AGAIN


def _may_be_shared(case: Case) -> bool:
    """Whether somebody talks, nobody knows of a shared screen, and a bank's or meeting's app says that it matters."""
    if ScreenShareSeen in case.seen or not case.strangers:
        return False
    return not case.kinds.isdisjoint(_WHERE_IT_MATTERS) or any(app.talk for app in case.seen.get(AppInFront, ()))


def _may_say_official(case: Case) -> bool:
    signs = not case.kinds.isdisjoint(_SIGNS)
    return signs and IdentityClaimed not in case.seen and case.lasted(_TALKING)


def _may_be_brought(case: Case) -> bool:
    app = case.lately(AppInstalled)
    return app is not None and app.sharing and not app.brought and Kind.BROUGHT_APP_INSTALLED not in case.kinds


def _may_be_secret(case: Case) -> bool:
    if Kind.PRESSURE in case.kinds or not case.strangers:
        return False
    often = len(case.calls) > _OFTEN and sum(call.is_strangers for call in case.calls) > _OFTEN
    return often or case.lasted(_LONG_CALL)


def _may_be_strange(case: Case) -> bool:
    """Whether a bank's app is open in a meeting or a call over the internet, of nobody knows whom."""
    if not case.kinds >= _MONEY_IN_SIGHT:
        return False
    meets = Kind.VOIP_CALL in case.kinds or any(app.talk for app in case.seen.get(AppInFront, ()))
    return meets and case.kinds.isdisjoint(STRANGERS_OR_UNSEEN) and not any(call.trusted for call in case.calls)


def _may_be_unwanted(case: Case) -> bool:
    return Kind.FORWARDING_SWITCHED_ON in case.kinds and not any(
        one.unwanted for one in case.seen.get(ForwardingSeen, ())
    )


def _shared(case: Case) -> _About:
    return (), ScreenShareSeen(at=case.scene.as_of, on=True, by_person=True)


def _official(case: Case) -> _About:
    caller = case.strangers[-1].caller if case.strangers else None
    return (), IdentityClaimed(at=case.scene.as_of, organizations=(_POLICE,), caller=caller)


def _brought(case: Case) -> _About:
    package = case.lately(AppInstalled).package
    return (package,), AppInstalled(at=case.scene.as_of, package=package, brought=True)


def _secret(case: Case) -> _About:
    return (), PressureSeen(at=case.scene.as_of, how=(Pressure.ISOLATE,))


def _strange(case: Case) -> _About:
    return (), CallSeen(at=_earlier(case), state=CallState.ACTIVE, known=False, voip=True)


def _unwanted(case: Case) -> _About:
    states = case.lately(ForwardingSeen).states
    seen = ForwardingSeen(at=case.scene.as_of, action=Action.ENABLE, states=states, dialled=False, unwanted=True)
    return (None, states), seen


def _earlier(case: Case) -> datetime:
    """Give when the meeting was on at the latest: whoever it is was there as the screen was shared."""
    return case.scene.of((Kind.SCREEN_SHARED,))[-1].since


_QUESTIONS: Mapping[Question, tuple[Callable[[Case], bool], Callable[[Case], _About]]] = {
    Question.SCREEN_SHARED: (_may_be_shared, _shared),
    Question.KNOW_IN_PERSON: (_may_be_strange, _strange),
    Question.APP_FROM_CALLER: (_may_be_brought, _brought),
    Question.OWN_FORWARDING: (_may_be_unwanted, _unwanted),
    Question.SECRECY_DEMANDED: (_may_be_secret, _secret),
    Question.CLAIMS_OFFICIAL: (_may_say_official, _official),
}
