"""State: health code, travel card, symptoms, co-residents and posts: what a person's present state does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from schoolprep.facts.area import Touch
from schoolprep.facts.days import Day
from schoolprep.facts.file import Code, Cohabitant, Health
from schoolprep.facts.problem import Fact, codes_as_fact
from schoolprep.rules.outcome import OUTCOMES, Outcome
from schoolprep.rules.pack import Colour, Household, Post, Symptoms, TravelCard
from schoolprep.verdicts.judge import view as seen
from schoolprep.verdicts.judge.answers import SAYS_NOBODY
from schoolprep.verdicts.judge.sampled import asked, lacking_since
from schoolprep.verdicts.judge.view import View
from schoolprep.verdicts.verdict import Finding, Findings, Owed, Step, merged


def compile_colour(rule: Colour, key: str) -> Callable[[View], Findings]:
    """A coloured code keeps out until it is green; it gives no day of its own.

    A coloured code without its time may be the latest one: that is asked.
    """
    colours = frozenset(rule.colours)

    def check(view: View) -> Findings:
        if not any(code.colour in colours for code in view.file.codes):
            return ()
        newest = _newest(view)
        held = [code for code in newest if code.colour in colours]
        if not held:
            return ()
        code, evidence = held[0], tuple(one.record for one in newest)
        facts: dict[str, Fact] = {"colour": code.colour or ""}
        if len(held) == len(newest):
            if code.checked is None:
                return (_held(key, facts, evidence, "undated"),)
            return (_held(key, facts | {"checked_day": code.checked.day}, evidence, "running"),)
        owed = Owed("answer:checked_at", view.on.day, "owed.checked-at", facts)
        return (Finding(key, "verify", None, view.on.day, "undated", facts, evidence, owes=(owed,)),)

    return check


def _newest(view: View) -> list[Code]:
    """The looks at a code that may be the latest one: of a bare date any hour, of none any moment up to now."""
    now = view.on.last_minute
    looked = [code for code in view.file.codes if code.colour and _first(code) <= now]
    newest = max(map(_first, looked), default=0)
    return sorted(
        (code for code in looked if (code.checked or view.on).last_minute >= newest),
        key=lambda code: (code.checked is None, -(code.checked or view.on).earliest, code.record),
    )


def _first(code: Code) -> int:
    """The minute from which a look may have been."""
    return code.checked.earliest if code.checked else 0


def _held(key: str, facts: dict[str, Fact], evidence: tuple[str, ...], says: str) -> Finding:
    owed = Owed("document:green_code", None, "owed.green-code", facts)
    return Finding(key, "deferred", None, None, says, facts, evidence, owes=(owed,), follows=True)


def compile_card(rule: TravelCard, key: str) -> Callable[[View], Findings]:
    """A city on the card that no stay, home or school explains."""

    def check(view: View) -> Findings:
        for code in view.codes(rule.look_back):
            if code.cities and code.checked and not _only_here(code.cities, view.city):
                first = code.checked.day - _shown(rule, code.checked.day)
                if found := _unexplained(key, code, first, view):
                    return (found,)
        return ()

    return check


def _only_here(cities: Iterable[str], here: str) -> bool:
    return bool(here) and all(_same_city(city, here) for city in cities)


def _unexplained(key: str, code: Code, first: Day, view: View) -> Finding | None:
    """A city of the card in which nobody said the person was since its first day."""
    person, at = view.file.person, code.checked or view.on
    stays = [span for span in view.spans if span.stay.place and span.last_to >= first]
    known = [place for place in (*(span.stay.place for span in stays), person.home, view.city) if place]
    strange = next((city for city in code.cities or () if not _is_in(city, known)), None)
    if strange is None:
        return None
    facts: dict[str, Fact] = {"city": strange, "checked_day": at.day}
    owed = Owed("answer:travel", view.on.day, "owed.card-city", facts)
    home = (person.record,) if person.home else ()
    evidence = merged((code.record,), (record for span in stays for record in span.grounds), home)
    return Finding(key, "verify", None, view.on.day, "running", facts, evidence, owes=(owed,))


def _shown(rule: TravelCard, captured: Day) -> int:
    """For how many days a card of that day showed where the telephone had been."""
    if rule.before is not None and captured < rule.before.toordinal():
        return rule.look_back_before
    return rule.look_back


def _is_in(city: str, places: Iterable[str]) -> bool:
    return any(_same_city(city, place) for place in places)


def _same_city(city: str, place: str) -> bool:
    """The card shows prefectures: the shorter code of the two decides (a municipality is a province)."""
    width = min(len(city), len(place), 4)
    return city[:width] == place[:width]


def compile_symptoms(rule: Symptoms, key: str) -> Callable[[View], Findings]:
    """Fever or symptoms on the latest days, until a clear day and a negative test after them."""
    listed, fever = frozenset(rule.symptoms), rule.fever

    def ill(row: Health) -> bool:
        return row.reached(fever) or not listed.isdisjoint(row.symptoms or ())

    def perhaps(row: Health) -> bool:  # asked of every day of everybody: what nearly nobody has
        warm = (row.morning or 0) >= fever or (row.evening or 0) >= fever or (row.noon or 0) >= fever
        return warm or bool(row.symptoms)

    def check(view: View) -> Findings:
        if not any(map(perhaps, view.file.health)):
            return ()
        first, today = view.on.day - rule.look_back, view.on.day
        rows = [row for row in view.file.health if row.day is not None and first <= row.day <= today]
        bad = [row for row in rows if ill(row)]
        if not bad:
            return ()
        last = max(bad, key=lambda row: row.day or 0)
        clear = [row for row in rows if (row.day or 0) > (last.day or 0) and _symptom_free(row)]
        return _since_ill(rule, key, last, clear, view)

    return check


def _symptom_free(row: Health) -> bool:
    """Whether somebody said so of a day, and took a temperature that no fever medicine had lowered."""
    return row.symptoms == () and row.warmest is not None and not row.antipyretic


def _since_ill(rule: Symptoms, key: str, last: Health, clear: list[Health], view: View) -> Findings:
    """What a last day of illness asks for: a clear day, then a test."""
    day, today = last.day or 0, view.on.day
    facts: dict[str, Fact] = {"day": day, "fever": rule.fever, "symptoms": codes_as_fact(last.symptoms or ())}
    if last.warmest is not None:
        facts["temperature"] = last.warmest
    if not clear:
        owed = Owed("answer:health", None, "owed.symptom-free", facts)
        says = "fever" if last.reached(rule.fever) else "symptoms"
        return (Finding(key, "deferred", None, None, says, facts, (last.record,), owes=(owed,)),)
    since = day + 1  # a test of the day itself may be older than the fever (A25)
    lacking, perhaps = lacking_since(view, since) if rule.test else (False, None)
    if not lacking:
        return ()
    evidence = merged((last.record, clear[0].record), (perhaps.record,) if perhaps else ())
    owed = asked(perhaps, view) if perhaps else Owed("test", today, "owed.symptom-test", facts)
    outcome: Outcome = "verify" if perhaps else "incomplete"
    return (Finding(key, outcome, None, today, "untested", facts, evidence, owes=(owed,)),)


def compile_household(rule: Household, key: str) -> Callable[[View], Findings]:
    """The worst of the co-residents' states; where several are as bad, the one that lasts longest."""
    categories, colours = frozenset(rule.categories), frozenset(rule.colours)

    def check(view: View) -> Findings:
        found = [
            finding
            for row in view.file.cohabitants
            if (row.place or row.category in categories or row.colour in colours)
            and row.name not in SAYS_NOBODY
            for finding in _states(rule, key, view, row)
        ]
        if not found:
            return ()
        return (max(found, key=lambda one: (OUTCOMES.index(one.outcome), one.earliest or seen.FAR_OFF)),)

    return check


