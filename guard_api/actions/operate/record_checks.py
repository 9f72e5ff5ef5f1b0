"""What is wrong with a record that is kept on another machine."""

from collections.abc import Iterator

from guard_api.actions.operate.finding import Finding, error, ok
from guard_api.actions.operate.service_checks import deliveries
from guard_api.errors import GuardError
from guard_api.ports import Services

_ABOUT = "record"


def record(services: Services, place: str) -> Iterator[Finding]:
    """Say whether a record can be reached, has the tables of this program, and what is on its way to guardians."""
    try:
        left = services.migrations.pending()
        if left:
            yield error(_ABOUT, f"its tables are {len(left)} versions behind", "Run guard-api migrate.")
            return
        yield ok(_ABOUT, f"{place} answers")
        yield from deliveries(services.state.records().undelivered, services.clock())
    except GuardError as failed:
        yield error(_ABOUT, f"{place}: {failed}", "Phones are answered from the copy, and answers degraded.")
