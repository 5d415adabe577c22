"""A small invented school around 8 August 2022, judged by the real rules: what the rosters' tests draw from."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from schoolprep.facts import area, blank, divisions
from schoolprep.facts.area import Areas
from schoolprep.facts.blank import Blanks
from schoolprep.facts.days import Moment
from schoolprep.facts.languages import Lang
from schoolprep.facts.record import Answers, Record
from schoolprep.facts.subject import AREAS
from schoolprep.roster import Context, Layouts, load
from schoolprep.rules import pack
from schoolprep.verdicts.explain import Explainer
from schoolprep.verdicts.judge import Rules, compile_rules, judge
from schoolprep.verdicts.judge.peers import NO_PEERS
from schoolprep.verdicts.verdict import Case
from tests.filings import BINDER

ON = Moment.parse("2022-08-08T07:30")
REGION = "140802"


@cache
def blanks() -> Blanks:
    return blank.load()


@cache
def layouts() -> Layouts:
    return load(files("exports") / "layouts", blank.load())


@cache
def rules(on: Moment = ON) -> Rules:
    return compile_rules(pack.in_force(pack.load(), "yuncheng-2022", on.day), REGION)


def _records(subject: str, said: Iterable[tuple[str, Answers]]) -> list[Record]:
    return [
        Record(
            id=f"{subject}-{at}", blank=of, subject=subject, answers=answers, act="act", author="", device="",
            written="",
        )
        for at, (of, answers) in enumerate(said)
    ]  # fmt: skip


@cache
def areas() -> Areas:
    listed: list[tuple[str, Answers]] = [
        ("area", {"place": "460203", "level": "high", "since": "2022-07-20", "source": "三亚市通告"}),
        ("area", {"place": "620103", "level": "medium", "since": "2022-07-25", "until": "2022-08-06"}),
    ]
    return area.of(_records(AREAS, listed), divisions.load())


def in_order(first: str = "2022-07-20") -> list[tuple[str, Answers]]:
    """The records of somebody who may come back."""
    said: list[tuple[str, Answers]] = [
        ("travel", {"no_travel": True, "from_day": first, "to_day": "2022-08-08"}),
        ("test", {"sampled_at": "2022-08-07T09:00", "reported_at": "2022-08-07T20:00", "result": "negative"}),
        ("code", {"checked_at": "2022-08-08T07:00", "colour": "green", "card_cities": ["1408"]}),
        ("cohabitant", {"name": "无"}),
    ]
    days = [f"2022-07-{day}" for day in range(20, 32)] + [f"2022-08-0{day}" for day in range(1, 9)]
    said += [("health", {"day": day, "temp_am": 36.5, "symptoms": [], "antipyretic": False}) for day in days]
    return said


def person(name: str, document: str, class_name: str = "", **more: str | bool) -> tuple[str, Answers]:
    answers: Answers = {
        "category": "student", "name": name, "document_type": "resident_id", "document_no": document,
        "phone": "13835908000", "guardian_phone": "13903591234", "sex": "male", "boarding": "boarder",
        "home_area": "140802", "home_address": "北城街道河东东街1号3栋", "commitment": True,
    }  # fmt: skip
    if class_name:
        answers["class_name"] = class_name
    return ("person", answers | more)


def case(
    subject: str, said: Iterable[tuple[str, Answers]], on: Moment = ON, listed: Areas | None = None
) -> Case:
    """One person of the school, judged."""
    of = BINDER.file(subject, _records(subject, said))
    return Case(of, judge(of, listed or areas(), rules(on), on))


def context(
    lang: Lang = "zh",
    class_name: str | None = None,
    *,
    mask: bool = False,
    on: Moment = ON,
    listed: Areas | None = None,
) -> Context:
    return Context(
        school="盐湖区实验中学", on=on, blanks=blanks(), areas=listed or areas(),
        explain=Explainer(rules(on), divisions.load(), lang), peers=NO_PEERS, class_name=class_name, mask=mask,
    )  # fmt: skip


def sanya() -> list[tuple[str, Answers]]:
    """Left a high-risk district on 1 August, came on 4 August, isolated since."""
    return [
        person("韩梅", "140802200911030046", "七年级1班", sex="female", boarding="day"),
        ("travel", {
            "place": "460203", "detail": "迎宾路9号", "arrived": "2022-07-25", "left": "2022-08-01",
            "transport": "火车", "vehicle_no": "K1236", "first_point": "运城北站",
        }),
        ("test", {"sampled_at": "2022-08-06T09:00", "reported_at": "2022-08-06T21:00", "result": "negative"}),
        ("travel", {"place": "140802", "arrived": "2022-08-04T09:00"}),
        ("custody", {
            "step": "transfer", "starts": "2022-08-04T09:00", "ends": "2022-08-04T10:10", "giver": "王老师",
            "receiver": "刘护士", "vehicle": "晋M12345",
        }),
        ("custody", {
            "step": "central_isolation", "starts": "2022-08-04T10:10", "place": "盐湖隔离点", "room": "302",
        }),
    ]  # fmt: skip


def school() -> list[Case]:
    """Pupils of three classes, a teacher and a cook; every verdict is there."""
    wang = person("王小明", "140802200809010013", "七年级2班")
    formula = person('=HYPERLINK("http://x","李雷")', "140802200902280031", "七年级1班")
    people = {
        "p-wang": [wang, *in_order()],
        "p-han": sanya(),
        "p-li": [formula, *in_order()],
        "p-zhao": [person("赵子涵", "140802200810010018", "十年级10班"), *in_order()[1:]],
        "p-qian": [person("钱思远", "140802200905050051", "七年级1班", commitment=False), *in_order()],
        "p-chen": [
            person("陈老师", "140802198001010011", category="teacher", department="教务处", sex="female"),
            *in_order(),
        ],
        "p-cook": [
            person("周师傅", "140802197001010029", category="support", department="食堂"),
            *in_order(),
        ],
    }
    return [case(subject, said) for subject, said in people.items()]
