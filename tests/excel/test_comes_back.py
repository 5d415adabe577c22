"""What goes out comes back: no roster and no class form says anything new to intake; what is written into them does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from exports import workbook
from schoolprep.desk import Desk
from schoolprep.facts import languages
from schoolprep.facts.languages import Lang
from schoolprep.facts.record import Answers, Entry
from schoolprep.facts.steps import finish
from schoolprep.facts.subject import AREAS
from schoolprep.facts.words import say
from schoolprep.grid.paper import paper
from schoolprep.intake import Receipt
from schoolprep.store import Key, School, Store, Who
from tests.program import program_data
from tests.roster_school import ON, in_order, person, sanya

_DATA = program_data()
_WANG, _ZHAO, _QIAN, _CHEN, _ZHOU = (
    "140802200809010013", "140802200810010010", "140802200905050058", "140802198001010010", "140802197001010024",
)  # fmt: skip
_HAN = "140802200911030029"
_LANGS = languages.known()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Pupils of three classes, two of staff in departments; every roster names somebody."""
    school = School(name="盐湖区实验中学", region="140802", profile="yuncheng-2022")
    path = tmp_path_factory.mktemp("school") / "s.schoolprep"
    desk = Desk(Store.create(path, Key.random(), school, Who("校医", "desk")), _DATA)
    entries = []
    for said in _people():
        subject = desk.people.new_person()
        entries += [Entry(blank=blank, subject=subject, answers=answers) for blank, answers in said]
    listed: list[Answers] = [
        {"place": "460203", "level": "high", "since": "2022-07-20", "source": "三亚市通告"},
        {"place": "620103", "level": "medium", "since": "2022-07-25", "until": "2022-08-06"},
    ]
    desk.filing.append([*entries, *(Entry(blank="area", subject=AREAS, answers=one) for one in listed)])
    yield desk
    desk.close()


def _people() -> Iterator[list[tuple[str, Answers]]]:
    yield [
        _person("王小明", _WANG, "七年级2班", number="20220101", birth_date="2008-09-01"),
        *in_order(),
    ]
    yield [
        _person("韩梅", _HAN, "七年级1班", birth_date="2009-11-03", sex="female", boarding="day"),
        *sanya()[1:],
    ]
    yield [_person("赵子涵", _ZHAO, "高一10班", birth_date="2008-10-01"), *in_order()[1:]]
    yield [_person("钱思远", _QIAN, "七年级1班", birth_date="2009-05-05", commitment=False), *in_order()]
    yield [
        _person("陈老师", _CHEN, category="teacher", department="教务处", birth_date="1980-01-01"),
        *in_order(),
    ]
    yield [
        _person("周师傅", _ZHOU, category="support", department="食堂", birth_date="1970-01-01"),
        *in_order(),
    ]


def _person(name: str, document: str, class_name: str = "", **more: str | bool) -> tuple[str, Answers]:
    return person(name, document, class_name, **more)


def _on_file(desk: Desk) -> list[str]:
    return sorted(record.id for record in desk.filing.current())


def _says(desk: Desk) -> Iterator[str]:
    yield from (
        f"{record.subject} {sorted((record.answers or {}).items())}" for record in desk.filing.current()
    )


def _taken_in(desk: Desk, path: Path) -> Receipt:
    return desk.intake.take_in(finish(desk.intake.plan([path], today=date(2022, 8, 8))))


def _says_nothing_new(receipt: Receipt) -> bool:
    return not (receipt.added or receipt.changed or receipt.doubtful or receipt.questions or receipt.unread)


