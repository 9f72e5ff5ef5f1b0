"""What is known of imports and subscriptions."""

from sqlite_utils import Database as Tables


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


def import_nodes(tables: Tables) -> None:
    """Say of imports which node has taken them: the upload lies there."""
    tables.execute("ALTER TABLE import ADD COLUMN node TEXT NOT NULL DEFAULT ''")
