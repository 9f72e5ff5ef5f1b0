"""An app that came from no store is installed while a stranger is there, or within hours of him.

Why: the caller sends the app by which he sees and does all that the person does; stores do not have it (routine 3). One
that bears an organisation's name, or is let read notifications, act or take calls, leaves no innocent reading. What a
contact of some weeks brings, as advisers on investments do, is a warning, and so is what a fraud's message brings.
Looks alike: a game from a web site on an evening on which a courier rang, which is why his short call is none.
"""

from datetime import timedelta

from guard_api.engine.pattern import Pattern
from guard_api.engine.shapes import either, follows
from guard_api.engine.signals import STRANGERS_OR_UNSEEN, Kind

_GRAVE = (Kind.IMITATING_APP_INSTALLED, Kind.RIGHTS_GAINED)
_STRANGERS = (*STRANGERS_OR_UNSEEN, Kind.STRANGER_EARLIER)
_HOURS = timedelta(hours=6)

PATTERN = Pattern(
    id="app_brought_by_stranger",
    routine=3,
    shape=either(
        follows(_STRANGERS, _GRAVE, gap=_HOURS),
        follows(STRANGERS_OR_UNSEEN, Kind.BROUGHT_APP_INSTALLED, gap=timedelta(minutes=30)),
        follows(Kind.STRANGER_EARLIER, Kind.BROUGHT_APP_INSTALLED, gap=_HOURS),
        follows(
            (Kind.RECENT_CONTACT_ON_THE_LINE, Kind.SCRIPTED_MESSAGE),
            (*_GRAVE, Kind.BROUGHT_APP_INSTALLED),
            gap=timedelta(minutes=30),
        ),
    ),
    weight=88,
    within=_HOURS,
    graded_by=Kind.SCRIPTED_MESSAGE,
    corroboration=follows(_STRANGERS, _GRAVE, gap=_HOURS),
    solo_factor=0.63,
    subsumes=("sharing_app_installed_for_stranger",),
    advice=("hang_up", "call_bank", "remove_app", "call_police"),
)
