"""What a phone sent of who can reach it -> observations: calls barred, silence, apps in the way, blocked numbers."""

from collections.abc import Iterable, Iterator, Sequence

from guard_api.actions.checks.observing.check_request import ForwardingChange, Reachability
from guard_api.actions.checks.observing.phone_clock import PhoneClock
from guard_api.engine.observations import BarringSeen, ReachabilitySeen
from guard_api.engine.vocabulary import Rescuer
from guard_api.numbers.caller_id import CallerId, CallerKind, read_caller_id
from guard_api.numbers.directory import CallsOut, Directory, Role
from guard_api.service_codes.barring import Barred, read_barring_code
from guard_api.service_codes.forwarding import Action

_POLICE = "police"
_CALLING_TO_WARN = frozenset({"bank", "government"})
"""Categories of organisations whose people call somebody whose money is in danger."""
_CHANGES = (Action.ENABLE, Action.DISABLE)
DIALERS = frozenset(
    {
        # Android's and the makers' own, as their system images name them (dialer, phone and in-call packages).
        *("com.android.dialer", "com.android.phone", "com.android.contacts", "com.android.incallui"),
        *("com.android.server.telecom", "com.google.android.dialer", "com.samsung.android.dialer"),
        *("com.samsung.android.contacts", "com.samsung.android.incallui", "com.sec.android.app.dialertab"),
        *("com.huawei.contacts", "com.huawei.phone", "com.hihonor.contacts", "com.hihonor.phone"),
        *(
            "com.miui.voiceassist",
            "com.miui.contacts",
            "com.xiaomi.dialer",
            "com.oneplus.dialer",
            "com.oneplus.contacts",
        ),
        *("com.coloros.dialer", "com.coloros.contacts", "com.oplus.dialer", "com.heytap.contacts"),
        *("com.oppo.contacts", "com.vivo.contacts", "com.bbk.contacts", "com.meizu.contacts", "com.meizu.dialer"),
        *("com.zte.dialer", "cn.nubia.contacts", "cn.nubia.dialer", "com.lenovo.ideafriend", "com.motorola.dialer"),
        *("com.asus.contacts", "com.asus.dialer", "com.sonymobile.android.dialer", "com.sonymobile.android.contacts"),
        *(
            "com.lge.phone",
            "com.tcl.dialer",
            "com.transsion.phonemaster",
            "com.sh.smart.caller",
            "com.hmdglobal.dialer",
        ),
        # Dialers in stores, by their addresses there.
        *("com.truecaller", "mobi.drupe.app", "com.callapp.contacts", "com.webascender.callerid", "com.hiya.star"),
        *("gogolook.callgogolook2", "com.simplemobiletools.dialer", "org.fossify.phone", "com.contapps.android"),
        *("com.cootek.smartdialer", "com.goodwy.dialer", "com.sync.me", "com.eyecon.global", "com.chooloo.www.koler"),
        *("com.sogou.haomatong", "com.tencent.qqphonebook", "com.google.android.apps.googlevoice"),
    }
)
"""Apps that are known to make and take calls. One that is not here is no sign by itself."""


def reachability(reported: Reachability, clock: PhoneClock, region: str, directory: Directory) -> ReachabilitySeen:
    """Read what the phone tells of who can reach it. Numbers that it blocks are kept only as whose official lines."""
    dialer, blocked = reported.default_dialer, reported.calls_blocked_from
    return ReachabilitySeen(
        at=clock.at(),
        do_not_disturb=reported.do_not_disturb,
        airplane_mode=reported.airplane_mode,
        dialer=None if not dialer else "" if dialer in DIALERS else dialer,
        redirection=reported.call_redirection_app,
        blocked=None if blocked is None else _official(blocked, region, directory),
    )


def _official(blocked: Sequence[str], region: str, directory: Directory) -> tuple[str, ...]:
    read = [read_caller_id(number, region, directory) for number in blocked]
    owners = [one.official.organization for one in read if one.kind is CallerKind.OFFICIAL and one.official is not None]
    return tuple(dict.fromkeys(owners))


def barrings(changes: Iterable[ForwardingChange], clock: PhoneClock) -> Iterator[BarringSeen]:
    """Read codes that bar calls, which phones tell of among those that forward them."""
    for change in changes:
        read = read_barring_code(change.code) if change.code is not None else None
        if read is not None and read.action in _CHANGES and (read.calls or read.password):
            yield BarringSeen(
                at=clock.at(change.observed_at),
                on=read.action is Action.ENABLE,
                incoming=Barred.INCOMING in read.calls,
                outgoing=Barred.OUTGOING in read.calls,
                password=read.password,
                accepted=read.accepted,
            )


def rescuer_of(caller: CallerId, directory: Directory) -> Rescuer | None:
    """Say whether this official line calls people to warn them; one that never calls anybody does not."""
    official = caller.official
    organization = directory.organizations.get(official.organization) if official is not None else None
    if official is None or organization is None:
        return None
    if official.role is Role.REPORT or _POLICE in (organization.group, organization.id):
        return Rescuer.POLICE
    calls = official.calls_out is not CallsOut.NO
    return Rescuer.BANK if calls and organization.category in _CALLING_TO_WARN else None