@pytest.mark.parametrize("lang", _LANGS)
def test_no_roster_says_anything_new(desk: Desk, lang: Lang, tmp_path: Path) -> None:
    before, said = _on_file(desk), set(_says(desk))
    for layout in _DATA.layouts:
        drawn = desk.rosters.draw(layout, ON, lang, None)
        assert sum(len(group.rows) for group in drawn.groups)
        finish(workbook.write(drawn, tmp_path / f"{layout}.xlsx"))
    receipt = _taken_in(desk, tmp_path)
    assert _says_nothing_new(receipt), receipt
    assert receipt.unchanged and not receipt.refused
    assert {notice.sheet for notice in receipt.left_out if notice.problem.code == "intake.unknown-sheet"} == {
        say("roster.summary", lang)
    }
    assert _on_file(desk) == before and set(_says(desk)) == said


def test_of_masked_rosters_only_what_is_masked_is_refused(desk: Desk, tmp_path: Path) -> None:
    """Whoever stands on one is found by name and class, or department, and is nobody new."""
    before = _on_file(desk)
    for layout in ("return", "deferred"):
        drawn = desk.rosters.draw(layout, ON, "zh", None, mask=True)
        finish(workbook.write(drawn, tmp_path / f"{layout}.xlsx"))
    receipt = _taken_in(desk, tmp_path)
    assert not (receipt.added or receipt.changed or receipt.doubtful or receipt.questions)
    assert {"*" in notice.value for notice in receipt.refused} == {True}
    assert [one for one in _on_file(desk) if one not in before] == []


@pytest.mark.parametrize("lang", _LANGS)
def test_an_empty_class_form_says_nothing(desk: Desk, lang: Lang, tmp_path: Path) -> None:
    before = _on_file(desk)
    for purpose in _DATA.purposes.values():
        finish(workbook.write(paper(desk, purpose, ON, lang), tmp_path / f"{purpose.id}.xlsx"))
    receipt = _taken_in(desk, tmp_path)
    assert _says_nothing_new(receipt) and not receipt.refused, receipt
    assert _on_file(desk) == before


@pytest.mark.parametrize("lang", _LANGS)
def test_the_form_of_a_department_comes_back(desk: Desk, lang: Lang, tmp_path: Path) -> None:
    """Whoever is in no class has a form too, and is found by the department over it."""
    out = tmp_path / "form.xlsx"
    finish(workbook.write(paper(desk, _DATA.purposes["health"], ON, lang, "食堂"), out))
    book = load_workbook(out)
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet["C4"] = "386"
    book.save(out)
    plan = finish(desk.intake.plan([out], today=date(2022, 8, 8)))
    (step,) = plan.steps
    assert desk.people.file(step.entry.subject).person.name == "周师傅"
    assert (step.entry.answers or {})["temp_am"] == 38.6 and not plan.refused


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", {"采样时间": "2022-08-08 08:10", "样本类型": "鼻咽拭子", "结果": "阴性"}),
        ("en", {"Sampled at": "2022-08-08 08:10", "Specimen": "Nasopharyngeal swab", "Result": "Negative"}),
    ],
)
def test_what_is_written_into_a_roster_comes_in(
    desk: Desk, lang: Lang, said: dict[str, str], tmp_path: Path
) -> None:
    """The columns that wait for the sample are answers; those beside them stay the program's own."""
    out = tmp_path / "roster.xlsx"
    finish(workbook.write(desk.rosters.draw("tests-owed", ON, lang, None), out))
    book = load_workbook(out)
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    at = {str(cell.value): place for place, cell in enumerate(sheet[3], 1)}
    for heading, answer in said.items():
        sheet.cell(row=4, column=at[heading], value=answer)
    sheet.cell(row=4, column=at["联系电话" if lang == "zh" else "Phone"], value="13835908001")
    book.save(out)
    plan = finish(desk.intake.plan([out], today=date(2022, 8, 8)))
    assert not plan.refused and not plan.doubtful
    filed = {step.entry.blank: step.entry.answers or {} for step in plan.steps}
    assert filed["test"] == {
        "sampled_at": "2022-08-08T08:10", "specimen": [*said.values()][1], "result": "negative",
    }  # fmt: skip
    assert filed["person"]["phone"] == "13835908001"
