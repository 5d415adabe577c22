"""The look: every text can be read on every ground, both themes have the same names, words exist in both languages."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QLocale, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication, QCalendarWidget, QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from forms.look import current, icons, style
from forms.look.tokens import THEMES, ContrastPair, Theme, contrast, pairs, tokens
from forms.look.type import base, covers_chinese
from forms.parts.card import Elided, WordButton, text_label
from forms.parts.chip import VerdictChip, word
from forms.parts.inputs import ComboBox, TimeEdit
from forms.parts.segments import Segment, Segments
from forms.words import tr
from forms.words.tr import Worded
from schoolprep.facts.words import catalogue
from schoolprep.rules.outcome import OUTCOMES, Outcome

FORMS = Path(str(files("forms")))


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("pair", list(pairs()), ids=lambda pair: f"{pair.text}-on-{pair.ground}")
def test_every_text_can_be_read(theme: Theme, pair: ContrastPair) -> None:
    colours = tokens(theme).colours
    assert contrast(colours[pair.text], colours[pair.ground]) >= pair.least


def test_both_themes_have_the_same_names() -> None:
    assert tokens("light").colours.keys() == tokens("dark").colours.keys()


def test_every_ink_is_declared_on_some_ground() -> None:
    """A text colour nobody declared a ground for would never be checked."""
    declared = {pair.text for pair in pairs()}
    inks = {name for name in tokens("light").colours if "ink" in name or name in OUTCOMES}
    assert inks <= declared


def test_colours_are_named_in_one_place() -> None:
    """No colour and no stylesheet stands in the code: both come from `forms/look`."""
    found = [
        path.name
        for path in FORMS.rglob("*.py")
        if re.search(r"""["']#[0-9A-Fa-f]{6}["']|setStyleSheet\(|QColor\(["'0-9]""", path.read_text("utf-8"))
    ]
    assert found == ["style.py"]


def test_this_machine_covers_chinese(qapp: QApplication) -> None:
    assert covers_chinese()
    assert qapp.font().pixelSize() == 13


def test_figures_have_one_width(qapp: QApplication) -> None:
    metrics = QFontMetricsF(base(qapp.font().families()))
    assert len({round(metrics.horizontalAdvance(figure * 4), 2) for figure in "0123456789"}) == 1


def test_the_theme_changes_at_run_time(qtbot: QtBot, qapp: QApplication) -> None:
    label = text_label("quiet", "今日")
    qtbot.addWidget(label)
    light = label.grab().toImage()
    with qtbot.waitSignal(current.look.changed):
        style.wear(qapp, "dark")
    assert current.colour("card").name().upper() == tokens("dark").colours["card"]
    assert label.grab().toImage() != light


@pytest.mark.parametrize("name", sorted(icons.NAMES))
def test_every_icon_is_there(qapp: QApplication, name: str) -> None:
    image = QImage(QSize(32, 32), QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    icons.draw(painter, image.rect().toRectF(), name, "ink")
    painter.end()
    drawn = sum(image.pixelColor(x, y).alpha() > 0 for x in range(32) for y in range(32))
    assert 20 < drawn < 900
    assert not icons.icon(name).isNull()


def test_a_verdict_is_colour_and_icon_and_word(qtbot: QtBot) -> None:
    seen: dict[Outcome, QImage] = {}
    for outcome in OUTCOMES:
        chip = VerdictChip(outcome)
        qtbot.addWidget(chip)
        chip.resize(chip.sizeHint())
        seen[outcome] = chip.grab().toImage()
        assert chip.accessibleName() == word(outcome)
    assert word("deferred") == "暂缓返校"
    assert len({image.pixelColor(12, 12).name() for image in seen.values()}) == len(OUTCOMES)


def test_the_language_changes_at_run_time(qtbot: QtBot, qapp: QApplication) -> None:
    button = WordButton("shell.lock")
    chip = VerdictChip("verify")
    box = QMessageBox(QMessageBox.Icon.NoIcon, "", "", QMessageBox.StandardButton.Cancel)
    for widget in (button, chip, box):
        qtbot.addWidget(widget)
    assert (button.text(), chip.accessibleName()) == ("锁定", "待核实")
    assert box.button(QMessageBox.StandardButton.Cancel).text() == "取消"  # Qt's own words
    tr.speak(qapp, "en")
    assert (button.text(), chip.accessibleName()) == ("Lock", "To verify")
    calendar = QCalendarWidget()  # made anew each time it opens
    qtbot.addWidget(calendar)
    assert calendar.locale().language() == QLocale.Language.English
    tr.speak(qapp, "zh")
    assert button.text() == "锁定"


def test_a_bound_word_is_said_with_its_facts(qtbot: QtBot, qapp: QApplication) -> None:
    class Counted(Worded, QLabel):
        pass

    label = Counted()
    qtbot.addWidget(label)
    label.bind(label.setText, "shell.problems", number=2)
    assert label.text() == "本页 2 个问题"
    label.bind(label.setText, "shell.problems", number=3)
    tr.speak(qapp, "en")
    assert label.text() == "Problems on this page: 3"


def test_every_word_of_the_window_is_there_in_both_languages() -> None:
    """Each key written in the code exists; each sentence has both languages and the same facts."""
    known = catalogue()
    rooms = {path.stem for path in (FORMS / "words").glob("*.toml")}
    used = {
        found
        for path in FORMS.rglob("*.py")
        for found in re.findall(r'"([a-z]+\.[a-z0-9_\-]+)"', path.read_text("utf-8"))
        if found.split(".")[0] in rooms
    }
    assert used - known.keys() == set()
    places = re.compile(r"\{(\w+?)(?:_zh|_en)?[}:!]")  # a fact may come in both languages
    for key, sentence in known.items():
        if key.split(".")[0] in rooms:
            assert set(places.findall(sentence["zh"])) == set(places.findall(sentence["en"])), key
            assert sentence["zh"], key


def _wheel(widget: QWidget) -> None:
    at = QPointF(5, 5)
    event = QWheelEvent(
        at, widget.mapToGlobal(at), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def test_the_wheel_answers_nothing(qtbot: QtBot) -> None:
    whole = QWidget()
    qtbot.addWidget(whole)
    box, time = ComboBox(whole), TimeEdit(whole)
    box.addItems(["", "阴性", "阳性"])
    _wheel(box)
    _wheel(time)
    assert (box.currentIndex(), time.time().hour()) == (0, 0)


def test_segments_are_chosen_by_keyboard(qtbot: QtBot) -> None:
    segments = Segments(
        [Segment("all", "parts.all"), Segment("verify", "rules.outcome-verify", "verify", "verify")]
    )
    qtbot.addWidget(segments)
    segments.show_counts({"all": 612, "verify": 14})
    segments.show()
    first, second = segments.findChildren(QWidget)[-2:]
    assert second.accessibleName() == "待核实 14"
    first.setFocus()
    with qtbot.waitSignal(segments.chosen, check_params_cb=lambda name: name == "verify"):
        qtbot.keyClick(first, Qt.Key.Key_Right)
        if segments.choice() != "verify":  # the arrow moves the focus, the space bar presses
            qtbot.keyClick(second, Qt.Key.Key_Space)
    assert segments.choice() == "verify"


def test_choosing_by_program_says_nothing(qtbot: QtBot) -> None:
    segments = Segments([Segment("all", "parts.all"), Segment("ready", "rules.outcome-ready")])
    qtbot.addWidget(segments)
    with qtbot.assertNotEmitted(segments.chosen):
        segments.choose("ready")
    assert segments.choice() == "ready"


def test_a_cut_text_is_told_whole(qtbot: QtBot) -> None:
    label = Elided()
    qtbot.addWidget(label)
    label.setText("规则：运城 2022 · 第九版 + 学校第五版 + 山西五日")
    label.resize(80, 20)
    label.grab()
    assert label.toolTip() == label.text()
    label.resize(800, 20)
    label.grab()
    assert label.toolTip() == ""


def test_a_name_is_never_markup(qtbot: QtBot) -> None:
    label = text_label("strong", "<b>王</b>")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_widgets_hear_of_a_new_theme(qtbot: QtBot, qapp: QApplication) -> None:
    """What we paint ourselves is repainted by the event Qt sends with a new palette."""

    class Watching(QWidget):
        heard = False

        def changeEvent(self, event: QEvent) -> None:
            self.heard = self.heard or event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange)

    widget = Watching()
    qtbot.addWidget(widget)
    widget.show()
    style.wear(qapp, "dark")
    assert widget.heard
