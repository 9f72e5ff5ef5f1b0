"""Who runs the console, and what its charts count."""

from sqlite_utils import Database as Tables


def people(tables: Tables) -> None:
    """Know people who run the console, where they are logged in, and what they wait for a second person to confirm."""
    # `password` is argon2id's own text; `totp_step` the newest step of 30 seconds whose code was used.
    tables.execute(
        """CREATE TABLE person (
             id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, role TEXT NOT NULL,
             language TEXT NOT NULL, zone TEXT NOT NULL,
             created_at INTEGER NOT NULL, disabled_at INTEGER,
             password TEXT, totp BLOB, totp_step INTEGER NOT NULL DEFAULT 0, subject TEXT UNIQUE) STRICT"""
    )
    tables.execute(
        """CREATE TABLE person_session (
             digest BLOB PRIMARY KEY, id TEXT NOT NULL UNIQUE, person INTEGER NOT NULL REFERENCES person (id),
             created_at INTEGER NOT NULL, seen_at INTEGER NOT NULL, confirmed_at INTEGER NOT NULL,
             agent TEXT NOT NULL) STRICT"""
    )
    tables.execute("CREATE INDEX person_session_person ON person_session (person)")
    tables.execute(
        """CREATE TABLE passkey (
             id BLOB PRIMARY KEY, person INTEGER NOT NULL REFERENCES person (id), public_key BLOB NOT NULL,
             sign_count INTEGER NOT NULL, label TEXT NOT NULL, created_at INTEGER NOT NULL, last_used INTEGER) STRICT"""
    )
    tables.execute("CREATE INDEX passkey_person ON passkey (person)")
    # Codes and links that work once are kept as digests, and gone when they were used.
    tables.execute(
        """CREATE TABLE recovery_code (
             digest BLOB PRIMARY KEY, person INTEGER NOT NULL REFERENCES person (id)) STRICT"""
    )
    tables.execute("CREATE INDEX recovery_code_person ON recovery_code (person)")
    tables.execute(
        """CREATE TABLE invitation (
             digest BLOB PRIMARY KEY, person INTEGER NOT NULL UNIQUE REFERENCES person (id),
             expires_at INTEGER NOT NULL) STRICT"""
    )
    # `arguments` is JSON; the row goes when it is decided: what was done is in the audit trail.
    tables.execute(
        """CREATE TABLE proposal (
             id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, arguments TEXT NOT NULL, count INTEGER NOT NULL,
             who TEXT NOT NULL, at INTEGER NOT NULL, why TEXT NOT NULL) STRICT"""
    )
    # The one row is the key with which forms are signed.
    tables.execute("CREATE TABLE console_secret (id INTEGER PRIMARY KEY CHECK (id = 1), value BLOB NOT NULL) STRICT")


def day_counts(tables: Tables) -> None:
    """Count by day what happens, for charts that outlive the server: nothing in there is of a person."""
    # `day` is where a day of UTC begins, in microseconds since 1970.
    tables.execute(
        """CREATE TABLE day_count (day INTEGER NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, n INTEGER NOT NULL,
             PRIMARY KEY (day, kind, key)) STRICT, WITHOUT ROWID"""
    )
