"""The tables, as migrations: functions that are never edited once released, only followed by new ones."""

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
    tables.table("app_package").create({"package": str, "category": str}, pk="package", strict=True)
    tables.table("blocked_number").create(
        {"number": str, "match": str, "region": str, "category": str, "label": str},
        pk=("number", "match"),
        strict=True,
    )


MIGRATIONS: Sequence[Callable[[Tables], None]] = (_keys, _timelines, _reference)
