"""Ask: choosing files, as a small object handed in, so that tests answer it and nothing blocks them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from forms.tr import say


class Ask:
    """Asks a person for files with the system's own dialogs."""

    def file_to_open(self, parent: QWidget, title: str, kinds: str, folder: Path | None = None) -> Path | None:
        """A file that exists, or None."""
        chosen, _ = QFileDialog.getOpenFileName(parent, title, str(folder or Path.home()), kinds)
        return Path(chosen) if chosen else None

    def files_to_open(self, parent: QWidget, title: str, kinds: str, folder: Path | None = None) -> list[Path]:
        """Files that exist; none when the person changed their mind."""
        chosen, _ = QFileDialog.getOpenFileNames(parent, title, str(folder or Path.home()), kinds)
        return [Path(one) for one in chosen]

    def file_to_save(self, parent: QWidget, title: str, kinds: str, suggested: Path) -> Path | None:
        """Where to save, or None."""
        chosen, _ = QFileDialog.getSaveFileName(parent, title, str(suggested), kinds)
        return Path(chosen) if chosen else None

    def sure(self, parent: QWidget, sentence: str) -> bool:
        """A question whose safe answer is no."""
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.question(
            parent, say("shell.program"), sentence, buttons.Yes | buttons.No, buttons.No
        )
        return answer == buttons.Yes


def school_files() -> str:
    """The kind of file a school is."""
    return say("start.file_kind")
