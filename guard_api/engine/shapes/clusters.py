"""Chains of signals, each soon after the others: the newest one, and what is plainest in it."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import chain
from operator import attrgetter

from guard_api.engine.shapes.shape import Lacking
from guard_api.engine.signals import SINCE, Evidence, Kind, Scene, Signal

_STRENGTH = attrgetter("strength", "since")


def strongest_of(terms: Sequence[tuple[Kind, ...]], scene: Scene, within: timedelta) -> Evidence | Lacking:
    """Return the strongest of every term, of equals the newest: a weak one must not hide a strong one."""
    groups = [scene.of(term) for term in terms]
    if not all(groups):
        return Lacking.SIGN
    newest = _newest_chain(chain.from_iterable(groups), scene, within)
    evidence = []
    for term in terms:
        choice = [newest[kind] for kind in term if kind in newest]
        if not choice:
            return Lacking.NEARNESS
        evidence.append(choice[0] if len(choice) == 1 else max(choice, key=_STRENGTH))
    return tuple(evidence)


def _newest_chain(signals: Iterable[Signal], scene: Scene, within: timedelta) -> dict[Kind, Signal]:
    """Give the plainest of each kind since nothing went on for longer than `within`, if that is current.

    No older chain can be: it ended more than `within` before another signal began.
    """
    plainest: dict[Kind, Signal] = {}
    reach = None
    for signal in sorted(signals, key=SINCE):
        if reach is None or signal.since - reach > within:
            plainest, reach = {}, signal.end
        elif signal.end > reach:
            reach = signal.end
        best = plainest.get(signal.kind)
        if best is None or (signal.strength, signal.since) > (best.strength, best.since):
            plainest[signal.kind] = signal
    return plainest if reach is not None and reach >= scene.as_of - within else {}
