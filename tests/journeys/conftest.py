"""The steps in which the journeys are told: a small fixed vocabulary in the school's own words."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from pytest_bdd import given, parsers, then, when
from stdnum.iso7064 import mod_11_2

from exports import workbook as roster_workbook
from schoolprep import demo, grid
from schoolprep.__main__ import main
from schoolprep.desk import Data, Desk, Role, report
from schoolprep.desk.joining import join
from schoolprep.facts.days import Moment
from schoolprep.facts.record import Answers, Record
from schoolprep.facts.steps import finish
from schoolprep.facts.words import say_problem
from schoolprep.handover.nouns import MergeReceipt, Standing
from schoolprep.intake import Plan, Receipt
from schoolprep.rules import pack
from schoolprep.store import Key, School, Store, Who
from schoolprep.verdicts import signalling
from tests.program import program_data

Table = list[list[str]]
Made = TypeVar("Made")

TODAY = date(2022, 8, 8)
PASSPHRASE = "八月八日 都返校"
_NUMBER = "数字"
"""A cell that begins so is written as a number, as a spreadsheet does with what looks like one."""


@cache
def _data() -> Data:
    return program_data()


def document(name: str) -> str:
    """An invented identity number that is the same whenever this name is met."""
    body = f"14080220090315{sum(map(ord, name)) % 900 + 100}"
    return body + mod_11_2.calc_check_digit(body)


class Journey:
    """One school on its way through a scenario."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sheets: dict[str, list[dict[str, str]]] = {}
        self.filled_on: dict[str, str] = {}
        self.as_they_are: dict[str, Table] = {}
        self.key = Key.random()
        self.who = Who("王老师", "device")
        self.receipt: Receipt | None = None
        self.last_act = ""
        self._desk: Desk | None = None
        self.person: dict[str, Any] = {}
        self.words: dict[str, str] = {}
        self.signalled: dict[str, Any] = {}
        self.saved = folder / "花名册.xlsx"
        self.passphrase = PASSPHRASE
        self.status = 0
        self.said = ""
        self.complained = ""

    # A school whose passphrase nobody needs: making a key of one takes half a second by design.

    def start(self, region: str, profile: str) -> None:
        school = School(name="演示中学", region=region, profile=profile)
        self._desk = Desk(Store.create(self.path, self.key, school, self.who), _data())

    @property
    def path(self) -> Path:
        return self.folder / "学校.schoolprep"

    @property
    def pack(self) -> Path:
        return self.folder / "规则文件.toml"

    def send_pack(self, name: str, days: int) -> None:
        """A city's demand of a test within so many days, its examples written for three."""
        own = pack.source("yuncheng-2022-08-08").text
        for was, now in {
            'id = "yuncheng-2022-08-08"': f'id = "{name}"', "\nn = 5\n": f"\nn = {days}\n", "5日": "3日",
            "2022-08-03T09:00": "2022-08-05T09:00", "2022-08-02T23:00": "2022-08-04T23:00",
            'replaces = "shanxi-5d/five-day-test"\n': "",
        }.items():  # fmt: skip
            assert was in own
            own = own.replace(was, now)
        self.pack.write_text(own, "utf-8")

    @property
    def book(self) -> Path:
        return self.folder / "工作簿.xlsx"

    @property
    def desk(self) -> Desk:
        assert self._desk is not None, "the scenario has no school"
        return self._desk

    def reopen(self) -> None:
        self.desk.close()
        self._desk = Desk(Store.open(self.path, self.key, self.who), _data())

    def close(self) -> None:
        if self._desk is not None:
            self._desk.close()

    # ---------------------------------------------------------------- the workbook

    def add(self, sheet: str, rows: list[dict[str, str]]) -> None:
        for row in rows:
            row.setdefault("证件号", "")
            if sheet != "风险地区" and not row["证件号"]:
                row["证件号"] = document(row["姓名"])
        self.sheets.setdefault(sheet, []).extend(rows)

    def write_book(self) -> None:
        """The workbook as a school would have it: a sheet a blank, a heading a column, one row a statement."""
        book = Workbook()
        book.remove(book.worksheets[0])
        for name, rows in self.sheets.items():
            sheet = book.create_sheet(name)
            if name in self.filled_on:
                sheet.append([f"填报日期：{self.filled_on[name]}"])
            headings = list(dict.fromkeys(heading for row in rows for heading in row))
            sheet.append(headings)
            for row in rows:
                sheet.append([_cell(row.get(heading, "")) for heading in headings])
        for name, lines in self.as_they_are.items():
            sheet = book.create_sheet(name)
            for line in lines:
                sheet.append([_cell(cell) for cell in line])
        book.save(self.book)

    def _today(self) -> date:
        """The day the workbook is taken in: that of the newest statement in it, and not before `TODAY`."""
        cells = (cell for rows in self.sheets.values() for row in rows for cell in row.values())
        days = (found[0] for cell in cells if (found := re.match(r"20\d\d-\d\d-\d\d", cell)))
        return max([TODAY, *map(date.fromisoformat, days)])

    def take_in(self, heading: str = "", field: str = "", *, accept: bool = False) -> None:
        """Take the workbook in; with one heading put right, or everything doubtful accepted."""
        plan: Plan = finish(self.desk.intake.plan([self.book], self._today()))
        if heading:
            page = plan.pages[0]
            column = next(one for one in page.headings if one.text == heading)
            choices = plan.choices.with_column(page.key, column.key, f"person.{field}")
            plan = finish(self.desk.intake.replan(plan, choices, self._today()))
        self.receipt = self.desk.intake.take_in(plan, accept)
        if self.receipt.act:
            self.last_act = self.receipt.act

    # ---------------------------------------------------------------- judging

    def subject(self, name: str) -> str:
        return next(
            one for one in self.desk.people.subjects() if self.desk.people.file(one).person.name == name
        )

    def person_answers(self, name: str) -> Answers:
        """What the sheet 人员 says about somebody."""
        records = self.desk.people.records(self.subject(name))
        return next(one.answers or {} for one in records if one.blank == "person")

    def class_sheet(self, purpose: str) -> grid.Sheet:
        """The only class's sheet of a purpose on the evening of the day, as the window opens it."""
        purposes = self.desk.data.purposes
        wanted = next(one for one in purposes.values() if one.title["zh"] == purpose)
        (people,) = grid.units(self.desk).values()
        return grid.Sheet(self.desk, wanted, people, Moment.parse("2022-08-08T22:00"))

    def judge(self, name: str, on: str) -> None:
        """One person as `check --json` tells it, and the words for its codes."""
        moment = Moment.parse(on)
        words = {
            "zh": self.desk.judging.explainer(moment, "zh"),
            "en": self.desk.judging.explainer(moment, "en"),
        }
        told = report.check(
            moment, self.desk.judging.cases(moment), self.desk.rules.in_force(moment).source.packs, words
        )
        people: Any = json.loads(json.dumps(told))["people"]
        self.person = next(one for one in people if one["name"] == name)
        verdict = self.desk.judging.verdict(self.subject(name), moment)
        self.words = {finding.rule: words["zh"].title(finding) for finding in verdict.findings}
        self.words |= {measure.kind: words["zh"].measure(measure.kind) for measure in verdict.measures}
        self.words[verdict.outcome] = words["zh"].outcome(verdict.outcome)

    def signals(self, on: str) -> list[dict[str, Any]]:
        """The signals of a day as `check --json` tells them."""
        moment = Moment.parse(on)
        words = {lang: self.desk.judging.explainer(moment, lang) for lang in ("zh", "en")}
        return [
            signalling.told(signal, self.desk.people.files(), words)
            for signal in self.desk.judging.signals(moment)
        ]

    def stay(self, name: str, place: str) -> Record:
        code = self.desk.data.divisions.resolve(place).code
        return next(
            record
            for record in self.desk.people.records(self.subject(name))
            if record.blank == "travel" and (record.answers or {}).get("place") == code
        )


