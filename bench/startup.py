"""Bench: what a person waits before anything can happen: bare Python, the core, with Excel, with Qt."""

import statistics
import subprocess
import sys
import time

ROUNDS = 9
STARTS = {
    "python": "pass",
    "core": "import schoolprep",
    "core + excel": "import schoolprep, openpyxl",
    "core + excel + qt": "import schoolprep, openpyxl; from PySide6.QtWidgets import QApplication; QApplication([])",
}


def seconds(code: str) -> float:
    """One start of a fresh process, to its end."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - began


def main() -> None:
    """Takes turns, so that a busy moment of the machine falls on all alike; prints the medians."""
    took: dict[str, list[float]] = {name: [] for name in STARTS}
    for _ in range(ROUNDS):
        for name, code in STARTS.items():
            took[name].append(seconds(code))
    for name, times in took.items():
        print(f"{name:20} {statistics.median(times):.3f} s")


if __name__ == "__main__":
    main()
