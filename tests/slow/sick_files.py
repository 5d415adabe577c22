"""Sick files: an endless, seeded supply of invented people who were or are ill, crowded around the days that matter."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from schoolprep.facts.days import Moment
from schoolprep.facts.file import Contact, File, Health, Illness, Link, Person, Test
from tests.slow.sickness import NATURE

DISEASES = (*NATURE, "head_lice", "athletes_foot", "other", None)
SYMPTOMS = (
    "fever", "cough", "sore_throat", "vomiting", "diarrhoea", "rash", "parotid_swelling", "conjunctivitis",
    "jaundice", "headache", "runny_nose",
)  # fmt: skip
DATES = (
    "seen", "rash", "treated", "temperature_normal", "symptoms_gone", "improving", "swelling", "swelling_gone",
    "crusts_dry", "jaundice", "positive",
)  # fmt: skip


def sick(random: Random, day: int) -> Iterator[File]:
    """People as seen on a day."""
    while True:
        yield _Patient(random, day).file()


def stricken(random: Random, day: int, disease: str) -> Iterator[File]:
    """The same people while an illness goes round."""
    for file in sick(random, day):
        if random.random() < 0.4:
            onset = day - random.choice((0, 0, 1, 1, 2, 3, 4, 6, 9))
            at = Moment(onset, random.choice((None, 450, 800)))
            gone = Moment(onset + random.randint(1, 4)) if random.random() < 0.3 else None
            ill = Illness("fresh", disease, at, None, None, None, None, gone, None)
            yield file._replace(illnesses=(*file.illnesses, ill))
        else:
            yield file


class _Patient:
    def __init__(self, random: Random, day: int) -> None:
        self.random, self.chance, self.day = random, random.random, day
        self.made = 0

    def id(self) -> str:
        self.made += 1
        return f"r{self.made:02d}"

    def moment(self, day: int) -> Moment:
        return Moment(
            day, None if self.chance() < 0.5 else self.random.choice((1, 450, 480, 601, 845, 1200, 1439))
        )

    def maybe(self, *answers: bool | None) -> bool | None:
        return self.random.choice(answers or (True, False, None))

    def file(self) -> File:
        longest = self.random.choice((6, 12, 25, 60, 250))
        ill = [self.illness(longest) for _ in range(self.random.choice((0, 1, 1, 1, 2)))]
        if ill and self.chance() < 0.1:  # the same illness on a second form
            ill.append(self.illness(longest)._replace(disease=ill[0].disease, onset=None))
        category = self.random.choice(("student", "student", "support", "teacher", None))
        post = self.random.choice(("食堂厨师", "门卫")) if category == "support" else None
        return File(
            "s",
            Person(record=self.id(), name="王小明", category=category, post=post, class_name="七年级1班"),
            contacts=tuple(self.contact() for _ in range(self.random.choice((0, 0, 0, 1, 2)))),
            tests=tuple(self.test() for _ in range(self.random.choice((0, 0, 0, 1, 3)))),
            health=tuple(self.health()),
            illnesses=tuple(ill),
            links=tuple(self.links(longest)),
        )

    def illness(self, longest: int) -> Illness:
        onset = self.day - self.random.randint(-1, longest)
        ill = Illness(
            self.id(), self.random.choice(DISEASES), self.moment(onset) if self.chance() < 0.9 else None,
            None, None, None, None, None, self.maybe(True, True, False, None), jaundiced=self.maybe(),
            pneumonia=self.maybe(), coverable=self.maybe(), cleared=self.maybe(), symptomless=self.maybe(),
        )  # fmt: skip
        for name in DATES:
            if self.chance() < 0.5:
                at = self.moment(onset + self.random.randint(-(name == "positive"), 14))
                ill = Illness(**{**ill._asdict(), name: at})
        return ill

    def health(self) -> Iterator[Health]:
        span = self.random.choice((0, 2, 5, 16, 30))
        for day in range(self.day - span, self.day + 1):
            if self.chance() < 0.5:
                yield self.entry(day)

    def entry(self, day: int) -> Health:
        bad = self.chance() < 0.4
        warm = (36.5, 37.3, 37.9, 38.0, 39.1) if bad else (36.5, 37.2)
        morning, noon, evening = (self.random.choice(warm) if self.chance() < 0.5 else None for _ in range(3))
        many = self.random.choice((0, 1, 2)) if bad else 0
        said = None if self.chance() < 0.1 else tuple(self.random.sample(SYMPTOMS, many))
        return Health(self.id(), day, morning, noon, evening, said, self.maybe(False, False, True, None))

    def contact(self) -> Contact:
        last = self.day - self.random.randint(-1, 50)
        first = self.moment(last - self.random.randint(0, 9)) if self.chance() < 0.5 else None
        return Contact(
            self.id(), self.random.choice(("infectious", "infectious", "close")),
            self.moment(last) if self.chance() < 0.8 else None,
            disease=self.random.choice(("measles", "varicella", "mumps", "norovirus", "hepatitis_a")),
            first_on=first, immune=self.maybe(),
        )  # fmt: skip

    def test(self) -> Test:
        day = self.day - self.random.randint(0, 15)
        kind = self.random.choice(("粪便", "肛拭子", "粪便培养", "咽拭子培养", "抗原", None))
        result = self.random.choice(("negative", "negative", "negative", "pending", "positive"))
        return Test(self.id(), self.moment(day), None, result, specimen=kind)

    def links(self, longest: int) -> Iterator[Link]:
        for _ in range(self.random.choice((0, 0, 0, 1, 2))):
            step = self.random.choice(("return", "return", "home_isolation"))
            at = self.moment(self.day - self.random.randint(-1, longest))
            yield Link(self.id(), step, at, None, None, None, None, None, None)
