"""The school: its name, its county, the rules it is judged by, with how many meals a day it counts."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtWidgets import QLineEdit

from forms.editors.line import AnswerLine
from forms.editors.suggest import SHOWN, Suggestion, Suggestions
from forms.look.style import set_kind
from forms.parts.card import text_label
from forms.parts.inputs import ComboBox
from forms.settings.card import SettingsCard
from forms.settings.meals import Meals
from forms.settings.order import OrderBox
from forms.settings.zone import ZoneBox
from forms.words.tr import lang
from schoolprep.desk import Desk, in_its_zone
from schoolprep.facts.problem import Fact
from schoolprep.rules.pack import asks_where


class SchoolCard(SettingsCard):
    """See the module. What is wrong stands below; the name or county on file stays until it is right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "settings.school")
        self.name = QLineEdit()
        self.name.editingFinished.connect(self._name_given)
        self.region = AnswerLine()
        self.bind(self.region.setPlaceholderText, "settings.region_hint")
        self.suggestions = Suggestions(self.region, self._counties)
        self.suggestions.taken.connect(self._region_taken)
        self.region.textEdited.connect(self._region_typed)
        self.region.left.connect(self._region_left)
        self.profile = ComboBox()
        self.profile.activated.connect(self._profile_chosen)
        self.meals = Meals()
        self.meals.activated.connect(self._meals_chosen)
        self.zone = ZoneBox()
        self.zone.activated.connect(self._zone_chosen)
        self.order = OrderBox()
        self.order.activated.connect(self._order_chosen)
        self.problem = text_label("problem", wrap=True)
        self.problem.hide()
        self.lines(
            {
                "settings.name": self.name,
                "settings.region": self.region,
                "settings.profile": self.profile,
                "settings.zone": self.zone,
                "settings.meals": self.meals,
                "settings.order": self.order,
            }
        )
        self.body.addWidget(self.problem)
        self.composed(self.fill)

    def fill(self) -> None:
        """Show the school as it is."""
        school = self.desk.workspace.school
        self.name.setText(school.name)
        self.region.setText(self.desk.data.divisions.full_name(school.region))
        self.profile.clear()
        for profile in self.desk.data.library.profiles.values():
            self.profile.addItem(profile.title[lang()], profile.id)
        self.profile.setCurrentIndex(self.profile.findData(school.profile))
        self.zone.show_school(school)
        self.meals.show_settings(school.settings)
        self.order.show_settings(school.settings)

    def _tell(self, key: str, line: QLineEdit | None, **facts: Fact) -> None:
        """Say what is wrong with the school's name or county, at the line; an empty key: nothing is."""
        for each in (self.name, self.region):
            set_kind(each, "", state="problem" if each is line else "")
        self.problem.setVisible(bool(key))
        self.counted.emit(int(bool(key)))
        if key:
            self.bind(self.problem.setText, key, **facts)

    # ------------------------------------------------------------- what a person says

    def _name_given(self) -> None:
        name, school = self.name.text().strip(), self.desk.workspace.school
        if not name:
            self._tell("settings.no_name", self.name, name=school.name)
            return
        self._tell("", None)
        self.save(name, msgspec.structs.replace(school, name=name))

    def _counties(self, text: str) -> Sequence[Suggestion]:
        divisions = self.desk.data.divisions
        found = divisions.search(text, within=self.desk.workspace.school.region[:2], limit=5 * SHOWN)
        return [
            Suggestion(divisions.full_name(one.code), one.code)
            for one in found
            if divisions.is_seat(one.code)
        ]

    def _region_typed(self) -> None:
        self.suggestions.typed(sure=False)

    def _region_taken(self, text: str) -> None:
        self.region.setText(text)
        self._region_given()

    def _region_left(self) -> None:
        if not self.suggestions.open():
            self._region_given()

    def _region_given(self) -> None:
        text, school = self.region.text().strip(), self.desk.workspace.school
        divisions = self.desk.data.divisions
        code = divisions.seat(text)
        if not code and asks_where(self.desk.data.library, school.profile):
            self._tell("settings.no_region", self.region, region=divisions.full_name(school.region))
            return
        code = code or text  # a school abroad: its place by a plain name
        self._tell("", None)
        self.save(divisions.full_name(code), msgspec.structs.replace(school, region=code))

    def _profile_chosen(self) -> None:
        chosen, school = str(self.profile.currentData()), self.desk.workspace.school
        if asks_where(self.desk.data.library, chosen) and self.desk.data.divisions.get(school.region) is None:
            self.profile.setCurrentIndex(self.profile.findData(school.profile))
            self._tell("settings.no_region", self.region, region=school.region or "—")
            return
        placed = in_its_zone(msgspec.structs.replace(school, profile=chosen), self.desk.data.library)
        self.save(self.profile.currentText(), placed)

    def _zone_chosen(self) -> None:
        school = self.desk.workspace.school
        settings = self.zone.settings_with(school.settings)
        self.save(self.zone.currentText(), msgspec.structs.replace(school, settings=settings))

    def _meals_chosen(self) -> None:
        school = self.desk.workspace.school
        settings = self.meals.settings_with(school.settings)
        self.save(self.meals.currentText(), msgspec.structs.replace(school, settings=settings))

    def _order_chosen(self) -> None:
        school = self.desk.workspace.school
        settings = self.order.settings_with(school.settings)
        self.save(self.order.currentText(), msgspec.structs.replace(school, settings=settings))
