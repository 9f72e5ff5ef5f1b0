"""The ports of the circle, all on one database."""

from typing import TypedDict

from guard_api.ports.circle.alerts import Alerts
from guard_api.ports.circle.deliveries import Deliveries, Endpoints
from guard_api.ports.circle.links import Links
from guard_api.store.engine import Database
from guard_api.store.sql.circle.alerts import SqlAlerts
from guard_api.store.sql.circle.deliveries import SqlDeliveries
from guard_api.store.sql.circle.endpoints import SqlEndpoints
from guard_api.store.sql.circle.links import SqlLinks


class CirclePorts(TypedDict):
    """What actions need of circles."""

    links: Links
    alerts: Alerts
    endpoints: Endpoints
    deliveries: Deliveries


def circle_ports(database: Database) -> CirclePorts:
    """Make all of them on one database."""
    return {
        "links": SqlLinks(database),
        "alerts": SqlAlerts(database),
        "endpoints": SqlEndpoints(database),
        "deliveries": SqlDeliveries(database),
    }
