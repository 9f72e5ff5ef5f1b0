"""Who makes a change is a key, a person or the server, and the audit trail names each as it always has."""

from datetime import UTC, datetime

import pytest

from guard_api.lists.actor import SERVER, Actor, KeyActor, PersonActor, author_of
from guard_api.lists.change import Author

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("actor", "who"),
    [
        (KeyActor("00c0ffee", "Bob's laptop"), "Bob's laptop (00c0ffee)"),
        (PersonActor("bob (sudo)"), "cli:bob (sudo)"),
        (SERVER, "guard-api"),
    ],
)
def test_every_actor_is_written_down_by_name_with_when_and_why(actor: Actor, who: str) -> None:
    assert author_of(actor, NOON, "because") == Author(who, NOON, "because")
    assert author_of(actor, NOON) == Author(who, NOON, "")
