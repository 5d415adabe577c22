"""What a process of the program keeps from others: tried in processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

if sys.platform != "linux":
    pytest.skip("limits and prctl as Linux has them", allow_module_level=True)

ASK = """
import ctypes, json, os, resource, subprocess, sys
from schoolprep.commands.guard import given, stand_guard
stand_guard()
child = subprocess.run([sys.executable, "-c", "import os; print('SCHOOLPREP_PASSPHRASE' in os.environ)"],
                       capture_output=True, text=True)
print(json.dumps({
    "core": resource.getrlimit(resource.RLIMIT_CORE),
    "dumpable": ctypes.CDLL(None).prctl(3, 0, 0, 0, 0),
    "given": given("SCHOOLPREP_PASSPHRASE"),
    "child": child.stdout.strip(),
}))
"""


def test_no_dump_and_no_secret_for_children() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        env={**os.environ, "SCHOOLPREP_PASSPHRASE": "correct horse"},
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout)
    assert told == {"core": [0, 0], "dumpable": 0, "given": "correct horse", "child": "False"}
