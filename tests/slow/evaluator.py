"""Slow evaluator: the rules read straight from the packs' TOML and asked, day by day, whether they keep out.

Written from the texts (DOMAIN.md, INTERFACE.md, the packs and their examples), not from `verdicts.judge`: every
rule is a question about one possible course of events; unknown answers are played through with every value they may
have.
All alike: that is the answer. Mixed: to verify.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import product
from typing import Any, NamedTuple

from schoolprep.facts.area import Area
from schoolprep.facts.days import Moment
from schoolprep.facts.file import Contact, File, Stay
from tests.slow.case import DAY, EVER, HORIZON, LONG, Case, Sample, Spell, contact_days, minutes
from tests.slow.places import MAYBE, NO, YES, inside
from tests.slow.sickness import Clinic, beside

Toml = dict[str, Any]
READY, INCOMPLETE, VERIFY, DEFERRED = range(4)
NAMES = ("ready", "incomplete", "verify", "deferred")


class Said(NamedTuple):
    """What a rule says: an outcome, and the days on which it keeps out if all owed turns out well (bit n: day n)."""

    outcome: int
    out: int = 0
    follows: bool = False
    """Keeps out as long as the measure behind it does, and for ever where there is none."""


NOTHING = Said(READY)


def all_alike(courses: Iterable[Said], owed: bool = False) -> Said:
    """One answer from all possible courses.

    Where they all hold the person back to different days no day is known, unless only something `owed` ends it, which
    turns out well.
    """
    possible = set(courses)
    if not possible:
        return NOTHING
    outcomes = {said.outcome for said in possible}
    if len(possible) == 1:
        return possible.pop()
    if outcomes == {DEFERRED} and not owed:
        return Said(DEFERRED, EVER)
    if len(outcomes) == 1:
        return Said(outcomes.pop(), best(possible))
    return Said(VERIFY, best(possible))


def best(courses: Iterable[Said]) -> int:
    """The days on which the person is kept out however well it turns out."""
    out = EVER
    for said in courses:
        out &= said.out
    return out


def outcome_of(rule: Toml, usual: str) -> int:
    return NAMES.index(rule.get("outcome", usual))


def _read(path: Traversable) -> Toml:
    return tomllib.loads(path.read_text("utf-8"))


class Rulebook:
    """Packs and profiles as their files say."""

    def __init__(self) -> None:
        self.packs: dict[str, Toml] = {}
        self.profiles: dict[str, Toml] = {}
        for folder in (files("schoolprep.rules") / "rulepacks").iterdir():
            if folder.name.startswith("_"):
                continue
            data = _read(folder / "pack.toml")
            data["rule"] = [_read(folder / f"{name}.toml")["rule"][0] for name in data["rules"]]
            self.packs[data["id"]] = data
        for path in (files("schoolprep.rules") / "profiles").iterdir():
            if path.name.endswith(".toml"):
                data = _read(path)
                self.profiles[data["id"]] = data

    def rules(self, profile: str, day: int) -> list[Toml]:
        """The rules in force on a day."""
        on = date.fromordinal(day)

        def holds(dated: Toml) -> bool:
            return bool(dated["since"] <= on <= dated.get("until", date.max))

        chosen = self.profiles[profile]
        packs = [self.packs[name] for name in chosen["packs"]] if holds(chosen) else []
        packs = [pack for pack in packs if holds(pack)]
        replaced = {rule.get("replaces") for pack in packs for rule in pack["rule"]}
        return [
            rule for pack in packs for rule in pack["rule"] if f"{pack['id']}/{rule['id']}" not in replaced
        ]


def evaluate(
    rules: Sequence[Toml], file: File, areas: Sequence[Area], region: str, on: Moment
) -> tuple[str, int | None]:
    """Outcome, and the first day on which the person may enter if what is owed turns out well."""
    case = Case(file, areas, region, on)
    asked = [rule for rule in rules if not _of_people_on_duty(rule)]
    said = [one for rule in asked for one in KINDS[rule["kind"]](rule, case)]
    said += [Said(one.outcome) for one in beside(rules, Clinic(rules, file, on))]
    outcome = max((one.outcome for one in said), default=READY)
    out = 0
    for one in said:
        if not one.follows:
            out |= one.out
    measured = any(one.outcome == DEFERRED and one.out and not one.follows for one in said)
    if any(one.follows for one in said) and not measured:
        out = EVER
    first = next((n for n in range(HORIZON) if not out >> n & 1), None)
    return NAMES[outcome], None if first is None else case.day + first


def _of_people_on_duty(rule: Toml) -> bool:
    """Test frequencies of whoever is on duty in a high-risk post: the post itself keeps them out."""
    return (
        rule["kind"] == "testing" and rule["high_risk"] and not (rule.get("posts") or rule.get("categories"))
    )


# ------------------------------------------------------------------ stays


class Course(NamedTuple):
    """One possible course of a stay."""

    named: bool
    """Whether the person was inside the places that only a fuller address would tell."""
    there: bool
    last: int
    """The last day inside while it was listed."""
    back: int
    """The minute of coming back."""


def listed(case: Case, stay: Stay, rule: Toml, spells: Sequence[Spell] = ()) -> Iterator[Course]:
    """Every possible course of a stay with a listed area.

    A place that was lifted from the list before the person went is a risk area up to the day of lifting.
    """
    before = rule.get("before_designation", 0)
    near = []
    for area in case.areas:
        if area.level in rule["levels"] and stay.place:
            how = inside(area.place, area.detail, stay.place, stay.detail or "")
            if how:
                near.append((area.since - before, area.until, how))
    if not near:
        return
    found = []
    for spell in spells or case.spells(stay):
        last = {YES: 0, MAYBE: 0}
        for since, until, how in near:
            if spell.last >= since and (until is None or spell.first <= until):
                last[how] = max(last[how], spell.last if until is None else min(spell.last, until))
        hidden = stricter_until(case, stay, spell, rule)
        found += [(False, last[YES], spell.back, hidden), (True, max(last.values()), spell.back, hidden)]
    alone = rule["levels"] == [
        "outbreak"
    ]  # a county with zones is no county without; else the worse one speaks
    spoken_for = all(last <= hidden for _, last, _, hidden in found)
    for named, latest, back, hidden in found:
        there = latest > 0 and not spoken_for and not (alone and latest <= hidden)
        yield Course(named, there, latest, back)


LEVELS = ("normal", "controlled", "outbreak", "low", "medium", "high")


def stricter_until(case: Case, stay: Stay, spell: Spell, rule: Toml) -> int:
    """The last day on which the person was certainly in an area stricter than the rule's: that rule speaks."""
    stricter = LEVELS[max(LEVELS.index(level) for level in rule["levels"]) + 1 :]
    return max(
        (
            min(spell.last, area.until or spell.last)
            for area in case.areas
            if area.level in stricter
            and inside(area.place, area.detail, stay.place or "", stay.detail or "") == YES
            and spell.last >= area.since - rule.get("before_designation", 0)
            and (area.until is None or spell.first <= area.until)
        ),
        default=0,
    )


