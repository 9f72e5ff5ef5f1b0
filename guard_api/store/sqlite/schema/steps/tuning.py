"""How admins tune the guard, and what people say of it."""

from sqlite_utils import Database as Tables


def tuning(tables: Tables) -> None:
    """Keep how admins tune the guard, what people say of its warnings, and what was tried on recorded cases."""
    # Each version holds all that is not as it ships, as JSON; `reverts` is the version that it takes back.
    tables.execute(
        """CREATE TABLE policy (
             version INTEGER PRIMARY KEY, at INTEGER NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL,
             reverts INTEGER, edits TEXT NOT NULL) STRICT"""
    )
    # With which code a phone has enrolled, as a digest: feedback of one code counts once. NULL: an admin made its key.
    tables.execute("ALTER TABLE device ADD COLUMN code BLOB")
    # What a person says of a check, and what that came to, as JSON; with consent, the stripped timeline. The id of a
    # check says to the microsecond when it was: a digest of it is kept, and of the time, the day on which it was said.
    tables.execute(
        """CREATE TABLE feedback (
             check_digest BLOB PRIMARY KEY, device_id TEXT NOT NULL REFERENCES device (id),
             verdict TEXT NOT NULL, day INTEGER NOT NULL, level TEXT NOT NULL, score INTEGER NOT NULL,
             decision TEXT NOT NULL, kept TEXT) STRICT"""
    )
    tables.execute("CREATE INDEX feedback_device ON feedback (device_id)")
    tables.execute("CREATE INDEX feedback_day ON feedback (day)")
    tables.execute(
        """CREATE TABLE backtest (
             id TEXT PRIMARY KEY, state TEXT NOT NULL, at INTEGER NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL,
             edits TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0, finished_at INTEGER,
             reason TEXT NOT NULL DEFAULT '', result TEXT) STRICT"""
    )
    tables.execute("CREATE INDEX backtest_at ON backtest (at)")
