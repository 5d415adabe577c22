"""Peers: what the school's own files say about the close contact somebody is linked to."""

from __future__ import annotations

import pytest

from schoolprep.facts.area import Areas
from schoolprep.facts.days import Moment, day_of
from schoolprep.facts.file import File
from schoolprep.rules import pack
from schoolprep.verdicts.judge import compile_rules, judge
from schoolprep.verdicts.judge.peers import NO_PEERS, Linked, Peers, Roll, dependants, named
from schoolprep.verdicts.verdict import Verdict
from tests.filings import BINDER, DIVISIONS, REGION, Row, records

DAY = day_of("2022-08-05")
RULES = compile_rules(pack.in_force(pack.load(), "yuncheng-2022", day_of("2022-08-08")), REGION)


def _file(subject: str, name: str, document: str, *rows: Row) -> File:
    person: Row = ("person", {"name": name, "document_no": document})
    return BINDER.file(subject, records([person, *rows], subject))


def _close(day: str = "2022-08-03") -> Row:
    return ("contact", {"category": "close", "last_on": day})


def _test(at: str, result: str, reported: str = "") -> Row:
    told = {"reported_at": reported} if reported else {}
    return ("test", {"sampled_at": at, "result": result, **told})


def _antigen(at: str, result: str) -> Row:
    return ("test", {"sampled_at": at, "result": result, "specimen": "抗原"})


def _state(*rows: Row, now: str = "2022-08-08T12:00", text: str = "李雷") -> str | None:
    peers = Roll([_file("b", "李雷", "140802200809010013", *rows), _file("c", "韩梅", "")]).peers()
    return peers.linked(text, DAY, Moment.parse(now)).state


NEGATIVE_TWICE = (_test("2022-08-04", "negative"), _test("2022-08-05", "negative"))


@pytest.mark.parametrize(
    ("rows", "state"),
    [
        ((), None),
        ((_close(),), "pending"),
        ((_close(), *NEGATIVE_TWICE[:1]), "pending"),
        ((_close(), *NEGATIVE_TWICE), "negative"),
        (NEGATIVE_TWICE, None),
        ((_close(), _test("2022-08-04", "negative"), _test("2022-08-05", "pending")), "pending"),
        ((_close(), _antigen("2022-08-04", "negative"), _test("2022-08-05", "negative")), "pending"),
        ((_close(), _antigen("2022-08-04", "positive")), "positive"),
        ((_close(), *NEGATIVE_TWICE, _test("2022-08-07", "positive")), "positive"),
        ((_close(), _test("2022-08-02", "positive"), *NEGATIVE_TWICE), "negative"),
        ((("contact", {"category": "confirmed", "last_on": "2022-08-06"}),), "positive"),
        ((_close(), *NEGATIVE_TWICE, _test("2022-08-09", "positive")), "negative"),
        ((_close(), *NEGATIVE_TWICE, _test("2022-08-08T08:00", "positive", "2022-08-08T13:00")), "negative"),
        ((_close(), *NEGATIVE_TWICE, _test("2022-08-08T08:00", "positive", "2022-08-08T12:00")), "positive"),
    ],
)
def test_the_first_two_tests_and_any_positive_decide(rows: tuple[Row, ...], state: str | None) -> None:
    assert _state(*rows) == state


@pytest.mark.parametrize("text", ["李雷", "李 雷", "140802200809010013", "李·雷"])
def test_somebody_is_named_by_name_or_document(text: str) -> None:
    assert _state(_close(), *NEGATIVE_TWICE, text=text) == "negative"


def test_two_of_one_name_are_nobody_but_by_document() -> None:
    one = _file("b", "李雷", "140802200809010013", _close(), *NEGATIVE_TWICE)
    peers = Roll([one, _file("c", "李雷", "140802200809010021")]).peers()
    now = Moment.parse("2022-08-08")
    assert peers.linked("李雷", DAY, now) == Linked()
    assert peers.linked("140802200809010013", DAY, now).state == "negative"


def _judge(contact: Row, peers: Peers, on: str) -> Verdict:
    return judge(_file("a", "王小明", "", contact), Areas([], DIVISIONS), RULES, Moment.parse(on), peers)


def _linked(**answers: str) -> Row:
    return ("contact", {"category": "subclose", "last_on": "2022-08-05", "linked": "李雷", **answers})


def test_what_the_file_says_and_what_the_notice_says_the_worse_counts() -> None:
    negative = Roll([_file("b", "李雷", "", _close(), *NEGATIVE_TWICE)]).peers()
    positive = Roll([_file("b", "李雷", "", _close(), _test("2022-08-04", "positive"))]).peers()
    for contact, peers, rule in [
        (_linked(), NO_PEERS, "contact-of-contact"),
        (_linked(), negative, "contact-of-contact"),
        (_linked(), positive, "close-contact"),
        (_linked(linked_result="negative"), positive, "close-contact"),
        (_linked(linked_result="positive"), negative, "close-contact"),
        (_linked(linked_result="pending"), negative, "contact-of-contact"),
    ]:
        findings = _judge(contact, peers, "2022-08-08").findings
        assert [one.rule for one in findings if "contact" in one.rule] == [f"cn-p9/{rule}"]


def test_a_reclassified_finding_names_the_other_files_records_and_asks_to_confirm() -> None:
    positive = Roll([_file("b", "李雷", "", _close(), _test("2022-08-04", "positive"))]).peers()
    finding = next(
        one for one in _judge(_linked(), positive, "2022-08-08").findings if one.says == "reclassified"
    )
    assert finding.until == day_of("2022-08-15")
    assert {"a1", "b1", "b2"} == set(finding.evidence)
    assert "answer:reclassified" in [owed.what for owed in finding.owes]


def test_whose_verdict_rests_on_whom() -> None:
    one, other = _file("a", "王小明", "", _linked()), _file("b", "李雷", "140802200809010013")
    assert dependants([one, other], named(other)) == {"a"}
    assert dependants([one, other], named(one)) == frozenset()
