"""What a form says of entries: category, label, source, note, and until when they count."""

from flask import request

from guard_api.errors import Invalid
from guard_api.lists.entry import Category
from guard_api.lists.files.cells.cells import LONGEST_NAME, LONGEST_NOTE
from guard_api.web.console import asked
from guard_api.web.console.visit import visit

_LENGTHS = {"label": LONGEST_NAME, "source": LONGEST_NAME, "note": LONGEST_NOTE}


def said(usual: Category) -> dict[str, object]:
    """Return all that a form says of an entry."""
    return {
        "category": asked.word(Category, "category") or usual,
        **{name: asked.kept(name, longest) for name, longest in _LENGTHS.items()},
        "expires_at": _until(),
    }


def said_of_many() -> dict[str, object]:
    """Return what a form says of many entries: of each field only where `set_FIELD` was ticked."""
    everything = said(Category.OTHER)
    return {name: value for name, value in everything.items() if request.form.get(f"set_{name}")}


def _until() -> object:
    """Return the end of the day that was typed, where the person is; None: for good. Raises Invalid for no day."""
    typed, until = asked.text("expires_at"), asked.end_of("expires_at")
    if typed and until is None:
        raise Invalid(visit().texts.get("console.lists.no_day"))
    return until
