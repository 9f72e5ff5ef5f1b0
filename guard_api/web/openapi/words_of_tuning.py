"""What the words mean that admins tune the guard in, and are told why."""

from collections.abc import Mapping
from enum import StrEnum

from guard_api.engine.decision import Why
from guard_api.engine.policy import Mode
from guard_api.engine.shapes.shape import Lacking
from guard_api.ports.backtests import BacktestState
from guard_api.ports.phones.feedback import Verdict

WORDS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    Mode: {
        Mode.ON: "it counts",
        Mode.SHADOW: "it is only watched: it changes no answer, and is counted and explained",
        Mode.OFF: "nobody looks for it",
    },
    Why: {
        Why.ABSORBED: "a heavier pattern says the same",
        Why.LIGHT: "all that fits together is less than a notice",
        Why.QUIET: "the person has said that it is for nothing, and nothing has come since",
    },
    Lacking: {
        Lacking.SIGN: "a sign is missing altogether",
        Lacking.NEARNESS: "all signs are there, but too far apart, or none of them is recent",
        Lacking.OVERLAP: "they did not go on at the same moment",
        Lacking.REPETITION: "it has happened too few times, or too far apart",
        Lacking.DURATION: "it has not gone on for long enough",
        Lacking.AFTERMATH: "what began with the event is over, or the event is not over for long enough",
    },
    Verdict: {
        Verdict.FINE: "it was for nothing",
        Verdict.FRAUD: "it was fraud",
        Verdict.UNSURE: "the person does not know",
    },
    BacktestState: {
        BacktestState.QUEUED: "waits for its turn",
        BacktestState.RUNNING: "is under way",
        BacktestState.DONE: "`result` says what would change",
        BacktestState.FAILED: "came to nothing; `reason` says why",
    },
}