def _cell(text: str) -> str | int | None:
    if text.startswith(_NUMBER):
        return int(text.removeprefix(_NUMBER))
    return text or None


def _rows(table: Table) -> list[dict[str, str]]:
    return [dict(zip(table[0], row, strict=True)) for row in table[1:]]


@pytest.fixture
def journey(tmp_path: Path) -> Iterator[Journey]:
    begun = Journey(tmp_path)
    yield begun
    begun.close()


# -------------------------------------------------------------------- 假如


@given(parsers.parse("一所在{region}、按{profile}判定的新学校"))
def _(journey: Journey, region: str, profile: str) -> None:
    journey.start(region, profile)


@given(parsers.parse("“{sheet}”表"))
def _(journey: Journey, sheet: str, datatable: Table) -> None:
    journey.add(sheet, _rows(datatable))


@given(parsers.parse("照原样的“{sheet}”表"))
def _(journey: Journey, sheet: str, datatable: Table) -> None:
    journey.as_they_are[sheet] = datatable


@given(parsers.parse("“{sheet}”表，填报日期{day}"))
def _(journey: Journey, sheet: str, day: str, datatable: Table) -> None:
    journey.filled_on[sheet] = day
    journey.add(sheet, _rows(datatable))


@given(parsers.parse("“{name}”每日健康、绿码、行程卡只有运城、没有同住人"))
def _(journey: Journey, name: str) -> None:
    first, last = date(2022, 7, 18), date(2022, 8, 31)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    journey.add(
        "健康监测",
        [{"姓名": name, "日期": f"{day}", "早体温": "36.5", "晚体温": "36.6", "症状": "无"} for day in days],
    )
    journey.add(
        "健康码行程卡",
        [
            {"姓名": name, "查验时间": f"{day} 06:30", "健康码": "绿", "行程卡途经城市": "运城市"}
            for day in days[::3]
        ],
    )
    journey.add("共同居住人", [{"姓名": name, "同住人姓名": "无"}])


