"""How long reports are believed, and how strong evidence of one kind is: the numbers behind signals."""

from datetime import timedelta

from msgspec import Struct


class Tuning(Struct, frozen=True, cache_hash=True):
    """The numbers by which observations become signals. Strengths are 0..1 and grade a pattern's weight."""

    reported_call: timedelta = timedelta(hours=2)
    """A call reported active is believed to go on this long after its last report."""
    glimpsed_call: timedelta = timedelta(minutes=30)
    """A caller number without a state says that somebody was on the line, not for how long."""
    rung_call: timedelta = timedelta(minutes=2, seconds=30)
    """A call of which nothing is told but that it rang is believed to go on this long: most are brief."""
    ring: timedelta = timedelta(minutes=1)
    """A call that is reported neither answered nor ended by then is taken as answered."""
    missed: timedelta = timedelta(minutes=3)
    """A call that only rang, and ended no later than this, was missed: nobody was on the line."""
    open_state: timedelta = timedelta(hours=2)
    """A shared screen is believed this long after its last report: phones die."""
    app_in_front: timedelta = timedelta(minutes=30)
    """An app is believed to be in front this long when no other app is reported."""
    led_call: timedelta = timedelta(minutes=30)
    """A number called so soon after a stranger's call may be one that he gave; an official one is not."""
    given_number: timedelta = timedelta(minutes=5)
    """A number called so soon after minutes with a stranger is one that he gave."""
    episode_gap: timedelta = timedelta(minutes=30)
    """How far apart the traces of a stranger may lie in his episode."""
    episode: timedelta = timedelta(hours=6)
    """How long an episode lasts at most."""
    episode_call: timedelta = timedelta(minutes=3)
    """Shorter calls, as couriers make them, begin no episode that outlasts them."""
    earlier_share: timedelta = timedelta(minutes=5)
    """A film or game that was shown so long before the first stranger is none of his."""
    talk_resumed: timedelta = timedelta(minutes=20)
    """Who goes on over the internet does so soon after his call: a meeting this long after it is another's."""
    share_before: float = 0.3
    """A screen that was shared well before a brief caller rang: no notice, and beside a bank's app no more than one."""
    share_after: float = 0.6
    """One that was shared well after he hung up, or in a meeting he rang into: a notice; with a bank's app, more."""
    code_life: timedelta = timedelta(minutes=5)
    """A code that came is good for about so long."""
    script_followed: timedelta = timedelta(minutes=15)
    """What is done so soon after a message may be what it asked."""
    plea_followed: timedelta = timedelta(minutes=45)
    """Whoever writes as a child in trouble chats for a while before money is spoken of."""
    script_beside_stranger: float = 0.56
    """How much such a message is believed beside a stranger: with him it is a warning, as by itself."""
    hurry: float = 0.6
    """To be hurried says less than to be told to tell nobody."""
    small_amount: float = 0.25
    """Money that people spend in a day: a notice, and one that makes no warning of other notices."""
    brought_app: float = 0.6
    """An app that came from no store may be anybody's: it says less than a false name does."""
    claim_reach: timedelta = timedelta(minutes=30)
    """A claim reported by itself belongs to a call at most this far away."""
    forwarding_reach: timedelta = timedelta(minutes=30)
    """Forwarding this long after a stranger's call may still be his doing."""
    forwarding_explained: timedelta = timedelta(minutes=1)
    """A report without a target, and the target itself, may come in either order."""
    reply_reach: timedelta = timedelta(minutes=2)
    """A reply that names no condition answers the code that was dialled at most this long before."""
    call_reach: timedelta = timedelta(minutes=5)
    """What people do every day counts for a stranger's doing only while he talks, and this long after."""
    rescue_reach: timedelta = timedelta(minutes=30)
    """An anti-fraud centre's call this long after a stranger's may still be about him."""
    left_on: timedelta = timedelta(minutes=20)
    """What a stranger had diverted this long ago, and is on still, is left on."""
    left_for_hours: timedelta = timedelta(hours=2)
    """From then on words speak of hours."""
    everyday_silence: float = 0.33
    """Do-not-disturb and flight mode by themselves, some minutes after a stranger's call: no notice yet."""
    weak_imitation: float = 0.35
    """Handsets may have put the country code in front of a genuine hotline."""
    other_category: float = 0.35
    """Listed for something else than fraud."""
    unconditional_forwarding: float = 0.9
    conditional_forwarding: float = 0.57
    forwarding_to_stranger: float = 0.03
    """Added where the target is known to be a stranger's number."""
    forwarding_to_worse: float = 0.05
    """Added where the target is dead, listed, or the caller."""
