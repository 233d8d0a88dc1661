"""Processes that print end with the one that asked, also when that is killed."""

import subprocess
import sys
import time
from pathlib import Path

PATIENCE = 60
ASKING = """
import sys
from datetime import UTC, datetime
from multiprocessing import active_children
from pathlib import Path
from labelapp.documents.presses import Presses, Sheet
from tests.documents.samples import GOLD
from tests.settings import test_settings

if __name__ == "__main__":
    presses = Presses(test_settings("sqlite:///unused.db", Path(sys.argv[1])), 1)
    content = presses.begin(Sheet(GOLD), datetime.now(UTC)).result()
    (Path(sys.argv[1]) / "sheet.pdf").write_bytes(content)
    print(active_children()[0].pid, flush=True)
    sys.stdin.read()
"""


def test_process_that_prints_ends_when_the_one_that_asked_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "asking.py"
    script.write_text(ASKING)
    asking = subprocess.Popen(
        [sys.executable, str(script), str(tmp_path)],
        env={"PYTHONPATH": str(Path(__file__).parents[2])},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert asking.stdout
    printing = Path("/proc") / asking.stdout.readline().strip()
    assert asking.poll() is None
    assert printing.exists()
    assert b"ETSI.CAdES.detached" in (tmp_path / "sheet.pdf").read_bytes(), "printed and sealed"
    asking.kill()
    asking.communicate()
    deadline = time.monotonic() + PATIENCE
    while printing.exists():
        assert time.monotonic() < deadline, "it waits for ever for somebody who is gone"
        time.sleep(0.05)
