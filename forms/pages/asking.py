"""Asking: what needs a person outside our pages: which file, whether to go on. Handed in, so that tests answer."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QInputDialog, QLineEdit, QMessageBox, QWidget

from forms.words.tr import say
from schoolprep.facts.naming import FileName
from schoolprep.facts.synced import synced_by

BOOKS = "*.xlsx *.xlsm *.xls *.et *.xlsb *.ods *.csv *.tsv *.docx *.txt *.zip"
LIST_FILES = "*.xlsx *.xlsm *.xls *.et *.xlsb *.ods *.csv *.tsv *.docx *.json *.txt *.zip"
PAPERS = "*.jpg *.jpeg *.png *.heic *.heif *.webp *.bmp *.tif *.tiff *.gif *.pdf"
PACKS = "*.toml *.xlsx"
TEMPLATES = "*.toml"
SCHOOLS = "*.schoolprep"
UPDATES = "*.update"
INVITATIONS = "*.invitation* *.txt *.schoolprep"
SEALED = "*.envelope* *.acknowledgement* *.invitation* *.txt"
_KINDS = {
    SCHOOLS: "asking.school",
    UPDATES: "asking.update",
    INVITATIONS: "asking.invitations",
    SEALED: "asking.sealed",
    PACKS: "asking.packs",
    TEMPLATES: "asking.templates",
    PAPERS: "asking.papers",
    ".xlsx": "asking.workbook",
    ".toml": "asking.packs",
    ".invitation": "asking.invitations",
    ".envelope": "asking.sealed",
}
"""What files are called, by their patterns or ending."""


def documents() -> Path:
    """The person's own folder of documents; it may not be there yet."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))


class Asking(Protocol):
    """Asks for files."""

    def open_files(self, parent: QWidget, title: str, kinds: str) -> list[Path]:
        """Files to read; empty where the person thought better of it. `title` is a key, `kinds` are patterns."""

    def open_folder(self, parent: QWidget, title: str) -> Path | None:
        """A folder to read; None where the person thought better of it."""

    def save_file(
        self, parent: QWidget, title: str, name: FileName, folder: Path | None = None
    ) -> Path | None:
        """Where to write a file of the name's kind; None where the person thought better of it.

        `folder` is where it is offered, else the last one.
        """

    def show_folder(self, folder: Path) -> None:
        """Open a folder where a file was kept."""

    def password(self, parent: QWidget, sentence: str) -> str | None:
        """The password of a file; None where the person has none. `sentence` is worded; it is kept nowhere."""

    def sure(self, parent: QWidget, sentence: str) -> bool:
        """A question whose safe answer is no; `sentence` is worded."""


def place_for_people(asking: Asking, parent: QWidget, title: str, name: FileName) -> Path | None:
    """Where to keep a file that speaks of people, in the clear; asked again where that place is copied to a cloud."""
    out = asking.save_file(parent, title, name)
    cloud = synced_by(out) if out is not None else ""
    return None if cloud and not asking.sure(parent, say("rosters.synced", cloud=cloud)) else out


class FileDialogs:
    """Asks by the system's own dialogs, which remember the last folder."""

    def __init__(self) -> None:
        self._folder = documents()

    def open_files(self, parent: QWidget, title: str, kinds: str) -> list[Path]:
        """See `Asking`."""
        kind = say(_KINDS.get(kinds, "asking.tables"))
        chosen, _ = QFileDialog.getOpenFileNames(parent, say(title), str(self._there()), f"{kind} ({kinds})")
        paths = [Path(one) for one in chosen]
        self._remember(paths[:1])
        return paths

    def open_folder(self, parent: QWidget, title: str) -> Path | None:
        """See `Asking`."""
        chosen = QFileDialog.getExistingDirectory(parent, say(title), str(self._there()))
        if not chosen:
            return None
        self._remember([Path(chosen)])
        return Path(chosen)

    def save_file(
        self, parent: QWidget, title: str, name: FileName, folder: Path | None = None
    ) -> Path | None:
        """See `Asking`."""
        suffix = Path(name).suffix
        kind = say(_KINDS.get(suffix, "asking.school"))
        chosen, _ = QFileDialog.getSaveFileName(
            parent, say(title), str(self._there(folder) / name), f"{kind} (*{suffix})"
        )
        if not chosen:
            return None
        path = Path(chosen)
        self._remember([path])
        if path.suffix.casefold() == suffix.casefold():
            return path
        named = path.with_name(
            path.name + suffix
        )  # 第1.2班 has no ending; the dialog did not ask about this one
        replaces = named.exists() and not self.sure(parent, say("asking.replace", file=named.name))
        return None if replaces else named

    def show_folder(self, folder: Path) -> None:
        """See `Asking`."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def password(self, parent: QWidget, sentence: str) -> str | None:
        """See `Asking`."""
        text, given = QInputDialog.getText(
            parent, say("shell.program"), sentence, QLineEdit.EchoMode.Password
        )
        return text if given and text else None

    def sure(self, parent: QWidget, sentence: str) -> bool:
        """See `Asking`."""
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.question(
            parent, say("shell.program"), sentence, buttons.Yes | buttons.No, buttons.No
        )
        return answer == buttons.Yes

    def _there(self, folder: Path | None = None) -> Path:
        """A folder, else the last, or what of it there is: Qt takes a folder that is not there for a file's name."""
        wanted = folder or self._folder
        return next((one for one in (wanted, *wanted.parents) if one.is_dir()), Path.home())

    def _remember(self, paths: list[Path]) -> None:
        for path in paths:
            self._folder = path.parent
