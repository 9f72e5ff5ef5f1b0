"""The policy that decisions go by."""

from typing import Protocol

from guard_api.engine.policy import Policy, policy_of
from guard_api.patterns import PATTERNS


class Policies(Protocol):
    """Where the policy comes from."""

    def current(self) -> Policy:
        """Return the policy in force."""
        ...


class ShippedPolicy:
    """The port `Policies` as a constant: every pattern that ships, as its file has it."""

    def __init__(self, content: str = "") -> None:
        """Make it once; `content` names what texts and links are read by."""
        self._policy = policy_of(PATTERNS, content)

    def current(self) -> Policy:
        """Return the policy in force."""
        return self._policy
