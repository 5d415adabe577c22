"""At odds: what joins by itself against what stood before, what a person has to say, and what their answer makes."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schoolprep.facts.blank import hidden
from schoolprep.facts.kinds import Frame
from schoolprep.facts.record import Answers, Record, Value
from schoolprep.handover.at_odds import Umpire, question_id
from schoolprep.store.records.conflicts import Rivals
from tests.filings import BLANKS, DIVISIONS, REGION

UMPIRE = Umpire(BLANKS, Frame(DIVISIONS, REGION))
DAY: Answers = {"day": "2022-09-05"}
WELL: Answers = {**DAY, "temp_am": 36.8}
STAY: Answers = {"place": "460203", "detail": "迎宾路8号", "arrived": "2022-08-01", "left": "2022-08-03"}


def said(id_: str, answers: Answers | None, blank: str = "health", subject: str = "s") -> Record:
    return Record(
        id=id_, blank=blank, subject=subject, answers=answers, act="a", author=f"author {id_}", device=f"device {id_}",
        written="2022-09-05T08:00:00+08:00",
    )  # fmt: skip


def rivals(*answers: Answers | None, before: Answers | None = None, blank: str = "health") -> Rivals:
    """Rivals that go back to `before`, or, without it, have nothing in common but their key."""
    told = tuple(said(name, one, blank) for name, one in zip("bcdef", answers, strict=False))
    base = None if before is None else said("a", before, blank)
    return Rivals(told, base, independent=base is None)


JOINED: dict[str, tuple[Answers | None, list[Answers], Answers]] = {
    "each changed another field": (
        WELL,
        [{**WELL, "temp_pm": 37.0}, {**WELL, "temp_am": 36.9}],
        {"temp_am": 36.9, "temp_pm": 37.0},
    ),
    "both changed it to the same": (
        WELL,
        [{**WELL, "temp_am": 36.9}, {**WELL, "temp_am": 36.9, "symptoms": []}],
        {"temp_am": 36.9, "symptoms": []},
    ),
    "one took an answer away": (WELL, [DAY, {**WELL, "symptoms": []}], {"symptoms": []}),
    "three, each another field": (
        WELL,
        [{**WELL, "temp_pm": 37.0}, {**WELL, "symptoms": []}, {**WELL, "antipyretic": False}],
        {"temp_am": 36.8, "temp_pm": 37.0, "symptoms": [], "antipyretic": False},
    ),
    "filed on two devices, other fields": (
        None,
        [WELL, {**DAY, "temp_pm": 37.0}],
        {"temp_am": 36.8, "temp_pm": 37.0},
    ),
    "filed on two devices, the same": (None, [WELL, WELL], {"temp_am": 36.8}),
    "a field nobody here knows": (
        WELL,
        [{**WELL, "newer": 1}, {**WELL, "temp_pm": 37.0}],
        {"temp_am": 36.8, "temp_pm": 37.0, "newer": 1},
    ),
}
ASKED: dict[str, tuple[Answers | None, list[Answers | None], str]] = {
    "two answers": (WELL, [{**WELL, "temp_am": 38.2}, {**WELL, "temp_am": 37.0}], "temp_am"),
    "changed and taken away": (WELL, [{**WELL, "temp_am": 38.2}, DAY], "temp_am"),
    "filed on two devices": (None, [WELL, {**DAY, "temp_am": 38.2}], "temp_am"),
    "corrected and withdrawn": (WELL, [{**WELL, "temp_am": 38.2}, None], ""),
    "two of three": (
        WELL,
        [{**WELL, "temp_pm": 37.0}, {**WELL, "temp_pm": 38.0}, {**WELL, "symptoms": []}],
        "temp_pm",
    ),
    "in the order of the form": (
        WELL,
        [{**WELL, "temp_pm": 37.0, "temp_am": 37.1}, {**WELL, "temp_pm": 37.2, "temp_am": 37.3}],
        "temp_am",
    ),
}


@pytest.mark.parametrize("case", JOINED)
def test_what_contradicts_nothing_joins_by_itself(case: str) -> None:
    before, answers, wanted = JOINED[case]
    for order in permutations(answers):
        entry = UMPIRE.joined(rivals(*order, before=before))
        assert entry is not None
        assert entry.answers == {**DAY, **wanted}
        assert entry.replaces == tuple("bcd"[: len(answers)])


@pytest.mark.parametrize("case", ASKED)
def test_the_rest_is_asked(case: str) -> None:
    before, answers, field = ASKED[case]
    for order in permutations(answers):
        asked = rivals(*order, before=before)
        assert UMPIRE.joined(asked) is None
        assert UMPIRE.field(asked) == field


def test_a_place_and_its_street_are_one_matter() -> None:
    elsewhere, street = {**STAY, "place": "140825"}, {**STAY, "detail": "府前街1号"}
    asked = rivals(elsewhere, street, before=STAY, blank="travel")
    assert UMPIRE.joined(asked) is None
    assert UMPIRE.field(asked) == "place"
    assert UMPIRE.settled(asked, asked.records[1]).answers == street
    moved: Answers = {**elsewhere, "detail": "府前街1号"}
    entry = UMPIRE.joined(rivals(moved, {**STAY, "left": "2022-08-04"}, before=STAY, blank="travel"))
    assert entry is not None and entry.answers == {**moved, "left": "2022-08-04"}


def test_what_the_gate_refuses_together_is_asked() -> None:
    """Either is possible by itself; together they would have left before they came."""
    earlier, later = {**STAY, "left": "2022-08-02"}, {**STAY, "arrived": "2022-08-03"}
    asked = rivals(earlier, later, before=STAY, blank="travel")
    assert UMPIRE.joined(asked) is None
    assert UMPIRE.field(asked) == "arrived"
    assert [UMPIRE.settled(asked, one).answers for one in asked.records] == [earlier, later]


def test_an_answer_keeps_what_the_others_say_of_the_rest() -> None:
    asked = rivals({**WELL, "temp_am": 38.2}, {**WELL, "temp_am": 37.0, "symptoms": ["cough"]}, before=WELL)
    fever, no_fever = (UMPIRE.settled(asked, one) for one in asked.records)
    assert fever.answers == {**DAY, "temp_am": 38.2, "symptoms": ["cough"]}
    assert no_fever.answers == {**DAY, "temp_am": 37.0, "symptoms": ["cough"]}
    assert fever.replaces == no_fever.replaces == ("b", "c")


def test_a_withdrawal_holds_whole() -> None:
    asked = rivals({**WELL, "temp_am": 38.2}, None, before=WELL)
    stays, gone = (UMPIRE.settled(asked, one) for one in asked.records)
    assert (stays.answers, gone.answers) == ({**DAY, "temp_am": 38.2}, None)
    assert gone.replaces == ("b", "c")


def test_choices_that_come_to_the_same_are_one() -> None:
    asked = rivals({**WELL, "temp_am": 38.2}, {**WELL, "temp_am": 38.2}, None, before=WELL)
    assert [one.id for one in UMPIRE.choices(asked)] == ["b", "d"]


def test_an_undo_against_what_was_built_upon_it_is_asked() -> None:
    undone = rivals(WELL, {**WELL, "temp_pm": 37.0}, before=WELL)._replace(opposed=True)
    assert UMPIRE.joined(undone) is None
    assert UMPIRE.field(undone) == "temp_pm"


class TestConflictsOfConflicts:
    """Two who merge join or answer the same pair; what they made goes back to both."""

    ONE, OTHER = {**WELL, "temp_pm": 37.0}, {**WELL, "symptoms": []}

    def again(self, *answers: Answers, of: tuple[Answers, Answers]) -> Rivals:
        base = rivals(*of, before=WELL)
        told = tuple(said(name, one) for name, one in zip("xyz", answers, strict=False))
        return Rivals(told, base)

    def test_the_same_joining_twice_is_one(self) -> None:
        both: Answers = {**self.ONE, **self.OTHER}
        entry = UMPIRE.joined(self.again(both, both, of=(self.ONE, self.OTHER)))
        assert entry is not None and entry.answers == both

    def test_a_correction_of_one_joining_joins_with_the_other(self) -> None:
        both: Answers = {**self.ONE, **self.OTHER}
        entry = UMPIRE.joined(self.again({**both, "temp_pm": 37.2}, both, of=(self.ONE, self.OTHER)))
        assert entry is not None and entry.answers == {**both, "temp_pm": 37.2}

    def test_two_answers_to_one_question_are_asked(self) -> None:
        hot, cool = {**WELL, "temp_am": 38.2}, {**WELL, "temp_am": 36.5}
        asked = self.again(hot, cool, of=(hot, cool))
        assert UMPIRE.joined(asked) is None
        assert UMPIRE.field(asked) == "temp_am"


def test_a_record_moved_to_another_person_takes_the_correction_along() -> None:
    moved, corrected = said("b", WELL, subject="kept"), said("c", {**WELL, "temp_am": 38.2})
    entry = UMPIRE.joined(Rivals((moved, corrected), said("a", WELL)))
    assert entry is not None
    assert (entry.subject, entry.answers) == ("kept", {**DAY, "temp_am": 38.2})


def test_records_of_several_blanks_or_people_are_asked() -> None:
    one, other = said("b", WELL), said("c", {**WELL, "temp_am": 36.9})
    elsewhere = Rivals((one, said("c", DAY, blank="test")), said("a", WELL))
    assert UMPIRE.joined(elsewhere) is None
    assert UMPIRE.settled(elsewhere, one).answers == WELL
    twice = Rivals((said("b", WELL, subject="t"), said("c", WELL, subject="u")), said("a", WELL))
    assert UMPIRE.joined(twice) is None
    assert [UMPIRE.settled(twice, each).subject for each in twice.records] == ["t", "u"]
    assert question_id([one, other]) == question_id([other, one]) != question_id([one])


def test_one_statement_is_told_by_the_key_of_its_form() -> None:
    assert UMPIRE.same(said("b", WELL)) == UMPIRE.same(said("c", {**DAY, "temp_pm": 38.0}))
    assert UMPIRE.same(said("b", WELL)) != UMPIRE.same(said("c", {"day": "2022-09-06"}))
    assert UMPIRE.same(said("b", None)) is None
    assert all(UMPIRE.same(said("b", {"words": "?"}, blank=name)) is None for name in hidden())


VALUES: st.SearchStrategy[Value] = st.sampled_from([36.5, 37.0, 38.2])
SAID: st.SearchStrategy[Answers] = st.dictionaries(
    st.sampled_from(["temp_am", "temp_noon", "temp_pm"]), VALUES
).map(lambda found: {**DAY, **found})


@given(before=st.none() | SAID, answers=st.lists(SAID, min_size=2, max_size=4))
@settings(deadline=None, max_examples=200)
def test_nothing_that_one_alone_said_is_lost(before: Answers | None, answers: list[Answers]) -> None:
    found = rivals(*answers, before=before)
    was = before or {}
    entry = UMPIRE.joined(found)
    for name in ("temp_am", "temp_noon", "temp_pm"):
        changed = {one.get(name) for one in answers if one.get(name) != was.get(name)}
        if len(changed) > 1:
            assert entry is None
        elif entry is not None:
            (value,) = changed or {was.get(name)}
            assert (entry.answers or {}).get(name) == value
    for one in found.records:
        settled = UMPIRE.settled(found, one).answers or {}
        for name in ("temp_am", "temp_noon", "temp_pm"):
            mine = (one.answers or {}).get(name)
            assert settled.get(name) == mine or mine == was.get(name)
