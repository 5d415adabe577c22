"""What the tests of the pages stand on: workbooks as a class teacher sends them, a school of them, files "chosen"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from forms.pages.background import Office
from forms.pages.notice import Notice
from forms.pages.page import Page, Wanted
from schoolprep.desk import Desk
from schoolprep.facts.problem import KnownError
from schoolprep.facts.steps import finish

Sheets = dict[str, Sequence[Sequence[object]]]
ON_DAY = date(2022, 8, 8)

# fmt: off
PEOPLE = [
    "人员类别", "姓名", "证件号", "班级", "联系电话", "住宿方式", "现住地区", "计划返校时间", "高风险岗位",
    "健康承诺书",
]
STAYS = [
    "证件号", "姓名", "地区", "详细地址", "抵达日期", "离开日期", "交通工具", "车次", "无旅居史", "起始日期",
    "截止日期",
]
TESTS = ["证件号", "姓名", "采样时间", "报告时间", "结果", "采样单位"]
CODES = ["证件号", "姓名", "查验时间", "健康码", "行程卡途经城市"]
HEALTH = ["证件号", "姓名", "日期", "早体温", "午体温", "晚体温", "症状", "用退烧药"]
HOME = ["证件号", "姓名", "同住人姓名", "关系"]
LINKS = ["证件号", "姓名", "环节", "开始时间", "结束时间", "地点", "房间", "移交人", "接收人"]
AREAS = ["地区", "详细地址", "等级", "起始时间", "结束时间", "来源", "发布时间"]

NAMES = [
    "李雷", "王小明", "赵子涵", "孙悦", "韩梅", "钱思远", "周博文", "吴桐", "郑一诺", "冯嘉怡", "阿依古丽·买买提",
    "陈皓轩", "褚天宇", "卫沐辰", "蒋雨桐", "沈若溪", "杨铭", "朱可欣", "秦子墨", "许诺", "何静", "吕建国",
]
# fmt: on
_TEACHERS = frozenset(NAMES[-2:])
_STAYS = {
    "韩梅": ("海南省三亚市吉阳区", "迎宾路丽景小区", date(2022, 7, 25), date(2022, 8, 1), "飞机", "HU7021"),
    "褚天宇": ("甘肃省兰州市七里河区", "西站街道", date(2022, 7, 28), date(2022, 8, 3), "火车", "K1268"),
    "阿依古丽·买买提": ("新疆乌鲁木齐市天山区", "", date(2022, 7, 20), date(2022, 8, 4), "飞机", "CZ6901"),
    "蒋雨桐": ("北京市朝阳区", "望京街道", date(2022, 8, 1), date(2022, 8, 5), "高铁", "G603"),
}
_UNTESTED = frozenset({"王小明", "冯嘉怡"})
_UNKNOWN = frozenset({"赵子涵", "吴桐"})
"""Nobody said where they were."""


class Chosen:
    """Answers for the person who is asked for files; what was asked is kept."""

    def __init__(self, *opened: Path, saved: Path | None = None, passwords: Sequence[str] = ()) -> None:
        self.opened = list(opened)
        self.saved = saved
        self.passwords = list(passwords)
        self.asked: list[str] = []

    def password(self, parent: QWidget, sentence: str) -> str | None:
        self.asked.append(sentence)
        return self.passwords.pop(0) if self.passwords else None

    def open_files(self, parent: QWidget, title: str, kinds: str) -> list[Path]:
        self.asked.append(title)
        return self.opened

    def open_folder(self, parent: QWidget, title: str) -> Path | None:
        self.asked.append(title)
        return self.opened[0] if self.opened else None

    def save_file(self, parent: QWidget, title: str, name: str, folder: Path | None = None) -> Path | None:
        self.asked.append(name)
        return self.saved

    def show_folder(self, folder: Path) -> None:
        self.asked.append(str(folder))

    def sure(self, parent: QWidget, sentence: str) -> bool:
        self.asked.append(sentence)
        return True


class Around:
    """What the shell does for a page: runs its jobs, keeps what it says; to be closed by the test."""

    def __init__(self, page: Page) -> None:
        self.office = Office()
        self.notices: list[Notice] = []
        self.asked: list[tuple[str, Wanted]] = []
        self.counted: list[int] = []
        self.ended = 0
        self.page = page
        page.started.connect(self._start)
        page.noticed.connect(self.notices.append)
        page.asked.connect(self._ask)
        page.counted.connect(self.counted.append)

    def _start(self, job: object) -> None:
        from forms.pages.background import Job  # noqa: PLC0415 - a signal carries it as an object

        assert isinstance(job, Job)
        job.failed.connect(self._failed)
        job.ended.connect(self._ended)
        self.office.start(job)

    def _ended(self) -> None:
        self.ended += 1

    def _failed(self, wrong: Exception) -> None:
        if not isinstance(wrong, KnownError):
            raise wrong
        self.notices.append(Notice.of_error(wrong))

    def _ask(self, page: str, wanted: Wanted) -> None:
        self.asked.append((page, wanted))


Shown = TypeVar("Shown", bound=Page)


@contextmanager
def on_show(qtbot: QtBot, made: Shown) -> Iterator[Shown]:
    """A page shown as wide as the smallest window leaves it, and closed."""
    qtbot.addWidget(made)
    made.resize(1200, 640)
    made.show()
    yield made
    made.close()


def document(number: int, born: str = "20090801") -> str:
    """A resident identity number that was never given out, with its check digit (GB 11643)."""
    body = f"140802{born}{number:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))
    return body + "10X98765432"[total % 11]


def book(path: Path, sheets: Sheets) -> Path:
    made = Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    made.save(path)
    return path


def locked(path: Path, out: Path, password: str) -> Path:
    """The same workbook behind a password, as Excel writes it."""
    with out.open("wb") as encrypted, path.open("rb") as plain:
        OOXMLFile(plain).encrypt(password, encrypted)
    return out


def school_sheets() -> Sheets:
    """Twenty pupils of three classes and two teachers: most are ready, some were elsewhere, some owe something."""
    people: list[Sequence[object]] = [PEOPLE]
    stays: list[Sequence[object]] = [STAYS]
    tests: list[Sequence[object]] = [TESTS]
    codes: list[Sequence[object]] = [CODES]
    health: list[Sequence[object]] = [HEALTH]
    home: list[Sequence[object]] = [HOME]
    for at, name in enumerate(NAMES):
        teacher = name in _TEACHERS
        number = document(100 + at, "19800305" if teacher else "20090801")
        class_name = "" if teacher else f"七年级{at // 8 + 1}班"
        people.append(
            ["教师" if teacher else "学生", name, number, class_name, f"138035900{at:02d}", "走读",
             "山西省运城市盐湖区", "2022-08-08 08:00", "否", "未交" if name == "许诺" else "已交"]
        )  # fmt: skip
        stays += _stays(number, name)
        if name not in _UNTESTED:
            tests.append([number, name, "2022-08-07 08:00", "2022-08-07 18:00", "阴性", "盐湖区人民医院"])
        codes.append([number, name, "2022-08-08 06:30", "绿", "运城市"])
        home.append([number, name, "无", ""])
        health += [
            [number, name, (ON_DAY - timedelta(days)).isoformat(), 36.4, "", 36.6, "无", "否"]
            for days in range(14, -1, -1)
        ]
    hold: Sequence[object] = (
        document(104), "韩梅", "集中隔离", "2022-08-05 09:25", "", "盐湖隔离点", "302", "王老师", "刘护士",
    )  # fmt: skip
    return {
        "人员": people, "旅居史": stays, "核酸检测": tests, "健康码行程卡": codes, "健康监测": health,
        "共同居住人": home, "管控环节": [LINKS, hold], "风险地区": areas_rows(),
    }  # fmt: skip


def _stays(number: str, name: str) -> list[Sequence[object]]:
    if name in _UNKNOWN:
        return []
    if name not in _STAYS:
        return [[number, name, "", "", "", "", "", "", "是", "2022-07-18", "2022-08-08"]]
    place, detail, arrived, left, by, vehicle = _STAYS[name]
    before, after = arrived - timedelta(1), left + timedelta(1)
    return [
        [number, name, place, detail, arrived.isoformat(), left.isoformat(), by, vehicle, "", "", ""],
        [number, name, "", "", "", "", "", "", "是", "2022-07-10", before.isoformat()],
        [number, name, "", "", "", "", "", "", "是", after.isoformat(), "2022-08-08"],
    ]


def areas_rows() -> list[Sequence[object]]:
    return [
        AREAS,
        ["海南省三亚市吉阳区", "迎宾路丽景小区", "高风险", "2022-07-20", "", "三亚市通告第18号", "2022-07-20"],
        ["海南省三亚市天涯区", "", "中风险", "2022-08-01", "2022-08-07", "三亚市通告第26号", "2022-08-01"],
        ["甘肃省兰州市七里河区", "西站街道", "中风险", "2022-07-25", "2022-08-07", "兰州市通告", "2022-07-25"],
        ["新疆乌鲁木齐市天山区", "", "低风险", "2022-08-08", "", "乌鲁木齐市通告第2号", "2022-08-08"],
        ["西藏拉萨市城关区", "吉日街道河坝林社区", "高风险", "2022-08-08", "", "拉萨市公告第3号", "2022-08-08"],
        ["内蒙古赤峰市红山区", "", "涉疫", "2022-08-02", "", "赤峰市公告", "2022-08-02"],
        ["上海市浦东新区", "", "低风险", "2022-06-01", "2022-06-30", "上海发布", "2022-06-01"],
    ]  # fmt: skip


def messy_sheets() -> Sheets:
    """A follow-up with a line of every kind: new, changed, repaired, doubtful, refused, to be noted, not used."""
    first = document(100)
    return {
        "人员": [
            ["证件号", "姓名", "班级", "联系电话", "宿舍", "兴趣班"],
            [first, "李雷", "七年级1班", "１３９ ０３５９ ０００１", "", "足球"],
            [document(101), "王小明", "七1", "13803590001", "", "书法"],
            [document(150), "尹航", "七年级3班", "138-0359-0150", "", ""],
            ["140802200908011501", "陶然", "七年级3班", "13803590151", "", ""],
            ["合计", "4人", "", "", "", ""],
        ],
        "健康监测": [
            HEALTH,
            [first, "李雷", "2022-08-08", 365, "", 36.6, "无", "否"],
            [document(101), "王小明", "2022-08-08", "三十八度", "", "", "发烧", "否"],
            [document(102), "赵子涵", "2022-08-08", 36.7, "", "", "牙疼", "否"],
        ],
        "核酸检测": [
            TESTS,
            [document(101), "王小明", "8.7", "", "阴性", "盐湖区人民医院"],
            [document(109), "冯嘉怡", "2022-08-07 09:10", "", "陰性", "盐湖区人民医院"],
            [document(999), "", "2022-08-07 09:10", "", "阴性", ""],
        ],
        "课表": [["星期一", "星期二"], ["语文", "数学"]],
    }  # fmt: skip


def fill_school(desk: Desk, folder: Path) -> None:
    """Take the school's workbook in."""
    plan = finish(desk.intake.plan([book(folder / "全校登记.xlsx", school_sheets())], today=ON_DAY))
    receipt = desk.intake.take_in(plan)
    assert not receipt.refused, receipt.refused
