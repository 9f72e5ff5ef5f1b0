"""What two policies make of recorded cases, as people read it."""

from collections.abc import Mapping, Sequence
from typing import Any

import click

from guard_api.cli.printed import add_row, narrow_table, print_table

_SIDES = ("before", "after")
_Answer = Mapping[str, Any]


def print_report(answer: _Answer) -> None:
    """Print all of it."""
    click.echo(f"{answer['cases']} cases: {answer['frauds']} frauds, {answer['harmless']} harmless")
    table = narrow_table("what", *_SIDES)
    for cells in _rows(answer):
        add_row(table, *cells)
    print_table(table)
    for what, gain in (("earlier", answer["won"]), ("later, or not", answer["lost"])):
        if gain["cases"]:
            click.echo(f"{gain['cases']} frauds are warned of {what}: {gain['minutes']} minutes in the middle")
    if answer["changed"]:
        _print_changed(answer["changed"], f"{answer['changing']} cases change")


def _rows(answer: _Answer) -> Sequence[Sequence[str]]:
    lead = answer["lead_minutes"]
    return [
        ["frauds warned of", *(_share(answer["recall"][side]) for side in _SIDES)],
        ["harmless ones warned of", *(_share(answer["false_warnings"][side]) for side in _SIDES)],
        ["minutes before the money, in the middle", *(_text(lead[side]) for side in _SIDES)],
        *([f"{one['of']}: {one['level']}", *(f"{one[side]}" for side in _SIDES)] for one in answer["levels"]),
        *(
            [one["pattern"], *(f"{one[side]}" for side in _SIDES)]
            for one in answer["patterns"]
            if one["before"] != one["after"]
        ),
    ]


def _print_changed(changed: Sequence[_Answer], title: str) -> None:
    table = narrow_table("case", "fraud", *_SIDES, title=title)
    for one in changed:
        add_row(table, one["id"], _text(one["fraud"]), *(_verdict(one[side]) for side in _SIDES))
    print_table(table)


def _share(share: _Answer) -> str:
    return f"{share['hits']}/{share['of']} ({share['low']:.1%} to {share['high']:.1%})" if share["of"] else "-"


def _verdict(verdict: _Answer) -> str:
    lead = verdict["lead_minutes"]
    minutes = [] if lead is None else [f"{lead} minutes before the money"]
    return ", ".join([verdict["level"], *verdict["patterns"], *minutes])


def _text(value: object) -> str:
    return "-" if value is None else str(value)
