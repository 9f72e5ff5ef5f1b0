"""The network's reply to a query -> ForwardingCode: the number and the state where they are plain.

A reply is read clause by clause. What each says of voice calls is an entry: on or off, when, and to which number.
Instructions, questions and what is said of other services are left out. Unknown is never no: a reply that names a
failure switches nothing off.
"""

import re
from collections.abc import Iterable

from msgspec import Struct, field

from guard_api.service_codes import ussd_words as say
from guard_api.service_codes.forwarding import Action, Family, ForwardingCode, State
from guard_api.service_codes.ussd_clause import Clause, States, clause_of, clauses, digits, without_instruction
from guard_api.text.hanzi import simplified
from guard_api.text.plain import plain

_MAX_REPLY = 1024
"""Characters of a reply that are read; Android shows at most a few lines."""
_MOST_CLAUSES = 96
"""That are read; Android has eight kinds of calls and four conditions."""
_UNCONDITIONAL = (State.UNCONDITIONAL,)
_NO_ANSWER = (State.CONDITIONAL_NO_ANSWER,)
_PLAIN_OFF = re.compile(r"(?<=:)\s*无法转接[ 。]*$", re.MULTILINE)
"""How Android in Chinese says "Not forwarded"; in no other place do these words say that nothing is on."""
_DOTS = re.compile(r"(?<=\d)\.(?=\d{3,4}(?!\d))")
_ITEM = "\n•"


def read_ussd_reply(reply: object) -> ForwardingCode:
    """Read the network's reply to a query. Only plain statements count; all else is a query without result.

    AOSP prints `Voice: number`, `Voice: number after n seconds`, `Voice: Not forwarded`; Chinese phones
    `语音：+8613800138000`. A reply that names no condition answers `*#21#`, hence unconditional. A text that does
    not speak of forwarding, or speaks of another service, says nothing, whatever numbers are in it.
    """
    read = _Reply(failed=isinstance(reply, str) and len(reply) > _MAX_REPLY)
    for sentence in say.SENTENCE.split(_readable(reply)):
        read.sentence(sentence)
    return read.code()


def names_a_condition(reply: object) -> bool:
    """Whether a reply says which states it is about, by words or by a delay."""
    text = _readable(reply)
    return say.DELAY.search(text) is not None or any(words.search(text) for words, _ in say.STATES)


def _readable(reply: object) -> str:
    """Write a reply as the expressions expect it: without disguise, codes and times, each item on a line of its own."""
    text = plain(reply[:_MAX_REPLY], _MAX_REPLY) if isinstance(reply, str) else ""
    text = simplified(text).lower().replace("’", "'")
    text = _PLAIN_OFF.sub("未转接", say.DATE.sub(" ", say.CODE.sub(" # ", text)))
    return _DOTS.sub("-", say.BRACKETS.sub(r"\1", say.CHOICE.sub(_ITEM, text)))


class _Entry(Struct):
    """What one clause says of voice calls. `still`: that it is so at this moment, whatever has failed."""

    on: bool
    states: States
    target: str | None = None
    still: bool = False


