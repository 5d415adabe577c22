"""App: what the command line calls to show the window (`schoolprep open`, `schoolprep demo`)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from forms import bug, dates, tr
from forms import state as states
from forms.asking import FileDialogs
from forms.look import icons
from forms.page import Page
from forms.pages.areas import AreasPage
from forms.pages.intake import IntakePage
from forms.pages.rosters import RostersPage
from forms.pages.settings import SettingsPage
from forms.pages.today import Today
from forms.people.page import People
from forms.rules.page import RulesPage
from forms.window import Surroundings, Window, dress
from schoolprep.call import language
from schoolprep.device import folder, here
from schoolprep.words import Lang

if TYPE_CHECKING:
    from schoolprep.desk import Data, Desk

PAGES: tuple[type[Page], ...] = (Today, People, IntakePage, AreasPage, RostersPage, RulesPage, SettingsPage)
"""The rail, top to bottom."""


def run(path: Path | None, desk: Desk | None, data: Data, lang: Lang) -> int:
    """Show the window until it is closed; returns the exit status.

    `desk` open: it is shown. Only `path`: its passphrase is asked for. Neither: the three choices of a first start.
    `lang` rules where it was asked for; otherwise what the person chose in the window last time.
    """
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("SchoolPrep")
    remembered = states.load(states.folder())
    asked = lang != language()
    chosen: Lang = "en" if remembered.language == "en" else "zh"
    dress(remembered.theme)
    tr.speak(app, lang if asked or not remembered.language else chosen)
    app.setWindowIcon(icons.icon("demo", "accent"))
    window = Window(surroundings(data))
    bug.install(lambda: window)
    room = app.primaryScreen().availableGeometry()
    window.resize(min(window.state.width, room.width()), min(window.state.height, room.height()))
    if desk is not None and path is not None:
        window.open_desk(desk, path)
    elif path is not None:
        window.ask_passphrase(path)
    window.showMaximized() if window.state.maximized else window.show()
    return app.exec()


def surroundings(data: Data) -> Surroundings:
    """The real clock, dialogs and folders."""
    who = here()

    def make_demo() -> tuple[Path, Desk]:
        from schoolprep import demo  # noqa: PLC0415 - names and cases nobody else needs

        at = folder() / "demo.schoolprep"
        return at, demo.make(at, data, who)

    return Surroundings(data, who, dates.now, PAGES, make_demo, states.folder(), folder(), FileDialogs())
