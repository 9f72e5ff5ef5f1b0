"""Whose a shared screen is: one that belongs to what went on before a stranger's brief call is hardly his."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from guard_api.engine.calls import Call
from guard_api.engine.extraction.episodes import LURES, Episode
from guard_api.engine.shapes.temporal import REPORTING_LAG
from guard_api.engine.signals import Kind, Signal
from guard_api.engine.tuning import Tuning

_SHARED, _VOIP = Kind.SCREEN_SHARED, Kind.VOIP_CALL
"""Members of enumerations are looked up by Python code, and here for all that a phone has told."""


def weigh_shares(
    signals: list[Signal], calls: Sequence[Call], episodes: Sequence[Episode], tuning: Tuning
) -> list[Signal]:
    """Grade each share by the stranger whose it is likeliest to be; where there is none, it stays as it is."""
    is_followed = len(calls) > 1 or any(call.ended is not None or call.rang != call.answered for call in calls)
    brief = [call for call in calls if _is_brief(call, tuning) and call.is_strangers] if is_followed else ()
    internet = [one for one in signals if one.kind is _VOIP]
    if not brief and not internet and not any(one.detail for one in signals if one.kind is _SHARED):
        return signals
    lures = [one for one in signals if one.kind in LURES]
    return [
        _graded(one, _links(one, brief, episodes, internet, lures, tuning)) if one.kind is _SHARED else one
        for one in signals
    ]


def _graded(share: Signal, links: Iterable[float]) -> Signal:
    """Return a share as strong as the strongest of its links; where there is none, it stays as it is."""
    strongest = None
    for link in links:
        if link >= share.strength:
            return share
        strongest = link if strongest is None else max(strongest, link)
    return share if strongest is None else replace(share, strength=strongest)


def _links(  # noqa: PLR0913, PLR0917 - whose it may be
    share: Signal,
    brief: Iterable[Call],
    episodes: Iterable[Episode],
    internet: Sequence[Signal],
    lures: Sequence[Signal],
    tuning: Tuning,
) -> Iterator[float]:
    """Say how likely each stranger who was near, and each who was there for longer, is to have to do with a share."""
    reach = share.since - tuning.episode_gap
    talks = [one for one in internet if one.since <= share.since <= one.end]
    for episode in episodes:
        if episode.since <= share.end and episode.reached >= reach:
            others = _is_film(share, episode, talks) or _is_of_others(share, episode, talks, lures, tuning)
            yield tuning.share_after if others else 1.0
    for call in brief:
        if call.since <= share.end and call.end >= reach:
            yield _of_brief(call, share, internet, tuning)


def _is_film(share: Signal, episode: Episode, talks: Sequence[Signal]) -> bool:
    """Whether an app for films and games, which gives a share a detail, shows one after he has hung up."""
    return bool(share.detail) and share.since > episode.called + REPORTING_LAG and not talks


def _is_of_others(
    share: Signal, episode: Episode, talks: Sequence[Signal], lures: Iterable[Signal], tuning: Tuning
) -> bool:
    """Whether all who talk over the internet at a share had begun before he came, or a while after he hung up.

    What he had the person do in between would be his trace.
    """
    began = [talk.since for talk in talks]
    if not began or any(episode.since <= at <= episode.called + tuning.talk_resumed for at in began):
        return False
    return not any(episode.since <= one.since <= share.since for one in lures)


def _is_brief(call: Call, tuning: Tuning) -> bool:
    """Whether a call is as short as couriers' are, as far as it has gone: a longer one is an episode."""
    return call.end - call.since < tuning.episode_call


def _of_brief(call: Call, share: Signal, internet: Iterable[Signal], tuning: Tuning) -> float:
    """Grade a share by a brief call: it is of a meeting that was there before, or began well before or well after.

    Who was in a meeting goes back to it. One of which neither ring nor end is told may have been going on for long.
    """
    if call.answered is not None and any(one.since < call.since and one.end >= share.since for one in internet):
        return tuning.share_after
    rang_first = call.answered is not None and call.rang < call.answered
    if call.ended is None and not rang_first:
        return 1.0
    later = share.since > call.end + tuning.call_reach
    film = later and share.detail and not any(one.since <= share.since <= one.end for one in internet)
    if film or call.since - share.since > tuning.earlier_share:
        return tuning.share_before
    return tuning.share_after if later else 1.0
