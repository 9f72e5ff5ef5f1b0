"""A bank app is open where somebody unseen may see or act: on a shared screen with other signs, or beside his app.

Why: the talk has moved into a meeting or chat, where no phone sees who calls; the rest has no innocent reading
(routines 3 and 7). Where the app that shows the screen was put on the phone just now, or whoever talks sees a code come
beside the bank's app, or calls are sent to a stranger while somebody talks beside that app, it is a warning, whoever
that is: most phones cannot tell that the screen is shared. So it is where an app from a file, which no list knows, is
called as a bank, a refund or the police are, and where one in another's name, or one that came in a chat, may read or
act; and where whoever talks over the internet sees one bank's app after the other, or one after a message as frauds
write them.
Looks alike: a treasurer who shows the bank's app in a company's meeting, which has none of the other signs; a bank's
own app from its site, which the list knows. An app that merely came from no store is a warning while a call over the
internet goes on or a code comes, else a notice; one that may read the screen, read notifications, take calls or rule
the phone is a warning as soon as the bank's app is opened, a code comes or a loan is paid out.
"""

from datetime import timedelta

from guard_api.engine.pattern import Pattern
from guard_api.engine.shapes import at_least, both, either, follows, overlapping, relay, together
from guard_api.engine.signals import Kind

_BROUGHT = (
    Kind.FORWARDING_TO_STRANGER,
    Kind.FRAUD_LINK,
    Kind.IMITATING_APP_INSTALLED,
    Kind.RIGHTS_GAINED,
    Kind.BROUGHT_APP_INSTALLED,
)

_HOURS = timedelta(hours=2)
_ACTS = (Kind.FINANCE_APP_IN_FRONT, Kind.CODE_RECEIVED, Kind.LOAN_PAID_OUT)

_BANK_SHOWN = overlapping(Kind.SCREEN_SHARED, Kind.FINANCE_APP_IN_FRONT)
_TALKS = overlapping(Kind.SCREEN_SHARED, Kind.VOIP_CALL)
_CODE_REQUESTED = at_least(
    1, Kind.CODE_RECEIVED, spacing=timedelta(0), during=Kind.FINANCE_APP_IN_FRONT, gap=timedelta(0)
)
_ONE_AFTER_THE_OTHER = relay(
    2, Kind.FINANCE_APP_IN_FRONT, spacing=timedelta(minutes=30), each=timedelta(minutes=2), gap=timedelta(minutes=30)
)

PATTERN = Pattern(
    id="hidden_caller",
    routine=3,
    shape=either(
        together(Kind.BAIT_APP_INSTALLED),
        together(Kind.IMITATING_APP_INSTALLED, Kind.RIGHTS_GAINED),
        follows(Kind.SENT_APP_INSTALLED, Kind.RIGHTS_GAINED, gap=_HOURS),
        both(
            follows(Kind.SHARING_APP_INSTALLED, Kind.SCREEN_SHARED, gap=timedelta(minutes=30)),
            overlapping(Kind.SCREEN_SHARED, (Kind.FINANCE_APP_IN_FRONT, Kind.CODE_RECEIVED)),
        ),
        both(_BANK_SHOWN, _TALKS, together(Kind.SCREEN_SHARED, Kind.FINANCE_APP_IN_FRONT, Kind.SCRIPTED_MESSAGE)),
        both(_BANK_SHOWN, _TALKS, _CODE_REQUESTED),
        both(_BANK_SHOWN, _TALKS, _ONE_AFTER_THE_OTHER),
        both(together(Kind.SCREEN_SHARED, Kind.FINANCE_APP_IN_FRONT, _BROUGHT), _BANK_SHOWN),
        both(
            overlapping(Kind.VOIP_CALL, Kind.FINANCE_APP_IN_FRONT),
            together(Kind.VOIP_CALL, Kind.FORWARDING_TO_STRANGER),
        ),
        follows(Kind.RIGHTS_GAINED, _ACTS, gap=timedelta(minutes=30)),
    ),
    weight=90,
    graded_by=(Kind.FRAUD_LINK, Kind.BROUGHT_APP_INSTALLED),
    corroboration=both(together(Kind.SCREEN_SHARED, _BROUGHT), either(_TALKS, _CODE_REQUESTED)),
    solo_factor=0.65,
    subsumes=("fraud_link",),
    advice=("leave_meeting", "stop_share", "call_bank", "cancel_forwarding", "no_transfer", "call_police"),
)
