"""The ports of people, all on one database."""

from typing import TypedDict

from guard_api.ports.people.people import People
from guard_api.ports.people.proofs import Proofs
from guard_api.ports.people.proposals import Proposals
from guard_api.ports.people.sessions import Sessions
from guard_api.store.engine import Database
from guard_api.store.sql.people.people import SqlPeople
from guard_api.store.sql.people.proofs import SqlProofs
from guard_api.store.sql.people.proposals import SqlProposals
from guard_api.store.sql.people.sessions import SqlSessions


class PeoplePorts(TypedDict):
    """What actions need of people who run the console."""

    people: People
    proofs: Proofs
    sessions: Sessions
    proposals: Proposals


def people_ports(database: Database) -> PeoplePorts:
    """Make all of them on one database."""
    return {
        "people": SqlPeople(database),
        "proofs": SqlProofs(database),
        "sessions": SqlSessions(database),
        "proposals": SqlProposals(database),
    }
