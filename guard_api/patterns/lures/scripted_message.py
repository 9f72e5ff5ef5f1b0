"""A message says what victims of this fraud are made to send or to do.

Why: who writes "I apply to close the white bar" and a link to an official account believes to have been certified
(routine 4).
Looks alike: somebody who tells friends of the fraud, and who asks how to close an account; both are read as such. What
honest people write now and then, too, is a notice until a stranger is there, or nothing.
"""

from guard_api.engine.pattern import Pattern
from guard_api.engine.shapes import accompanied, together
from guard_api.engine.signals import STRANGERS, Kind

PATTERN = Pattern(
    id="scripted_message",
    routine=4,
    shape=accompanied(Kind.SCRIPTED_MESSAGE, STRANGERS),
    weight=90,
    graded_by=Kind.SCRIPTED_MESSAGE,
    corroboration=together(Kind.SCRIPTED_MESSAGE, STRANGERS),
    solo_factor=0.56,
    advice=("hang_up", "do_not_send", "no_deletion", "verify_yourself"),
)