def _states(rule: Household, key: str, view: View, row: Cohabitant) -> Iterator[Finding]:
    if row.category in rule.categories:
        yield _found(rule, key, view, row, "category")
    if row.colour in rule.colours:
        yield _found(rule, key, view, row, "code")
    if rule.levels and row.place:
        for touch in view.touching(row.place):
            if touch.area.level in rule.levels and (stay := _stay(rule, key, view, row, touch)):
                yield stay


def _stay(rule: Household, key: str, view: View, row: Cohabitant, touch: Touch) -> Finding | None:
    """A co-resident's stay in a listed area; what is not known of it is asked, not counted."""
    area = touch.area
    left = row.left.day if row.left else view.on.day
    last = left if area.until is None else min(left, area.until)
    if left < area.since - rule.before_designation or view.on.day - last > rule.look_back:
        return None
    facts = _who(row) | {"place": row.place or "", "level": area.level}
    evidence, end = (row.record, area.record), last + rule.look_back
    dated = facts | {"left_day": last, "end_day": end}
    if rule.outcome == "ready":
        says = "stay" if row.left else "stay-open"
        return Finding(key, "ready", None, view.on.day, says, dated, evidence) if touch.certain else None
    if touch.certain and row.left:
        steps = (
            Step("steps.anchor", {"anchor_day": last}),
            Step("steps.held", {"days": rule.look_back, "start_day": last, "end_day": end}),
            Step("steps.return", {"end_day": end, "return_day": end + 1}),
        )
        return Finding(key, rule.outcome, end, end + 1, "stay", dated, evidence, arithmetic=steps)
    says, what = ("stay-open", "cohabitant_left") if touch.certain else ("unknown-detail", "cohabitant_place")
    owed = Owed(f"answer:{what}", view.on.day, f"owed.{what.replace('_', '-')}", facts)
    return Finding(key, "verify", None, view.on.day, says, facts, evidence, owes=(owed,))


def _who(row: Cohabitant) -> dict[str, Fact]:
    return {"name": row.name or "", "relation": row.relation or ""}


def _found(rule: Household, key: str, view: View, row: Cohabitant, says: str) -> Finding:
    """A co-resident's category or code: nobody can say when it ends until it is filed."""
    facts = _who(row)
    facts |= {"category": row.category or ""} if says == "category" else {"colour": row.colour or ""}
    if rule.outcome == "ready":
        return Finding(key, "ready", None, view.on.day, says, facts, (row.record,))
    owed = Owed("answer:cohabitant", None, "owed.cohabitant-released", facts)
    return Finding(key, rule.outcome, None, None, says, facts, (row.record,), owes=(owed,))


def compile_post(rule: Post, key: str) -> Callable[[View], Findings]:
    """On duty in a high-risk post: in its closed loop until somebody files the day of leaving it."""
    leaving = frozenset({"high_risk_post"})

    def check(view: View) -> Findings:
        person = view.file.person
        if not person.high_risk_post or any(one.last_on for one in view.contacts(leaving)):
            return ()
        facts: dict[str, Fact] = {"post": person.post or ""}
        owed = Owed("answer:post_left", None, "owed.post-left", facts)
        return (Finding(key, rule.outcome, None, None, "running", facts, (person.record,), owes=(owed,)),)

    return check
