"""What is wrong with an installation, or soon will be, and what to do about it."""

from collections.abc import Sequence
from datetime import datetime
from ipaddress import IPv4Network, IPv6Network

from guard_api.actions.operate import database_checks, machine_checks, service_checks
from guard_api.actions.operate.finding import Finding, Verdict
from guard_api.ports.operate.installation import Facts, Installation

_ORDER = tuple(Verdict)
_CODES = {Verdict.OK: 0, Verdict.UNKNOWN: 0, Verdict.WARNING: 1, Verdict.ERROR: 2}


def examine(
    installation: Installation, now: datetime, trusted: Sequence[IPv4Network | IPv6Network], mine: str | None
) -> Sequence[Finding]:
    """Look at an installation and return what each check finds; `mine` is which of its files we may not write."""
    return findings_of(installation.facts(now), now, trusted, mine)


def findings_of(
    facts: Facts, now: datetime, trusted: Sequence[IPv4Network | IPv6Network], mine: str | None
) -> Sequence[Finding]:
    """Return what each check makes of the facts."""
    return [
        *database_checks.database(facts),
        *database_checks.integrity(facts),
        *database_checks.leftovers(facts),
        *database_checks.permissions(facts, mine),
        *machine_checks.disk(facts),
        *machine_checks.sqlite(facts),
        *machine_checks.clock(facts, now),
        *machine_checks.limits(facts),
        *service_checks.server(facts),
        *service_checks.valkey(facts),
        *service_checks.deliveries(facts.database.undelivered, now),
        *service_checks.proxies(facts, trusted),
        *service_checks.reference(facts, now),
        *service_checks.backup(facts, now),
    ]


def worst_of(findings: Sequence[Finding]) -> Verdict:
    """Return the worst verdict of all; what is unknown is no worse than what is well."""
    worst = max((finding.verdict for finding in findings), key=_ORDER.index, default=Verdict.OK)
    return worst if _CODES[worst] else Verdict.OK


def exit_code(findings: Sequence[Finding]) -> int:
    """Return 0 where all is well, 1 for warnings, 2 for errors."""
    return _CODES[worst_of(findings)]
