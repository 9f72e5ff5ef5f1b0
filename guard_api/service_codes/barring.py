"""Dialled text -> BarringCode: calls that the network is told to refuse.

Sources: 3GPP TS 22.030 (procedures; Annexes B and C: service codes and groups) and TS 22.088 (call barring). Who bars
calls needs a password of four digits, which most networks give to everybody: 0000 or 1234.
"""

import re
from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from guard_api.service_codes.dialled import bare
from guard_api.service_codes.forwarding import Action, is_for_voice


class Barred(StrEnum):
    """Which calls are barred."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"


class BarringCode(Struct, frozen=True):
    """A change of call barring. `calls` are those that it is about; of calls abroad alone there are none.

    `accepted` is False where a network would refuse the code as dialled. `password`: it changes the password, without
    which nobody can lift the barring.
    """

    action: Action
    calls: tuple[Barred, ...] = ()
    accepted: bool = True
    password: bool = False


_OUT, _IN = (Barred.OUTGOING,), (Barred.INCOMING,)
_SERVICES: Mapping[str, tuple[Barred, ...]] = {
    "33": _OUT,
    "331": (),
    "332": (),
    "35": _IN,
    "351": (),
    "330": _IN + _OUT,
    "333": _OUT,
    "353": _IN,
}
"""BAOC; BOIC and BOIC-exHC, of calls to other countries; BAIC; BIC-Roam, abroad; all, all outgoing, all incoming."""
_ACTIONS = {
    "*": Action.ENABLE,
    "**": Action.ENABLE,
    "#": Action.DISABLE,
    "##": Action.DISABLE,
    "*#": Action.QUERY,
}
_PART = r"(?:\*(?P<{}>[^*#]*))?"
_CODE = re.compile(
    r"(?P<procedure>\*\*|\*#|##|\*|#)(?P<service>33[0-3]?|35[13]?)"
    + _PART.format("password")
    + _PART.format("group")
    + r"(?P<end>#?)\Z"
)
_NEW_PASSWORD = re.compile(r"\*\*?03\*(?:330?)?\*\d{4}\*(?P<new>\d{4})\*(?P=new)#\Z")
_PASSWORD = re.compile(r"\d{4}\Z", re.ASCII)


def read_barring_code(dialled: object) -> BarringCode | None:
    """Read what was dialled; None where it has nothing to do with the barring of calls. Never raises."""
    code = bare(dialled)
    if _NEW_PASSWORD.match(code):
        return BarringCode(Action.ENABLE, password=True)
    found = _CODE.match(code)
    if found is None:
        return None
    action, group = _ACTIONS[found["procedure"]], found["group"]
    if action is Action.QUERY:
        return BarringCode(action, _SERVICES[found["service"]])
    voice = is_for_voice(group)
    if voice is False:
        return None
    plain_procedure = len(found["procedure"]) == 1
    accepted = plain_procedure and bool(found["end"]) and voice is True
    accepted = accepted and _PASSWORD.match(found["password"] or "") is not None
    return BarringCode(action, _SERVICES[found["service"]], accepted=accepted)
