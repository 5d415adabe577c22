"""Templates card: the layouts of tools by which sheets are known; a school adds its own and takes them back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from forms.pages.asking import TEMPLATES, Asking
from forms.pages.notice import Notice
from forms.parts.card import LinkButton, WordButton, text_label
from forms.settings.card import SettingsCard, acts
from forms.words.tr import lang, listed, say
from schoolprep.desk import Desk
from schoolprep.facts.problem import CallError
from schoolprep.intake.template import example


class TemplateLine(QWidget):
    """One of the school's own, and the way to take it back."""

    def __init__(self, title: str, withdraw: Callable[[], None]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.text = text_label("", title, wrap=True, select=True)
        row.addWidget(self.text, 1)
        self.back = LinkButton("settings.template_withdraw")
        self.back.clicked.connect(withdraw)
        row.addWidget(self.back)


class TemplatesCard(SettingsCard):
    """See the module."""

    def __init__(self, desk: Desk, asking: Asking) -> None:
        super().__init__(desk, "settings.templates")
        self.asking = asking
        self.about, self.known = text_label("quiet", wrap=True), text_label("note", wrap=True)
        self.bind(self.about.setText, "settings.templates_about")
        self.add = WordButton("settings.template_add", icon="add")
        self.add.clicked.connect(self._add)
        self.copy = WordButton("settings.template_copy", tip="settings.template_copy_tip")
        self.copy.clicked.connect(self._copy)
        self.lines_box = QVBoxLayout()
        self.lines_box.setSpacing(2)
        self.own_lines: list[TemplateLine] = []
        for widget in (self.about, self.known):
            self.body.addWidget(widget)
        self.body.addLayout(self.lines_box)
        self.body.addLayout(acts(self.add, self.copy))
        self.composed(self.fill)

    def fill(self) -> None:
        """Show what is known by itself, and the school's own."""
        intake = self.desk.intake
        own, every = intake.own_templates(), intake.templates()
        titles = listed(one.title[lang()] for name, one in every.items() if name not in own)
        self.known.setText(say("settings.templates_known", titles=titles))
        for line in self.own_lines:
            self.lines_box.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.own_lines = [
            TemplateLine(
                say("settings.template_own", title=one.title, name=name), partial(self._withdraw, name)
            )
            for name, one in own.items()
        ]
        for line in self.own_lines:
            self.lines_box.addWidget(line)

    def _add(self) -> None:
        for path in self.asking.open_files(self, "settings.template_title", TEMPLATES):
            self._changed(partial(self._added, path), "settings.template_added")

    def _added(self, path: Path) -> str:
        name = self.desk.intake.add_template(path)
        return self.desk.intake.own_templates()[name].title[lang()]

    def _withdraw(self, name: str) -> None:
        title = self.desk.intake.own_templates()[name].title[lang()]

        def withdrawn() -> str:
            self.desk.intake.withdraw_template(name)
            return title

        self._changed(withdrawn, "settings.template_withdrawn")

    def _changed(self, do: Callable[[], str], says: str) -> None:
        """Do something that can be taken back, and say so. `do` returns what it is called."""
        before = self.desk.workspace.school
        try:
            title = do()
        except CallError as wrong:
            self.noticed.emit(Notice.of_error(wrong))
            return

        def restore() -> None:
            self.desk.workspace.save_school(before)
            self.fill()
            self.noticed.emit(Notice("settings.restored"))

        self.fill()
        self.noticed.emit(Notice(says, {"title": title}, act="notice.undo", do=restore))

    def _copy(self) -> None:
        """One of the program's own as a beginning."""
        QGuiApplication.clipboard().setText(example())
        self.noticed.emit(Notice("settings.template_copied", tone="info"))
