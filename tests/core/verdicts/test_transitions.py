"""Transitions: from edition to edition nobody is lost: what ran is recounted, runs on or is closed, and is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from msgspec import structs

from schoolprep.facts.area import Area, Areas
from schoolprep.facts.days import Moment, day_of, iso
from schoolprep.facts.languages import Lang
from schoolprep.facts.record import Record
from schoolprep.rules import pack
from schoolprep.rules.pack import Exposure, Screening
from schoolprep.verdicts import outline
from schoolprep.verdicts.explain import Explainer
from schoolprep.verdicts.judge import Rules, compile_rules, judge
from schoolprep.verdicts.verdict import Finding, Verdict
from tests.filings import BINDER, DIVISIONS, REGION, Row, records

LIBRARY = pack.proofs()
PROFILE = LIBRARY.profiles["yuncheng-2022"]
CHANGES = ("2022-06-28", "2022-11-11", "2022-12-07", "2023-01-08")


def _rules(on: str) -> pack.InForce:
    return pack.in_force(LIBRARY, "yuncheng-2022", day_of(on))


def _verdict(rows: list[Row], on: str, areas: list[Area] | None = None) -> Verdict:
    rules = compile_rules(_rules(on), REGION)
    return judge(BINDER.file("s", records(rows)), Areas(areas or [], DIVISIONS), rules, Moment.parse(on))


def _of(verdict: Verdict, rule: str) -> Finding:
    return next(one for one in verdict.findings if one.rule.endswith(rule))


def _contact(category: str, day: str, **answers: str) -> Row:
    return ("contact", {"category": category, "last_on": day, **answers})


def _days(first: date, last: date) -> Iterator[int]:
    yield from range(first.toordinal(), last.toordinal() + 1)


def test_on_each_day_of_the_profile_one_protocol_is_in_force() -> None:
    assert PROFILE.until is not None
    protocols = {"cn-p8", "cn-p9", "cn-class-b"}
    for day in _days(PROFILE.since, PROFILE.until):
        packs = {one.id for one in pack.in_force(LIBRARY, PROFILE.id, day).packs}
        assert len(packs & protocols) == 1, iso(day)


@pytest.mark.parametrize("on", CHANGES)
def test_every_measure_of_the_day_before_is_still_in_force_or_has_a_clause(on: str) -> None:
    """A rule that orders something cannot end in silence."""
    before, after = _rules(iso(day_of(on) - 1)), _rules(on)
    going_on = {f"{one.id}/{rule.id}" for one, rule in after.rules} | {one.key for one in after.carried}
    ordering = {
        f"{one.id}/{rule.id}"
        for one, rule in before.rules
        if (isinstance(rule, Exposure) and (rule.stages or rule.endless)) or isinstance(rule, Screening)
    }
    same = {rule.id for _, rule in after.rules}
    assert {key for key in ordering - going_on if key.partition("/")[2] not in same} == set()


def test_every_clause_names_a_rule_that_exists_and_has_examples_or_orders_nothing() -> None:
    for one in LIBRARY.packs.values():
        own = {rule.id for rule in one.rule}
        for clause in one.transition:
            old, _, name = clause.of.partition("/")
            rule = next(rule for rule in LIBRARY.packs[old].rule if rule.id == name)
            assert clause.to in own if clause.how == "recount" or clause.to else clause.how == "closed"
            assert clause.example or not isinstance(rule, Exposure | Screening), clause.of
            assert clause.why["zh"] and clause.why["en"] and clause.cites.clause


def test_a_contacts_contact_is_closed_not_deleted() -> None:
    rows = [_contact("subclose", "2022-11-08")]
    on_the_day, after = _verdict(rows, "2022-11-11"), _verdict(rows, "2022-11-12")
    told = _of(after, "cn-p9/contact-of-contact")
    assert _of(on_the_day, "cn-p9/contact-of-contact").until == day_of("2022-11-11")
    assert (told.outcome, told.says) == ("ready", "transition-closed")
    assert told.facts["old_end_day"] == day_of("2022-11-15")
    assert [(one.kind, iso(one.ends or 0)) for one in told.measures] == [("home_isolation", "2022-11-11")]
    assert not any(one.rule.endswith("contact-of-contact") for one in _verdict(rows, "2022-11-16").findings)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("on", [iso(day_of(change) + n) for change in CHANGES for n in range(5)])
def test_what_changed_is_said_in_words_and_its_source_is_found(on: str, lang: Lang) -> None:
    change = max(day for day in CHANGES if day <= on)
    began = iso(day_of(change) - 3)
    rows = [_contact(category, began) for category in ("close", "subclose", "entrant", "high_risk_post")]
    rows.append(("travel", {"place": "460203", "arrived": iso(day_of(began) - 5), "left": began}))
    areas = [Area("a", "460203", "", "high", day_of(began) - 9, None)]
    verdict = _verdict(rows, on, areas)
    told = [one for one in verdict.findings if "how" in one.facts]
    assert told
    explain = Explainer(compile_rules(_rules(on), REGION), DIVISIONS, lang)
    for finding in told:
        assert int(finding.facts["change_day"]) == day_of(change)
        assert explain.sentence(finding) and explain.title(finding) and explain.citing.clause(finding)
        assert any(step.says.startswith("steps.transition-") for step in finding.arithmetic)
        assert all(explain.step(step) for step in finding.arithmetic)


@pytest.mark.parametrize(
    ("rows", "on", "document", "done"),
    [
        ([_contact("close", "2022-11-07")], "2022-11-11", "综发〔2022〕101号 · 密切接触者：5+3",
         "重新计算：原按“新型冠状病毒肺炎防控方案（第九版）”的“密切接触者”到11月17日24:00；"
         "现按“进一步优化疫情防控的二十条措施”的“密切接触者”，从同一个起算日算，到11月15日24:00"),
        ([_contact("subclose", "2022-11-08")], "2022-11-12", "综发〔2022〕101号 · 不再判定密接的密接",
         "终止：原按“新型冠状病毒肺炎防控方案（第九版）”的“密接的密接（次密接）”到11月15日24:00，"
         "到11月11日24:00为止，不再执行"),
        ([_contact("close", "2022-12-03")], "2022-12-07", "综发〔2022〕113号 · 密切接触者：5天居家隔离",
         "重新计算：原按“进一步优化疫情防控的二十条措施”的“密切接触者”到12月11日24:00；"
         "现按“进一步优化落实疫情防控的十条措施”的“密切接触者”，从同一个起算日算，到12月8日24:00"),
        ([_contact("confirmed", "2022-12-02")], "2022-12-08", "综发〔2022〕113号 · 感染者居家隔离",
         "重新计算：原按“新型冠状病毒肺炎防控方案（第九版）”的“确诊病例、无症状感染者”没有期限；"
         "现按“进一步优化落实疫情防控的十条措施”的“感染者居家隔离”，从同一个起算日算，到12月9日24:00"),
        ([_contact("discharged", "2022-06-25")], "2022-06-28", "综发〔2022〕71号 · 出院（舱）后居家健康监测7天",
         "照原来的做完：仍按“新型冠状病毒肺炎诊疗方案（试行第九版）”的“出院（舱）感染者”，到7月2日24:00"),
        ([_contact("close", "2023-01-05")], "2023-01-08", "综发〔2022〕144号 · 对感染者不再隔离",
         "终止：原按“进一步优化落实疫情防控的十条措施”的“密切接触者”到1月10日24:00，到1月7日24:00为止，不再执行"),
    ],
)  # fmt: skip
def test_the_document_the_clause_and_both_ends_of_a_change_are_told(
    rows: list[Row], on: str, document: str, done: str
) -> None:
    verdict = _verdict(rows, on)
    explain = Explainer(compile_rules(_rules(on), REGION), DIVISIONS, "zh")
    found = [change for one in verdict.findings if (change := outline.change(one, explain)) is not None]
    assert len(found) == 1
    assert document in found[0].sentence
    assert found[0].children[0].sentence == done
    assert found[0].children[1].sentence.startswith("原因：")
    assert found[0].children[2].kind == "standing"


def test_what_is_over_by_the_new_rule_shows_its_whole_count() -> None:
    rows: list[Row] = [
        _contact("close", "2022-11-07"),
        ("test", {"sampled_at": "2022-11-15", "result": "negative"}),
    ]
    finding = _of(_verdict(rows, "2022-11-16"), "close-contact")
    assert finding.says == "transition-shortened"
    explain = Explainer(compile_rules(_rules("2022-11-16"), REGION), DIVISIONS, "zh")
    assert explain.arithmetic(finding) == [
        "起算：11月7日（第0天）",
        "集中隔离医学观察：11月7日＋5天＝11月12日24:00止",
        "居家隔离医学观察：11月12日＋3天＝11月15日24:00止",
        "11月11日规则改变：原按“密切接触者”到11月17日24:00，改按“密切接触者”到11月15日24:00",
        "11月15日24:00期满，11月16日起可返校",
    ]


def test_what_the_new_rule_would_have_ended_before_it_was_there_names_no_day_of_return() -> None:
    rows: list[Row] = [
        _contact("close", "2022-06-10"),
        ("test", {"sampled_at": "2022-06-27", "result": "negative"}),
    ]
    finding = _of(_verdict(rows, "2022-06-28"), "close-contact")
    assert finding.says == "transition-shortened"
    assert finding.arithmetic[-1].says == "steps.transition-recount"


def test_old_and_new_chain_of_a_contact_meet_on_one_anchor() -> None:
    finding = _of(_verdict([_contact("close", "2022-11-05")], "2022-11-11"), "cn-20-articles/close-contact")
    facts = {name: finding.facts[name] for name in ("anchor_day", "old_end_day", "new_end_day", "change_day")}
    assert {name: iso(int(day)) for name, day in facts.items()} == {
        "anchor_day": "2022-11-05",
        "old_end_day": "2022-11-15",
        "new_end_day": "2022-11-13",
        "change_day": "2022-11-11",
    }


def test_a_new_contact_after_the_change_knows_nothing_of_the_old_edition() -> None:
    verdict = _verdict([_contact("close", "2022-11-12")], "2022-11-13")
    assert "how" not in _of(verdict, "close-contact").facts


def test_somebody_whose_contact_was_positive_before_the_change_stays_a_close_contact() -> None:
    rows = [_contact("subclose", "2022-11-08", linked_result="positive")]
    finding = _of(_verdict(rows, "2022-11-11"), "cn-20-articles/close-contact")
    assert (finding.says, finding.until) == ("reclassified", day_of("2022-11-16"))


def test_hospital_without_an_end_becomes_seven_days_at_home() -> None:
    finding = _of(_verdict([_contact("asymptomatic", "2022-12-04")], "2022-12-07"), "cn-10-articles/case")
    assert (finding.facts["how"], finding.until) == ("recount-open", day_of("2022-12-11"))


@pytest.mark.parametrize("on", CHANGES)
def test_a_finding_of_a_change_comes_out_of_its_own_evidence(on: str) -> None:
    began = iso(day_of(on) - 4)
    rows = [_contact(one, began) for one in ("close", "subclose", "entrant", "high_risk_post", "confirmed")]
    about = records([*rows, ("test", {"sampled_at": iso(day_of(on) - 1), "result": "negative"})])
    for shift in range(8):
        day = day_of(on) + shift
        rules = compile_rules(pack.in_force(LIBRARY, "yuncheng-2022", day), REGION)
        whole = _findings(about, rules, day)
        for finding in whole:
            if "how" in finding.facts:
                own = [one for one in about if one.id in finding.evidence]
                assert finding in _findings(own, rules, day)


def _findings(about: list[Record], rules: Rules, day: int) -> tuple[Finding, ...]:
    return judge(BINDER.file("s", about), Areas([], DIVISIONS), rules, Moment(day)).findings


def test_what_was_over_before_the_change_is_told_by_the_edition_of_its_time() -> None:
    """In November a contact of June is counted as in June, whatever has changed since; only the test is missing."""
    june, spring = [_contact("close", "2022-06-20")], [_contact("close", "2022-03-01")]
    for on in ("2022-11-11", "2022-12-10"):
        assert _of(_verdict(june, on), "close-contact").rule == "cn-p9/close-contact"
        assert _of(_verdict(spring, on), "close-contact").rule == "cn-p8/close-contact"
    finding = _of(_verdict(spring, "2022-11-11"), "close-contact")
    assert (finding.says, finding.facts["end_day"]) == ("untested", day_of("2022-03-22"))
    explain = Explainer(compile_rules(_rules("2022-11-11"), REGION), DIVISIONS, "zh")
    assert explain.sentence(finding) and explain.citing.clause(finding)


def test_an_old_contact_is_no_part_of_a_new_chain() -> None:
    finding = _of(
        _verdict([_contact("close", "2022-06-20"), _contact("close", "2022-08-05")], "2022-08-08"),
        "close-contact",
    )
    assert not any(step.says == "steps.earlier" for step in finding.arithmetic)
    assert len(finding.evidence) == 1


@pytest.mark.parametrize(
    ("on", "rule"), [("2022-11-10", "school-p9/own"), ("2022-11-11", "cn-20-articles/close-contact")]
)
def test_a_schools_own_number_ends_with_the_text_it_changed(on: str, rule: str) -> None:
    p9 = LIBRARY.packs["cn-p9"]
    contact = next(one for one in p9.rule if one.id == "close-contact")
    own = structs.replace(contact, id="own", replaces="cn-p9/close-contact", why=contact.title)
    school = structs.replace(p9, id="school-p9", layer="school", rule=(own,), transition=())
    profile = structs.replace(PROFILE, packs=(*PROFILE.packs, "school-p9"))
    library = pack.Library({**LIBRARY.packs, "school-p9": school}, {"p": profile})
    keys = [f"{one.id}/{each.id}" for one, each in pack.in_force(library, "p", day_of(on)).rules]
    about = {"school-p9/own", "cn-p9/close-contact", "cn-20-articles/close-contact"}
    assert [key for key in keys if key in about] == [rule]
