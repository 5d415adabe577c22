"""What is chosen, dropped and pasted on the intake page: folders, tables of the clipboard, lists of a chat, notices."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from forms.intake.page import IntakePage
from schoolprep.desk import Desk
from schoolprep.facts.days import Moment
from schoolprep.facts.record import Entry
from tests.gui.pages_fixtures import Around, Chosen, on_show

ROWS = "姓名,班级\n{},七年级3班\n"


@pytest.fixture
def page(qtbot: QtBot, empty_desk: Desk, on: Moment) -> Iterator[IntakePage]:
    with on_show(qtbot, IntakePage(empty_desk, on, asking=Chosen())) as made:
        yield made
    QGuiApplication.clipboard().clear()  # what stands there must not outlive Qt


def _put(html: str = "", text: str = "", *files: Path) -> None:
    data = QMimeData()
    if html:
        data.setHtml(html)
    if text:
        data.setText(text)
    if files:
        data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    QGuiApplication.clipboard().setMimeData(data)


def _files(qtbot: QtBot, page: IntakePage) -> tuple[str, ...]:
    qtbot.waitUntil(lambda: page.journey.plan is not None)
    assert page.journey.plan is not None
    return page.journey.plan.files


def test_a_folder_is_chosen(qtbot: QtBot, page: IntakePage, around: Around, tmp_path: Path) -> None:
    folder = tmp_path / "各班"
    (folder / "内").mkdir(parents=True)
    (folder / "三班.csv").write_text(ROWS.format("李雷"), "utf-8")
    (folder / "内" / "四班.csv").write_text(ROWS.format("韩梅"), "utf-8")
    (folder / "通知.pdf").write_bytes(b"%PDF-1.7")
    page.asking = Chosen(folder)
    page.outset.folder.click()
    assert _files(qtbot, page) == ("各班/三班.csv", "各班/内/四班.csv")
    assert page.journey.plan is not None
    assert [notice.file for notice in page.journey.plan.unread] == ["各班/通知.pdf"]


def test_a_table_and_files_are_pasted(qtbot: QtBot, page: IntakePage, around: Around, tmp_path: Path) -> None:
    _put("<table><tr><td>姓名<td>班级<tr><td>李雷<td>七年级3班</table>", "姓名\t班级")
    page.outset.paste.click()
    assert _files(qtbot, page) == ("剪贴板",)
    page.journey.put_away()
    (tmp_path / "三班.csv").write_text(ROWS.format("李雷"), "utf-8")
    _put("", "", tmp_path / "三班.csv")
    page.paste()
    assert _files(qtbot, page) == ("三班.csv",)


def test_a_notice_is_read_among_the_areas(qtbot: QtBot, page: IntakePage, around: Around) -> None:
    text = "高风险区\n海南省三亚市吉阳区榆红村  自2022年8月6日起"
    _put("", text)
    page.paste()
    qtbot.waitUntil(lambda: bool(around.asked))
    assert [(name, wanted.text) for name, wanted in around.asked] == [("areas", text)]
    assert around.notices[-1].says == "intakepage.is_notice"
    assert page.journey.plan is None


def test_in_the_class_grid_pasting_is_the_grids(page: IntakePage) -> None:
    assert page.pasting.isEnabled()
    page.show_grid()
    assert not page.pasting.isEnabled()


def test_papers_are_proposed_by_their_names_and_kept_when_a_person_says_so(
    page: IntakePage, around: Around, tmp_path: Path
) -> None:
    page.desk.filing.append([Entry(blank="person", subject="a" * 32, answers={"name": "李雷"})])
    (tmp_path / "李雷 诊断证明.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "IMG_1.jpg").write_bytes(b"\xff\xd8\xff")
    assert page.take_files([tmp_path / "IMG_1.jpg"])
    assert around.notices[-1].says == "intakepage.papers_nobodys"
    assert page.take_files([tmp_path / "李雷 诊断证明.pdf", tmp_path / "IMG_1.jpg"])
    told = around.notices[-1]
    assert told.says == "intakepage.papers_some"
    assert page.desk.papers.of("a" * 32) == []
    assert told.do is not None
    told.do()
    (paper,) = page.desk.papers.of("a" * 32)
    assert (paper.name, paper.what) == ("李雷 诊断证明.pdf", "diagnosis")
    assert around.notices[-1].do is not None
    around.notices[-1].do()
    assert page.desk.papers.of("a" * 32) == []
