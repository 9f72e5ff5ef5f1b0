"""The tables, as migrations: functions that are never edited once released, only followed by new ones."""

from collections.abc import Callable, Sequence

from sqlite_utils import Database as Tables

from guard_api.lists.endings import ending_key
from guard_api.store.sqlite.schema.first_release import FIRST_RELEASE


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


def imported_files(tables: Tables) -> None:
    """Say of imports which encoding or sheet of a file is meant, and which was read."""
    for column in ("charset", "sheet", "read_charset", "read_sheet"):
        tables.execute(f"ALTER TABLE import ADD COLUMN {column} TEXT")


def import_modes(tables: Tables) -> None:
    """Say of imports whether they add, replace or remove, and how much of a file was read."""
    tables.execute("ALTER TABLE import ADD COLUMN mode TEXT NOT NULL DEFAULT 'add'")
    tables.execute("ALTER TABLE import ADD COLUMN bytes INTEGER")
    tables.execute("ALTER TABLE import ADD COLUMN bytes_read INTEGER NOT NULL DEFAULT 0")
    tables.execute("CREATE INDEX import_created ON import (created_at, id)")


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


def subscriptions(tables: Tables) -> None:
    """Fetch lists again and again; say of imports how their files are laid out, and which are kept."""
    # `layout` is JSON. Where `kept` is 1, the file stays after a dry run, to be imported.
    tables.execute("ALTER TABLE import ADD COLUMN layout TEXT")
    tables.execute("ALTER TABLE import ADD COLUMN file TEXT NOT NULL DEFAULT ''")
    tables.execute("ALTER TABLE import ADD COLUMN kept INTEGER NOT NULL DEFAULT 0")
    tables.execute("ALTER TABLE import ADD COLUMN stopped_by TEXT")
    # `every` is in seconds. `etag` and `modified` are what the server said of what was fetched last; `import_id` is of
    # the import, or of the dry run that waits to be confirmed.
    tables.execute(
        """CREATE TABLE subscription (
             id TEXT PRIMARY KEY, list INTEGER NOT NULL, url TEXT NOT NULL, format TEXT NOT NULL, source TEXT NOT NULL,
             region TEXT NOT NULL, category TEXT, every INTEGER NOT NULL, created_at INTEGER NOT NULL,
             who TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '', next_at INTEGER NOT NULL,
             tried_at INTEGER, done_at INTEGER, etag TEXT, modified TEXT, import_id TEXT) STRICT"""
    )
    # The queue of reports, those first that came last.
    tables.execute("CREATE INDEX reported_recent ON reported (decision, last_at, number)")
    tables.execute("CREATE UNIQUE INDEX subscription_source ON subscription (list, source)")


def found_and_counted(tables: Tables) -> None:
    """Let numbers be found by their last digits, and entries be counted without a look at each."""
    # One row for each number that stands or stood on a list, as in `hashed`: its last digits, read backwards.
    tables.execute(
        """CREATE TABLE ending (key INTEGER NOT NULL, number TEXT NOT NULL,
             PRIMARY KEY (key, number)) STRICT, WITHOUT ROWID"""
    )
    tables.execute(
        """CREATE TABLE tally (list INTEGER NOT NULL, match INTEGER NOT NULL, category INTEGER NOT NULL,
             count INTEGER NOT NULL, PRIMARY KEY (list, match, category)) STRICT, WITHOUT ROWID"""
    )
    tables.register_function(ending_key, deterministic=True)
    tables.execute(
        """INSERT INTO ending (key, number)
           SELECT DISTINCT ending_key(number), number FROM listed WHERE match = 0 ORDER BY 1, 2"""
    )
    drafts = "(SELECT id FROM change WHERE revision IS NULL)"
    tables.execute(
        f"""INSERT INTO tally (list, match, category, count) SELECT list, match, category, count(*) FROM listed
            WHERE began NOT IN {drafts} AND (ended IS NULL OR ended IN {drafts}) GROUP BY list, match, category"""  # noqa: S608 - constants only
    )


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


