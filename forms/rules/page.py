"""Rules (规则): what the school judges by, one view behind each segment; a view is made when it is first shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtWidgets import QStackedWidget, QWidget

from forms.pages.page import Page, Wanted
from forms.parts.card import text_label
from forms.parts.segments import Segment, Segments
from forms.rules.list import RuleListView
from forms.rules.packs import PacksView
from forms.rules.school_changes import SchoolChangesView
from forms.rules.view import RulesView
from forms.rules.what_if import WhatIfView
from forms.words.tr import lang, say
from schoolprep.desk import Changed, Desk
from schoolprep.facts.days import Moment

_VIEWS: Mapping[str, type[RulesView]] = {
    "rules": RuleListView,
    "own": SchoolChangesView,
    "packs": PacksView,
    "what_if": WhatIfView,
}
"""The segments in their order; the word of each is `rulespage.view_<name>`."""


class RulesPage(Page):
    """See the module."""

    name = "rules"

    def __init__(self, desk: Desk, on: Moment, parent: QWidget | None = None) -> None:
        super().__init__(desk, on, parent)
        head, body = self.framed()
        self.said = text_label("quiet")
        head.addWidget(self.said)
        head.addStretch(1)
        self.views = Segments([Segment(name, f"rulespage.view_{name}") for name in _VIEWS])
        self.bind(self.views.setAccessibleName, "rulespage.views")
        self.views.chosen.connect(self.show_view)
        self.views.setVisible(len(_VIEWS) > 1)
        head.addWidget(self.views)
        self._made: dict[str, RulesView] = {}
        self._stack = QStackedWidget()
        body.addWidget(self._stack, 1)
        self._read()
        self.composed(self._say)
        self.show_view("rules")

    def view(self, name: str) -> RulesView:
        """The view of that name; made now if it was not yet."""
        if name not in self._made:
            made = self._made[name] = _VIEWS[name](self.desk, self.on)
            made.noticed.connect(self.noticed)
            made.started.connect(self.started)
            made.opened.connect(self._open)
            if isinstance(made, SchoolChangesView | PacksView):
                made.rule_asked.connect(self.show_rule)
            if isinstance(made, SchoolChangesView):
                made.emptied.connect(self._show_rules)
            self._stack.addWidget(made)
        return self._made[name]

    def show_view(self, name: str) -> None:
        """Show the view of a segment."""
        self._stack.setCurrentWidget(self.view(name))
        self.views.choose(name)

    def show_rule(self, key: str) -> None:
        """Go to a rule (`pack/rule`)."""
        self.show_view("rules")
        view = self.view("rules")
        if isinstance(view, RuleListView):
            view.go_to(key)

    def take_files(self, files: Sequence[Path]) -> bool:
        """A pack may be dropped anywhere on the page."""
        taken = self.view("packs").take_files(list(files))
        if taken:
            self.show_view("packs")
        return taken

    def _show_rules(self) -> None:
        self.show_view("rules")

    def show_day(self, on: Moment) -> None:
        """The rules of another day."""
        if on != self.on:
            super().show_day(on)
            self._read()
            self._say()
            for made in self._made.values():
                made.show_day(on)

    def refresh(self, changed: Changed) -> None:
        """The school may have chosen other rules."""
        if changed is None:
            self._read()
            self._say()
        for made in self._made.values():
            made.refresh(changed)

    def _read(self) -> None:
        source = self.desk.rules.in_force(self.on).source
        self._title = self.desk.data.library.profiles[source.profile].title
        self._packs = len(source.packs)

    def _say(self) -> None:
        self.said.setText(say("rulespage.said", profile=self._title[lang()], packs=self._packs))

    def _open(self, subject: str) -> None:
        self.asked.emit("people", Wanted(chosen=subject))

    def leave(self) -> None:
        """The window locks or closes."""
        for made in self._made.values():
            made.leave()

    def unfinished(self) -> bool:
        """A decision that was begun."""
        return any(made.unfinished() for made in self._made.values())
