"""The process that follows: started from amid threads that are at work, gone with the worker that has started it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.servers import wait_for

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked at as Linux shows them")

WORKER = """
import sys, threading, time
from pathlib import Path
from guard_api.store.copy import process
from guard_api.store.sqlite.database import Database, Durability

process._COMMAND = (sys.executable, "-c", "import sys; {program}")
database = Database(Path(sys.argv[1]) / "guard.db", 5)
database.connection(Durability.FULL)

def work():
    own = database.connection(Durability.NORMAL)
    own.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n").fetchall()

for _ in range(4):
    threading.Thread(target=work, daemon=True).start()
time.sleep(0.5)
process.have_follower(Path(sys.argv[1]) / "copy.db")
time.sleep(600)
"""
"""A worker whose threads are amid statements without end, so that they hold the locks of their connections."""


def started(folder: Path, program: str) -> "subprocess.Popen[bytes]":
    script = WORKER.replace("{program}", program)
    return subprocess.Popen([sys.executable, "-c", script, str(folder)])


def is_at(pid: int, word: bytes) -> bool:
    try:
        return word in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


@pytest.mark.slow("a process whose threads keep the cores busy")
def test_it_starts_while_other_threads_hold_locks_and_it_ends_with_its_worker(tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    follower = (
        f"import os, time; from guard_api.store.copy.process import end_with; end_with(int(sys.argv[-1]));"
        f" open('{ready}.new', 'w').write(str(os.getpid())); os.rename('{ready}.new', '{ready}'); time.sleep(600)"
    )
    with started(tmp_path, follower) as worker:
        try:
            wait_for(ready.exists)
        finally:
            worker.send_signal(signal.SIGKILL)
    pid = int(ready.read_text())
    wait_for(lambda: not is_at(pid, b"end_with"))


def test_one_whose_worker_has_gone_already_ends_at_once(tmp_path: Path) -> None:
    nobody = os.fork()
    if nobody == 0:
        os._exit(0)
    os.waitpid(nobody, 0)
    program = f"from guard_api.store.copy.process import end_with; end_with({nobody}); print('it goes on')"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == ""
