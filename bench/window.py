"""Bench: what somebody at a school of 5,000 people waits for: the start, a key in the filter, a changed record.

    python -m bench.window [PEOPLE]

Aims: usable within twice what a process takes that shows an empty Qt window and reads the file's records; every key
on the screen within 100 ms, a changed record's verdict within 50 ms. Both starts are those of new processes, in turns,
from the first instruction to the painted window; making the key of the passphrase takes half a second of each by
design and is counted out.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from importlib.resources import files
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from forms.frame.window import Window
    from forms.people.page import PeoplePage

PEOPLE = 5_000
STARTS = 5
CHANGES = 15
TYPED = ("wang", "hm", "七年级1", "1408", "zh")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def show(path: Path, folder: Path) -> tuple[QApplication, Window, float]:
    """The real window on the workspace, as `schoolprep open` shows it, painted; and the seconds the key took."""
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - what the start is measured for

    from forms.frame import app as shown  # noqa: PLC0415
    from forms.frame.surroundings import Surroundings  # noqa: PLC0415
    from forms.frame.window import Window, dress  # noqa: PLC0415
    from forms.pages.asking import FileDialogs  # noqa: PLC0415
    from forms.words import dates, tr  # noqa: PLC0415
    from schoolprep import demo  # noqa: PLC0415
    from schoolprep.desk import Data, Desk  # noqa: PLC0415
    from schoolprep.store import Key, Store, Who, salt_of  # noqa: PLC0415

    app = QApplication(["bench"])
    dress("light")
    tr.speak(app, "zh")
    data = Data(files("exports") / "layouts", files("forms") / "grid" / "purposes")
    began = time.perf_counter()
    key = Key.of_passphrase(demo.PASSPHRASE, salt_of(path))
    keyed = time.perf_counter() - began
    who = Who("bench", "bench")
    window = Window(
        Surroundings(
            data,
            who,
            dates.now,
            shown.pages(),
            lambda: demo.make(path, data, who),
            path,
            folder,
            folder,
            folder,
            FileDialogs(),
        )
    )
    window.resize(1440, 900)
    window.open_desk(Desk(Store.open(path, key, who), data))
    window.show()
    app.processEvents()
    return app, window, keyed


def bare(path: Path) -> float:
    """An empty window, painted, and every record read; the seconds the key took."""
    from PySide6.QtWidgets import QApplication, QMainWindow  # noqa: PLC0415

    from schoolprep import demo  # noqa: PLC0415
    from schoolprep.store import Key, Store, Who, salt_of  # noqa: PLC0415

    app = QApplication(["bench"])
    window = QMainWindow()
    window.resize(1440, 900)
    window.show()
    app.processEvents()
    began = time.perf_counter()
    key = Key.of_passphrase(demo.PASSPHRASE, salt_of(path))
    keyed = time.perf_counter() - began
    with Store.open(path, key, Who("bench", "bench")) as store:
        assert list(store.current())
    return keyed


def started(what: str, path: Path, folder: Path) -> None:
    """In a process of its own: show what is asked, say how long the key took, leave."""
    print(bare(path) if what == "bare" else show(path, folder)[2], flush=True)
    os._exit(0)  # what closing takes is not what opening takes


def starts(path: Path, folder: Path) -> dict[str, float]:
    """Medians over new processes, the first not counted: seconds to the painted window without those of the key."""
    took: dict[str, list[float]] = {"bare": [], "window": []}
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    kept["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")  # as on a machine where it was started before
    for _ in range(STARTS + 1):
        for what, seconds in took.items():
            began = time.perf_counter()
            done = subprocess.run(
                [sys.executable, "-m", "bench.window", "--start", what, str(path), str(folder)],
                check=True, capture_output=True, text=True, env=kept,
            )  # fmt: skip
            seconds.append(time.perf_counter() - began - float(done.stdout))
    return {what: median(seconds[1:]) for what, seconds in took.items()}


def keystrokes(app: QApplication, page: PeoplePage) -> list[float]:
    """Seconds from each key to the painted table, every text typed and deleted again."""
    from PySide6.QtCore import Qt  # noqa: PLC0415
    from PySide6.QtTest import QTest  # noqa: PLC0415

    line = page.filters.line
    line.setFocus()
    took = []
    for text in TYPED:
        for letter in [*text, *[""] * len(text)]:
            began = time.perf_counter()
            if not letter:
                QTest.keyClick(line, Qt.Key.Key_Backspace)
            elif letter.isascii():
                QTest.keyClicks(line, letter)
            else:
                line.insert(letter)  # as an input method does
            _paint(app)
            took.append(time.perf_counter() - began)
    assert page.model.rowCount() == len(page.model.all_rows())
    return took


def changes(app: QApplication, page: PeoplePage) -> list[float]:
    """Seconds from filing a close contact of somebody who was ready to the painted verdict."""
    from schoolprep.facts.record import Entry  # noqa: PLC0415

    ready = [line.subject for line in page.model.shown() if line.outcome == "ready"][:CHANGES]
    took = []
    for subject in ready:
        answers: dict[str, str | int | float | bool | list[str]] = {
            "category": "close",
            "last_on": "2022-08-07",
        }
        page.table.scrollTo(page.model.index(page.model.line_of(subject), 0))
        _paint(app)
        began = time.perf_counter()
        page.desk.filing.append([Entry(blank="contact", subject=subject, answers=answers)])
        _paint(app)
        took.append(time.perf_counter() - began)
        assert page.model.row_at(page.model.line_of(subject)).outcome == "deferred"
    return took


def _paint(app: QApplication) -> None:
    """What changed is painted; painting the rest again, which stands on the screen already, is nobody's wait."""
    app.processEvents()


def main(people: int) -> None:
    """Measure and print."""
    from bench.school import workspace  # noqa: PLC0415
    from forms.people.page import PeoplePage  # noqa: PLC0415
    from schoolprep import demo  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "bench.schoolprep"
        workspace(path, people).close()
        start = starts(path, folder)
        app, window, _ = show(path, folder)
        assert window.shell is not None
        window.shell.pick_day(demo.ON)
        window.shell.go("people")
        page = window.shell.page("people")
        assert isinstance(page, PeoplePage)
        app.processEvents()
        print(f"{len(page.model.all_rows())} people; each the median and the slowest")
        ratio = start["window"] / start["bare"]
        print(
            f"start                {start['window'] * 1000:6.0f} ms {ratio:6.1f} ×   aim ≤ 2 × the bare "
            f"{start['bare'] * 1000:.0f} ms"
        )
        for what, took, aim in (
            ("key in the filter", keystrokes(app, page), 100),
            ("changed record", changes(app, page), 50),
        ):
            print(f"{what:20} {median(took) * 1000:6.0f} ms {max(took) * 1000:6.0f} ms   aim ≤ {aim}")
        window.close_school()
        window.close()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--start"]:
        started(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE)