def either(courses: Iterable[tuple[bool, Said]]) -> Said:
    """One answer: what the unknown days leave, and of the two that the unknown address leaves the better."""
    told = list(courses)
    return all_alike(
        [all_alike(one for named, one in told if named is way) for way in (False, True)], owed=True
    )


def in_zone(case: Case, stay: Stay, spell: Spell, rule: Toml) -> bool:
    """Whether a stay was certainly in a zone that matters as the rule looks back."""
    return any(
        area.level in ("high", "medium", "low")
        and inside(area.place, area.detail, stay.place or "", stay.detail or "") == YES
        and spell.last >= area.since - rule.get("before_designation", 0)
        and (area.until is None or spell.first <= area.until)
        and case.day - min(spell.last, area.until or spell.last) <= rule["look_back"]
        for area in case.areas
    )


def exposure(rule: Toml, case: Case) -> Iterator[Said]:
    """A stay, a contact, a home or a positive test that keeps out until its measure is over."""
    if rule["of"] == "stay":
        for stay in case.stays:
            yield stay_exposure(rule, case, stay)
    elif rule["of"] == "home":
        person = case.file.person
        yield place_exposure(rule, case, person.home, person.home_detail or "")
    elif rule["of"] == "route":
        for place in case.file.person.route or ():
            yield place_exposure(rule, case, place, "")
    elif rule["of"] == "test":
        yield from positive(rule, case)
    else:
        for contact in case.contacts:
            if concerns(rule, contact):
                yield contact_exposure(rule, case, contact)


