"""The ports of tuning, all on one database; phones are judged by a copy of it."""

from typing import TypedDict

from guard_api.engine.policy import Policy
from guard_api.ports.backtests import Backtests
from guard_api.ports.phones.feedback import FeedbackBox
from guard_api.ports.policy import Policies
from guard_api.store.engine import Database
from guard_api.store.sql.tuning.backtests import SqlBacktests
from guard_api.store.sql.tuning.feedback import SqlFeedbackBox
from guard_api.store.sql.tuning.policies import SqlPolicies


class TuningPorts(TypedDict):
    """What actions need to tune patterns and to hear what people say of warnings."""

    policy: Policies
    feedback: FeedbackBox
    backtests: Backtests


def tuning_ports(database: Database, copy: Database, shipped: Policy) -> TuningPorts:
    """Make all of them on one database, over the policy that ships; `copy` may be the database itself."""
    return {
        "policy": SqlPolicies(database, copy, shipped),
        "feedback": SqlFeedbackBox(database),
        "backtests": SqlBacktests(database),
    }
