"""A reply's clauses: where one statement ends and the next begins, and what each says by itself."""

import re
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from guard_api.service_codes import ussd_words as say
from guard_api.service_codes.forwarding import State

States = tuple[State, ...]

_SPACING = re.compile(r"[\s\-]+")
_WHEN = re.compile(r"(?:\b(?:when|if|while|in case of)\s+(?:\w+\s+){0,2}?)?§(?: (?:calls?|时))?")
"""The name of a state, here `§`, with what leads to it."""


def clauses(sentence: str) -> Iterator[str]:
    """Cut a sentence where another statement begins, be it only by the name of another condition or service."""
    for part in say.CLAUSE.split(sentence):
        starts = sorted({0, *[name.start() for name in say.NAME.finditer(part)]})
        begun, stated = 0, False
        for begin, end in pairwise([*starts, len(part)] if len(starts) > 1 else ()):
            states = _states_something(part[begin:end])
            if stated and states:
                yield part[begun:begin]
                begun = begin
            stated = stated or states
        yield part[begun:]


def _states_something(piece: str) -> bool:
    rest = say.NAME.sub(" ", piece)
    return any(words.search(rest) for words in (say.OFF, say.ON, say.FAILURE, say.LABELLED_NUMBER, say.NUMBERS[-1]))


def without_instruction(clause: str) -> str:
    """Leave out what the person is told to do. Where that is what has failed, it is none."""
    instruction = say.INSTRUCTION.search(say.NAME.sub(_blank, clause))
    if instruction is None:
        return clause
    statement = clause[: instruction.start()]
    return clause if say.FAILURE.search(say.NAME.sub(" ", statement)) else statement


def _blank(name: re.Match[str]) -> str:
    return "_" * len(name[0])


class Clause(Struct):
    """One statement: the states and the kind of calls that it names, and `rest`, all else that it says.

    `hinted`: it stands behind an instruction in its sentence, and only a plain number counts.
    """

    states: States
    voice: bool | None
    rest: str
    delayed: bool
    hinted: bool

    @property
    def is_about_forwarding(self) -> bool:
        """Whether it speaks of forwarding by its own words."""
        return bool(self.states or say.FORWARDING.search(self.rest))

    @property
    def is_bare(self) -> bool:
        """Whether it is nothing but a state."""
        return say.BARE.fullmatch(self.rest.strip(" :•")) is not None

    @property
    def is_off(self) -> bool:
        """Whether it says that it is off, and that this has happened."""
        if self.hinted or not say.OFF.search(self.rest) or say.NOT_YET.search(self.rest):
            return False
        return self.is_about_forwarding or self.voice is not None or self.is_bare

    @property
    def is_on(self) -> bool:
        """Whether it says that it is on."""
        unclear = self.hinted or say.MAYBE.search(self.rest) or say.ENDING.search(self.rest)
        return not unclear and say.ON.search(self.rest) is not None

    @property
    def number(self) -> str | None:
        """The number that calls go to."""
        if self.voice and (labelled := say.LABELLED_NUMBER.search(self.rest)):
            return digits(labelled)
        if not self.is_about_forwarding:
            return None
        known = say.NUMBERS[:1] if self.hinted or say.ENDING.search(self.rest) else say.NUMBERS
        return next((digits(found) for words in known if (found := words.search(self.rest))), None)


def digits(found: re.Match[str]) -> str:
    """Give the number that was found, without what groups its digits."""
    return _SPACING.sub("", found["number"])


def clause_of(text: str, *, hinted: bool) -> Clause:
    """Tell apart which states and calls a clause names, and what it says of them."""
    named = {state for words, states in say.STATES if words.search(text) for state in states}
    rest = text
    for words, _ in say.STATES:
        rest = words.sub("§", rest)
    rest = _WHEN.sub(" ", rest)
    voice, other = say.VOICE.search(rest), say.OTHER_CLASS.search(rest)
    rest = say.OWN_NUMBER.sub(" ", say.OTHER_CLASS.sub(" ", say.VOICE.sub(" ", rest)))
    timeless = say.DELAY.sub(" ", rest)
    kind = voice is not None if voice or other else None
    return Clause(tuple(state for state in State if state in named), kind, timeless, timeless != rest, hinted)
