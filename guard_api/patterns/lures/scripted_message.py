"""A message says what victims of this fraud are made to send or to do.

Why: who writes "I apply to close the white bar" and a link to an official account believes to have been certified
(routine 4).
A code that comes soon after a message which leads to a site was asked for by that site.
Looks alike: somebody who tells friends of the fraud, and who asks how to close an account; both are read as such. What
honest people write now and then, too, is a notice until a stranger is there or a code comes, or nothing.
"""

from datetime import timedelta

from guard_api.engine.pattern import Pattern
from guard_api.engine.shapes import accompanied, either, follows, together
from guard_api.engine.signals import STRANGERS, Kind

PATTERN = Pattern(
    id="scripted_message",
    routine=4,
    shape=either(
        accompanied(Kind.SCRIPTED_MESSAGE, STRANGERS),
        follows(Kind.SCRIPTED_MESSAGE, Kind.FINANCE_APP_IN_FRONT, gap=timedelta(minutes=45)),
    ),
    weight=90,
    graded_by=Kind.SCRIPTED_MESSAGE,
    corroboration=either(
        together(Kind.SCRIPTED_MESSAGE, STRANGERS),
        follows(Kind.SCRIPTED_MESSAGE, Kind.CODE_RECEIVED, gap=timedelta(minutes=15)),
    ),
    solo_factor=0.56,
    advice=("hang_up", "do_not_send", "no_deletion", "verify_yourself"),
)
