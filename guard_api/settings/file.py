"""Settings in a file of TOML, as text: who reads the environment reads them the same way."""

import tomllib
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

_PREFIX = "guard_"
_WORDS = {str: "a text in quotes", int: "a whole number", float: "a number"}


def read_settings(file: Path, types: Mapping[str, type]) -> tuple[Mapping[str, str], Sequence[str]]:
    """Return what a file sets, by the names of `types`, and everything that is wrong with it, one sentence each."""
    try:
        table = tomllib.loads(file.read_bytes().decode())
    except OSError as error:
        return {}, [f"{file}: cannot be read: {error.strerror}"]
    except UnicodeDecodeError:
        return {}, [f"{file}: is not UTF-8, as TOML has to be"]
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return {}, [f"{file}: is not TOML: {error}"]
    texts: dict[str, str] = {}
    faults = []
    for key, value in table.items():
        name = key.lower().removeprefix(_PREFIX)
        fault = _fault_of(value, name, types) or ("is set twice" if name in texts else None)
        if fault is not None:
            faults.append(f"{file}: {key} {fault}")
        else:
            texts[name] = str(value)
    return texts, faults


def _fault_of(value: object, name: str, types: Mapping[str, type]) -> str | None:
    if name not in types:
        near = get_close_matches(name, types, n=1)
        return f"is no setting{f'; did you mean {near[0]}?' if near else ''}"
    wanted = types[name]
    allowed = (int, float) if wanted is float else (wanted,)
    if isinstance(value, bool) or not isinstance(value, allowed):
        return f"must be {_WORDS[wanted]}, not {_shown(value)}"
    return None


def _shown(value: object) -> str:
    """Say what somebody wrote, where that is short."""
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value) if isinstance(value, str | int | float) else f"a TOML {type(value).__name__}"