@given("一份只有“韩梅”的工作簿，她8月1日离开三亚市吉阳区（高风险）")
def _(journey: Journey) -> None:
    journey.add("人员", [{"人员类别": "学生", "姓名": "韩梅", "班级": "七年级1班", "健康承诺书": "已交"}])
    journey.add(
        "旅居史",
        [{"姓名": "韩梅", "地区": "海南省三亚市吉阳区", "抵达日期": "2022-07-25", "离开日期": "2022-08-01"}],
    )
    journey.add("风险地区", [{"地区": "海南省三亚市吉阳区", "等级": "高风险", "起始时间": "2022-07-20"}])
    journey.write_book()


@given(parsers.parse("教育局发来规则文件“{name}”，要求3日内核酸"))
def _(journey: Journey, name: str) -> None:
    journey.send_pack(name, 3)


@given(parsers.parse("教育局发来规则文件“{name}”，写的是4天，例子是3天"))
def _(journey: Journey, name: str) -> None:
    journey.send_pack(name, 4)


# -------------------------------------------------------------------- 当


@given("导入工作簿")
@when("导入工作簿")
def _(journey: Journey) -> None:
    journey.write_book()
    journey.take_in()


@when("再导入同一份工作簿")
def _(journey: Journey) -> None:
    journey.take_in()


@when(parsers.parse("把“{heading}”一列当作“{field}”再导入"))
def _(journey: Journey, heading: str, field: str) -> None:
    journey.take_in(heading, field)


@when("存疑的都说是，再导入")
def _(journey: Journey) -> None:
    journey.take_in(accept=True)


