"""What wakes the main process: signals set it at any moment, from within each other's handlers, too."""

import signal
import subprocess
import sys

import pytest

from guard_api.serving.supervisor import Interrupt

STORM = """
import os, signal, subprocess, sys, time
from guard_api.serving.supervisor import Interrupt
interrupt, count = Interrupt(), 0
def handler(*_):
    global count
    count += 1
    interrupt.set()
for each in (signal.SIGUSR1, signal.SIGUSR2):
    signal.signal(each, handler)
others = f"import os, time\\nfor _ in range(10_000): os.kill({os.getpid()}, NUMBER); time.sleep(0.00001)"
storms = [
    subprocess.Popen([sys.executable, "-c", others.replace("NUMBER", str(int(each)))])
    for each in (signal.SIGUSR1, signal.SIGUSR2)
]
while None in [storm.poll() for storm in storms]:
    interrupt.wait(0.001)
    interrupt.clear()
print("heard" if count else "deaf")
"""


def test_it_is_set_cleared_and_waited_for_as_an_event() -> None:
    interrupt = Interrupt()
    assert (interrupt.is_set(), interrupt.wait(0)) == (False, False)
    interrupt.set()
    interrupt.set()
    assert (interrupt.is_set(), interrupt.wait(), interrupt.wait(0)) == (True, True, True)
    interrupt.clear()
    assert (interrupt.is_set(), interrupt.wait(0.001)) == (False, False)


@pytest.mark.skipif(not hasattr(signal, "SIGUSR1"), reason="Windows has no such signals")
def test_signals_that_come_while_it_is_set_and_cleared_hang_nobody_up() -> None:
    storm = subprocess.run([sys.executable, "-c", STORM], capture_output=True, text=True, timeout=60, check=True)
    assert storm.stdout == "heard\n"
