"""The ports of lists, on a database and its copy."""

from typing import TypedDict

from guard_api.ports.imports.bulk import BulkLoading
from guard_api.ports.lists.catalogue import Catalogue
from guard_api.ports.lists.lists import Blocklist, Changes, Lists, Snapshots, Sync
from guard_api.ports.lists.trail import Trail
from guard_api.ports.lists.votes import Votes
from guard_api.store.engine import Database
from guard_api.store.sql.imports.bulk import SqlBulkLoading
from guard_api.store.sql.lists.changes import SqlChanges
from guard_api.store.sql.lists.lists import SqlLists
from guard_api.store.sql.lists.publishing.snapshots import SqlSnapshots
from guard_api.store.sql.lists.publishing.sync import SqlSync
from guard_api.store.sql.lists.publishing.votes import SqlVotes
from guard_api.store.sql.lists.search.search import SqlCatalogue
from guard_api.store.sql.lists.trail import SqlTrail


class ListPorts(TypedDict):
    """What actions need of lists."""

    blocklist: Blocklist
    lists: Lists
    catalogue: Catalogue
    changes: Changes
    bulk: BulkLoading
    sync: Sync
    snapshots: Snapshots
    trail: Trail
    votes: Votes


def list_ports(database: Database, copy: Database) -> ListPorts:
    """Make all of them; what phones and apps ask is answered from the copy, which may be the database itself."""
    sync = SqlSync(copy)
    return {
        "blocklist": SqlLists(copy),
        "lists": SqlLists(database),
        "catalogue": SqlCatalogue(database),
        "changes": SqlChanges(database),
        "bulk": SqlBulkLoading(database),
        "sync": sync,
        "snapshots": SqlSnapshots(copy, sync),
        "trail": SqlTrail(database),
        "votes": SqlVotes(copy),
    }
