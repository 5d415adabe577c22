"""A person's papers on the page: dropped, shown small and large, kept elsewhere, removed, all undone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QSize
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from forms.pages.notice import Notice
from forms.parts.picture import decoded
from forms.people.page import PeoplePage
from schoolprep.desk import Desk
from schoolprep.facts.days import Moment
from tests.gui.pages_fixtures import Around, Chosen

NAME = "诊断证明.png"


def _png(wide: int = 300, high: int = 200) -> bytes:
    image = QImage(wide, high, QImage.Format.Format_RGB32)
    image.fill(0xFF3366)
    holder = QBuffer()
    holder.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(holder, "PNG")  # type: ignore[call-overload]
    return bytes(holder.data().data())


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, on: Moment) -> PeoplePage:
    made = PeoplePage(desk, on, asking=Chosen())
    qtbot.addWidget(made)
    made.show_person(desk.people.subjects()[0])
    return made


def test_dropped_beside_a_person_it_is_theirs(
    qtbot: QtBot, page: PeoplePage, around: Around, tmp_path: Path
) -> None:
    card, subject = page.panel.papers, page.panel.subject
    (tmp_path / NAME).write_bytes(_png())
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "名单.csv").write_text("姓名", "utf-8")
    assert not page.take_files([tmp_path / "名单.csv"])
    assert not page.take_files([tmp_path])
    assert page.take_files([tmp_path / NAME, tmp_path / "a.pdf"])
    assert [paper.name for paper in page.desk.papers.of(subject)] == ["a.pdf", NAME]
    assert [sorted(line.buttons) for line in card.lines] == [
        ["people.paper_drop", "people.paper_save"],
        ["people.paper_drop", "people.paper_look", "people.paper_save"],
    ]
    assert around.notices[-1].says == "people.paper_kept"
    assert around.notices[-1].do is not None
    around.notices[-1].do()
    assert page.desk.papers.of(subject) == []
    assert card.lines == []


def test_looked_at_kept_elsewhere_and_removed(
    qtbot: QtBot, page: PeoplePage, around: Around, tmp_path: Path
) -> None:
    content, card = _png(2000, 1000), page.panel.papers
    (tmp_path / NAME).write_bytes(content)
    page.asking = Chosen(tmp_path / NAME, saved=tmp_path / "副本.png")
    card.add.click()
    (line,) = card.lines
    line.buttons["people.paper_look"].click()
    assert not card.large.isHidden()
    assert 0 < card.large.pixmap().width() <= max(200, card.width())
    line.buttons["people.paper_look"].click()
    assert card.large.isHidden()
    line.buttons["people.paper_save"].click()
    qtbot.waitUntil((tmp_path / "副本.png").exists)
    assert (tmp_path / "副本.png").read_bytes() == content
    line.buttons["people.paper_drop"].click()
    assert card.lines == []
    assert isinstance(around.notices[-1], Notice)


def test_what_is_refused_is_told(page: PeoplePage, around: Around, tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(_png())
    page.take_files([tmp_path / NAME])
    page.take_files([tmp_path / NAME])
    assert around.notices[-1].says == "paper.there-already"


@pytest.mark.qt_log_ignore("JPEG", "libpng", extend=True)
@pytest.mark.parametrize(
    "content",
    [b"", b"GIF89a", b"%PDF", _png()[:60], b"\xff\xd8\xff\xe0" + bytes(200), b"\x89PNG" + b"x" * 500],
)
def test_an_odd_picture_is_not_shown(content: bytes) -> None:
    assert decoded(content, QSize(50, 50)).isNull()


def test_a_picture_is_made_small() -> None:
    assert decoded(_png(400, 100), QSize(50, 50)).size() == QSize(50, 12)
