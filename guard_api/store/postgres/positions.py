"""At which position each row was last written, for those who follow: the copies on the nodes.

Positions of a topic are given under the lock of its row in `feed`, which is held to the commit: they are committed in
their order, and who has read all up to one has missed nothing. (A sequence would be quicker, and lose rows.)
"""

from collections.abc import Mapping
from typing import NamedTuple

from guard_api.store.engine import Topic
from guard_api.store.postgres.connections import Lent, Raw


class Followed(NamedTuple):
    """A table that nodes have a copy of."""

    topic: str
    """The topic of its rows, as SQL of a row `r`."""
    key: tuple[str, ...]
    """The columns that name a row that is gone; nothing: those who follow find out by themselves (`change`)."""
    updates: str = ""
    """Of which columns an update matters; nothing: of all."""
    notifies: str = "true"
    """Which writing is told at once, as SQL of rows `r` and `old`; all others wait until somebody looks."""


def _of(topic: Topic) -> str:
    return f"'{topic}'"


_REVOKED = """r.revoked_at IS NOT NULL OR old IS NOT NULL AND (r.digest <> old.digest OR r.circle <> old.circle)"""
_OF_META = f"""CASE WHEN r.name IN ('report_step', 'step_from') THEN '{Topic.REPORTS}'
               WHEN r.name = 'circle_position' THEN '{Topic.KEYS}' ELSE '{Topic.LISTS}' END"""

FOLLOWED: Mapping[str, Followed] = {
    "change": Followed(_of(Topic.LISTS), ("id",)),
    "listed": Followed(_of(Topic.LISTS), ()),
    "policy": Followed(_of(Topic.LISTS), ("version",)),
    "meta": Followed(_OF_META, ("name",), notifies=f"{_OF_META} = '{Topic.LISTS}'"),
    "device": Followed(_of(Topic.KEYS), ("id",), notifies="false"),
    "key": Followed(
        _of(Topic.KEYS), ("id",), "digest, scope, label, device_id, revoked_at, request, used, circle", _REVOKED
    ),
    "reported": Followed(_of(Topic.REPORTS), ("number",), notifies="false"),
}
"""What nodes follow. A table that a check, a phone or an app reads belongs here; what only admins read does not."""
WHOLE = ("organization", "official_number", "official_domain", "held_domain", "app_package")
"""Small tables that are always written as one: nodes read them again when their revision in `meta` is another."""

CHANNEL = "guard"
"""What PostgreSQL notifies on."""

_FEED = f"""
CREATE TABLE IF NOT EXISTS feed (topic text COLLATE "C" PRIMARY KEY, seq bigint NOT NULL,
  pruned bigint NOT NULL DEFAULT 0);
INSERT INTO feed (topic, seq) VALUES {", ".join(f"('{topic}', 0)" for topic in Topic)} ON CONFLICT DO NOTHING;
CREATE TABLE IF NOT EXISTS gone (topic text COLLATE "C" NOT NULL, seq bigint NOT NULL, tab text NOT NULL,
  key jsonb NOT NULL);
CREATE INDEX IF NOT EXISTS gone_seq ON gone (topic, seq);
CREATE OR REPLACE FUNCTION guard_position(which text, tells boolean) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE given text := current_setting('guard.' || which, true);
BEGIN
  IF coalesce(given, '') = '' THEN
    UPDATE feed SET seq = seq + 1 WHERE topic = which RETURNING seq::text INTO given;
    PERFORM set_config('guard.' || which, given, true);
  END IF;
  IF tells AND coalesce(current_setting('guard.told_' || which, true), '') = '' THEN
    PERFORM set_config('guard.told_' || which, given, true), pg_notify('{CHANNEL}', which);
  END IF;
  RETURN given::bigint;
END $$
"""  # noqa: S608 - constants only
_WRITTEN = """
CREATE OR REPLACE FUNCTION guard_{table}_written() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE r {table} := NEW; old {table} := NULL;
BEGIN
  IF TG_OP = 'UPDATE' THEN old := OLD; END IF;
  NEW.seq := guard_position({topic}, coalesce({notifies}, false));
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS guard_inserted ON {table};
CREATE TRIGGER guard_inserted BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION guard_{table}_written();
DROP TRIGGER IF EXISTS guard_updated ON {table};
CREATE TRIGGER guard_updated BEFORE UPDATE{of} ON {table} FOR EACH ROW EXECUTE FUNCTION guard_{table}_written()
"""
_GONE = """
CREATE OR REPLACE FUNCTION guard_{table}_gone() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE r {table} := OLD;
BEGIN
  INSERT INTO gone (topic, seq, tab, key)
  VALUES ({topic}, guard_position({topic}, true), '{table}', jsonb_build_array({key}));
  RETURN OLD;
END $$;
DROP TRIGGER IF EXISTS guard_deleted ON {table};
CREATE TRIGGER guard_deleted BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION guard_{table}_gone()
"""
_NOTED = """ALTER TABLE {table} ADD COLUMN IF NOT EXISTS seq bigint NOT NULL DEFAULT 0;
            CREATE INDEX IF NOT EXISTS {table}_seq ON {table} (seq)"""

_KEPT_GONE, _AT_ONCE = 1_000_000, 1000
_FORGET_GONE = """WITH old AS (DELETE FROM gone WHERE (topic, seq) IN
                    (SELECT gone.topic, gone.seq FROM gone JOIN feed ON feed.topic = gone.topic
                     WHERE gone.seq <= feed.seq - :kept ORDER BY gone.seq LIMIT :limit) RETURNING topic, seq),
                  pruned AS (UPDATE feed SET pruned = old.last FROM
                    (SELECT topic, max(seq) AS last FROM old GROUP BY topic) AS old WHERE feed.topic = old.topic)
                  SELECT count(*) >= :limit FROM old"""
"""Who is further behind than `kept` positions begins anew."""


def have_followed(raw: Raw) -> None:
    """Have positions be given from here on, within the transaction that is open; again is no harm."""
    raw.execute(_FEED)
    for table, one in FOLLOWED.items():
        of = f" OF {one.updates}" if one.updates else ""
        raw.execute(_NOTED.format(table=table))
        raw.execute(_WRITTEN.format(table=table, topic=one.topic, notifies=one.notifies, of=of))
        if one.key:
            key = ", ".join(f"r.{column}" for column in one.key)
            raw.execute(_GONE.format(table=table, topic=one.topic, key=key))


def forget_gone(connection: Lent) -> bool:
    """Forget some of what those who follow have long been told is gone; False when there is no more of it."""
    row = connection.execute(_FORGET_GONE, {"kept": _KEPT_GONE, "limit": _AT_ONCE}).fetchone()
    return bool(row[0])
