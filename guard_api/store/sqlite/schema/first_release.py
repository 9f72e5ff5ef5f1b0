"""The tables of the first release, as the migrations that begin every database. They are never edited."""

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


FIRST_RELEASE: Sequence[Callable[[Tables], None]] = (_keys, _timelines, _reference, _lists, _imports, _reports)
