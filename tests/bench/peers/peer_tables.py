"""The tables of the peer, as models of SQLAlchemy, in a SQLite file of its own."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import JSON, Engine, ForeignKey, Index, create_engine, event, insert
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # the same SQLite as guard_api's

from guard_api.lists.entry import ListName, Match
from guard_api.store.sql.lists.rows import CATEGORIES, LISTS, MATCHES

_PRAGMAS = ("journal_mode = WAL", "synchronous = NORMAL", "busy_timeout = 5000", "foreign_keys = ON")
_THREADS = 40
"""In which FastAPI runs views."""


class Base(DeclarativeBase):
    """Their common base."""


class Device(Base):
    """A phone."""

    __tablename__ = "device"
    id: Mapped[str] = mapped_column(primary_key=True)
    region: Mapped[str]


class ApiKey(Base):
    """A key, by the SHA-256 of it."""

    __tablename__ = "key"
    id: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[bytes] = mapped_column(index=True, unique=True)
    scope: Mapped[str]
    device_id: Mapped[str | None] = mapped_column(ForeignKey("device.id"))
    device: Mapped[Device | None] = relationship(lazy="joined")


class Listed(Base):
    """A blocked number."""

    __tablename__ = "listed"
    number: Mapped[str] = mapped_column(primary_key=True)
    category: Mapped[str]
    label: Mapped[str]
    source: Mapped[str]


class Check(Base):
    """What a phone told in one check."""

    __tablename__ = "timeline"
    __table_args__ = (Index("timeline_device", "device_id", "at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    device_id: Mapped[str] = mapped_column(ForeignKey("device.id"))
    at: Mapped[datetime]
    request_id: Mapped[str | None]
    caller: Mapped[str | None]
    caller_kind: Mapped[str | None]
    category: Mapped[str | None]
    is_contact: Mapped[bool | None]
    claimed_identity: Mapped[str | None]
    screen_share_active: Mapped[bool | None]
    foreground_app: Mapped[str | None]
    installed_apps: Mapped[list[str]] = mapped_column(JSON)
    forwards_to: Mapped[str | None]
    fraud_links: Mapped[list[str]] = mapped_column(JSON)


def engine_of(database: Path) -> Engine:
    """Open the file, with a connection for each thread."""
    engine = create_engine(f"sqlite:///{database}", module=sqlite3, pool_size=_THREADS)

    @event.listens_for(engine, "connect")
    def prepared(connection: sqlite3.Connection, _: object) -> None:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    return engine


def copied(guard: Path, database: Path) -> None:
    """Make the tables, with the phones, keys and blocked numbers of a database of guard_api."""
    engine = engine_of(database)
    Base.metadata.create_all(engine)
    engine.dispose()
    connection = sqlite3.connect(database, isolation_level=None)
    connection.create_function("word", 1, lambda category: CATEGORIES[category])
    connection.execute("ATTACH ? AS guard", (str(guard),))
    connection.execute("INSERT INTO device (id, region) SELECT id, region FROM guard.device")
    connection.execute("INSERT INTO key SELECT id, digest, scope, device_id FROM guard.key")
    connection.execute(
        """INSERT INTO listed SELECT number, word(category), label, source FROM guard.listed
           WHERE match = ? AND list = ? AND ended IS NULL""",
        (MATCHES.code(Match.EXACT), LISTS.code(ListName.BLOCK)),
    )
    connection.close()


def earlier(database: Path, stories: Mapping[str, Sequence[Mapping[str, object]]]) -> None:
    """Write down what phones have told before: what was `seen` in each check of every device."""
    rows = [_row(device_id, seen) for device_id, story in stories.items() for seen in story]
    engine = engine_of(database)
    with Session(engine) as session:
        session.execute(insert(Check), rows)
        session.commit()
    engine.dispose()


def _row(device_id: str, seen: Mapping[str, object]) -> dict[str, object]:
    return {
        "device_id": device_id,
        "at": datetime.fromisoformat(str(seen["observed_at"])).replace(tzinfo=None),
        "caller": seen.get("caller_number"),
        "caller_kind": "ordinary" if "caller_number" in seen else None,
        "screen_share_active": seen.get("screen_share_active"),
        "foreground_app": seen.get("foreground_app"),
        "forwards_to": "+8613800138000" if "call_forwarding_changes" in seen else None,
        "installed_apps": [],
        "fraud_links": [],
    }
