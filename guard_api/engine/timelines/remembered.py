"""What is still known of a stranger once his call is too long ago to be kept: when he was there, and nothing else."""

from collections.abc import Sequence
from operator import attrgetter

from guard_api.engine.extraction.scene import episodes_in
from guard_api.engine.noted import StrangerBefore
from guard_api.engine.observations import AnyObservation
from guard_api.engine.tuning import Tuning

_TUNING = Tuning()
_REACHED = attrgetter("reached")
REACH = _TUNING.episode
"""How long a stranger is remembered: apps that he sent are installed hours later."""


def stranger_before(observations: Sequence[AnyObservation]) -> StrangerBefore | None:
    """Return the newest episode that is told of, as what may be kept of it; None: nobody was there for long enough.

    There has to be an observation.
    """
    episodes = [*episodes_in(observations, _TUNING, max([one.last for one in observations]))]
    last = max(episodes, key=_REACHED, default=None)
    return None if last is None else StrangerBefore(at=last.reached, since=last.since)
