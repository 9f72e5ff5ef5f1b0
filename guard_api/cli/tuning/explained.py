"""Recorded cases, explained moment by moment; and what scores have meant."""

import csv
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from guard_api.actions.tuning.calibrate import calibrate as calibrated
from guard_api.actions.tuning.calibrate import outcome_of, rows_of
from guard_api.actions.tuning.explain import explain_recording
from guard_api.actions.tuning.policies import edits_in_force, policy_with
from guard_api.cli.printed import add_row, moment, narrow_table, print_json, print_table
from guard_api.cli.shared import opened, with_database, with_json
from guard_api.cli.tuning.recorded import recording_of, written_in
from guard_api.engine.edits import PolicyEdits
from guard_api.guardbench.cases import BadCase
from guard_api.presenters.explained import explanation_answer
from guard_api.presenters.tuning import calibration_answer


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--case", "name", help="Only the case of this id.")
@with_json
@with_database
def explain(file: Path, name: str | None, database: Path | None, *, as_json: bool) -> None:
    """Explain the recorded cases of FILE: after each check the level, the evidence, and what near misses lacked."""
    services = opened(database)
    policy = policy_with(services, edits_in_force(services))
    recordings = [recording_of(services, one) for one in written_in([file])]
    chosen = [one for one in recordings if name is None or one.id == name]
    if not chosen:
        raise BadCase(f"{file.name}: {name or 'it'}: there is no such case")
    explained = {one.id: explanation_answer(explain_recording(one, policy)) for one in chosen}
    if as_json:
        print_json([{"id": case, "moments": moments} for case, moments in explained.items()])
        return
    for case, moments in explained.items():
        click.echo(f"{case}")
        for one in moments:
            _print(one)


def _print(one: Any) -> None:  # noqa: ANN401 - JSON
    table = narrow_table("what", "why", title=f"{moment(one['as_of'])}  {one['level']}, {one['score']}")
    for match in one["matches"]:
        add_row(table, f"{match['pattern']} {match['score']}", ", ".join(map(_signal, match["evidence"])))
    for match in one["unshown"]:
        add_row(table, f"({match['pattern']} {match['score']})", " ".join(filter(None, (match["why"], match["by"]))))
    for match in one["shadow"]:
        add_row(table, f"[{match['pattern']} {match['score']}]", "only watched")
    for miss in one["near_misses"]:
        add_row(table, f"- {miss['pattern']}", f"lacks {miss['lacking']}: {', '.join(miss['missing']) or '-'}")
    if one["unknown"]:
        add_row(table, "unknown", ", ".join(one["unknown"]))
    print_table(table)


def _signal(signal: Any) -> str:  # noqa: ANN401 - JSON
    until = f"{signal['until']:%H:%M}" if signal["until"] is not None else "now"
    return f"{signal['signal']} {signal['since']:%H:%M}-{until}"


@click.command()
@click.argument("cases", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--csv", "as_csv", is_flag=True, help="Only the counts, as they ship with guard_api.")
@with_json
@with_database
def calibrate(cases: Sequence[Path], database: Path | None, *, as_csv: bool, as_json: bool) -> None:
    """Say how likely fraud is by score and level: by labelled CASES and the policy that ships."""
    services = opened(database)
    policy = policy_with(services, PolicyEdits())
    outcomes = [
        outcome
        for written in written_in(cases)
        if (outcome := outcome_of(recording_of(services, written), policy)) is not None
    ]
    if as_csv:
        rows = csv.DictWriter(sys.stdout, ("score", "level", "frauds", "harmless"), lineterminator="\n")
        rows.writeheader()
        rows.writerows(rows_of(outcomes))
        return
    answer: Any = calibration_answer(calibrated(outcomes))
    if as_json:
        print_json(answer)
        return
    table = narrow_table("score", "probability of fraud", "95 %", "cases")
    for one in answer["steps"]:
        interval = f"{one['low']:.1%} to {one['high']:.1%}"
        add_row(table, f"{one['begin']} to {one['end']}", f"{one['value']:.1%}", interval, f"{one['n']}")
    print_table(table)
