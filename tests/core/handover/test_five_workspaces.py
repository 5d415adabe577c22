"""Five workspaces, from invitations to a revoked laptop: verdicts are those of one file with all typed in."""

from __future__ import annotations

from pathlib import Path

from schoolprep.desk import Desk, Who
from schoolprep.facts.days import Moment
from schoolprep.facts.record import Answers, Entry
from tests.handover_school import DATA, KEY, PEOPLE, SCHOOL, Hands, brought, person_entry, school_of, subject

_ON = Moment.parse("2022-08-08T07:30")
_TESTED: Answers = {"sampled_at": "2022-08-07T09:00", "reported_at": "2022-08-07T20:00", "result": "negative"}
_AT_HOME: Answers = {"no_travel": True, "from_day": "2022-07-10", "to_day": "2022-08-08"}
_FILED: dict[str, list[tuple[str, str, Answers]]] = {
    "王老师": [
        ("王小明", "health", {"day": "2022-08-07", "temp_am": 36.5, "symptoms": []}),
        ("王小明", "travel", _AT_HOME),
        ("李小红", "travel", {"place": "460203", "arrived": "2022-08-01", "left": "2022-08-04"}),
    ],
    "赵老师": [("赵小刚", "health", {"day": "2022-08-07", "temp_am": 38.2, "symptoms": ["cough"]})],
    "孙老师": [
        ("孙小兰", "contact", {"category": "close", "last_on": "2022-08-05"}),
        ("孙小兰", "travel", _AT_HOME),
    ],
    "李校医": [(name, "test", _TESTED) for name in PEOPLE],
}
"""Who fills in what, of whom."""
_CLASSES = {"王老师": "七年级1班", "赵老师": "七年级2班", "孙老师": "八年级1班"}


def test_verdicts_are_those_of_one_file(tmp_path: Path) -> None:
    hands = school_of(tmp_path)
    staff = {name: hands.colleague(name, "class-teacher", unit) for name, unit in _CLASSES.items()}
    staff["李校医"] = hands.colleague("李校医", "doctor")
    base = _entry(hands.principal, "李小红", "code", {"checked_at": "2022-08-07T08:00", "colour": "green"})
    (code,) = hands.principal.filing.append([base])
    envelopes = [_filled_and_sealed(hands, staff[name], name) for name in _FILED]
    lost, *others = envelopes
    assert brought(hands.principal, *reversed(others)).merged > 0
    again = staff["王老师"].handover.seal(tmp_path / "王老师 2.envelope")
    assert brought(hands.principal, again.path, *others, lost).arrivals[0].problem is None
    assert brought(hands.principal, *others, again.path, lost).merged == 0, "whatever the order, once"
    _argued_and_settled(hands, staff, code.id)
    hands.returned(staff["王老师"])
    assert staff["王老师"].handover.news().records == 0
    hands.principal.handover.revoke("赵老师")
    _filed(staff["赵老师"], "赵小刚", "health", {"day": "2022-08-08", "temp_am": 36.2, "symptoms": []})
    refused = hands.handed_over(staff["赵老师"], "late.envelope").arrivals[0].problem
    assert refused is not None and refused.code == "handover.revoked"
    assert _verdicts(hands.principal) == _verdicts(_one_file(tmp_path))
    assert hands.principal.workspace.verify() == []
    for name, desk in staff.items():
        assert desk.workspace.verify() == []
        theirs = {file.person.class_name for file in desk.people.files().values()}
        assert name == "李校医" or theirs == {_CLASSES[name]}


def _argued_and_settled(hands: Hands, staff: dict[str, Desk], code: str) -> None:
    """Teacher and doctor correct one record otherwise; the doctor's word holds, and nobody is asked twice."""
    for name in ("王老师", "李校医"):
        hands.returned(staff[name])
    for name, colour in (("王老师", "red"), ("李校医", "yellow")):
        answers: Answers = {"checked_at": "2022-08-07T08:00", "colour": colour}
        entry = _entry(staff[name], "李小红", "code", answers)
        staff[name].filing.append(
            [Entry(blank="code", subject=entry.subject, answers=answers, replaces=(code,))]
        )
        hands.handed_over(staff[name], f"argued {name}.envelope")
    (question,) = hands.principal.conflicts.open(_ON)
    (doctors,) = [one for one in question.choices if one.author == "李校医"]
    hands.principal.conflicts.settle(question.id, doctors.record)
    assert hands.principal.conflicts.open(_ON) == []


def _one_file(folder: Path) -> Desk:
    """Everything typed into one file."""
    desk = Desk.create(folder / "one.schoolprep", KEY, SCHOOL, DATA, Who("校长", "one"))
    desk.filing.append(person_entry(desk, name) for name in PEOPLE)
    for rows in _FILED.values():
        for name, blank, answers in rows:
            _filed(desk, name, blank, answers)
    _filed(desk, "李小红", "code", {"checked_at": "2022-08-07T08:00", "colour": "yellow"})
    return desk


def _filled_and_sealed(hands: Hands, desk: Desk, who: str) -> Path:
    for name, blank, answers in _FILED[who]:
        _filed(desk, name, blank, answers)
    return desk.handover.seal(hands.folder / f"{who}.envelope").path


def _filed(desk: Desk, name: str, blank: str, answers: Answers) -> None:
    desk.filing.append([_entry(desk, name, blank, answers)])


def _entry(desk: Desk, name: str, blank: str, answers: Answers) -> Entry:
    return Entry(blank=blank, subject=subject(desk, name), answers=answers)


def _verdicts(desk: Desk) -> dict[str, tuple[object, ...]]:
    found: dict[str, tuple[object, ...]] = {}
    for who, verdict in desk.judging.verdicts(_ON).items():
        reasons = tuple(sorted((one.rule, one.outcome, one.earliest or 0) for one in verdict.findings))
        found[desk.people.file(who).person.document] = (verdict.outcome, verdict.may_return_on, reasons)
    return found
