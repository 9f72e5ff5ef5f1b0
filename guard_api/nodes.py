"""What a node does beside serving: it follows the record, and an embedded record moves to where nodes share it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NoReturn

from guard_api.app import utc_now
from guard_api.config import Config
from guard_api.environment import from_env
from guard_api.errors import BadConfiguration
from guard_api.settings.postgres_url import PostgresUrl
from guard_api.store.copy.process import end_with
from guard_api.store.record import Follows, record_of


def follow(config: Config, parent: int | None) -> NoReturn:
    """Bring the copy of this node forward for ever; or as long as its `parent` lives, where a server has started it.

    Raises BadConfiguration where there is no record to follow.
    """
    if parent is not None:
        end_with(parent)
    record = record_of(config)
    if isinstance(record, Follows):
        record.follow(utc_now())
    raise BadConfiguration(["GUARD_DATABASE names a file: there is nothing to follow"])


def move_record(config: Config, url: str) -> Mapping[str, int]:
    """Move the record from a file to PostgreSQL; gives the rows of each table. Raises StoreUnavailable."""
    target = from_env({"GUARD_DATABASE": url}).database
    if isinstance(config.database, PostgresUrl) or not isinstance(target, PostgresUrl):
        raise BadConfiguration(["a record moves from a file to postgresql://..."])
    record = record_of(replace(config, database=target))
    if not isinstance(record, Follows):
        raise BadConfiguration(["a record moves to PostgreSQL only"])
    return record.take_over(config.database, utc_now())


def have_follower(config: Config) -> None:
    """Have one process of this node bring its copy forward, where there is one."""
    record = record_of(config)
    if isinstance(record, Follows):
        record.have_follower()
