"""Chains of signals, each soon after the others: the newest one, and what is plainest in it."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from operator import attrgetter

from guard_api.engine.signals import Evidence, Kind, Scene, Signal
from guard_api.engine.spans import SINCE

_PLAINEST = attrgetter("strength", "since")


def plainest_of(terms: Sequence[tuple[Kind, ...]], scene: Scene, within: timedelta) -> Evidence | None:
    """Give the strongest of every term, of equals the newest: a weak one must not hide a strong one."""
    groups = [scene.of(term) for term in terms]
    if not all(groups):
        return None
    chain = _newest_chain((signal for group in groups for signal in group), scene, within)
    choices = [[chain[kind] for kind in term if kind in chain] for term in terms]
    return tuple(max(choice, key=_PLAINEST) for choice in choices) if all(choices) else None


def _newest_chain(signals: Iterable[Signal], scene: Scene, within: timedelta) -> dict[Kind, Signal]:
    """Give the plainest of each kind since nothing went on for longer than `within`. An older chain is not current."""
    chain: dict[Kind, Signal] = {}
    reach = None
    for signal in sorted(signals, key=SINCE):
        if reach is None or signal.since - reach > within:
            chain, reach = {}, signal.end
        reach = max(reach, signal.end)
        best = chain.get(signal.kind)
        if best is None or _PLAINEST(signal) > _PLAINEST(best):
            chain[signal.kind] = signal
    return chain if reach is not None and reach >= scene.as_of - within else {}
