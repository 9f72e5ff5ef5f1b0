"""The service: the server at work, the proxies in front of it, its reference data, its backups."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from ipaddress import IPv4Network, IPv6Network, ip_address

from guard_api.actions.operate.finding import Finding, error, ok, unknown, warning
from guard_api.ports.operate.installation import Facts
from guard_api.ports.operate.state import Undelivered

_OLD_REFERENCE = timedelta(days=365)
_NOT_SENT, _NOT_TAKEN = timedelta(minutes=2), timedelta(hours=1)
"""How late an event may be sent, and how long endpoints may not take it, before that is a fault."""
_LATE, _OLD = 2, 7
"""How many times as old as it should be a backup is late, and is an error."""


def server(facts: Facts) -> Iterator[Finding]:
    """Whether the server that is at work is ready."""
    it, about = facts.server, "server"
    which = f" (process {it.pid})" if it.pid is not None else ""
    if not it.at_work:
        yield ok(about, "none is at work on this database")
    elif it.ready:
        yield ok(about, f"it is at work{which} and ready")
    elif it.ready is None:
        text = f"one is at work{which}, and does not answer where these settings say (GUARD_HOST, GUARD_PORT)"
        yield unknown(about, text, "Ask with the settings of the server.")
    else:
        yield error(about, f"it is at work{which}, and its stores are not ready", "Look into its log.")


def valkey(facts: Facts) -> Iterator[Finding]:
    """Whether the Valkey of several servers answers, and will go on when a part of it fails."""
    it, about = facts.valkey, "valkey"
    if it is None:
        return
    for fault in it.faults:
        yield error(about, fault, "Checks are answered without, `degraded`. See the guide `cluster`.")
    for advice in it.advice:
        yield warning(about, advice, "See the guide `cluster`.")
    if not it.faults and not it.advice:
        yield ok(about, "all of it answers, and takes what is written")


def deliveries(it: Undelivered | None, now: datetime) -> Iterator[Finding]:
    """Whether guardians are told of alarms, as far as that is the server's: who waits for them tells himself."""
    about = "deliveries"
    if it is None:
        return
    waiting = f"{it.waiting:,} events" if it.waiting != 1 else "one event"
    if it.due is not None and now - it.due > _NOT_SENT:
        text = f"alarms are not sent: {waiting} on the way, and the next one is {_span(now - it.due)} late"
        yield error(about, text, "Is a server at work? Its log says why it sends nothing.")
    elif it.failing and it.oldest is not None and now - it.oldest > _NOT_TAKEN:
        where = f"{it.failing:,} endpoints" if it.failing != 1 else "one endpoint"
        text = f"{where} of guardians took no alarm, some for {_span(now - it.oldest)}; {waiting} on the way"
        remedy = (
            "Is the way out open, and GUARD_OUTGOING_NETWORKS right? Else it is for those whose endpoints they are."
        )
        yield warning(about, text, remedy)
    else:
        yield ok(about, f"{waiting} on the way to guardians, {it.given_up:,} given up within a week")


def proxies(facts: Facts, trusted: Sequence[IPv4Network | IPv6Network]) -> Iterator[Finding]:
    """Whether the addresses that limits count by are those of clients."""
    about = "proxies"
    everybody = [str(network) for network in trusted if network.prefixlen == 0]
    strangers = [address for address in facts.forwarders if not _trusts(trusted, address)]
    near = [address for address in strangers if not ip_address(address).is_global]
    if everybody:
        text = f"{' and '.join(everybody)} is trusted: anybody may pretend to have any address"
        yield error(about, text, "GUARD_TRUSTED_PROXIES names the addresses of your proxies alone.")
    if near:
        text = f"X-Forwarded-For comes from {', '.join(near)}, which is not trusted: all behind it count as one address"
        yield warning(about, text, f"If that is your proxy, set GUARD_TRUSTED_PROXIES={','.join(near)}.")
    elif strangers:
        text = f"X-Forwarded-For comes from {', '.join(strangers)}, which is not trusted"
        yield unknown(about, text, "Trust it if it is your proxy; anybody can send that.")
    elif not everybody:
        yield ok(about, "nobody who is not trusted sends X-Forwarded-For")


def _trusts(trusted: Sequence[IPv4Network | IPv6Network], address: str) -> bool:
    return any(ip_address(address) in network for network in trusted)


def reference(facts: Facts, now: datetime) -> Iterator[Finding]:
    """Whether official numbers and names were loaded, and lately."""
    it, about = facts.database, "reference"
    if not it.tables or it.schema is None:
        return
    if it.reference_revision is None:
        yield warning(about, "organizations and official numbers were never loaded", "Do: guard-api load-lists")
    elif it.reference_loaded is None:
        yield unknown(about, "an earlier version has loaded it, and did not write down when")
    elif now - it.reference_loaded > _OLD_REFERENCE:
        text = f"organizations and official numbers are of {it.reference_loaded:%Y-%m-%d}"
        yield warning(about, text, "Update guard_api, or your own lists, and do: guard-api load-lists")
    else:
        yield ok(about, f"loaded at {it.reference_loaded:%Y-%m-%d %H:%M} UTC")


def backup(facts: Facts, now: datetime) -> Iterator[Finding]:
    """Whether there is a backup, and a new one."""
    it, about = facts.backup, "backup"
    if it.folder is None:
        yield unknown(about, "GUARD_BACKUP_TO is not set: backups that are made otherwise cannot be seen here")
    elif not it.exists:
        yield error(about, f"there is no folder {it.folder}", "Make it, for the server's user, or set GUARD_BACKUP_TO.")
    elif it.newest is None:
        yield warning(about, f"{it.folder} holds none of this database", f"Do: guard-api backup --to {it.folder}")
    elif (age := now - it.newest) > _LATE * it.every:
        finding = error if age > _OLD * it.every else warning
        text = (
            f"the newest is of {it.newest:%Y-%m-%d %H:%M} UTC, {_span(age)} old, and one is due every {_span(it.every)}"
        )
        yield finding(about, text, "Look into the log of the server that makes them.")
    else:
        yield ok(about, f"the newest is of {it.newest:%Y-%m-%d %H:%M} UTC")


def _span(time: timedelta) -> str:
    """Return a time as people say it, in whole days, hours or minutes."""
    for unit, name in ((timedelta(days=1), "days"), (timedelta(hours=1), "hours")):
        if time >= 2 * unit:
            return f"{time // unit} {name}"
    return f"{time // timedelta(minutes=1)} minutes"
