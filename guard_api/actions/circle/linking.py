"""Phones are linked by consent: who is protected invites, who helps accepts, and each can end it."""

from datetime import datetime, timedelta
from urllib.parse import urlencode

from msgspec import Struct

from guard_api.actions.circle.alarm import is_episode, judged_at
from guard_api.engine.policy import Level
from guard_api.errors import Conflict, Invalid
from guard_api.ports import Device, Services
from guard_api.ports.circle.links import ALARM, Circle, Link, WarnAt

INVITATION_LIFE = timedelta(minutes=15)
LONGEST_MUTE = timedelta(days=1)
_MOST_DIGITS = 4
"""More of them might be a number, which no label may hold."""
_SCHEME = "guard-api://join"


class Invitation(Struct, frozen=True):
    """An invitation, shown this once. `url` is what its QR code says."""

    code: str
    expires_at: datetime
    url: str


def invite(  # noqa: PLR0913, PLR0917 - what an invitation says
    services: Services, device: Device, label: str, warn_at: WarnAt, server: str, enrolment_code: str | None = None
) -> Invitation:
    """Invite a guardian. Raises Conflict amid an episode: who is on the phone then is no guardian."""
    now = services.clock()
    name = name_of(label)
    _refuse_amid_episode(services, device, now, "Nobody can be invited while something suspicious goes on.")
    until = now + INVITATION_LIFE
    code = services.links.invite(device.id, name, warn_at, now, until)
    return Invitation(code, until, joining_url(server, invite=code, enrol=enrolment_code))


def joining_url(server: str, *, invite: str | None = None, enrol: str | None = None) -> str:
    """Write what one QR code says: which server, and the codes for it."""
    codes = {"server": server, "enrol": enrol, "invite": invite}
    return f"{_SCHEME}?{urlencode({name: code for name, code in codes.items() if code})}"


def accept(services: Services, device: Device, code: str, label: str) -> Link:
    """Become a guardian. Raises WrongCode, Conflict."""
    return services.links.accept(device.id, code, name_of(label), services.clock())


def show(services: Services, device: Device) -> Circle:
    """List the links of a phone."""
    return services.links.circle_of(device.id, services.clock())


def end(services: Services, device: Device, link_id: str, *, guards: bool) -> datetime | None:
    """End a link; gives when it ends, None: it has. Raises NotFound."""
    return services.links.end(device.id, link_id, services.clock(), guards=guards)


def mute(services: Services, device: Device, until: datetime | None) -> Circle:
    """Have no alarms for at most a day. Raises Conflict amid an episode, Invalid."""
    now = services.clock()
    if until is not None:
        if not now < until <= now + LONGEST_MUTE:
            raise Invalid("Alarms can be muted for a day at most.", {"muted_until": ["Must be within a day."]})
        _refuse_amid_episode(services, device, now, "Alarms cannot be muted while something suspicious goes on.")
    services.links.mute(device.id, until)
    return show(services, device)


def name_of(label: str) -> str:
    """Return what somebody is called: all that others read of him. Raises Invalid."""
    name = " ".join(label.split())
    if not name:
        raise Invalid("A name is needed.", {"label": ["Must not be empty."]})
    if sum(map(str.isdigit, name)) > _MOST_DIGITS:
        raise Invalid("A name must not hold a number.", {"label": [f"Must not hold more than {_MOST_DIGITS} digits."]})
    return name


def _refuse_amid_episode(services: Services, device: Device, now: datetime, why: str) -> None:
    _, decision = judged_at(services, device.id, now)
    if device.circle & ALARM or decision.level is not Level.NONE or is_episode(decision):
        raise Conflict(f"{why} Try again when it is over.")
