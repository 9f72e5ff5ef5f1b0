"""Pages of long answers."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from guard_api.actions.pages import Paged
from guard_api.lists.cursor import write_cursor

_Item = TypeVar("_Item")


def page_answer(
    name: str, page: Paged[_Item, Any], present: Callable[[_Item], Mapping[str, object]]
) -> dict[str, object]:
    """Return the items under a name, and in `next` the cursor of the next page, null behind the last one."""
    following = write_cursor(page.next) if page.next is not None else None
    return {name: [present(item) for item in page.items], "next": following}
