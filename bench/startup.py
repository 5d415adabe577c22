"""Bench: what a person waits before anything can happen, in bare interpreters: `rules list`, everybody's verdict.

    python -m bench.startup

Aims: `rules list` at most 15 bare interpreters, `check` of a school of 600 at most 40, the key of its passphrase
counted out: deriving that takes half a second by design. Each is a new process, warmed up once, in turns with the bare
one, so that a busy moment of the machine falls on all alike.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROUNDS = 9
AIMS = {"rules list": 15, "check": 40}


def seconds(words: list[str], kept: dict[str, str]) -> float:
    """One start of a fresh process, to its end."""
    began = time.perf_counter()
    done = subprocess.run([sys.executable, *words], env=kept, capture_output=True, check=False)
    assert done.returncode in (0, 1), done.stderr.decode()
    return time.perf_counter() - began


def derived(path: Path) -> float:
    """The seconds a key takes, in this process."""
    from schoolprep import demo  # noqa: PLC0415
    from schoolprep.store import Key, salt_of  # noqa: PLC0415

    began = time.perf_counter()
    Key.of_passphrase(demo.PASSPHRASE, salt_of(path))
    return time.perf_counter() - began


def main() -> None:
    """Measure and print."""
    from bench.school import workspace  # noqa: PLC0415
    from schoolprep import demo  # noqa: PLC0415

    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    kept["SCHOOLPREP_PASSPHRASE"] = demo.PASSPHRASE
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.schoolprep"
        workspace(path, 600).close()
        kept["PYTHONPATH"] = str(Path(__file__).parents[1])
        kept["PYTHONPYCACHEPREFIX"] = str(Path(folder) / "compiled")  # as where it was started before
        program = ["-P", "-m", "schoolprep"]
        starts = {
            "bare": ["-c", "pass"],
            "rules list": [*program, "rules", "list"],
            "check": [*program, "check", "--file", str(path), "--on", demo.ON.text()],
        }
        took: dict[str, list[float]] = {name: [] for name in starts}
        keys = []
        for _ in range(ROUNDS + 1):
            for name, words in starts.items():
                took[name].append(seconds(words, kept))
            keys.append(derived(path))
    bare, key = median(took["bare"][1:]), median(keys[1:])
    print(f"bare interpreter {bare * 1000:.0f} ms, key {key * 1000:.0f} ms")
    for name, aim in AIMS.items():
        whole = median(took[name][1:])
        own = whole - (key if name == "check" else 0)
        print(
            f"{name:12} {own * 1000:6.0f} ms  {own / bare:5.1f} ×  aim ≤ {aim} ×   (whole {whole * 1000:.0f} ms)"
        )


if __name__ == "__main__":
    main()
