"""What a form says of entries: category, label, source, note, and until when they count."""

from flask import request

from guard_api.errors import Invalid
from guard_api.lists.entry import Category
from guard_api.lists.files.cells.cells import LONGEST_NAME, LONGEST_NOTE
from guard_api.web.console import params
from guard_api.web.console.visit import visit

_LENGTHS = {"label": LONGEST_NAME, "source": LONGEST_NAME, "note": LONGEST_NOTE}


def entry_fields(usual: Category) -> dict[str, object]:
    """Return all that a form says of an entry."""
    return {
        "category": params.word(Category, "category") or usual,
        **{name: params.kept(name, longest) for name, longest in _LENGTHS.items()},
        "expires_at": _until(),
    }


def ticked_fields() -> dict[str, object]:
    """Return what a form says of many entries: of each field only where `set_FIELD` was ticked."""
    everything = entry_fields(Category.OTHER)
    return {name: value for name, value in everything.items() if request.form.get(f"set_{name}")}


def _until() -> object:
    """Return the end of the day that was typed, where the person is; None: for good. Raises Invalid for no day."""
    typed, until = params.text("expires_at"), params.end_of("expires_at")
    if typed and until is None:
        raise Invalid(visit().texts.get("console.lists.no_day"))
    return until
