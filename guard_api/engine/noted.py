"""An observation: a fact and its time; and those that the guard notes down itself, of what it asked and let go."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct


class Observation(Struct, frozen=True, omit_defaults=True, tag_field="is", kw_only=True, gc=False):
    """A fact and when it was true: UTC, corrected for the phone's clock.

    Where it was told again and again, `until` is when for the last time, and `again` are seconds after `at` at which it
    was told in the last minute before.
    """

    at: Annotated[datetime, Meta(tz=True)]
    until: Annotated[datetime, Meta(tz=True)] | None = None
    again: tuple[int, ...] = ()

    @property
    def last(self) -> datetime:
        """When it was told for the last time."""
        return self.until or self.at


class QuestionShown(Observation, frozen=True, tag="asked"):
    """The guard asked the person something, named by the field that answers it."""

    field: str


class FalseAlarmReported(Observation, frozen=True, tag="fine"):
    """The person says that a warning was for nothing: of `patterns`, by what had begun `upto` then, `score` in all.

    No patterns: the person says so no more.
    """

    patterns: tuple[str, ...]
    upto: Annotated[datetime, Meta(tz=True)]
    score: int = 0


class EvidenceDropped(Observation, frozen=True, tag="dropped"):
    """More was told than can be kept: signs that are weaker than others were dropped."""


class StrangerBefore(Observation, frozen=True, tag="stranger_before"):
    """A stranger was there earlier than all that is still remembered: from `since` on, his traces up to `at`."""

    since: Annotated[datetime, Meta(tz=True)]
