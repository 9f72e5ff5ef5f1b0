"""Labelled timelines: their format, of which `cases.schema.json` is made, and how they are read.

A file holds `{"guardbench": 1, "cases": [...]}`. Times are minutes from a case's beginning, in checks too: -1440 as
`contact_added_at` is a day before it.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Any

from msgspec import DecodeError, Meta, Struct
from msgspec.json import Decoder, schema

from guard_api.errors import GuardError

VERSION = 1
"""Of the format. A program reads its own and older ones."""


class BadCase(GuardError):
    """A file of cases that cannot be read, with the reason."""


class Label(StrEnum):
    """What happened: an adversarial fraud is one whose makers know the guard."""

    FRAUD = "fraud"
    HARMLESS = "harmless"
    ADVERSARIAL = "adversarial"


class Sensors(StrEnum):
    """What the phone can tell: everything, what an Android version lets it know, or what needs no permission."""

    FULL = "full"
    API35 = "api35"
    API31 = "api31"
    API29 = "api29"
    NO_PERMISSIONS = "no_permissions"


class By(StrEnum):
    """Who told it: the phone saw it, or the person typed, shared or scanned it, which every phone can tell."""

    PHONE = "phone"
    PERSON = "person"


Minute = Annotated[float, Meta(ge=0, description="Minutes from the beginning of the case.")]
Line = Annotated[str, Meta(min_length=1, max_length=200)]


class Step(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One check that the phone sends."""

    minute: Minute
    check: Annotated[
        dict[str, Any],
        Meta(
            min_length=1,
            description="The body of POST /v1/checks; times in it are minutes from the beginning of the case.",
        ),
    ]
    by: By = By.PHONE


class Case(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A labelled timeline of one phone."""

    id: Annotated[str, Meta(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
    title: Line
    label: Label
    kind: Annotated[
        str, Meta(pattern="^[a-z0-9]+(_[a-z0-9]+)*$", max_length=32, description="The routine, or the walk of life.")
    ]
    source: Annotated[Line, Meta(description="An address, a notice or report that can be found, or: made up.")]
    region: Annotated[str, Meta(pattern="^[A-Z]{2}$", description="Of the phone: ISO 3166-1.")]
    steps: Annotated[tuple[Step, ...], Meta(min_length=1, description="In the order of time.")]
    hours: Annotated[float, Meta(gt=0, le=16, description="How long the phone is looked at, in hours.")]
    money_at: Annotated[Minute | None, Meta(description="When the first money goes. Frauds have it, and no other.")] = (
        None
    )
    own_numbers: tuple[str, ...] = ()
    ambiguous: Annotated[
        bool, Meta(description="Harmless, but all that a phone sees of it is what a fraud shows: counted apart.")
    ] = False
    sensors: Sensors = Sensors.FULL

    @property
    def is_fraud(self) -> bool:
        """Whether somebody is robbed."""
        return self.label is not Label.HARMLESS


class CaseFile(Struct, frozen=True, forbid_unknown_fields=True):
    """A file of cases."""

    guardbench: Annotated[int, Meta(ge=1, le=VERSION, description="The version of this format.")]
    cases: tuple[Case, ...]


class _Versioned(Struct):
    guardbench: int


_file, _versioned = Decoder(CaseFile), Decoder(_Versioned)


def read_cases(text: bytes, name: str) -> Sequence[Case]:
    """Read a file of cases. Raises BadCase with a line that says where it is wrong and why."""
    try:
        version = _versioned.decode(text).guardbench
        if version > VERSION:
            raise BadCase(f"{name}: is of version {version} of the format, newer than {VERSION}, which is read here")
        cases = _file.decode(text).cases
    except (DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadCase(f"{name}: {error}") from error
    for case in cases:
        fault = _fault(case)
        if fault is not None:
            raise BadCase(f"{name}: {case.id}: {fault}")
    return cases


def _fault(case: Case) -> str | None:
    """Say what the schema alone cannot."""
    minutes = [step.minute for step in case.steps]
    if minutes != sorted(minutes):
        return "its steps are not in the order of time"
    if minutes[-1] > case.hours * 60:
        return "its last step comes after its hours"
    if case.is_fraud and not case.money_at:
        return "a fraud must say when the first money goes"
    if case.is_fraud and case.ambiguous:
        return "only what is harmless can be ambiguous"
    if not case.is_fraud and case.money_at is not None:
        return "what is harmless has no time at which the money of a fraud goes"
    return None


def read_folder(folder: Traversable) -> Sequence[Case]:
    """Read all files of cases of a folder and below it. Raises BadCase, also where an id stands twice."""
    found: dict[str, Case] = {}
    for name, text in _texts(folder):
        for case in read_cases(text, name):
            if case.id in found:
                raise BadCase(f"{name}: {case.id}: another case has this id")
            found[case.id] = case
    if not found:
        raise BadCase(f"{folder}: holds no cases")
    return tuple(found.values())


def _texts(folder: Traversable, path: str = "") -> Iterator[tuple[str, bytes]]:
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
        for entry in entries:
            name = f"{path}{entry.name}"
            if entry.is_dir():
                yield from _texts(entry, f"{name}/")
            elif name.endswith(".json"):
                yield name, entry.read_bytes()
    except OSError as error:
        raise BadCase(f"{folder}: {error.strerror}") from error


def shipped_cases() -> Traversable:
    """Find the cases: inside the installed package, or beside it in a checkout."""
    installed = files("guard_api.guardbench") / "timelines"
    return installed if installed.is_dir() else Path(str(files("guard_api"))).parent / "tests" / "guardbench" / "cases"


def json_schema() -> dict[str, Any]:
    """Give the JSON Schema of a file of cases."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"GuardBench cases, version {VERSION}",
        **schema(CaseFile),
    }
