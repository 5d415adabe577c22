"""A file too large to be taken in at once: written and judged off the window's thread, with the same outcome."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from forms.intake import journey
from forms.intake.page import IntakePage
from forms.pages.background import Job
from schoolprep.desk import Changed, Desk
from schoolprep.facts.days import Moment
from schoolprep.store.records import writing
from schoolprep.verdicts import grounds
from tests.gui.pages_fixtures import Around, Chosen, book, document, fill_school


@pytest.fixture(autouse=True)
def all_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journey, "TAKEN_AT_ONCE", 0)
    monkeypatch.setattr(grounds, "_IN_A_MOMENT", 0)
    monkeypatch.setattr(writing, "AT_ONCE", 10)


@pytest.fixture
def school(empty_desk: Desk, tmp_path: Path) -> Desk:
    fill_school(empty_desk, tmp_path)
    empty_desk.people.files()
    return empty_desk


@pytest.fixture
def page(qtbot: QtBot, school: Desk, on: Moment, tmp_path: Path) -> Iterator[IntakePage]:
    heads = ["证件号", "姓名", "班级", "宿舍"]
    rows = [
        [document(200 + at), f"何{'一二三四五六七八九十'[at % 10]}{'甲乙丙'[at // 10]}", "八年级2班", "301"]
        for at in range(30)
    ]
    made = IntakePage(school, on, asking=Chosen(book(tmp_path / "新生.xlsx", {"人员": [heads, *rows]})))
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


@pytest.fixture
def around(page: IntakePage) -> Iterator[Around]:
    made = Around(page)
    yield made
    made.office.close()


def _planned(qtbot: QtBot, page: IntakePage) -> None:
    page.choose_files()
    qtbot.waitUntil(lambda: page.journey.plan is not None)


def test_it_is_written_and_everybody_is_judged_anew(
    qtbot: QtBot, page: IntakePage, around: Around, school: Desk
) -> None:
    told: list[Changed] = []
    school.changed.append(told.append)
    _planned(qtbot, page)
    people = len(school.people.files())
    page.card.take.click()
    assert not page.card.take.isEnabled()
    qtbot.waitUntil(lambda: page.journey.receipt is not None and not around.office.running())
    assert page.journey.receipt is not None
    assert page.journey.receipt.added == 30
    assert around.notices[-1].says == "intakepage.taken"
    assert told == [None]
    assert len(school.people.files()) == people + 30
    assert school.people.search("何一甲")
    assert len(school.judging.known(page.on)) == people + 30
    assert sum(line.state == "added" for line in page.receipt_view.model.all_rows()) == 30
    page.receipt_view.undo.click()
    assert not school.people.search("何一甲")


def test_broken_off_it_leaves_the_plan_and_no_record(
    qtbot: QtBot, page: IntakePage, around: Around, school: Desk
) -> None:
    _planned(qtbot, page)
    before = len(school.filing.acts())
    jobs: list[Job[object]] = []
    page.started.connect(jobs.append)
    page.started.connect(lambda job: job.cancel())
    page.card.take.click()
    qtbot.waitUntil(lambda: bool(jobs) and not around.office.running())
    assert page.journey.plan is not None
    assert page.journey.receipt is None
    assert page.card.take.isEnabled()
    assert len(school.filing.acts()) == before
    assert not school.people.search("何一甲")


def test_judging_that_is_broken_off_is_done_when_somebody_looks(
    qtbot: QtBot, page: IntakePage, around: Around, school: Desk
) -> None:
    _planned(qtbot, page)
    jobs: list[Job[object]] = []

    def cancel_the_second(job: Job[object]) -> None:
        jobs.append(job)
        if len(jobs) == 2:
            job.cancel()

    page.started.connect(cancel_the_second)
    page.card.take.click()
    qtbot.waitUntil(lambda: len(jobs) == 2 and not around.office.running())
    assert page.journey.receipt is not None
    assert school.people.search("何一甲")
