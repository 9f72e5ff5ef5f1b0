"""What a view asks of who wants it: each says so itself, and one that says nothing is refused when the app is made."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from guard_api.ports.people.people import Role

_View = TypeVar("_View", bound=Callable[..., Any])
_FORM = 1 << 20
"""Bytes of a form, where a view says nothing else."""


@dataclass(frozen=True, slots=True)
class Needs:
    """The least role, None: nobody need be logged in; whether who they are must have been proved lately; bytes read.

    `secured`: they must have set up a second thing to prove it with.
    """

    role: Role | None
    step_up: bool = False
    max_bytes: int = _FORM
    secured: bool = True


_NEEDS: dict[Callable[..., Any], Needs] = {}


def needs(
    role: Role | None, *, step_up: bool = False, max_bytes: int = _FORM, secured: bool = True
) -> Callable[[_View], _View]:
    """Declare what a view needs; stands under the route: `@screen.get("/lists")`, then `@needs(Role.VIEWER)`."""

    def declare(view: _View) -> _View:
        _NEEDS[view] = Needs(role, step_up, max_bytes, secured)
        return view

    return declare


def needs_of(view: Callable[..., Any]) -> Needs:
    """Return what a view needs. Raises KeyError where it does not say."""
    return _NEEDS[view]
