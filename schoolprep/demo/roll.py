"""Roll: the ordinary people of the demo school and what ordinary people have filed.

Everybody is invented. The identity numbers have valid check digits, as the program demands, and fit the birth dates;
whoever should own one of them does so by chance.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from stdnum.iso7064 import mod_11_2

from schoolprep.demo import declared
from schoolprep.demo.declared import DemoRow, Department, Grade, Home, Staff, Travels
from schoolprep.facts.record import Answers

_DAY = timedelta(days=1)
_ID_AREAS = ("140802", "140802", "140802", "140821", "140828", "140881", "140823")
_HMT_AREA = "830000"
_NORMAL = (362, 369)
"""Tenths of a degree."""
_ROOMS_A_FLOOR, _BEDS = 20, 8


class Member:
    """One person in the making: the answers of their own blank, and rows of the others."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.rows: list[DemoRow] = []
        self.named = False
        """Whether the name was given by a planted case."""

    @property
    def unit(self) -> str:
        """Class or department."""
        return str(self.answers.get("class_name") or self.answers.get("department"))


class DemoRoll:
    """Makes the people, one draw of `chance` after the other."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.plan = declared.plan()
        self._taken: set[str] = {name for case in declared.cases() for name in case.names}
        self._numbers: set[str] = set()
        self._beds = {"male": 0, "female": 0}
        words = declared.names()
        self._surnames = words.surnames.split()
        self._given = {
            ("pupil", "male"): words.pupils.male.split(), ("pupil", "female"): words.pupils.female.split(),
            ("adult", "male"): words.adults.male.split(), ("adult", "female"): words.adults.female.split(),
        }  # fmt: skip

    def people(self, named: dict[str, list[tuple[str, DemoRow]]]) -> Iterator[Member]:
        """Everybody; `named` has, for a class or department, the names (with answers) that must be among its people."""
        for grade in self.plan.grade:
            for at, size in enumerate(grade.sizes, 1):
                for one in self._who(named.get(f"{grade.name}{at}班", []), size):
                    yield self._pupil(grade, at, one)
        for staff in self.plan.staff:
            for department in staff.departments:
                for one in self._who(named.get(department.name, []), department.count):
                    yield self._employee(staff, department, one)

    def _who(self, named: list[tuple[str, DemoRow]], size: int) -> list[tuple[str, DemoRow]]:
        return [*named, *[("", {})] * (size - len(named))]

    # ---------------------------------------------------------------- who they are

    def _pupil(self, grade: Grade, at: int, one: tuple[str, DemoRow]) -> Member:
        name, given = one
        home = self._home(planted=bool(name))
        sex = str(given.get("sex") or self.chance.choice(("male", "female")))
        boards = given.get("boarding") == "boarder" or (
            "boarding" not in given and self.chance.random() < home.boards
        )
        born = grade.born_from + _DAY * self.chance.randrange(365)
        father = str(given.get("guardian") or self._father(name))
        answers: Answers = {
            "category": "student", "name": name or self._name("pupil", sex, self._surname(father)), "sex": sex,
            **self._document(born, sex, str(given.get("document_type", ""))),
            "grade": grade.name, "class_name": f"{grade.name}{at}班", "boarding": "boarder" if boards else "day",
            "guardian": father, "guardian_phone": self._phone(), **self._address(home),
            "planned_return": f"{grade.returns}T{'14' if boards else '07'}:{at * 10 - 10:02d}", "batch": grade.batch,
            "high_risk_post": False, "commitment": True,
        }  # fmt: skip
        if boards:
            answers["dormitory"] = self._bed(sex)
        member = Member(answers | given)
        member.named = bool(name)
        member.rows = [
            *self._common(member, home),
            *self._family(father, str(answers["guardian_phone"])),
        ]
        return member

    def _employee(self, staff: Staff, department: Department, one: tuple[str, DemoRow]) -> Member:
        name, given = one
        home = self._home(planted=bool(name))
        sex = str(given.get("sex") or self.chance.choice(("male", "female", "female")))
        born = date(self.chance.randint(*staff.born), 1, 1) + _DAY * self.chance.randrange(365)
        answers: Answers = {
            "category": staff.category, "name": name or self._name("adult", sex), "sex": sex,
            **self._document(born, sex, str(given.get("document_type", ""))), "phone": self._phone(),
            "department": department.name, "post": department.post, **self._address(home),
            "planned_return": f"{self.plan.days.on}T07:00", "batch": "教职工",
            "high_risk_post": False, "commitment": True,
        }  # fmt: skip
        member = Member(answers | given)
        member.named = bool(name)
        member.rows = [*self._common(member, home), *self._household(sex)]
        return member

    def _home(self, *, planted: bool) -> Home:
        homes = self.plan.home
        return homes[0] if planted else self.chance.choices(homes, [home.share for home in homes])[0]

    def _address(self, home: Home) -> Answers:
        town, estate = self.chance.choice(home.towns), self.chance.choice(home.estates)
        house, stair, floor, door = (self.chance.randint(1, most) for most in (18, 4, 6, 2))
        inside = f"{house}号楼{stair}单元{floor}0{door}室" if estate.endswith("小区") else f"{stair}组"
        return {"home_area": home.area, "home_address": f"{town}{estate}{inside}"}

    def _father(self, of: str) -> str:
        """The father of somebody whose name is given, else anybody's."""
        if "·" in of:
            return f"{of.split('·')[1]}·{self.chance.choice(declared.names().patronymics.split())}"
        if of and not self._surname(of):
            return declared.names().single
        return self._name("adult", "male", self._surname(of))

    def _surname(self, name: str) -> str:
        return next((name[:n] for n in (2, 1) if name[:n] in self._surnames), "")

    def _name(self, age: str, sex: str, surname: str = "") -> str:
        """A name nobody planted has; no two pupils are called the same by chance."""
        while True:
            name = (surname or self.chance.choice(self._surnames)) + self.chance.choice(self._given[age, sex])
            if name not in self._taken:
                break
            if self.chance.random() < 0.1:
                surname = ""  # all are taken, perhaps: the child has the mother's family name
        if age == "pupil":
            self._taken.add(name)
        return name

    def _phone(self) -> str:
        return f"{self.chance.choice(self.plan.phones.prefixes)}{self.chance.randrange(10**8):08d}"

    def _document(self, born: date, sex: str, kind: str) -> Answers:
        area = _HMT_AREA if kind == "hmt_residence" else self.chance.choice(_ID_AREAS)
        while True:
            serial = self.chance.randrange(10, 399) * 2 + (sex == "male")
            body = f"{area}{born:%Y%m%d}{serial:03d}"
            if body not in self._numbers:
                self._numbers.add(body)
                break
        number = body + mod_11_2.calc_check_digit(body)
        return {"document_type": kind or "resident_id", "document_no": number, "birth_date": born.isoformat()}

    def _bed(self, sex: str) -> str:
        at = self._beds[sex] // _BEDS
        self._beds[sex] += 1
        house = {"male": 1, "female": 2}[sex]
        return f"{house}号楼{at // _ROOMS_A_FLOOR + 1}{at % _ROOMS_A_FLOOR + 1:02d}室"

    # ---------------------------------------------------------------- what they filed

    def _common(self, member: Member, home: Home) -> list[DemoRow]:
        """Travel, test, code and daily health of somebody to whom nothing has happened."""
        travel = self._travel(home, planted=member.named)
        return [*travel, *self._tests(), self._code(), *self._health(member.unit)]

    def _travel(self, home: Home, *, planted: bool) -> list[DemoRow]:
        drawn, journey = self.chance.randrange(100), None
        for one in self.plan.journey:
            if drawn < one.share:
                journey = one
                break
            drawn -= one.share
        if planted or journey is None or home.area != self.plan.region:
            return [self._at_home(self.plan.days.watched_from, self.plan.days.on)]
        return self._journey(journey)

    def _at_home(self, first: date, last: date) -> DemoRow:
        return {
            "blank": "travel",
            "no_travel": True,
            "from_day": first.isoformat(),
            "to_day": last.isoformat(),
        }

    def _journey(self, journey: Travels) -> list[DemoRow]:
        began = self.plan.days.watched_from + _DAY * self.chance.randint(1, 6)
        back = began + _DAY * self.chance.randint(1, 6)
        vehicle = (
            journey.vehicle
            + ("·演示" if journey.vehicle.startswith("晋") else "")
            + f"{self.chance.randint(600, 2900)}"
        )
        way: DemoRow = {"transport": journey.transport, "vehicle_no": vehicle}
        there = {
            "place": self.chance.choice(journey.places),
            "arrived": began.isoformat(),
            "left": back.isoformat(),
        }
        home = {
            "place": self.plan.region,
            "arrived": f"{back}T{self.chance.randint(11, 21)}:{self.chance.randrange(0, 60, 5):02d}",
        }
        if self.chance.random() < 0.8:  # the others forgot: a note, and no obstacle
            home["first_point"] = journey.first_point
        return [
            self._at_home(self.plan.days.watched_from, began - _DAY),
            {"blank": "travel", **there, **way},
            {"blank": "travel", **home, **way},
        ]

    def _tests(self) -> list[DemoRow]:
        newest = self.plan.days.on - _DAY * self.chance.choice((1, 1, 2, 2, 2, 3))
        days = [newest] if self.chance.random() < 0.6 else [newest - _DAY * 3, newest]
        return [
            test(f"{day}T{self.chance.randint(7, 10):02d}:{self.chance.randrange(60):02d}") for day in days
        ]

    def _code(self) -> DemoRow:
        at = f"{self.plan.days.on - _DAY}T{self.chance.randint(18, 21)}:{self.chance.randrange(60):02d}"
        return {"blank": "code", "checked_at": at, "colour": "green"}

    def _health(self, unit: str) -> Iterator[DemoRow]:
        days = self.plan.days
        for n in range((days.on - days.watched_from).days):
            day = days.watched_from + _DAY * n
            yield {
                "blank": "health", "day": day.isoformat(), "temp_am": self._warm(), "temp_pm": self._warm(),
                "symptoms": [], "antipyretic": False,
            }  # fmt: skip
        if unit != days.not_reported:
            yield {"blank": "health", "day": days.on.isoformat(), "temp_am": self._warm(), "symptoms": []}

    def _warm(self) -> float:
        return self.chance.randint(*_NORMAL) / 10

    def _family(self, father: str, phone: str) -> list[DemoRow]:
        found = [self._cohabitant(father, "父亲", phone)]
        if self.chance.random() < 0.9:
            found.append(self._cohabitant(self._name("adult", "female"), "母亲"))
        if self.chance.random() < 0.25:
            found.append(self._cohabitant(self._name("adult", "female"), "祖母"))
        return found

    def _household(self, sex: str) -> list[DemoRow]:
        if self.chance.random() < 0.15:
            return [{"blank": "cohabitant", "name": "无"}]
        other = "female" if sex == "male" else "male"
        return [self._cohabitant(self._name("adult", other), "配偶")]

    def _cohabitant(self, name: str, relation: str, phone: str = "") -> DemoRow:
        return {
            "blank": "cohabitant", "name": name, "relation": relation, "phone": phone or self._phone(),
            "category": "none", "code_colour": "green",
        }  # fmt: skip


def test(sampled: str) -> DemoRow:
    """A negative test, reported eleven hours after it was taken."""
    hour = int(sampled[11:13]) + 11
    day = date.fromisoformat(sampled[:10]) + _DAY * (hour // 24)
    return {
        "blank": "test", "sampled_at": sampled, "reported_at": f"{day}T{hour % 24:02d}{sampled[13:]}",
        "result": "negative", "sampled_by": "社区采样点", "lab": "演示检测所", "specimen": "咽拭子",
    }  # fmt: skip
