"""Timelines in a file of their own; keys, devices and what is forgotten of them."""

from sqlite_utils import Database as Tables


def timelines_apart(tables: Tables) -> None:
    """Leave timelines to a file of their own; what phones told before the update is forgotten, as after two hours."""
    tables.execute("DROP TABLE timeline")


def accounts(tables: Tables) -> None:
    """Let enrolments be repeated, keys be found, and whatever admins do be seen, also where it changes no list."""
    # `request`: a digest of the code and the request that a phone has enrolled with; `used` is kept for those only.
    tables.execute("ALTER TABLE key ADD COLUMN request BLOB")
    tables.execute("ALTER TABLE key ADD COLUMN used INTEGER NOT NULL DEFAULT 0")
    tables.execute("CREATE UNIQUE INDEX key_request ON key (request) WHERE request IS NOT NULL")
    tables.execute("CREATE INDEX key_created ON key (created_at, id)")
    tables.execute("CREATE INDEX key_scope ON key (scope, created_at, id)")
    tables.execute("ALTER TABLE reported ADD COLUMN why TEXT")
    # What changes no list has no revision, lest phones think that there is news. `revision` is the newest one of then:
    # its place among the changes of lists, whatever the clock says. `before` and `after` are JSON.
    tables.execute(
        """CREATE TABLE act (
             id INTEGER PRIMARY KEY AUTOINCREMENT, revision INTEGER NOT NULL,
             at INTEGER NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, why TEXT NOT NULL,
             about TEXT NOT NULL, before TEXT, after TEXT) STRICT"""
    )
    tables.execute("CREATE INDEX act_revision ON act (revision, id)")


def apps_of_organizations(tables: Tables) -> None:
    """Say of apps whose they are."""
    tables.execute("ALTER TABLE app_package ADD COLUMN organization TEXT NOT NULL DEFAULT ''")


def retention(tables: Tables) -> None:
    """Let what is too old be forgotten: who has not asked for long, and what is linked to a phone, are found."""
    # The day of UTC, in microseconds since 1970, on which a key was presented last; NULL: not since this is noted.
    tables.execute("ALTER TABLE key ADD COLUMN last_used INTEGER")
    # `uses_since`: no phone counts as silent for longer than that. Without it, the first purge notes its own time.
    tables.execute("INSERT INTO meta (name, value) SELECT 'uses_since', 0 WHERE NOT EXISTS (SELECT 1 FROM key)")
    # Without them, each phone that goes would have all keys and all reports looked through.
    tables.execute("CREATE INDEX key_device ON key (device_id)")
    tables.execute("CREATE INDEX report_device ON report (device_id)")
    # What the trail says of a phone's key and of a reported number is found when that is forgotten.
    tables.execute("CREATE INDEX act_about ON act (about)")
    # How many phones that are forgotten said what of a number; `reported` counts them on.
    tables.execute(
        """CREATE TABLE report_tally (number TEXT NOT NULL, category TEXT NOT NULL, devices INTEGER NOT NULL,
             PRIMARY KEY (number, category)) STRICT, WITHOUT ROWID"""
    )


def recorded(tables: Tables) -> None:
    """Note down which migrations a database has seen, when, and by which program."""
    # `at` is NULL for those from before there was a record.
    tables.execute(
        """CREATE TABLE migration (
             number INTEGER PRIMARY KEY, name TEXT NOT NULL, at INTEGER, program TEXT NOT NULL) STRICT"""
    )