def circle(tables: Tables) -> None:
    """Let phones be linked by consent, guardians be told of alarms, and events be brought to them."""
    # Bits that a check reads with its key: whether somebody helps, is told of warnings, and whether an alarm is open.
    tables.execute("ALTER TABLE key ADD COLUMN circle INTEGER NOT NULL DEFAULT 0")
    statements = (
        """CREATE TABLE circle_invitation (
             digest BLOB PRIMARY KEY, protected TEXT NOT NULL, label TEXT NOT NULL, warn_at TEXT NOT NULL,
             expires_at INTEGER NOT NULL) STRICT""",
        "CREATE INDEX circle_invitation_protected ON circle_invitation (protected)",
        # `who` is what guardians read, `label` what the protected person reads; `ends_at` NULL: it was not ended.
        """CREATE TABLE circle_link (
             id TEXT PRIMARY KEY, protected TEXT NOT NULL, guardian TEXT NOT NULL, who TEXT NOT NULL,
             label TEXT NOT NULL, warn_at TEXT NOT NULL, since INTEGER NOT NULL, ends_at INTEGER,
             UNIQUE (protected, guardian)) STRICT""",
        "CREATE INDEX circle_link_guardian ON circle_link (guardian)",
        "CREATE INDEX circle_link_ends ON circle_link (ends_at) WHERE ends_at IS NOT NULL",
        "CREATE TABLE circle_mute (device_id TEXT PRIMARY KEY, until INTEGER NOT NULL) STRICT",
        # `protected` NULL: that phone was forgotten amid an alarm. `over_at` NULL: the alarm is open.
        """CREATE TABLE circle_alert (
             id TEXT PRIMARY KEY, protected TEXT, region TEXT NOT NULL, level TEXT NOT NULL, since INTEGER NOT NULL,
             updated_at INTEGER NOT NULL, diverted INTEGER NOT NULL, leaving_at INTEGER, over_at INTEGER) STRICT""",
        "CREATE UNIQUE INDEX circle_alert_open ON circle_alert (protected) WHERE over_at IS NULL",
        "CREATE INDEX circle_alert_since ON circle_alert (protected, since)",
        "CREATE INDEX circle_alert_over ON circle_alert (over_at) WHERE over_at IS NOT NULL",
        """CREATE TABLE circle_told (
             alert TEXT NOT NULL, guardian TEXT NOT NULL, who TEXT NOT NULL, label TEXT NOT NULL,
             position INTEGER NOT NULL, reply TEXT, PRIMARY KEY (alert, guardian)) STRICT""",
        "CREATE INDEX circle_told_stream ON circle_told (guardian, position)",
        "CREATE INDEX circle_told_position ON circle_told (position, guardian)",
        # `target` is JSON: what the channel needs to speak to it.
        """CREATE TABLE circle_endpoint (
             device_id TEXT NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL, url TEXT NOT NULL, language TEXT NOT NULL,
             target TEXT NOT NULL, created_at INTEGER NOT NULL, given_up_at INTEGER, reason TEXT NOT NULL,
             PRIMARY KEY (device_id, id)) STRICT""",
        # `due_at` NULL: it was given up, at `dead_at`.
        """CREATE TABLE circle_delivery (
             alert TEXT NOT NULL, device_id TEXT NOT NULL, endpoint TEXT NOT NULL, position INTEGER NOT NULL,
             began_at INTEGER NOT NULL, due_at INTEGER, attempts INTEGER NOT NULL, dead_at INTEGER,
             reason TEXT NOT NULL, PRIMARY KEY (alert, device_id, endpoint)) STRICT""",
        "CREATE INDEX circle_delivery_due ON circle_delivery (due_at) WHERE due_at IS NOT NULL",
        "CREATE INDEX circle_delivery_dead ON circle_delivery (dead_at) WHERE dead_at IS NOT NULL",
        "CREATE INDEX circle_delivery_endpoint ON circle_delivery (device_id, endpoint)",
        "CREATE TABLE secret (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
        "INSERT INTO meta (name, value) VALUES ('circle_position', 0)",
    )
    for statement in statements:
        tables.execute(statement)


def import_nodes(tables: Tables) -> None:
    """Say of imports which node has taken them: the upload lies there."""
    tables.execute("ALTER TABLE import ADD COLUMN node TEXT NOT NULL DEFAULT ''")


def sources(tables: Tables) -> None:
    """Let entries be found by their source, and be counted by it without a look at each."""
    # Which changes brought something of a source; '' where one brought of too many. An index of `listed` would be a
    # quarter of all entries, on every node.
    tables.execute(
        """CREATE TABLE source_change (source TEXT NOT NULL, change INTEGER NOT NULL,
             PRIMARY KEY (source, change)) STRICT, WITHOUT ROWID"""
    )
    tables.execute("INSERT INTO source_change (source, change) SELECT DISTINCT source, began FROM listed")
    tables.execute("DELETE FROM source_change WHERE source = ''")
    tables.execute(
        """INSERT INTO source_change (source, change)
           SELECT '', change FROM source_change GROUP BY change HAVING count(*) > 1000"""
    )
    tables.execute(
        """DELETE FROM source_change WHERE source <> ''
             AND change IN (SELECT change FROM source_change WHERE source = '')"""
    )
    # Of each list, so many sources are counted: a file may name another one in each of a million rows.
    tables.execute(
        """CREATE TABLE source_tally (list INTEGER NOT NULL, source TEXT NOT NULL,
             match INTEGER NOT NULL, category INTEGER NOT NULL, count INTEGER NOT NULL,
             PRIMARY KEY (list, source, match, category)) STRICT, WITHOUT ROWID"""
    )
    drafts = "(SELECT id FROM change WHERE revision IS NULL)"
    tables.execute(
        f"""INSERT INTO source_tally (list, source, match, category, count)
            SELECT list, source, match, category, count(*) FROM listed
            WHERE began NOT IN {drafts} AND (ended IS NULL OR ended IN {drafts})
            GROUP BY list, source, match, category"""  # noqa: S608 - constants only
    )
    tables.execute(
        """DELETE FROM source_tally WHERE (list, source) NOT IN
             (SELECT list, source FROM
                (SELECT list, source, row_number() OVER (PARTITION BY list ORDER BY sum(count) DESC, source) AS place
                 FROM source_tally GROUP BY list, source) AS placed
              WHERE place <= 1000)"""
    )


MIGRATIONS: Sequence[Callable[[Tables], None]] = (
    *FIRST_RELEASE,
    timelines_apart,
    accounts,
    apps_of_organizations,
    retention,
    recorded,
    imported_files,
    import_modes,
    people,
    day_counts,
    subscriptions,
    found_and_counted,
    tuning,
    circle,
    import_nodes,
    sources,
)
