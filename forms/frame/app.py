"""App: what the command line calls to show the window (`schoolprep open`, `schoolprep demo`)."""

from __future__ import annotations

import ctypes
import sys
from functools import partial
from pathlib import Path
from pkgutil import resolve_name

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from forms.frame import bug
from forms.frame import state as states
from forms.frame.surroundings import Surroundings
from forms.frame.window import MINIMUM, Window, dress
from forms.look import icons
from forms.look.type import covers_chinese
from forms.pages.asking import FileDialogs, documents
from forms.pages.page import MadePage, Page
from forms.words import dates, tr
from schoolprep.commands.call import language
from schoolprep.desk import Data, Desk, folder, here
from schoolprep.facts import languages
from schoolprep.facts.days import Moment
from schoolprep.facts.languages import Lang

PAGES = {
    "today": "forms.today.page:TodayPage",
    "people": "forms.people.page:PeoplePage",
    "intake": "forms.intake.page:IntakePage",
    "areas": "forms.areas.page:AreasPage",
    "rosters": "forms.rosters.page:RostersPage",
    "rules": "forms.rules.page:RulesPage",
    "gate": "forms.handover.gate_page:GatePage",
    "handover": "forms.handover.page:HandoverPage",
    "settings": "forms.settings.page:SettingsPage",
}
"""The rail, top to bottom; a page's module is imported when it is first shown."""
_TITLE_BAR = 32
"""Pixels above a window that are not its own."""


def pages() -> dict[str, MadePage]:
    """What makes each page."""
    return {name: partial(_made, where) for name, where in PAGES.items()}


def _made(where: str, desk: Desk, on: Moment) -> Page:
    page: Page = resolve_name(where)(desk, on)
    return page


def run(path: Path | None, desk: Desk | None, data: Data, lang: Lang) -> int:
    """Show the window until it is closed; returns the exit status.

    `desk` open: it is shown. Only `path`: its passphrase is asked for. Neither: the three choices of a first start.
    `lang` rules where it was asked for; otherwise what the person chose in the window last time.
    """
    if sys.platform == "win32" and Path(sys.executable).stem != "SchoolPrep":
        # or the taskbar shows Python's icon; SchoolPrep.exe has its own, under which a pinned shortcut is known as well
        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID("SchoolPrep.SchoolPrep")
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("SchoolPrep")
    remembered = states.load(states.folder())
    asked = lang != language()
    dress(remembered.theme)
    tr.speak(app, lang if asked else spoken(remembered.language, lang, covers_chinese()))
    app.setWindowIcon(icons.icon("demo", "accent"))
    window = Window(surroundings(data))
    bug.install(lambda: window)
    if desk is not None:
        window.open_desk(desk)
    elif path is not None:
        window.ask_passphrase(path)
    show_within(window, app.primaryScreen().availableSize())
    return app.exec()


def show_within(window: Window, room: QSize) -> None:
    """As large as last time; where the screen has no room for that beside its bars, all of what it has."""
    wanted, inside = QSize(window.state.width, window.state.height), room - QSize(0, _TITLE_BAR)
    window.setMinimumSize(QSize(*MINIMUM).boundedTo(inside))
    window.resize(wanted.boundedTo(inside))
    fits = wanted == wanted.boundedTo(inside)
    window.showMaximized() if window.state.maximized or not fits else window.show()


def spoken(chosen: str, system: Lang, chinese: bool) -> Lang:
    """The language to start in: chosen last time, else the system's; without a font for it, one in Latin letters."""
    wanted = chosen if chosen in languages.known() else system
    readable = (lang for lang in languages.known() if languages.of(lang).latin)
    return wanted if chinese or languages.of(wanted).latin else next(readable, wanted)


def surroundings(data: Data) -> Surroundings:
    """The real clock, dialogs and folders."""
    who, own = here(), folder()
    demo = own / "demo.schoolprep"

    def make_demo() -> Desk:
        from schoolprep.demo import make  # noqa: PLC0415 - names and cases nobody else needs

        return make(demo, data, who)

    return Surroundings(
        data, who, dates.now, pages(), make_demo, demo, states.folder(), documents(), own, FileDialogs()
    )
