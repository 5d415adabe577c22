"""What the window's tests stand on: Qt in our style, Chinese, a real school of fourteen people in a real store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from forms.look import current, style
from forms.pages.notice import Notice
from forms.pages.page import Page
from forms.words import tr
from schoolprep.desk import Data, Desk
from schoolprep.facts.days import Moment, day_of, iso
from schoolprep.facts.record import Answers, Entry
from schoolprep.facts.subject import AREAS
from schoolprep.store import Key, School, Store, Who
from tests.gui.pages_fixtures import Around
from tests.program import program_data

ON = Moment.parse("2022-08-08T07:30")
WHO = Who("王老师", "device-of-the-tests")
SCHOOL = School(name="盐湖区实验中学", region="140802", profile="yuncheng-2022")


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    style.wear(qapp, "light")
    tr.speak(qapp, "zh")
    return qapp


@pytest.fixture(autouse=True)
def chinese_and_light(qapp: QApplication) -> Iterator[None]:
    """Every test begins in Chinese and light, whatever the one before it switched.

    What was closed is gone by then, as it is in the running program, whose loop lets go of what is to be deleted.
    """
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    if current.look.theme != "light":
        style.wear(qapp, "light")
    if tr.lang() != "zh":
        tr.speak(qapp, "zh")


@pytest.fixture
def on() -> Moment:
    return ON


@pytest.fixture(scope="session")
def data() -> Data:
    return program_data()


@pytest.fixture
def empty_desk(tmp_path: Path, data: Data) -> Iterator[Desk]:
    """A school without anybody; its key is random, because making one from a passphrase takes half a second."""
    desk = Desk(Store.create(tmp_path / "school.schoolprep", Key.random(), SCHOOL, WHO), data)
    yield desk
    desk.close()


@pytest.fixture
def desk(empty_desk: Desk, entries: Callable[[], list[Entry]]) -> Desk:
    """The school of `entries`."""
    empty_desk.filing.append(entries())
    return empty_desk


def person(subject: str, name: str, class_name: str = "", **more: str | bool) -> Entry:
    answers: Answers = {
        "category": "student", "name": name, "document_type": "resident_id",
        "document_no": f"14080220090801{subject[-4:]}",
        "class_name": class_name, "commitment": True, "planned_return": "2022-08-08T08:00", "boarding": "day",
        "high_risk_post": False, "home_area": "140802",
    }  # fmt: skip
    return Entry(
        blank="person", subject=subject, answers={k: v for k, v in (answers | more).items() if v != ""}
    )


def papers(subject: str) -> list[Entry]:
    """Everything the rules of 8 Aug 2022 ask of somebody who has been nowhere."""
    made: list[tuple[str, Answers]] = [
        ("travel", {"no_travel": True, "from_day": "2022-07-20", "to_day": "2022-08-08"}),
        ("test", {"sampled_at": "2022-08-07T08:00", "reported_at": "2022-08-07T18:00", "result": "negative"}),
        ("code", {"checked_at": "2022-08-08T06:30", "colour": "green", "card_cities": ["1408"]}),
        ("cohabitant", {"name": "无"}),
    ]
    for day in range(day_of("2022-07-25"), day_of("2022-08-08") + 1):
        made.append(("health", {"day": iso(day), "temp_am": 36.5, "symptoms": [], "antipyretic": False}))
    return [Entry(blank=blank_id, subject=subject, answers=answers) for blank_id, answers in made]


@pytest.fixture
def entries() -> Callable[[], list[Entry]]:
    """Two classes and a teacher: most are ready; one has been in a high-risk area, others owe something."""

    def made() -> list[Entry]:
        classes = {"1": ("李雷", "王小明", "赵子涵", "孙悦", "韩梅"), "2": ("周博文", "吴桐", "郑一诺")}
        people = [
            *(
                person(f"p{number}00{n}", name, f"七年级{number}班")
                for number, names in classes.items()
                for n, name in enumerate(names)
            ),
            person("p3000", "陈老师", category="teacher", department="语文组"),
        ]
        filed = list(people)
        for entry in people:
            if entry.subject not in ("p1001", "p2001", "p2002", "p2000"):
                filed += papers(entry.subject)
        filed += [e for e in papers("p1001") if e.blank != "test"]  # 王小明 has no test
        filed.append(
            Entry(blank="travel", subject="p1004", answers={
                "place": "460203", "arrived": "2022-07-25", "left": "2022-08-01", "transport": "高铁",
            })
        )  # fmt: skip
        filed.append(
            Entry(
                blank="area",
                subject=AREAS,
                answers={"place": "460203", "level": "high", "since": "2022-07-28"},
            )
        )
        return filed

    return made


@pytest.fixture
def told(page: Page) -> list[Notice]:
    """What the page under test says."""
    heard: list[Notice] = []
    page.noticed.connect(heard.append)
    return heard


@pytest.fixture
def around(page: Page) -> Iterator[Around]:
    """What the shell does for the page under test."""
    made = Around(page)
    yield made
    made.office.close()
