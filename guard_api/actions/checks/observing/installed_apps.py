"""Apps that were newly installed -> observations: whose they are, whom they imitate, and where they came from."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from msgspec import Struct

from guard_api.apps.app import App, AppCategory
from guard_api.apps.origin import AppSource
from guard_api.apps.reading import AppReader
from guard_api.engine.observations import AppInstalled
from guard_api.engine.vocabulary import Right
from guard_api.ports import Reference

_RIGHTS = frozenset(Right)


class InstalledApp(Struct, frozen=True, kw_only=True):
    """An app that was newly installed, as far as the phone knows it."""

    package: str | None = None
    label: str | None = None
    source: AppSource | None = None
    installer: str | None = None
    signer_sha256: str | None = None
    gained: Sequence[str] | None = None


def installed_apps(
    installed: Sequence[str | InstalledApp], reference: Reference, at: datetime
) -> Iterator[AppInstalled]:
    """Give what may matter of the apps that were told of: of others, and of all labels, nothing is kept."""
    reader = AppReader(reference.apps, reference.directory, reference.claims)
    for one in installed:
        app = one if isinstance(one, InstalledApp) else InstalledApp(package=one)
        seen = _seen(reader, app, at)
        if seen.sharing or seen.loan or seen.brought or seen.imitates or seen.gained:
            yield seen


def _seen(reader: AppReader, app: InstalledApp, at: datetime) -> AppInstalled:
    package = app.package or ""
    facts = reader.read(package, app.label, app.source, app.installer, app.signer_sha256)
    return AppInstalled(
        at=at,
        package=package,
        sharing=facts.can_share,
        loan=App(facts.category).category == AppCategory.LOAN_FINANCE,
        brought=facts.from_store is False,
        sent=facts.is_sent,
        bait=facts.is_bait,
        imitates=facts.imitates or None,
        gained=tuple(Right(right) for right in dict.fromkeys(app.gained or ()) if right in _RIGHTS),
    )
