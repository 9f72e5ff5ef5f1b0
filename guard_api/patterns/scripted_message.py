"""A message says what victims of this fraud are made to send or to do.

Why: who writes "I apply to close the white bar" and a link to an official account believes to have been certified
(routine 4).
Looks alike: somebody who tells friends of the fraud, and who asks how to close an account; both are read as such.
"""

from guard_api.engine.pattern import Pattern
from guard_api.engine.shapes import together
from guard_api.engine.signals import Kind

PATTERN = Pattern(
    id="scripted_message",
    routine=4,
    shape=together(Kind.SCRIPTED_MESSAGE),
    weight=50,
    advice=("hang_up", "do_not_send", "no_deletion", "verify_yourself"),
)
