"""Sickness: the rules about illnesses, days unwell and contacts, read from the packs' TOML and asked by themselves.

Written from the texts (DOMAIN §4, the packs, `symptoms.toml`), not from `verdicts.judge`. A condition is worked out
three times: with everything missing as early as it can have been, as late as it can have been, and left out.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from typing import Any, NamedTuple

from schoolprep.facts.days import Moment
from schoolprep.facts.file import File, Health, Illness, Test
from schoolprep.facts.schooldays import SchoolCalendar
from schoolprep.verdicts.judge.person import is_adult, is_food_handler, is_under_five

Toml = dict[str, Any]
DAY = 1440
LATE = 10**10
READY, INCOMPLETE, VERIFY, DEFERRED = range(4)
NAMES = ("ready", "incomplete", "verify", "deferred")
NATURE: Toml = tomllib.loads((files("schoolprep.verdicts.judge") / "symptoms.toml").read_text("utf-8"))[
    "illness"
]
NOT_AT_SCHOOL = {"fever", "vomiting", "diarrhoea"}
CHECKS = {"morning": (480, 600), "noon": (720, 840), "evening": (1080, 1440)}


class Answer(NamedTuple):
    """What one rule says: an outcome, and the first day of return; None: none can be given."""

    outcome: int
    day: int | None


class Shown(NamedTuple):
    """One symptom of a day, or one fever that was measured, between two minutes."""

    day: int
    name: str
    from_minute: int
    to_minute: int


class Met(NamedTuple):
    """The minute from which a condition is met: at best, at worst, by what is filed; and what kinds are missing."""

    best: int
    worst: int
    filed: int
    missing: frozenset[str] = frozenset()


ALWAYS = Met(0, 0, 0)


def shown(row: Health, limit: float) -> Iterator[Shown]:
    if row.day is None:
        return
    start = row.day * DAY
    hot = [name for name in CHECKS if (getattr(row, name) or 0) >= limit]
    for name in hot:
        yield Shown(row.day, "fever", start + CHECKS[name][0], start + CHECKS[name][1])
    for name in row.symptoms or ():
        if name != "fever" or not hot:
            yield Shown(row.day, name, start, start + 1)


class Clinic:
    """Everything the illness rules ask of one file at one moment."""

    def __init__(self, rules: Sequence[Toml], file: File, on: Moment, calendar: Any = None) -> None:
        self.calendar = SchoolCalendar(calendar)
        planned = file.person.planned_return
        self.on = planned if on.minute is None and planned and planned.day == on.day else on
        self.now, self.today, self.file = self.on.earliest, on.day, file
        self.rules = [rule for rule in rules if rule["kind"] == "illness"]
        limits = [rule["fever"] for rule in rules if rule["kind"] == "unwell" and "fever" in rule]
        self.limit: float = min(limits, default=100.0)
        self.signs = sorted(
            (one for row in file.health for one in shown(row, self.limit) if one.day <= self.today),
            key=lambda one: one.to_minute,
        )

    def come(self, at: Moment | None) -> bool:
        if at is None:
            return False
        if at.day == self.today and at.minute is not None and self.on.minute is not None:
            return at.minute <= self.on.minute
        return at.day <= self.today

    def calm(self, row: Health, names: Iterable[str]) -> bool:
        """A day that was looked at whole and shows nothing of these."""
        taken = [one for one in (row.morning, row.noon, row.evening) if one is not None]
        said = set(row.symptoms or ())
        return (
            bool(taken)
            and not row.antipyretic
            and row.symptoms is not None
            and max(taken) < self.limit
            and not said & {"fever", *names}
        )


class Patient:
    """One illness of one file."""

    def __init__(self, clinic: Clinic, ill: Illness) -> None:
        self.clinic, self.ill = clinic, ill
        self.disease = ill.disease or "other"
        nature: Toml = NATURE.get(self.disease, {"symptoms": [], "days": 0})
        self.own, self.lasts = {str(one) for one in nature["symptoms"]}, int(str(nature["days"]))
        others = (ill.rash, ill.swelling, ill.jaundice, ill.positive, ill.seen, ill.treated)
        known = [at.day for at in others if at]
        self.began = ill.onset.day if ill.onset else min(known, default=None)
        self.rules = [rule for rule in clinic.rules if self.disease in rule["diseases"]]

    def date(self, event: str) -> Moment | None:
        at: Moment | None = getattr(self.ill, event)
        return at if self.clinic.come(at) else None

    # ---- conditions

    def met(self, said: Toml, rule: Toml, papers: bool, back: tuple[int, bool] | None) -> Met:
        parts = [self.met(one, rule, papers, back) for one in said.get("all_of") or said.get("any_of") or ()]
        if parts:
            pick = max if "all_of" in said else min
            worst = pick(one.worst for one in parts)
            missing = frozenset() if worst <= self.clinic.now else self.unmet(parts)
            return Met(pick(one.best for one in parts), worst, pick(one.filed for one in parts), missing)
        if "when" in said:
            return self.either(said, rule, papers, back)
        if "after" in said:
            return self.counted(said, rule, back)
        if "negatives" in said:
            return self.negatives(said) if papers else ALWAYS
        if "nothing" in said or not papers:
            return ALWAYS
        given = self.ill.certificate if "document" in said else self.ill.cleared
        if given:
            return ALWAYS
        if "document" in said and back:
            return Met(0, back[0], 0)
        return Met(0, LATE, 0, frozenset({"paper"}))

    def unmet(self, parts: Iterable[Met]) -> frozenset[str]:
        return frozenset(kind for one in parts if one.worst > self.clinic.now for kind in one.missing)

    def either(self, said: Toml, rule: Toml, papers: bool, back: tuple[int, bool] | None) -> Met:
        person, ill = self.clinic.file.person, self.ill
        told = {
            "symptomless": False if self.date("onset") else ill.symptomless,
            "pneumonia": ill.pneumonia,
            "jaundiced": True if self.date("jaundice") else ill.jaundiced,
            "coverable": ill.coverable,
            "food_handler": is_food_handler(person),
            "adult": is_adult(person, self.clinic.today),
            "under_five": is_under_five(person, self.clinic.today),
            "tb_severe": ill.tb_severe,
        }[said["when"]]
        yes, no = (self.met(said[way], rule, papers, back) for way in ("then", "otherwise"))
        if told is not None:
            return yes if told else no
        asked = frozenset() if yes[:2] == no[:2] else frozenset({"answer"})
        return Met(
            min(yes.best, no.best),
            max(yes.worst, no.worst),
            min(yes.filed, no.filed),
            asked | self.unmet((yes, no)),
        )

    def counted(self, said: Toml, rule: Toml, back: tuple[int, bool] | None) -> Met:
        low, high, missing = self.begins(said["after"], said, rule)
        best = 0 if low is None else self.later(low, said, rule)
        worst = LATE if high is None else self.later(high, said, rule)
        if low == high and low is not None:
            return Met(best, worst, best)
        if back and back[1]:
            worst = min(worst, max(best, back[0]))
        return Met(best, worst, 0, missing)

    def later(self, at: Moment, said: Toml, rule: Toml) -> int:
        if "hours" in said:
            return int(at.latest + said["hours"] * 60)
        if "months" in said:
            year, month, day = _date(at.day)
            months = month - 1 + said["months"]
            return (_ordinal(year + months // 12, months % 12 + 1, day) + 1) * DAY
        first_counts = rule.get("anchor_counts", False) and said["days"] > 0
        return int(at.day + said["days"] - first_counts + 1) * DAY

    def begins(
        self, after: Any, said: Toml, rule: Toml
    ) -> tuple[Moment | None, Moment | None, frozenset[str]]:
        if isinstance(after, str):
            at = self.date(after)
            return self.unsaid(after) if at is None else self.unbroken(at, after, said, rule)
        ((way, names),) = after.items()
        told = [self.begins(one, said, rule) for one in names]
        lows, highs = [one[0] for one in told], [one[1] for one in told]
        pick = max if way == "the_later" else min
        known_low, known_high = [at for at in lows if at], [at for at in highs if at]
        all_low = len(known_low) == len(lows) or way == "the_later"
        all_high = len(known_high) == len(highs) or way == "the_earlier"
        low = pick(known_low, key=lambda at: at.latest) if known_low and all_low else None
        high = pick(known_high, key=lambda at: at.latest) if known_high and all_high else None
        return low, high, frozenset(kind for one in told for kind in one[2])

    def ended_by(self, event: str) -> list[Shown]:
        """The symptoms since the onset that the date of an event says are over."""
        names = {
            "temperature_normal": {"fever"},
            "symptoms_gone": self.own,
            "swelling_gone": {"parotid_swelling"},
        }
        if self.began is None:
            return []
        treated = [row.day for row in self.clinic.file.health if row.day and row.antipyretic]
        hidden = [
            Shown(day, "fever", day * DAY, day * DAY + 1) for day in treated if day <= self.clinic.today
        ]
        every = sorted((*self.clinic.signs, *hidden), key=lambda one: one.to_minute)
        return [one for one in every if one.name in names.get(event, ()) and one.day >= self.began]

    def unsaid(self, event: str) -> tuple[Moment | None, Moment | None, frozenset[str]]:
        """A date nobody filed: after the onset and after the last symptom it would have ended."""
        missing = frozenset({"date"})
        seen = [one.day for one in self.ended_by(event) if one.day <= (self.began or 0) + self.lasts]
        if seen:
            return Moment(max(seen)), None, missing
        onset = self.date("onset")
        if event == "onset":
            names = ("seen", "rash", "treated", "temperature_normal", "symptoms_gone")
            dates = [at for name in names if (at := self.date(name))]
            return None, min(dates, key=lambda at: at.latest, default=None), missing
        if event == "positive" or onset is None:
            return None, None, missing
        return Moment(onset.day, onset.minute or 0), None, missing

    def unbroken(
        self, at: Moment, event: str, said: Toml, rule: Toml
    ) -> tuple[Moment | None, Moment | None, frozenset[str]]:
        """A date that was filed, moved to every day on which a symptom broke the time counted from it."""
        first = at
        for one in self.ended_by(event):
            if one.to_minute > at.latest and one.from_minute < self.later(at, said, rule):
                at = Moment(one.day)
        if at == first:
            return at, at, frozenset()
        rows = self.clinic.file.health
        calm = any(
            at.day < (row.day or 0) <= self.clinic.today and self.clinic.calm(row, self.own) for row in rows
        )
        return at, at if calm else None, frozenset() if calm else frozenset({"answer"})

    def negatives(self, said: Toml) -> Met:
        onset = self.date("onset")
        taken: list[tuple[int, int, Test]] = []
        for test in self.clinic.file.tests:
            at = test.sampled
            named = any(word in (test.specimen or "").casefold() for word in said.get("specimens", [""]))
            if (
                at is None
                or test.result != "negative"
                or at.earliest > self.clinic.on.last_minute
                or not named
            ):
                continue
            if test.reported and test.reported.earliest > self.clinic.on.last_minute:
                continue
            if not onset or at.latest >= onset.earliest:
                taken.append((at.earliest, at.latest, test))
        apart: list[Moment] = []
        for _, _, test in sorted(taken, key=lambda one: one[0]):
            assert test.sampled
            before = apart[-1] if apart else None
            hours, days = said.get("apart_hours", 0) * 60, said.get("apart_days", 0)
            if before is None or (
                (not hours or test.sampled.earliest - before.latest >= hours)
                and test.sampled.day - before.day >= days
            ):
                apart.append(test.sampled)
        if len(apart) < said["negatives"]:
            return Met(0, LATE, 0, frozenset({"paper"}))
        at_last = apart[said["negatives"] - 1].latest
        return Met(at_last, at_last, at_last)

    # ---- the course

    def by_days(self) -> tuple[int, int]:
        """When it is over by its dates alone: at best and at worst."""
        told = [self.met(rule["until"], rule, False, None) for rule in self.rules if "until" in rule]
        return max((one.best for one in told), default=0), max((one.worst for one in told), default=0)

    def back(self, rule: Toml) -> tuple[int, bool] | None:
        """From which minute the person is known to be back at school, and whether that is long ago."""
        if self.began is None or rule.get("only_by_paper"):
            return None
        over = max(self.by_days()[0], self.began * DAY)
        if rule.get("ask"):
            over = (self.began + self.lasts + 1) * DAY if self.lasts else LATE
        clinic, wait = self.clinic, rule.get("settled_days", 14)
        returns = [
            link.starts for link in clinic.file.links if link.step == "return" and clinic.come(link.starts)
        ]
        came = [at.latest for at in returns if at and at.latest >= over]
        if came:
            return min(*came, clinic.now), clinic.today - over // DAY >= wait
        since = over // DAY + wait
        days = [row.day or 0 for row in clinic.file.health if clinic.calm(row, self.own | NOT_AT_SCHOOL)]
        days = [day for day in days if since <= day <= clinic.today]
        return (min(*((day + 1) * DAY for day in days), clinic.now), True) if days else None

    def has(self, sign: Shown, since: int) -> bool:
        """Whether a sign is of this illness, which counts from a day on."""
        if self.began is None or sign.name not in self.own or sign.day < since:
            return False
        gone = self.date("symptoms_gone")
        cool = self.date("temperature_normal") if sign.name == "fever" else None
        worst = self.by_days()[1]
        if worst == 0:  # no rule has days of its own
            worst = gone.latest if gone else LATE
        backs = [back[0] for rule in self.rules if (back := self.back(rule))]
        ends = [worst, (self.began + self.lasts + 1) * DAY, *backs, *(at.latest for at in (gone, cool) if at)]
        return sign.to_minute <= min(ends)

    def explains(self, sign: Shown) -> bool:
        """Whether the rules of this illness judge a sign."""
        if self.began is None or not self.has(sign, self.began):
            return False
        if not any("until" in rule or rule.get("ask") for rule in self.rules):
            return sign.name not in NOT_AT_SCHOOL
        (best, worst), gone = self.by_days(), self.date("symptoms_gone")
        if worst == 0:
            worst = gone.latest if gone else LATE
        return best > self.clinic.now or worst <= self.clinic.now


def _date(day: int) -> tuple[int, int, int]:
    from datetime import date  # noqa: PLC0415

    at = date.fromordinal(day)
    return at.year, at.month, at.day


def _ordinal(year: int, month: int, day: int) -> int:
    """The day of a month, or its last."""
    from datetime import date  # noqa: PLC0415

    while True:
        try:
            return date(year, month, day).toordinal()
        except ValueError:
            day -= 1


# ------------------------------------------------------------------ what each kind of rule says


def begun(clinic: Clinic, ill: Illness) -> bool:
    dates = [at for at in (ill.onset, ill.rash, ill.positive, ill.seen, ill.treated) if at]
    return not dates or any(clinic.come(at) for at in dates)


def held(clinic: Clinic, end: int, calendar: Any) -> Answer:
    """Kept out to a minute, and back on the first day of school that begins after it."""
    return Answer(DEFERRED, clinic.calendar.first_from(-(-end // DAY), calendar).day)


def illness(rule: Toml, clinic: Clinic) -> Iterator[Answer]:
    for ill in clinic.file.illnesses:
        if (ill.disease or "other") not in rule["diseases"] or not begun(clinic, ill):
            continue
        patient = Patient(clinic, ill)
        if (
            "until" in rule
            and patient.began is None
            and any(
                other.disease == ill.disease
                and begun(clinic, other)
                and Patient(clinic, other).began is not None
                for other in clinic.file.illnesses
            )
        ):  # a second form of the same illness, without its beginning
            if "document" not in rule["until"]:
                yield Answer(VERIFY, clinic.today)
            continue
        back, now = patient.back(rule), clinic.now
        if "until" not in rule:
            over = clinic.come(ill.symptoms_gone) or bool(back and back[1])
            if rule.get("ask") and not over:
                yield Answer(VERIFY, clinic.today)
            continue
        met = patient.met(rule["until"], rule, True, back)
        if met.worst <= now:
            continue
        if met.best > now:
            end = met.best if met.filed > now else met.worst
            yield Answer(DEFERRED, None) if end >= LATE else held(clinic, end, rule["calendar"])
        elif met.worst < LATE and "answer" not in met.missing:
            yield held(clinic, met.worst, rule["calendar"])
        else:
            yield Answer(INCOMPLETE if met.missing <= {"paper"} else VERIFY, clinic.today)


def unwell(rule: Toml, clinic: Clinic) -> Iterator[Answer]:
    limit = rule.get("fever", 100.0)
    looked = {*rule.get("symptoms", ()), *(["fever"] if "fever" in rule else [])}
    patients = [Patient(clinic, ill) for ill in clinic.file.illnesses if begun(clinic, ill)]
    first = clinic.today - rule["look_back"]
    rows = sorted(
        (row for row in clinic.file.health if row.day and first <= row.day <= clinic.today),
        key=lambda row: row.day or 0,
    )

    def bad(row: Health) -> bool:
        signs = [one for one in shown(row, limit) if one.name in looked]
        return any(not any(patient.explains(one) for patient in patients) for one in signs)

    def good(row: Health) -> bool:
        taken = [one for one in (row.morning, row.noon, row.evening) if one is not None]
        sober = row.antipyretic is False or not (row.antipyretic or rule.get("medicine"))
        known = row.symptoms is not None and bool(taken) and max(taken) < limit
        return known and sober and not set(row.symptoms or ()) & set(rule.get("symptoms", ()))

    days = [row.day or 0 for row in rows if bad(row)]
    if not days:
        return
    last = days[-1]
    if rule.get("medicine"):
        last = max([last, *((row.day or 0) for row in rows if row.antipyretic)])
    end = (last + 1) * DAY + rule["hours"] * 60
    if clinic.now < end:
        yield held(clinic, end, rule["calendar"])
    elif not any((row.day or 0) > last and good(row) for row in rows):
        yield Answer(VERIFY, clinic.today)


def watch(rule: Toml, clinic: Clinic) -> Iterator[Answer]:
    mine = [
        one
        for one in clinic.file.contacts
        if one.category == "infectious" and one.disease in rule["diseases"]
        and (one.last_on is None or one.last_on.day <= clinic.today)
    ]  # fmt: skip
    if any(one.last_on is None for one in mine):
        yield Answer(VERIFY, clinic.today)
    dated = [one for one in mine if one.last_on]
    if not dated or "excluded_from" not in rule:
        return
    one = min(dated, key=lambda one: (-(one.last_on.latest if one.last_on else 0), one.record))
    assert one.last_on
    end, since = one.last_on.day + rule["excluded_through"], one.first_on.day if one.first_on else None
    begins = (one.last_on.day if since is None else since) + rule["excluded_from"]
    if one.immune or clinic.today > end:
        return
    if clinic.today < begins and since is not None:
        return
    if one.immune is None or clinic.today < begins:
        yield Answer(VERIFY, clinic.today)
        return
    yield held(clinic, (end + 1) * DAY, rule["calendar"])


def unnamed(rules: Sequence[Toml], clinic: Clinic) -> Iterator[Answer]:
    """What no rule names of the last day somebody told the symptoms of, and no illness explains."""
    looking = [rule for rule in rules if rule["kind"] in ("symptoms", "unwell")]
    named = {name for rule in looking for key in ("symptoms", "mild") for name in rule.get(key, ())}
    first = clinic.today - max((rule["look_back"] for rule in looking), default=14)
    told = [row for row in clinic.file.health if row.symptoms is not None and row.day]
    told = [row for row in told if first <= (row.day or 0) <= clinic.today]
    patients = [Patient(clinic, ill) for ill in clinic.file.illnesses if begun(clinic, ill)]
    for row in told:
        if row.day == max(one.day or 0 for one in told):
            signs = [one for one in shown(row, 100.0) if one.name not in named]
            if any(not any(patient.explains(one) for patient in patients) for one in signs):
                yield Answer(VERIFY, clinic.today)


def to_come(rules: Sequence[Toml], clinic: Clinic) -> Iterator[Answer]:
    """A case of a day that has not come: nobody knows whether the day is right."""
    file, today = clinic.file, clinic.today
    looking = [rule for rule in rules if rule["kind"] in ("symptoms", "unwell")]
    limit = min((rule["fever"] for rule in looking if "fever" in rule), default=100.0)
    mild = {name for rule in looking for name in rule.get("mild", ())}
    cases = [not begun(clinic, ill) for ill in file.illnesses]
    for row in file.health:
        hot = any(one is not None and one >= limit for one in (row.morning, row.noon, row.evening))
        cases.append((row.day or 0) > today and (hot or bool(set(row.symptoms or ()) - mild)))
    for one in file.contacts:
        cases.append(
            bool(one.last_on and one.last_on.day > today) and one.category not in ("none", "discharged")
        )
    for test in file.tests:
        at = test.sampled or test.reported
        cases.append(test.result == "positive" and bool(at and at.day > today))
    for code in file.codes:
        cases.append(code.colour in ("yellow", "red") and bool(code.checked and code.checked.day > today))
    if any(cases):
        yield Answer(VERIFY, today)


def medicated(rules: Sequence[Toml], clinic: Clinic) -> Iterator[Answer]:
    """Fever medicine today or yesterday, no fever on record, and no clear day since."""
    looking = [rule for rule in rules if rule["kind"] in ("symptoms", "unwell") and "fever" in rule]
    if not looking:
        return
    limit, today, rows = min(rule["fever"] for rule in looking), clinic.today, clinic.file.health
    cool = [row for row in rows if row.antipyretic and row.day in (today - 1, today)]
    cool = [row for row in cool if not any(one.name == "fever" for one in shown(row, limit))]
    if not cool:
        return
    last = max(row.day or 0 for row in cool)
    patients = [Patient(clinic, ill) for ill in clinic.file.illnesses if begun(clinic, ill)]
    maybe = Shown(last, "fever", last * DAY, last * DAY + 1)
    for row in rows:
        taken = [one for one in (row.morning, row.noon, row.evening) if one is not None]
        told = row.symptoms is not None and "fever" not in row.symptoms and not row.antipyretic
        if last < (row.day or 0) <= today and told and taken and max(taken) < limit:
            return
    if not any(patient.explains(maybe) for patient in patients):
        yield Answer(VERIFY, today)


SAYS = {"illness": illness, "unwell": unwell, "watch": watch}


def beside(rules: Sequence[Toml], clinic: Clinic) -> list[Answer]:
    """What the house asks beside the rules."""
    return [one for ask in (unnamed, to_come, medicated) for one in ask(rules, clinic)]


def examine(rules: Sequence[Toml], file: File, on: Moment, calendar: Any) -> tuple[str, int | None]:
    """Outcome, and the first day of return by a country's calendar."""
    clinic = Clinic(rules, file, on, calendar)
    told = [one for rule in rules if rule["kind"] in SAYS for one in SAYS[rule["kind"]](rule, clinic)]
    told += beside(rules, clinic)
    outcome = max((one.outcome for one in told), default=READY)
    days = [one.day for one in told]
    return NAMES[outcome], None if None in days else max([on.day, *(day for day in days if day is not None)])