def stay_exposure(rule: Toml, case: Case, stay: Stay) -> Said:
    kept = outcome_of(rule, "deferred")
    length = measure_length(rule)
    courses = []
    for course in listed(case, stay, rule):
        anchor = course.last if rule.get("anchor") == "left" else course.back // DAY
        latest = course.last + rule["look_back"]
        ends = latest if length is None else min(anchor + length, latest)
        held = course.there and case.day <= ends
        courses.append(
            (course.named, Said(kept, case.mask(ends) if kept == DEFERRED else 0) if held else NOTHING)
        )
    return either(courses)


def measure_length(rule: Toml) -> int | None:
    """Days from the anchor to the last day of the last stage."""
    stages = rule.get("stages", [])
    return sum(stage["days"] for stage in stages) - rule.get("anchor_counts", False) if stages else None


def place_exposure(rule: Toml, case: Case, place: str | None, detail: str) -> Said:
    """A home or a way through an area that is listed: nobody knows until when."""
    if not place:
        return NOTHING
    surest = NO
    for area in case.areas:
        if area.level in rule["levels"] and area.since <= case.day and (area.until or case.day) >= case.day:
            surest = max(surest, inside(area.place, area.detail, place, detail))
    kept = outcome_of(rule, "deferred")
    return (NOTHING, Said(VERIFY), Said(kept, EVER if kept == DEFERRED else 0))[surest]


def concerns(rule: Toml, contact: Contact) -> bool:
    """Whether a notice counts under a rule; a contact's contact whose contact is positive is a close contact."""
    if contact.category:
        if contact.linked_result == "positive" and contact.category in rule.get("reclassified", []):
            return True
        gone = contact.linked_result == "positive" and bool(rule.get("linked_days"))
        return contact.category in rule["categories"] and not gone
    told = contact.last_on or contact.linked or contact.notified_by
    return "unknown" in rule["categories"] and bool(told)


def contact_exposure(rule: Toml, case: Case, contact: Contact) -> Said:
    courses = []
    ends_by = case.discharges if "discharged" in rule.get("ended_by", []) else []
    release = [
        link.starts.day if link.starts else None
        for link in case.file.links
        if rule.get("released_by_link")
        and link.step == "release"
        and (not link.starts or minutes(link.starts)[0] <= case.now[-1])
    ]
    ends = [(end,) if end else (case.day - LONG - 1, case.day) for end in (*ends_by, *release)]
    for day in contact_days(case, contact):
        for ended in product(*ends):
            over = any(end >= day for end in ended)
            courses.append(NOTHING if over else contact_course(rule, case, day, contact.linked_result))
    return all_alike(courses)


def contact_course(rule: Toml, case: Case, day: int, linked: str | None) -> Said:
    kept = outcome_of(rule, "deferred")
    if rule.get("look_back") is not None and case.day - day > rule["look_back"]:
        return NOTHING
    length = measure_length(rule)
    if length is None:
        return Said(kept, EVER if kept == DEFERRED else 0)
    if case.day <= day + length:
        return Said(kept, case.mask(day + length))
    wanted = last_test(rule, day)
    tested = NOTHING if wanted is None else proved_since(case, wanted)
    if linked != "negative" and case.day - day <= rule.get("linked_days", -1):
        return Said(VERIFY)  # if the linked contact turns out positive, more is due
    return tested


def last_test(rule: Toml, anchor: int) -> int | None:
    """The day of the last test of the chain: each stage counts from the last day of the one before."""
    found, at = None, anchor - rule.get("anchor_counts", False)
    for stage in rule["stages"]:
        if stage.get("tests"):
            found = at + max(stage["tests"])
        at += stage["days"]
    return found


