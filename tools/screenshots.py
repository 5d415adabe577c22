"""Takes the README's pictures from the program itself, on the demo school: every page in one language, theme and size.

    python tools/screenshots.py OUT [--size 1440x900] [--theme light|dark] [--lang zh|en|zh-TW] [--scale 1] [PAGE ...]

Needs no display: Qt's offscreen platform draws the same pixels.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from forms.frame.shell import Shell
    from forms.frame.window import Window
    from forms.rules.view import RulesView
    from schoolprep.desk import Desk

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
PERSON = "hanmei"
"""Whom the People page shows: found as somebody would find them."""

_TESTS = (
    ("2022-08-08 08:10", "2022-08-08 15:30", "阴性"),
    ("2022.8.8 8:15", "8月8日 15:30", "阴"),
    ("８月８日8时20分", None, "待出"),
    ("8.8", "2022-08-08 16:00", "阴性"),
    ("2022-08-32", "2022-08-08 16:00", "阴性"),
    ("2022-08-08 08:30", "2022-08-07 16:00", "阴性"),
    ("2022-08-08 24:00", "2022-08-09", "NEGATIVE"),
    ("2022年8月8日 上午", "2022-08-08 17:00", "未见异常"),
)
"""Sampling and report time and result as sheets write them."""


def main() -> int:
    call = _arguments()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = str(call.scale)
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - after the platform is chosen

    from forms.frame import app as application  # noqa: PLC0415
    from forms.frame.window import Window  # noqa: PLC0415
    from forms.look import style  # noqa: PLC0415
    from forms.words import tr  # noqa: PLC0415
    from schoolprep import demo, desk, store  # noqa: PLC0415

    app = QApplication(sys.argv[:1])
    style.wear(app, call.theme)
    tr.speak(app, call.lang)
    data = desk.Data(files("exports") / "layouts", files("forms") / "grid" / "purposes")
    call.out.mkdir(parents=True, exist_ok=True)
    wide, high = (int(part) for part in call.size.split("x"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.schoolprep"
        school = demo.make(path, data, store.Who("王老师", "screenshots"), fresh=True)
        around = application.surroundings(data)._replace(remembered=Path(folder))
        window = Window(around)
        window.resize(wide, high)
        window.show()
        names = call.pages or ["start", *application.PAGES, *_VIEWS, "lock"]
        for name in names:
            if name == "start":
                window.show_start()
            elif name == "lock":
                window.lock()
            else:
                _show(window.shell or _enter(window, school, path), name)
            for _ in range(4):  # layouts settle, delayed timers of nothing but painting run
                app.processEvents()
            window.grab().save(str(call.out / f"{name}-{call.lang}-{call.theme}-{call.size}.png"))
        window.close()
    return 0


def _enter(window: Window, school: Desk, path: Path) -> Shell:
    from schoolprep.demo import ON  # noqa: PLC0415 - as in `main`

    window.open_desk(school)
    assert window.shell is not None
    window.shell.pick_day(ON)
    return window.shell


def _show(shell: Shell, name: str) -> None:
    from forms.pages.page import Wanted  # noqa: PLC0415 - as in `main`

    if name in _VIEWS:
        _VIEWS[name](shell)
        return
    if not shell.has(name):  # a page of another seat
        return
    shell.go(name)
    found = shell.desk.people.search(PERSON)
    if name == "people" and found:
        shell.show_wanted("people", Wanted(chosen=found[0]))
    if name == "intake":
        _read_a_book(shell)


def _try_a_number(shell: Shell) -> None:
    """Close contacts two days shorter in isolation: some change, most do not."""
    from PySide6.QtCore import QCoreApplication, Qt  # noqa: PLC0415 - as in `main`
    from PySide6.QtTest import QTest  # noqa: PLC0415

    from forms.rules.what_if import WhatIfView  # noqa: PLC0415

    view = _rules_view(shell, "what_if")
    assert isinstance(view, WhatIfView)
    view.question.choose("rule")
    for combo, data in (
        (view.question.rule, "cn-p9/close-contact"), (view.question.number, "number stages.0.days"),
    ):  # fmt: skip
        combo.setCurrentIndex(combo.findData(data))
        combo.activated.emit(combo.currentIndex())
    QTest.keyClicks(view.question.value, "5")
    QTest.keyClick(view.question.value, Qt.Key.Key_Return)
    QCoreApplication.processEvents()
    while view.busy():
        QCoreApplication.processEvents()
    view.moves.table.choose(view.moves.model.key_at(0))


def _change_a_number(shell: Shell) -> None:
    """Close contacts two days longer at home: who changes is seen before it is filed."""
    from PySide6.QtCore import QCoreApplication  # noqa: PLC0415 - as in `main`
    from PySide6.QtTest import QTest  # noqa: PLC0415

    from forms.rules.list import RuleListView  # noqa: PLC0415

    view = _rules_view(shell, "rules")
    assert isinstance(view, RuleListView)
    view.go_to("cn-p9/close-contact")
    form = view.form
    form.ask("cn-p9/close-contact")
    form.parameter.setCurrentIndex(form.parameter.findData("stages.1.days"))
    form.parameter.activated.emit(form.parameter.currentIndex())
    QTest.keyClicks(form.value.line, "5")
    while form.trial.busy():
        QCoreApplication.processEvents()
    form.why.setText("家长会要求，校医同意")
    form.say()


def _show_packs(shell: Shell) -> None:
    """Every pack, the province's one chosen."""
    from forms.rules.packs import PacksView  # noqa: PLC0415 - as in `main`

    view = _rules_view(shell, "packs")
    assert isinstance(view, PacksView)
    view.table.choose("own shanxi-5d")


