"""Three days in a new school, in one go: nobody is stranded, no day is cut, whatever one reads is in words.

First start, a roster, a slip undone, the power cut; the passphrase forgotten; an illness, an outbreak, the way back.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.gui.frame import three_days


@pytest.mark.usefixtures("qapp")
def test_three_days_in_a_new_school(tmp_path: Path) -> None:
    (tmp_path / "hidden").mkdir()
    code = tmp_path / "code.txt"
    first = subprocess.run(
        [sys.executable, "-m", three_days.__name__, str(tmp_path), str(code)],
        check=False,
        capture_output=True,
    )
    assert first.returncode == three_days.CUT, first.stderr.decode("utf-8", "replace")
    three_days.the_rest(tmp_path, code)
    QApplication.processEvents()
