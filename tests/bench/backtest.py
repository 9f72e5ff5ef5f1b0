"""How fast back-tests are, and what the stored policy costs a check: `python -m tests.bench.backtest [CASES]`.

The cases are those of GuardBench, each as often as it takes.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from guard_api.actions.checks.check_call import check_call
from guard_api.actions.checks.observing.check_request import CheckRequest
from guard_api.actions.phones.enrol import new_device
from guard_api.engine.policy import Policy
from guard_api.guardbench.cases import shipped_cases
from guard_api.ports import Device, Services
from tests.support.databases import services_of, unlimited, without_lists

_OTHER = {"patterns": {"screen_share_with_stranger": {"weight": 45}}, "thresholds": {"warning": 55}}
_EACH, _ROUNDS = 40, 60


def many_cases(folder: Path, count: int) -> Path:
    """Write a file of so many cases."""
    found = [
        case
        for file in sorted(Path(str(shipped_cases())).rglob("*.json"))
        for case in json.loads(file.read_bytes())["cases"]
    ]
    cases = [{**case, "id": f"case-{number}"} for number, case in enumerate(islice(cycle(found), count))]
    file = folder / "cases.json"
    file.write_text(json.dumps({"guardbench": 1, "cases": cases}), "utf-8")
    return file


def backtested(folder: Path, count: int) -> tuple[dict[str, Any], float]:
    """Back-test so many cases by the command; give its answer, and how many cases a second that was."""
    cases, other = many_cases(folder, count), folder / "other.json"
    other.write_text(json.dumps(_OTHER), "utf-8")
    command = [sys.executable, "-m", "guard_api", "backtest", "shipped", str(other), str(cases), "--json"]
    began = time.perf_counter()
    done = subprocess.run([*command, "--database", str(folder / "guard.db")], capture_output=True, check=True)
    return json.loads(done.stdout), count / (time.perf_counter() - began)


class ConstantPolicy:
    """What a policy was that nobody could change."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy

    def current(self) -> Policy:
        """Give it."""
        return self._policy


def cost_of_the_stored_policy(folder: Path) -> float:
    """Give how many times the processor's time a check takes with a policy that can be changed, by the best rounds."""
    stored = services_of(unlimited(without_lists(folder / "guard.db")))
    constant = replace(stored, policy=ConstantPolicy(stored.policy.current()))  # type: ignore[arg-type] # all that checks ask
    device = new_device(stored, "CN")
    best = {"stored": float("inf"), "constant": float("inf")}
    timed: dict[str, Callable[[], None]] = {"stored": _checks(stored, device), "constant": _checks(constant, device)}
    for _ in range(_ROUNDS):
        for name, run in timed.items():
            began = time.thread_time()
            run()
            best[name] = min(best[name], time.thread_time() - began)
    return best["stored"] / best["constant"]


def _checks(services: Services, device: Device) -> Callable[[], None]:
    request = CheckRequest(caller_number="0095118", screen_share_active=True, foreground_app="com.icbc")

    def run() -> None:
        for _ in range(_EACH):
            check_call(services, device, request)

    return run


def _main(count: int) -> None:
    with TemporaryDirectory() as folder:
        print(f"a check with the stored policy: {cost_of_the_stored_policy(Path(folder)):.3f} times as long")  # noqa: T201
    with TemporaryDirectory() as folder:
        answer, speed = backtested(Path(folder), count)
        print(f"{answer['cases']} cases back-tested, {speed:.0f} a second: 100,000 in {100_000 / speed:.0f} s")  # noqa: T201


if __name__ == "__main__":
    _main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