@when(parsers.parse("把“{name}”在{place}的离开日期改为“{day}”"))
def _(journey: Journey, name: str, place: str, day: str) -> None:
    draft = journey.desk.filing.draft("travel", journey.subject(name), TODAY, journey.stay(name, place))
    assert draft.write("left", day) is None
    journey.last_act = journey.desk.filing.file_draft(draft).act


@when(parsers.parse("班级录入“{purpose}”里“{name}”的“{column}”写“{text}”"))
def _(journey: Journey, purpose: str, name: str, column: str, text: str) -> None:
    sheet = journey.class_sheet(purpose)
    row = sheet.people.index(journey.subject(name))
    at = [one.title["zh"] for one in sheet.columns].index(column)
    sheet.put({grid.GridPlace(row, at): text})


@when(parsers.parse("班级录入“{purpose}”其余全部"))
def _(journey: Journey, purpose: str) -> None:
    sheet = journey.class_sheet(purpose)
    journey.last_act = grid.file_rest(sheet, grid.rest_of(sheet)).act


@when(parsers.parse("班级录入“{purpose}”归档"))
def _(journey: Journey, purpose: str) -> None:
    journey.last_act = journey.class_sheet(purpose).file().act


@when("撤销刚才那一步")
@when("撤销导入")
def _(journey: Journey) -> None:
    journey.desk.filing.undo(journey.last_act)


@when("关上工作区再打开")
def _(journey: Journey) -> None:
    journey.reopen()


@when(parsers.parse("把{on}的花名册“{layout}”存成工作簿"))
def _(journey: Journey, on: str, layout: str) -> None:
    for _done in roster_workbook.write(
        journey.desk.rosters.draw(layout, Moment.parse(on), "zh"), journey.saved
    ):
        pass


@when(parsers.parse("口令换成“{passphrase}”"))
def _(journey: Journey, passphrase: str) -> None:
    journey.passphrase = passphrase