def _rules_view(shell: Shell, name: str) -> RulesView:
    from PySide6.QtCore import QCoreApplication  # noqa: PLC0415 - as in `main`

    from forms.rules.page import RulesPage  # noqa: PLC0415

    shell.go("rules")
    page = shell.page("rules")
    assert isinstance(page, RulesPage)
    page.show_view(name)
    QCoreApplication.processEvents()
    return page.view(name)


def _show_grid(shell: Shell) -> None:
    """The class grid of the first class."""
    from forms.intake.page import IntakePage  # noqa: PLC0415 - as in `main`

    shell.go("intake")
    page = shell.page("intake")
    assert isinstance(page, IntakePage)
    page.show_grid()


def _hand_over(shell: Shell) -> None:
    """Three colleagues, one of whom has handed over something new."""
    from schoolprep.desk import Who  # noqa: PLC0415 - as in `main`
    from schoolprep.desk.joining import join  # noqa: PLC0415
    from schoolprep.facts.steps import finish  # noqa: PLC0415

    desk = shell.desk
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        desk.handover.invite("赵医生", "doctor", [], out / "1.invitation")
        desk.handover.invite("李老师", "class-teacher", ["七年级2班"], out / "2.invitation")
        invited = desk.handover.invite("王老师", "class-teacher", ["七年级1班"], out / "3.invitation")
        path, who = out / "3.schoolprep", Who("", "screenshots")
        teacher = join(invited.path, invited.code, path, "a passphrase", desk.data, who)
        for number in (1, 2):  # the first one never arrives
            teacher.handover.seal(out / f"{number}.envelope")
        teacher.close()
        finish(desk.handover.merging(finish(desk.handover.reading([out / "2.envelope"]))))
    shell.go("handover")


_VIEWS = {
    "hand-over": _hand_over, "grid": _show_grid, "rules-number": _change_a_number, "rules-packs": _show_packs,
    "what-if": _try_a_number,
}  # fmt: skip
"""Views that stand behind a segment of a page."""


def _read_a_book(shell: Shell) -> None:
    """A small sheet with something repaired, doubtful and refused, so that the page shows what it is for."""
    from openpyxl import Workbook  # noqa: PLC0415 - as in `main`
    from PySide6.QtCore import QCoreApplication  # noqa: PLC0415

    from forms.intake.page import IntakePage  # noqa: PLC0415

    people = [
        shell.desk.people.file(subject).person
        for subject in shell.desk.people.search("七年级1班")[: len(_TESTS)]
    ]
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "核酸检测"
    sheet.append(["证件号", "姓名", "采样时间", "报告时间", "结果"])
    for person, answers in zip(people, _TESTS, strict=False):
        sheet.append([person.document, person.name, *answers])
    page = shell.page("intake")
    assert isinstance(page, IntakePage)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "七年级1班 核酸.xlsx"
        book.save(path)
        page.journey.read([path])
        while page.journey.plan is None:
            QCoreApplication.processEvents()


def _arguments() -> argparse.Namespace:
    from schoolprep.facts import languages  # noqa: PLC0415 - found beside this folder

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("pages", nargs="*")
    parser.add_argument("--size", default="1440x900")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--lang", choices=languages.known(), default=languages.MOTHER_TONGUE)
    parser.add_argument("--scale", type=float, default=1)
    return parser.parse_intermixed_args()


if __name__ == "__main__":
    sys.exit(main())
