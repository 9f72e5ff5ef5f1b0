"""Pasted lines, as every face shows them."""

from collections.abc import Sequence

from guard_api.actions.lists.history import DescribedChange
from guard_api.actions.lists.pasted import ReadLine
from guard_api.presenters.lists.changes import change_answer


def lines_answer(lines: Sequence[ReadLine], made: DescribedChange | None) -> dict[str, object]:
    """Return what was made of each line, and the change that lists what is new."""
    return {"lines": [_line(one) for one in lines], "change": change_answer(made) if made is not None else None}


def _line(one: ReadLine) -> dict[str, object]:
    in_the_way = one.standing or one.allowed
    return {
        "line": one.line,
        "written": one.written,
        "state": one.state,
        "id": one.key.id if one.key is not None else None,
        "reason": one.rejected.reason if one.rejected is not None else "",
        "in_the_way": in_the_way.key.id if in_the_way is not None else None,
        "covers": one.covers if one.key is not None else None,
    }
