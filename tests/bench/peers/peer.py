"""The peer: the check as most teams would write it, with FastAPI, pydantic and SQLAlchemy. Competent, and no more.

PEER_DATABASE=peer.db uvicorn tests.bench.peers.peer:app --workers 2
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal

from fastapi import Depends, FastAPI, Header, HTTPException
from pydantic import BaseModel, Field
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from tests.bench.peers.peer_answers import Answer, Caller, CheckOut, ListedOut
from tests.bench.peers.peer_rules import actions, findings, read_caller, read_forwarding, read_links, warned
from tests.bench.peers.peer_tables import ApiKey, Check, Device, Listed, engine_of

_LIFE = timedelta(hours=2)
_ITEMS = 20
_sessions = sessionmaker(engine_of(Path(os.environ["PEER_DATABASE"])))
app = FastAPI()

Number = Annotated[str, Field(max_length=256)]
Package = Annotated[str, Field(max_length=256)]
Link = Annotated[str, Field(max_length=2048)]
Text = Annotated[str, Field(max_length=4000)]


class ForwardingChange(BaseModel):
    """What was dialled, or what the phone or the network reported."""

    code: Number | None = None
    enabled: bool | None = None
    states: Annotated[list[str], Field(max_length=_ITEMS)] | None = None
    target: Number | None = None
    ussd_reply: Text | None = None
    observed_at: datetime | None = None


class CheckIn(BaseModel):
    """What the phone sees."""

    caller_number: Number | None = None
    call_state: Literal["ringing", "active", "ended", "none"] | None = None
    call_kind: Literal["cellular", "voip"] | None = None
    caller_in_contacts: bool | None = None
    contact_added_at: datetime | None = None
    caller_verification: Literal["passed", "failed", "not_verified"] | None = None
    claimed_identity: Text | None = None
    screen_share_active: bool | None = None
    screen_share_app: Package | None = None
    call_forwarding_changes: Annotated[list[ForwardingChange], Field(max_length=_ITEMS)] = []
    foreground_app: Package | None = None
    installed_apps: Annotated[list[Package], Field(max_length=_ITEMS)] = []
    links: Annotated[list[Link], Field(max_length=_ITEMS)] = []
    texts: Annotated[list[Text], Field(max_length=_ITEMS)] = []
    observed_at: datetime | None = None
    sent_at: datetime | None = None
    request_id: Text | None = None


class EntryIn(BaseModel):
    """A number to block."""

    number: Number
    category: str = "other"
    label: str = ""


def session() -> Iterator[Session]:
    """Open a session for a request."""
    with _sessions() as opened:
        yield opened


Opened = Annotated[Session, Depends(session)]


def admitted(opened: Opened, authorization: Annotated[str, Header()] = "") -> ApiKey:
    """Find the key that was presented."""
    digest = hashlib.sha256(authorization.removeprefix("Bearer ").encode()).digest()
    key = opened.scalars(select(ApiKey).where(ApiKey.digest == digest)).one_or_none()
    if key is None:
        raise HTTPException(401, "This key is unknown.")
    return key


def phone(key: Annotated[ApiKey, Depends(admitted)]) -> Device:
    """Find the phone that asks."""
    if key.device is None:
        raise HTTPException(403, "This key belongs to no device.")
    return key.device


Phone = Annotated[Device, Depends(phone)]


def _looked_up(opened: Session, displayed: str, region: str) -> Caller:
    caller = read_caller(displayed, region)
    if caller.key is not None and (entry := opened.get(Listed, caller.key)) is not None:
        caller.listed = ListedOut(category=entry.category, label=entry.label)
    return caller


def row_of(earlier: CheckIn, caller: Caller | None, region: str, at: datetime) -> dict[str, object]:
    """Give what is kept of a check."""
    return {
        "at": (earlier.observed_at or at).astimezone(UTC).replace(tzinfo=None),
        "request_id": earlier.request_id,
        "caller": earlier.caller_number,
        "caller_kind": caller.kind if caller is not None else None,
        "category": caller.listed.category if caller is not None and caller.listed is not None else None,
        "is_contact": earlier.caller_in_contacts,
        "claimed_identity": earlier.claimed_identity,
        "screen_share_active": earlier.screen_share_active,
        "foreground_app": earlier.foreground_app,
        "installed_apps": earlier.installed_apps,
        "forwards_to": read_forwarding([change.code for change in earlier.call_forwarding_changes], region),
        "fraud_links": read_links(earlier.links, earlier.texts),
    }


@app.post("/v1/checks")
def check(earlier: CheckIn, device: Phone, opened: Opened) -> CheckOut:
    """Ask whether the signs of fraud coincide on this phone now."""
    now = datetime.now(UTC)
    caller = _looked_up(opened, earlier.caller_number, device.region) if earlier.caller_number is not None else None
    row = row_of(earlier, caller, device.region, now)
    mine = select(Check).where(Check.device_id == device.id)
    again = earlier.request_id and opened.scalars(mine.where(Check.request_id == earlier.request_id)).first()
    if not again:
        opened.add(Check(device_id=device.id, **row))
        opened.flush()
    since = (now - _LIFE).replace(tzinfo=None)
    checks = opened.scalars(mine.where(Check.at > since).order_by(Check.at)).all()
    found = findings(checks)
    score, level, warnings = warned(found)
    answer = CheckOut(
        check_id=f"{device.id}-{now.timestamp():.6f}",
        score=score,
        caller=caller,
        level=level,
        warnings=warnings,
        actions=actions(found, caller),
        signals=_signals(checks),
        forwarding=[one.forwards_to for one in checks[-1:] if one.forwards_to],
        links=[link for one in checks[-1:] for link in one.fraud_links],
        valid_until=now + timedelta(minutes=1 if level == "critical" else 30),
    )
    opened.commit()
    return answer


def _signals(checks: Sequence[Check]) -> dict[str, str]:
    earlier = {
        "call": any(check.caller_kind for check in checks),
        "screen_share": any(check.screen_share_active is not None for check in checks),
        "forwarding": any(check.forwards_to for check in checks),
        "foreground_app": any(check.foreground_app for check in checks),
    }
    return {name: "reported" if was else "unknown" for name, was in earlier.items()}


@app.get("/v1/numbers/{number:path}")
def look_up(number: str, device: Phone, opened: Opened) -> Answer:
    """Look a number up while it rings."""
    caller = _looked_up(opened, number, device.region)
    row = row_of(CheckIn(caller_number=number), caller, device.region, datetime.now(UTC))
    found = findings([Check(**row)])
    _, level, warnings = warned(found)
    return Answer(caller=caller, level=level, warnings=warnings, actions=actions(found, caller))


@app.post("/v1/admin/entries", status_code=201)
def block(entry: EntryIn, key: Annotated[ApiKey, Depends(admitted)], opened: Opened) -> EntryIn:
    """Block a number."""
    if key.scope != "admin":
        raise HTTPException(403, "Only for admins.")
    opened.add(Listed(number=entry.number, category=entry.category, label=entry.label, source=""))
    opened.commit()
    return entry


@app.get("/healthz")
def alive() -> dict[str, str]:
    """Answer."""
    return {"status": "ok"}