def tested_since(case: Case, day: int) -> Said:
    """The negative test that ends a chain."""
    certain = perhaps = False
    for test in case.tests:
        late = {at >= day * DAY for at in test.sampled}
        if True in late and test.result in ("negative", None):
            if late == {True} and test.result == "negative":
                certain = True
            else:
                perhaps = True
    return NOTHING if certain else Said(VERIFY if perhaps else INCOMPLETE)


def proved_since(case: Case, day: int) -> Said:
    """The same, undisturbed by a later test without a result."""
    said = tested_since(case, day)
    return Said(VERIFY) if said is NOTHING and disturbed(case) else said


def disturbed(case: Case) -> bool:
    """Whether a test of which nobody knows the result may be later than the last negative (A15)."""
    last = max((when(test)[0] for test in case.tests if test.result == "negative" and test.dated), default=0)
    unknown = [test for test in case.tests if test.result is None]
    return any(not test.dated or when(test)[-1] > last for test in unknown)


def when(test: Sample) -> tuple[int, ...]:
    """When it was sampled, or else reported."""
    return test.sampled if test.sampled_known else test.reported


def positive(rule: Toml, case: Case) -> Iterator[Said]:
    """Until a discharge; positive again after it, by Ct and symptoms (A22). The latest one speaks."""
    dated = [test for test in case.tests if test.result == "positive" and test.dated]
    days = [(test.sampled if test.sampled_known else test.reported)[0] // DAY for test in dated]
    ends = [(end,) if end else (case.day - LONG - 1, case.day) for end in case.discharges]
    if dated:
        yield all_alike(positive_course(rule, case, days, ended, dated[-1].ct) for ended in product(*ends))
    for test in case.tests:
        if test.result == "positive" and not test.dated:
            anyday = range(case.day - LONG, case.day + 1)
            yield all_alike(
                positive_course(rule, case, [day], ended, None) for day in anyday for ended in product(*ends)
            )


def infected(rule: Toml, case: Case, days: Sequence[int]) -> Said:
    """At home from the first positive of the present infection on; positives closer than its length are one."""
    length = measure_length(rule) or 0
    anchor = max(days)
    for day in sorted(days, reverse=True):
        anchor = day if anchor - day <= length else anchor
    held = Said(DEFERRED, case.mask(anchor + length))
    if case.day > anchor + length:
        wanted = last_test(rule, anchor)
        held = NOTHING if wanted is None else proved_since(case, wanted)
    if rule.get("negative_ends") is None:
        return held
    early = tested_since(case, max(*days, anchor + rule["negative_ends"]))
    if early == NOTHING and proved_since(case, max(*days, anchor + rule["negative_ends"])) == NOTHING:
        return NOTHING
    return all_alike([NOTHING, held]) if early.outcome in (READY, VERIFY) else held


def positive_course(
    rule: Toml, case: Case, days: Sequence[int], ended: Sequence[int], ct: float | None
) -> Said:
    day = max(days)
    if not ended:
        return infected(rule, case, days) if rule.get("stages") else Said(DEFERRED, EVER)
    if max(ended) >= day:
        return NOTHING
    released = [link.starts for link in case.file.links if link.step == "release" and link.starts]
    if any(at.day >= day and minutes(at)[0] <= case.now[-1] for at in released):
        return NOTHING
    rows = [row for row in case.health if (row.day or 0) >= day and row.symptoms is not None]
    clear = bool(rows) and not any(row.symptoms for row in rows)
    harmless = rule.get("harmless_ct")
    return NOTHING if clear and ct is not None and harmless is not None and ct >= harmless else Said(VERIFY)


# ------------------------------------------------------------------ tests after an arrival


def screening(rule: Toml, case: Case) -> Iterator[Said]:
    """So many tests since an arrival or exposure, so many hours apart."""
    if rule["of"] == "contact":
        for contact in case.contacts:
            if concerns(rule, contact):
                yield all_alike(contact_screening(rule, case, contact), owed=True)
    else:
        for stay in case.stays:
            yield all_alike(stay_screening(rule, case, stay), owed=True)


def contact_screening(rule: Toml, case: Case, contact: Contact) -> Iterator[Said]:
    for day in contact_days(case, contact):
        at = minutes(contact.last_on)[0] if contact.last_on else day * DAY
        yield from screened(rule, case, at, day + rule["look_back"])


def stay_screening(rule: Toml, case: Case, stay: Stay) -> Iterator[Said]:
    if rule.get("outside"):
        city, place = case.region[: 2 if rule.get("beyond") == "province" else 4], stay.place
        where = NO if not place or place.startswith(city) else MAYBE if city.startswith(place) else YES
        courses: Iterable[Any] = () if where == NO or case.away(stay) else case.spells(stay)
        courses = [
            Course(named, named or where == YES, spell.last, spell.back)
            for spell in courses
            for named in (False, True)
        ]
    else:
        courses = listed(case, stay, rule)
    for course in courses:
        if course.there:
            yield from screened(rule, case, course.back, course.last + rule["look_back"])
        else:
            yield NOTHING


def screened(rule: Toml, case: Case, since: int, matters_until: int) -> Iterator[Said]:
    """Every possible course of the tests taken since a minute."""
    if case.day > matters_until:
        yield NOTHING
        return
    gap, kept = rule.get("gap_hours", 0) * 60, outcome_of(rule, "incomplete")
    for taken, hoped in possible_samples(case, since, gap):
        if len(taken) >= rule["count"]:
            yield NOTHING
            continue
        missing = rule["count"] - len(hoped)
        at = max(case.now[0], since, hoped[-1] + gap if hoped else 0)
        free = (at + gap * (missing - 1)) // DAY if missing > 0 else case.day
        out = sum(1 << n for n in range(HORIZON) if case.day + n < free and case.day + n <= matters_until)
        yield Said(kept, out)


def possible_samples(case: Case, since: int, gap: int) -> Iterator[tuple[list[int], list[int]]]:
    """Minutes of the negative samples since `since` that count, and of those a plan can count on.

    A result may yet turn out negative; a sample of which nobody wrote down the day is nothing to plan with.
    """
    tests = [test for test in case.tests if test.result != "positive"]
    sure = [t for test in tests for t in test.sampled]
    choices: list[list[tuple[int, int, str | None, bool]]] = []
    for test in tests:
        at = list(test.sampled)
        if at[-1] - at[0] > DAY:
            at += [t + gap for t in sure if t + gap < at[-1]] + [t - gap for t in sure if t - gap < at[-1]]
        latest = at[-1] if len(test.sampled) > 1 and test.sampled[1] - test.sampled[0] < DAY else 0
        results = (test.result,) if test.result else ("negative", "positive")
        choices.append([(t, max(t, latest), result, test.sampled_known) for t in at for result in results])
    for picked in product(*choices):
        since_then = sorted(
            (max(t, since), result, known) for t, latest, result, known in picked if latest >= since
        )
        taken = [t for t, result, _ in since_then if result == "negative"]
        hoped = [t for t, result, known in since_then if known and result != "positive"]
        yield chain(taken, gap), chain(hoped, gap)


def chain(times: Sequence[int], gap: int) -> list[int]:
    """The most samples that lie at least `gap` apart, the earliest first."""
    taken: list[int] = []
    for at in times:
        if not taken or at >= taken[-1] + gap:
            taken.append(at)
    return taken


# ------------------------------------------------------------------ documents


def proof(rule: Toml, case: Case) -> Iterator[Said]:
    """A negative test not older than n hours or days at the gate."""
    asked = asked_for(rule, case)
    if asked == NO:
        return
    found = max((valid(rule, case, test) for test in case.tests), default=NO)
    if found == YES:
        if disturbed(case):
            yield Said(VERIFY)
        return
    yield Said(VERIFY if MAYBE in (found, asked) else INCOMPLETE)


def asked_for(rule: Toml, case: Case) -> int:
    if not rule.get("levels") and not rule.get("categories"):
        return YES
    surest = NO
    for stay in case.stays if rule.get("levels") else ():
        asked = {one.there and case.day - one.last <= rule["days"] for one in listed(case, stay, rule)}
        surest = max(surest, YES if asked == {True} else MAYBE if True in asked else NO)
    for contact in case.contacts:
        if contact.category in rule.get("categories", []):
            near = {case.day - day <= rule["days"] for day in contact_days(case, contact)}
            surest = max(surest, YES if near == {True} else MAYBE if True in near else NO)
    home = case.file.person.home
    if rule.get("lives") and home and not home.startswith(case.region):
        detail = case.file.person.home_detail or ""
        for area in case.areas:
            if area.level in rule["levels"] and area.since <= case.day <= (area.until or case.day):
                surest = max(surest, inside(area.place, area.detail, home, detail))
    return surest


def valid(rule: Toml, case: Case, test: Sample) -> int:
    if test.result not in ("negative", None):
        return NO
    if rule["basis"] == "report" and not test.dated:
        when = test.sampled
    else:
        when = test.reported if rule["basis"] == "report" and test.reported else test.sampled
    if rule["unit"] == "day":
        answers = {case.day - at // DAY <= rule["n"] for at in when}
    else:
        answers = {gate - at <= rule["n"] * 60 for at in when for gate in case.now if at <= gate}
    if True not in answers:
        return NO
    return YES if answers == {True} and test.result else MAYBE


def monitoring(rule: Toml, case: Case) -> Iterator[Said]:
    filed = {entry.day for entry in case.health if entry.warmest is not None and entry.symptoms is not None}
    if any(case.day - n not in filed for n in range(1, rule["days"] + 1)):
        yield Said(NAMES.index(rule.get("missing", "incomplete")))


def answer(rule: Toml, case: Case) -> Iterator[Said]:
    """An answer that must be known."""
    known, refused = KNOWN[rule["of"]](rule, case)
    if not known:
        yield Said(NAMES.index(rule["missing"]))
    elif refused:
        yield Said(NAMES.index(rule.get("refused", "incomplete")))


def travel_known(rule: Toml, case: Case) -> tuple[bool, bool]:
    days = range(case.day - rule["look_back"], case.day + 1)
    told: set[int] = set()
    lost: set[int] = set()
    for none in case.file.no_travel:
        if none.first is not None and none.last is not None:
            told.update(day for day in days if none.first <= day <= none.last)
    for stay in case.stays:
        begins, ends = stay.arrived or stay.left, stay.left or stay.arrived
        if stay.place and begins and ends:
            until = ends.day if stay.left else case.gone_by(stay)
            told.update(day for day in days if begins.day <= day <= until)
        away = not (stay.place or "").startswith(case.region[:4]) or not case.region[:4]
        if not stay.place or (not (begins or ends) and away):
            spells = case.spells(stay)
            lost.update(day for day in days if any(s.first <= day <= s.last for s in spells))
    return all(day in told and day not in lost for day in days), False


def code_known(rule: Toml, case: Case) -> tuple[bool, bool]:
    return any(
        code.colour and code.checked and code.checked.day >= case.day - rule["look_back"]
        for code in case.codes
    ), False


def card_known(rule: Toml, case: Case) -> tuple[bool, bool]:
    return any(
        code.cities is not None and code.checked and code.checked.day >= case.day - rule["look_back"]
        for code in case.codes
    ), False


def commitment(rule: Toml, case: Case) -> tuple[bool, bool]:
    told = case.file.person.commitment
    return told is not None, told is False


def cohabitants_known(rule: Toml, case: Case) -> tuple[bool, bool]:
    rows = case.file.cohabitants
    return bool(rows) and all(row.name == "无" or row.category for row in rows), False


def first_point(rule: Toml, case: Case) -> tuple[bool, bool]:
    return True, False


KNOWN: dict[str, Callable[[Toml, Case], tuple[bool, bool]]] = {
    "travel": travel_known,
    "code": code_known,
    "card": card_known,
    "commitment": commitment,
    "cohabitants": cohabitants_known,
    "first_point": first_point,
}


# ------------------------------------------------------------------ states


def colour(rule: Toml, case: Case) -> Iterator[Said]:
    """The latest code counts; which is the latest may be unknown."""
    coloured = [code for code in case.codes if code.colour]
    courses = []
    for times in product(*[minutes(c.checked) if c.checked else (0, case.now[-1]) for c in coloured]):
        newest = max(times, default=0)
        courses += [
            Said(DEFERRED, 0, follows=True) if code.colour in rule["colours"] else NOTHING
            for code, at in zip(coloured, times, strict=True)
            if at == newest
        ]
    yield all_alike(courses)


def card(rule: Toml, case: Case) -> Iterator[Said]:
    """Cities on the card that nobody declared."""
    for code in case.codes:
        if not code.checked or case.day - code.checked.day > rule["look_back"]:
            continue
        before = rule.get("before")
        older = before is not None and code.checked.day < before.toordinal()
        shown = code.checked.day - (rule["look_back_before"] if older else rule["look_back"])
        places = [s.place for s in case.stays if s.place and max(x.last for x in case.spells(s)) >= shown]
        places += [place for place in (case.file.person.home, case.region) if place]
        for city in code.cities or ():
            if not any(place.startswith(city) or city.startswith(place) for place in places):
                yield Said(VERIFY)


def symptoms(rule: Toml, case: Case) -> Iterator[Said]:
    """The last day with symptoms, a day without after it, a negative test after it."""

    def ill(entry: Any) -> bool:
        fever = entry.warmest is not None and entry.warmest >= rule["fever"]
        return fever or bool(set(entry.symptoms or ()) & set(rule["symptoms"]))

    oldest = case.day - rule["look_back"]
    sick = [entry.day for entry in case.health if ill(entry) and (entry.day or 0) >= oldest]
    if not sick:
        return
    last = max(day for day in sick if day is not None)
    if not any(
        (e.day or 0) > last and e.symptoms == () and e.warmest is not None and not e.antipyretic
        for e in case.health
    ):
        yield Said(DEFERRED, EVER)
        return
    if rule.get("test", True):
        yield proved_since(case, last + 1)


def household(rule: Toml, case: Case) -> Iterator[Said]:
    """What a co-resident's state does."""
    kept = outcome_of(rule, "deferred")
    for row in case.file.cohabitants:
        if row.category in rule.get("categories", []) or row.colour in rule.get("colours", []):
            yield Said(kept, EVER if kept == DEFERRED else 0)
        if row.place and kept != READY:
            stay = Stay(row.record, row.place, "", None, row.left)
            lasts = (row.left.day,) if row.left else range(case.day - LONG, case.day + 1)
            spells = [Spell(last - LONG, last, 0) for last in lasts]  # nobody asks since when
            courses = []
            for course in listed(case, stay, rule, spells):
                ends = course.last + rule["look_back"]
                held = course.there and case.day <= ends
                courses.append((course.named, Said(kept, case.mask(ends)) if held else NOTHING))
            yield either(courses)


def post(rule: Toml, case: Case) -> Iterator[Said]:
    left = any(contact.category == "high_risk_post" and contact.last_on for contact in case.contacts)
    if case.file.person.high_risk_post and not left:
        yield Said(outcome_of(rule, "deferred"), EVER)


def illness(rule: Toml, case: Case) -> Iterator[Said]:
    """A paper that is still to come; in the packs of 2022 no illness has days of its own."""
    answer = {"certificate": "certificate", "health_authority": "cleared"}[_paper(rule["until"])]
    for one in case.file.illnesses:
        if one.disease in rule["diseases"] and not getattr(one, answer):
            yield Said(INCOMPLETE)


def _paper(until: Toml) -> str:
    return str(until.get("document") or until["assessed"])


KINDS: dict[str, Callable[[Toml, Case], Iterator[Said]]] = {
    "exposure": exposure,
    "screening": screening,
    "proof": proof,
    "answer": answer,
    "monitoring": monitoring,
    "code": colour,
    "card": card,
    "symptoms": symptoms,
    "household": household,
    "post": post,
    "illness": illness,
}
