"""The tables, as migrations: functions that are never edited once released, only followed by new ones."""

from collections.abc import Callable, Sequence

from sqlite_utils import Database as Tables

from guard_api.store.sqlite.schema.first_release import FIRST_RELEASE
from guard_api.store.sqlite.schema.steps.accounts import (
    accounts,
    apps_of_organizations,
    recorded,
    retention,
    timelines_apart,
)
from guard_api.store.sqlite.schema.steps.circle import circle
from guard_api.store.sqlite.schema.steps.imports import import_modes, import_nodes, imported_files, subscriptions
from guard_api.store.sqlite.schema.steps.lists import found_and_counted, sources
from guard_api.store.sqlite.schema.steps.people import day_counts, people
from guard_api.store.sqlite.schema.steps.tuning import tuning

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
