"""The process of a node that follows the record: quick where it is told of news, and sure since it looks anyway."""

import logging
import random
import time
from contextlib import closing, suppress
from datetime import datetime
from typing import NoReturn

import psycopg

from guard_api.errors import StoreUnavailable
from guard_api.store.copy.follower import Follower
from guard_api.store.copy.freshness import CopyFreshness
from guard_api.store.copy.troubles import Trouble, Troubles
from guard_api.store.postgres.connections import Raw, connect, reason_of
from guard_api.store.postgres.positions import CHANNEL
from guard_api.store.sqlite.database import Database, Durability
from guard_api.store.sqlite.private_files import parts_of
from guard_api.store.sqlite.schema.migrating import look, newest_version
from guard_api.store.sqlite.servers_at_work import none_at_work
from guard_api.store.sqlite.transactions import translated as sqlite_translated

_log = logging.getLogger(__name__)
_LOOK_SECONDS = 0.25
_AGAIN_SECONDS = 0.2
_NAMELESS = """DELETE FROM meta WHERE name = 'database_id'
               AND NOT EXISTS (SELECT 1 FROM meta WHERE name = 'copied_lists')"""
"""A copy without lists is of no record yet: no phone may go on from it."""
_HANGS_SECONDS = 10.0
"""A server that has not said for so long whether there is news hangs: another may have taken its place."""
_APART_SECONDS, _COMPARE_SECONDS = 60.0, 60.0
"""How far clocks may be apart, and how often that is looked at."""
_LATER_SECONDS = 5.0
"""How often it is said that the record cannot be followed."""


def open_copy(copy: Database, now: datetime) -> None:
    """Make the file of the copy; one of another version, or one that cannot be read, is thrown away.

    Raises StoreUnavailable.
    """
    try:
        with sqlite_translated():
            usable = look(copy.path, copy.wait_seconds).version in {0, newest_version()}
    except StoreUnavailable:
        usable = False
    if not usable:
        _log.warning("%s is of another version, or cannot be read: the copy begins anew", copy.path)
        with none_at_work(copy.path):
            for part in parts_of(copy.path, ("-wal", "-shm", ".fresh")):
                part.unlink(missing_ok=True)
    copy.open(now)
    with copy.write(Durability.FULL) as connection:
        connection.execute(_NAMELESS)


def follow(copy: Database, url: str, freshness: CopyFreshness, troubles: Troubles) -> NoReturn:
    """Follow for ever; where the record cannot be reached, try again and again."""
    follower, logged_at = Follower(copy, freshness), 0.0
    while True:
        try:
            with closing(connect(url, copy.wait_seconds)) as record:
                record.patience = _HANGS_SECONDS
                follower.begin(record)
                _follow(follower, record, troubles)
        except (psycopg.Error, StoreUnavailable, OSError) as error:
            troubles.note(Trouble.COPY, f"it cannot follow the record: {reason_of(error)}")
            if time.monotonic() - logged_at > _LATER_SECONDS:
                _log.warning("the record cannot be followed: %s", reason_of(error))
                logged_at = time.monotonic()
        time.sleep(_jittered(_AGAIN_SECONDS))


def _follow(follower: Follower, record: Raw, troubles: Troubles) -> NoReturn:
    # A standby cannot tell of news: there, it is looked for.
    with suppress(psycopg.errors.FeatureNotSupported, psycopg.errors.ReadOnlySqlTransaction):
        record.execute(f"LISTEN {CHANNEL}")
    compared = -_COMPARE_SECONDS
    while True:
        follower.follow(record)
        troubles.note(Trouble.COPY)
        if time.monotonic() - compared > _COMPARE_SECONDS:
            troubles.note(Trouble.CLOCK, apart(record, time.time()))
            compared = time.monotonic()
        for _ in record.notifies(timeout=_jittered(_LOOK_SECONDS), stop_after=1):
            pass


def apart(record: Raw, now: float) -> str:
    """Say how far the clock of this machine, which shows `now`, is from that of the record; nothing: it is near."""
    before = time.monotonic()
    row = record.execute("SELECT extract(epoch FROM clock_timestamp())::float8").fetchone()
    waited = time.monotonic() - before
    ahead = now - row[0] if row is not None else 0
    if -_APART_SECONDS - waited < ahead < _APART_SECONDS:
        return ""
    return f"the clocks of this machine and of PostgreSQL are {abs(ahead):.0f} seconds apart"


def _jittered(seconds: float) -> float:
    """Have nodes that lost the record at the same moment not come back at the same moment."""
    return seconds * random.uniform(0.7, 1.3)  # noqa: S311 - no secret