@when(parsers.parse("执行 {call}"))
def _(
    journey: Journey, call: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SCHOOLPREP_PASSPHRASE", journey.passphrase)
    for module in ("store.device", "commands.window"):
        monkeypatch.setattr(f"schoolprep.{module}.folder", lambda: journey.folder)
    meant = {
        "学校": str(journey.path),
        "工作簿": str(journey.book),
        "花名册": str(journey.saved),
        "规则文件": str(journey.pack),
        "规则表": str(journey.folder / "规则表.xlsx"),
        "韩梅的证件号": document("韩梅"),
        "演示学校": str(journey.folder / "demo.schoolprep"),
    }
    capsys.readouterr()
    journey.status = main([*(meant.get(word, word) for word in call.split()), "--lang", "zh"])
    journey.said, journey.complained = capsys.readouterr()


# -------------------------------------------------------------------- 那么

_VERDICTS = "可返校|待补材料|待核实|暂缓返校"


@then(parsers.re(rf"(?P<on>[\dT:-]+)“(?P<name>[^”]+)”(?P<outcome>{_VERDICTS})"))
def _(journey: Journey, on: str, name: str, outcome: str) -> None:
    journey.judge(name, on)
    assert journey.words[journey.person["verdict"]] == outcome, journey.person["findings"]


@then(parsers.parse("最早返校日是{day}"))
def _(journey: Journey, day: str) -> None:
    assert journey.person["may_return_on"] == day


@then("最早返校日未定")
def _(journey: Journey) -> None:
    assert journey.person["may_return_on"] is None


@then(parsers.parse("还欠“{what}”"))
def _(journey: Journey, what: str) -> None:
    assert what in [owed["says"]["zh"] for owed in journey.person["owes"]]


@then(parsers.parse("{on}的信号有“{sentence}”"))
def _(journey: Journey, on: str, sentence: str) -> None:
    told = journey.signals(on)
    assert sentence in [signal["says"]["zh"] for signal in told]
    journey.signalled = next(signal for signal in told if signal["says"]["zh"] == sentence)


@then(parsers.parse("信号里的人是{names}"))
def _(journey: Journey, names: str) -> None:
    assert sorted(one["name"] for one in journey.signalled["people"]) == sorted(names.split("、"))


@then(parsers.parse("{on}没有信号"))
def _(journey: Journey, on: str) -> None:
    assert journey.signals(on) == []


@then(parsers.parse("依据有“{title}”"))
def _(journey: Journey, title: str) -> None:
    assert title in [journey.words[finding["rule"]] for finding in journey.person["findings"]]


@then(parsers.parse("没有依据“{title}”"))
def _(journey: Journey, title: str) -> None:
    assert title not in [journey.words[finding["rule"]] for finding in journey.person["findings"]]


@then(parsers.parse("说明里有“{text}”"))
def _(journey: Journey, text: str) -> None:
    told = [finding["says"]["zh"] for finding in journey.person["findings"]]
    assert any(text in said for said in told), told


@then("管控依次是")
def _(journey: Journey, datatable: Table) -> None:
    told = [[journey.words[one["kind"]], one["starts"], one["ends"]] for one in journey.person["measures"]]
    assert told == datatable[1:]


@then(parsers.parse("要做核酸的日子是{days}"))
def _(journey: Journey, days: str) -> None:
    tests = [test for measure in journey.person["measures"] for test in measure["tests"]]
    assert [test["on"] for test in tests if test["state"] != "past"] == days.split("、")


@then("新增0条，更改0条，其余未变")
def _(journey: Journey) -> None:
    receipt = journey.receipt
    assert receipt is not None
    assert (receipt.added, receipt.changed) == (0, 0)
    assert receipt.unchanged == sum(len(rows) for rows in journey.sheets.values())
    assert not receipt.needs_somebody


@then("新增0条，更改0条")
def _(journey: Journey) -> None:
    assert journey.receipt is not None
    assert (journey.receipt.added, journey.receipt.changed) == (0, 0)


@then(parsers.parse("“{name}”有{told}"))
def _(journey: Journey, name: str, told: str) -> None:
    """How many records of which sheets: 1条“旅居史”、0条“核酸检测”."""
    sheets = [
        journey.desk.data.blanks[one.blank].sheet
        for one in journey.desk.people.records(journey.subject(name))
        if one.blank in journey.desk.data.blanks
    ]
    for part in told.split("、"):
        count, sheet = part.rstrip("”").split("条“")
        assert sheets.count(sheet) == int(count), sheets


@then(parsers.parse("“{name}”的“{field}”是“{value}”"))
def _(journey: Journey, name: str, field: str, value: str) -> None:
    assert journey.person_answers(name).get(field) == value


@then(parsers.parse("“{name}”没有填“{label}”"))
def _(journey: Journey, name: str, label: str) -> None:
    answered = journey.person_answers(name)
    assert not [
        one.name
        for one in journey.desk.data.blanks["person"].field
        if one.label["zh"] == label and one.name in answered
    ]


@then(parsers.parse("记得“{sheet}”这种表"))
def _(journey: Journey, sheet: str) -> None:
    assert [kept.sheet for kept in journey.desk.intake.remembered().values()] == [sheet]


@then("学校里没有人")
def _(journey: Journey) -> None:
    assert journey.desk.people.subjects() == []


@then(parsers.parse("学校里有“{name}”"))
def _(journey: Journey, name: str) -> None:
    assert journey.subject(name)


@then(parsers.parse("退回“{sheet}”表的{cell}"))
def _(journey: Journey, sheet: str, cell: str) -> None:
    assert journey.receipt is not None
    assert (sheet, cell) in [(notice.sheet, notice.cell) for notice in journey.receipt.refused]


@then(parsers.parse("说明了把“{was}”读作“{now}”"))
def _(journey: Journey, was: str, now: str) -> None:
    assert journey.receipt is not None
    assert (was, now) in [(change.was, change.now) for change in journey.receipt.repaired]


@then("花名册里有")
def _(journey: Journey, datatable: Table) -> None:
    """The rows under these headings, whatever else the roster has; dates as ISO dates."""
    book = load_workbook(journey.saved)
    found = []
    for sheet in book.worksheets:
        lines = [[_text(cell) for cell in row] for row in sheet.iter_rows()]
        for at, line in enumerate(lines):
            if set(datatable[0]) <= set(line):
                columns = [line.index(heading) for heading in datatable[0]]
                found += [[row[column] for column in columns] for row in lines[at + 1 :]]
    for row in datatable[1:]:
        assert row in found


def _text(cell: Cell | Any) -> str:
    value = cell.value
    return "" if value is None else str(value.date() if hasattr(value, "date") else value)


@then(parsers.parse("退出码是{status:d}"))
def _(journey: Journey, status: int) -> None:
    assert journey.status == status, journey.complained + journey.said


@then("输出的JSON里refused是空的")
def _(journey: Journey) -> None:
    assert json.loads(journey.said)["refused"] == []


@then(parsers.parse("输出的JSON里“{name}”的verdict是{verdict}，may_return_on是{day}"))
def _(journey: Journey, name: str, verdict: str, day: str) -> None:
    told = json.loads(journey.said)
    person = next(one for one in told["people"] if one["name"] == name)
    assert (person["verdict"], person["may_return_on"]) == (verdict, day)
    counted = Counter(one["verdict"] for one in told["people"])
    assert told["counts"] == {outcome: counted[outcome] for outcome in told["counts"]}


@then(parsers.re("输出里有(?P<texts>“.+”)"))
def _(journey: Journey, texts: str) -> None:
    for text in re.findall("“([^”]+)”", texts):
        assert text in journey.said


@then("输出里有演示口令和六百来人")
def _(journey: Journey) -> None:
    assert demo.PASSPHRASE in journey.said
    assert any(590 <= int(number) <= 630 for number in re.findall(r"\d+", journey.said))


@then(parsers.parse("“{name}”是一份能打开的工作簿"))
def _(journey: Journey, name: str) -> None:
    path = {"花名册": journey.saved, "规则表": journey.folder / "规则表.xlsx"}[name]
    assert load_workbook(path).sheetnames


@then("只有一句错误，没有输出")
def _(journey: Journey) -> None:
    assert journey.said == ""
    assert len(journey.complained.strip().splitlines()) == 1
    assert "Traceback" not in journey.complained


# -------------------------------------------------------------------- 交接：同事在自己的电脑上

_ROLES: dict[str, Role] = {"班主任": "class-teacher", "校医": "doctor"}


class Hands:
    """The colleagues of a school, each with a workspace of their own, and the last receipt of the principal."""

    def __init__(self, journey: Journey) -> None:
        self.journey = journey
        self.workspaces: dict[str, Desk] = {}
        self.receipt: MergeReceipt | None = None

    def invite(self, name: str, role: str, units: Sequence[str] = ()) -> None:
        invited = self.journey.desk.handover.invite(
            name, _ROLES[role], units, self.journey.folder / f"{name}.invitation"
        )
        path = self.journey.folder / f"{name}.schoolprep"
        who = Who("电脑的主人", f"laptop of {name}")
        self.workspaces[name] = join(invited.path, invited.code, path, Key.random(), _data(), who)

    def envelope(self, name: str, number: int) -> Path:
        return self.journey.folder / f"{name} 第{number}份.envelope"

    def take_in(self, desk: Desk, *files: Path) -> MergeReceipt:
        return finish(desk.handover.merging(finish(desk.handover.reading(list(files)))))

    def standing(self, name: str) -> Standing:
        return next(
            one
            for one in self.journey.desk.handover.standing(Moment(TODAY.toordinal()))
            if one.colleague.seat.name == name
        )


@pytest.fixture
def hands(journey: Journey) -> Iterator[Hands]:
    begun = Hands(journey)
    yield begun
    for desk in begun.workspaces.values():
        desk.close()


@given(parsers.parse("“{name}”受邀做{role}，管“{unit}”，用文件和码打开了自己的工作区"))
def _(hands: Hands, name: str, role: str, unit: str) -> None:
    hands.invite(name, role, [unit])


@given(parsers.parse("“{name}”受邀做校医，用文件和码打开了自己的工作区"))
def _(hands: Hands, name: str) -> None:
    hands.invite(name, "校医")


@when(parsers.parse("“{name}”给“{who}”填{day}早体温{temperature:g}"))
def _(hands: Hands, name: str, who: str, day: str, temperature: float) -> None:
    desk = hands.workspaces[name]
    (subject,) = desk.people.search(who)
    draft = desk.filing.draft("health", subject, TODAY)
    for field, text in (("day", day), ("temp_am", str(temperature)), ("symptoms", "无")):
        assert draft.write(field, text) is None
    desk.filing.file_draft(draft)


@when(parsers.parse("“{name}”交给校长"))
def _(hands: Hands, name: str) -> None:
    desk = hands.workspaces[name]
    desk.handover.seal(hands.envelope(name, desk.handover.news().number))


@when(parsers.parse("校长收下“{name}”的第{number:d}份"))
def _(hands: Hands, name: str, number: int) -> None:
    hands.receipt = hands.take_in(hands.journey.desk, hands.envelope(name, number))
    hands.journey.last_act = hands.receipt.act


@when(parsers.parse("校长发回执，“{name}”收下"))
def _(hands: Hands, name: str) -> None:
    folder = hands.journey.folder / "回执"
    folder.mkdir()
    hands.journey.desk.handover.acknowledge(folder)
    hands.take_in(hands.workspaces[name], folder)


@when(parsers.parse("校长以“{author}”写的为准"))
def _(hands: Hands, author: str) -> None:
    conflicts = hands.journey.desk.conflicts
    (question,) = conflicts.open(Moment(TODAY.toordinal()))
    (choice,) = [one for one in question.choices if one.author == author]
    conflicts.settle(question.id, choice.record)


@when(parsers.parse("校长停用“{name}”的电脑"))
def _(hands: Hands, name: str) -> None:
    hands.journey.desk.handover.revoke(name)


@then(parsers.parse("“{name}”的文件里只有“{names}”"))
def _(hands: Hands, name: str, names: str) -> None:
    people = [file.person.name for file in hands.workspaces[name].people.files().values()]
    assert sorted(people) == sorted(names.split("、"))


@then(parsers.parse("“{name}”的都交了，校长也都收到了"))
def _(hands: Hands, name: str) -> None:
    news = hands.workspaces[name].handover.news()
    assert (news.records, news.acknowledged) == (0, news.number - 1)


@then(parsers.parse("“{name}”缺第{number:d}份"))
def _(hands: Hands, name: str, number: int) -> None:
    assert list(hands.standing(name).missing) == [number]


@then(parsers.parse("“{name}”没有缺号"))
def _(hands: Hands, name: str) -> None:
    assert not hands.standing(name).missing


@then("没有新的")
def _(hands: Hands) -> None:
    assert hands.receipt is not None
    assert hands.receipt.merged == 0


@then(parsers.parse("这一份没有收，说是“{word}”"))
def _(hands: Hands, word: str) -> None:
    assert hands.receipt is not None
    (arrival,) = hands.receipt.arrivals
    assert arrival.problem is not None
    assert word in say_problem(arrival.problem, "zh")


@then(parsers.parse("要校长定的有{number:d}处"))
def _(hands: Hands, number: int) -> None:
    assert hands.journey.desk.conflicts.count() == number
