"""The tables, as migrations: functions that are never edited once released, only followed by new ones."""

import secrets
from collections.abc import Callable, Sequence

from sqlite_utils import Database as Tables


def _keys(tables: Tables) -> None:
    tables.table("meta").create({"name": str, "value": int}, pk="name", strict=True)
    tables.table("device").create(
        {"id": str, "region": str, "own_numbers": str, "carrier": str, "label": str, "enrolled_at": int},
        pk="id",
        not_null={"region", "own_numbers", "label", "enrolled_at"},
        strict=True,
    )
    tables.table("key").create(
        {
            "id": str,
            "digest": bytes,
            "scope": str,
            "label": str,
            "device_id": str,
            "created_at": int,
            "revoked_at": int,
        },
        pk="id",
        not_null={"digest", "scope", "label", "created_at"},
        foreign_keys=[("device_id", "device", "id")],
        strict=True,
    )
    tables.table("enrolment_code").create(
        {"digest": bytes, "uses_left": int, "expires_at": int},
        pk="digest",
        not_null={"uses_left", "expires_at"},
        strict=True,
    )


def _timelines(tables: Tables) -> None:
    # Clustered by device, so that a timeline is one short range read; sqlite-utils has no WITHOUT ROWID.
    tables.execute(
        """CREATE TABLE timeline (
             device_id TEXT NOT NULL, received_at INTEGER NOT NULL, at INTEGER NOT NULL,
             request_id TEXT, observations BLOB NOT NULL,
             PRIMARY KEY (device_id, received_at)) STRICT, WITHOUT ROWID"""
    )
    tables.execute("CREATE INDEX timeline_received_at ON timeline (received_at)")


def _reference(tables: Tables) -> None:
    tables.table("organization").create(
        {
            "id": str,
            "name_en": str,
            "name_zh": str,
            "aliases": str,
            "category": str,
            "region": str,
            "calls_from": str,
            "affiliation": str,
        },
        pk="id",
        strict=True,
    )
    tables.table("official_number").create(
        {"number": str, "region": str, "organization": str, "calls_out": str, "role": str},
        pk=("region", "number"),
        foreign_keys=[("organization", "organization", "id")],
        strict=True,
    )
    for table, key in (("official_domain", "domain"), ("held_domain", "host")):
        tables.table(table).create(
            {key: str, "organization": str},
            pk=key,
            foreign_keys=[("organization", "organization", "id")],
            strict=True,
        )
    tables.table("app_package").create({"package": str, "category": str}, pk="package", strict=True)


def _lists(tables: Tables) -> None:
    # Phones keep cursors into this history: one of another database must not pass for it.
    tables.table("meta").insert({"name": "database_id", "value": secrets.randbits(62)})
    # A change counts from the moment it has a revision; AUTOINCREMENT, since imports name changes that came to nothing.
    # No foreign keys: the one reference to it is `began`, written
    # ten million times by the import that made the change.
    tables.execute(
        """CREATE TABLE change (
             id INTEGER PRIMARY KEY AUTOINCREMENT, revision INTEGER UNIQUE,
             at INTEGER NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, why TEXT NOT NULL, list INTEGER NOT NULL,
             reverts INTEGER, added INTEGER NOT NULL DEFAULT 0, updated INTEGER NOT NULL DEFAULT 0,
             removed INTEGER NOT NULL DEFAULT 0, skipped INTEGER NOT NULL DEFAULT 0,
             count INTEGER, checksum INTEGER) STRICT"""
    )
    tables.execute("CREATE INDEX change_list ON change (list, revision)")
    # Words are kept by their place in ListName, Match and Category: ten million rows are a third smaller. `number` is
    # the key on its list: a number, or a domain.
    tables.execute(
        """CREATE TABLE listed (
             number TEXT NOT NULL, match INTEGER NOT NULL, list INTEGER NOT NULL,
             began INTEGER NOT NULL, ended INTEGER,
             category INTEGER NOT NULL, label TEXT NOT NULL, source TEXT NOT NULL, note TEXT NOT NULL,
             expires_at INTEGER,
             PRIMARY KEY (number, match, list, began)) STRICT, WITHOUT ROWID"""
    )
    tables.execute("CREATE INDEX listed_began ON listed (began)")
    tables.execute("CREATE INDEX listed_ended ON listed (ended) WHERE ended IS NOT NULL")
    # Prefixes are few: a look-up tries all of them in a small tree, and only the number itself in the large one.
    tables.execute("CREATE INDEX listed_prefixes ON listed (number) WHERE match = 1")
    tables.execute("CREATE INDEX listed_allowed ON listed (number) WHERE list = 1 OR list = 3")
    # SHA-1 of numbers, cut off (`blocklist.hashes`). A table, since an index of `listed` would be written in no order.
    tables.execute(
        """CREATE TABLE hashed (key INTEGER NOT NULL, number TEXT NOT NULL,
             PRIMARY KEY (key, number)) STRICT, WITHOUT ROWID"""
    )
    tables.execute("CREATE INDEX listed_expiring ON listed (expires_at) WHERE expires_at IS NOT NULL AND ended IS NULL")


def _imports(tables: Tables) -> None:
    tables.table("import").create(
        {
            "id": str,
            "state": str,
            "list": str,
            "format": str,
            "region": str,
            "dry_run": int,
            "reverts": int,
            "category": str,
            "source": str,
            "who": str,
            "why": str,
            "created_at": int,
            "finished_at": int,
            "reason": str,
            "change_id": int,
            "rows": int,
            "added": int,
            "updated": int,
            "removed": int,
            "unchanged": int,
            "rejected": int,
        },
        pk="id",
        not_null={"state", "list", "format", "region", "dry_run", "source", "who", "why", "created_at", "reason"},
        defaults={"reason": "", "rows": 0, "added": 0, "updated": 0, "removed": 0, "unchanged": 0, "rejected": 0},
        strict=True,
    )
    tables.table("import").create_index(["state"])
    # A line of a hosts file may name many domains.
    tables.table("import_error").create(
        {"import_id": str, "line": int, "reason": str},
        not_null={"import_id", "line", "reason"},
        foreign_keys=[("import_id", "import", "id")],
        strict=True,
    )
    tables.table("import_error").create_index(["import_id", "line"])


def _reports(tables: Tables) -> None:
    tables.execute(
        """CREATE TABLE report (
             number TEXT NOT NULL, device_id TEXT NOT NULL REFERENCES device (id), category TEXT NOT NULL,
             comment TEXT NOT NULL, at INTEGER NOT NULL,
             PRIMARY KEY (number, device_id)) STRICT, WITHOUT ROWID"""
    )
    # How many phones have reported each number, kept up to date so that the review list is one index scan.
    tables.table("reported").create(
        {
            "number": str,
            "devices": int,
            "first_at": int,
            "last_at": int,
            "decision": str,
            "decided_at": int,
            "decided_by": str,
            "step": int,
        },
        pk="number",
        not_null={"devices", "first_at", "last_at", "decision"},
        strict=True,
    )
    tables.execute("CREATE INDEX reported_open ON reported (decision, devices)")
    # When a number last got to more or fewer votes: what apps that keep the list have to be told again.
    tables.execute("CREATE INDEX reported_step ON reported (step) WHERE step IS NOT NULL")


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


MIGRATIONS: Sequence[Callable[[Tables], None]] = (
    _keys,
    _timelines,
    _reference,
    _lists,
    _imports,
    _reports,
    timelines_apart,
    accounts,
    apps_of_organizations,
    retention,
    recorded,
)