class _Reply(Struct):
    """A reply, as far as it is read.

    `forwarding`: whether it speaks of forwarding now, None before any service was named. `heading` and `voice` are the
    states and the kind of calls that a line without a statement has named for the lines under it. `failed`: something
    did, or was not read; `unstarted`: and it was to be switched on. `listing`: what is on stands in the next lines,
    `listed`: whether these were voice. `named` are all states that came up, `seen` counts clauses.
    """

    forwarding: bool | None = None
    heading: States = ()
    voice: bool = True
    failed: bool = False
    unstarted: bool = False
    seen: int = 0
    listing: bool = False
    listed: list[bool] = field(default_factory=list)
    named: set[State] = field(default_factory=set)
    entries: list[_Entry] = field(default_factory=list)

    def sentence(self, sentence: str) -> None:
        """Read one sentence or line."""
        begun = len(self.entries)
        joined: States = ()
        hinted = sentence.startswith("•") and not say.NAME.search(sentence)
        for text in clauses(sentence):
            self.seen += 1
            if self.seen > _MOST_CLAUSES:
                self.failed = True
                return
            statement = "" if say.QUESTION.search(text) else without_instruction(text)
            aside = text[len(statement) :]
            if say.FAILURE.search(say.NAME.sub(" ", aside)) and not say.EXCUSED.search(aside):
                self.failed = True
            joined = self._clause(clause_of(statement, hinted=hinted), joined, begun)
            hinted = hinted or bool(aside)

    def _clause(self, clause: Clause, joined: States, begun: int) -> States:
        """Read one clause; give the states that it names for the next, if it says nothing of them itself."""
        self.named.update(clause.states)
        if not self._concerns_forwarding(clause):
            return ()
        if say.FAILURE.search(clause.rest):
            self._fail(clause, begun)
            return ()
        if clause.delayed and not clause.states and not self.heading:
            self.named.update(_NO_ANSWER)
            clause.states = _NO_ANSWER
        if self._states(clause, (*joined, *clause.states), begun):
            return ()
        if clause.states:
            self.heading = (*joined, *clause.states)
        if clause.voice is not None:
            self.voice = clause.voice
        return (*joined, *clause.states)

    def _concerns_forwarding(self, clause: Clause) -> bool:
        """Follow which service the reply speaks of, and say whether it is forwarding, as far as is known."""
        if clause.is_about_forwarding:
            self.forwarding = True
        elif say.OTHER_SERVICE.search(clause.rest):
            self.forwarding = False
        elif self.forwarding is None and clause.voice and (clause.delayed or clause.number is not None):
            self.forwarding = True
        return self.forwarding is True or bool(say.FAILURE.search(clause.rest))

    def _fail(self, clause: Clause, begun: int) -> None:
        """Note a failure: what was to be switched off may still be on, what was to be switched on is not."""
        self.failed = True
        if say.STILL.search(clause.rest) and (plainest := say.NUMBERS[0].search(clause.rest)):
            self.entries.append(_Entry(on=True, states=clause.states, target=digits(plainest), still=True))
        elif not say.ENDING.search(clause.rest):
            self.unstarted = self.unstarted or say.STARTING.search(clause.rest) is not None
            self.entries[begun:] = [entry for entry in self.entries[begun:] if entry.still]

    def _states(self, clause: Clause, states: States, begun: int) -> bool:
        """Take down what a clause states; say whether it states anything."""
        if self._lists(clause):
            return True
        last = self.entries[-1] if self.entries else None
        number = clause.number or self._lone_number(clause, states, last)
        if not (clause.is_off or clause.is_on or number is not None):
            if clause.delayed and last in self.entries[begun:] and not clause.rest.strip(" :•"):
                last.states = last.states or _NO_ANSWER
                return True
            return False
        if not (self.voice if clause.voice is None else clause.voice):
            return True
        if clause.is_off and clause.is_bare and not clause.states and last is not None and last.target is not None:
            last.on, last.target = False, None
        else:
            still = say.STILL.search(clause.rest) is not None
            self._add(_Entry(not clause.is_off, states or self.heading, None if clause.is_off else number, still))
        if clause.states:
            self.heading = ()
        return True

    def _lists(self, clause: Clause) -> bool:
        """Follow a list of the kinds of calls for which it is on."""
        if self.listing and clause.voice is not None and not clause.rest.strip(" :•"):
            self.listed.append(clause.voice)
        elif clause.voice is None and say.LISTED_BELOW.search(clause.rest):
            self.listing = True
        else:
            return False
        return True

    def _lone_number(self, clause: Clause, states: States, last: _Entry | None) -> str | None:
        """Find a number that stands by itself, under a heading or behind the statement that it belongs to."""
        alone = say.LONE_NUMBER.fullmatch(clause.rest)
        expected = (
            last is None or (last.on and last.target is None) or (states or self.heading) not in ((), last.states)
        )
        return digits(alone) if alone and expected else None

    def _add(self, entry: _Entry) -> None:
        """Add an entry; a number by itself completes the one before."""
        last = self.entries[-1] if self.entries else None
        if last is not None and last.on and last.target is None and entry.states in ((), last.states):
            last.target, last.still = entry.target, last.still or entry.still
        else:
            self.entries.append(entry)

    def code(self) -> ForwardingCode:
        """Give what the reply comes to: what is on, unconditionally first; else what is off, where nothing failed."""
        if self.listing and (True in self.listed or not self.listed):
            self.entries.append(_Entry(on=True, states=self.heading))
        on = [entry for entry in self.entries if entry.on and (entry.still or not self.unstarted)]
        on.sort(key=lambda entry: State.UNCONDITIONAL not in (entry.states or _UNCONDITIONAL))
        if on:
            target = on[0].target
            alike = [entry for entry in on if entry.target in (None, target)]
            return ForwardingCode(Action.ENABLE, _all_states(alike), target, family=Family.REPORT)
        if self.entries and not self.failed and not self.unstarted:
            return ForwardingCode(Action.DISABLE, _all_states(self.entries), family=Family.REPORT)
        named = tuple(state for state in State if state in self.named)
        return ForwardingCode(Action.QUERY, named or _UNCONDITIONAL, family=Family.REPORT)


def _all_states(entries: Iterable[_Entry]) -> States:
    held = {state for entry in entries for state in entry.states or _UNCONDITIONAL}
    return tuple(state for state in State if state in held)
