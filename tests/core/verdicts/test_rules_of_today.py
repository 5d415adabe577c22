"""What the documents of today say, by hand: tuberculosis, its contacts, suspected cases, the rows of the law."""

from __future__ import annotations

import pytest

from schoolprep.facts import blank, divisions
from schoolprep.facts.area import Areas
from schoolprep.facts.days import Moment, day_of, iso
from schoolprep.facts.gate import Gate
from schoolprep.facts.kinds import Frame
from schoolprep.facts.record import Answers, Record
from schoolprep.rules import pack
from schoolprep.verdicts.explain import Explainer
from schoolprep.verdicts.judge import compile_rules, judge
from schoolprep.verdicts.verdict import Verdict
from tests.filings import BINDER

BLANKS, DIVISIONS, LIBRARY = blank.load(), divisions.load(), pack.load()
SHEET = Frame(DIVISIONS, "140802")
CHINA, PENNSYLVANIA = "cn-school-today", "us-school-today"


def _judged(profile: str, on: str, *rows: tuple[str, Answers], known: str = "") -> Verdict:
    records = [
        Record(id=f"r{at}", blank=name, subject="s", answers=said, act="", author="", device="", written="")
        for at, (name, said) in enumerate(rows)
    ]
    moment = Moment.parse(on)
    source = pack.in_force(LIBRARY, profile, moment.day)
    rules = compile_rules(source, "140802", known=day_of(known) if known else 0)
    return judge(BINDER.file("s", records), Areas([], DIVISIONS), rules, moment)


def _filed(writings: dict[str, str]) -> Answers:
    gate = Gate(BLANKS["illness"], SHEET)
    row = gate.row(writings)
    assert row.problems == []
    return gate.entry("s", row).answers or {}


# ------------------------------------------------------------------ a symptom no rule speaks of


def _health(day: str, *symptoms: str) -> tuple[str, Answers]:
    return "health", {"day": day, "temp_am": 36.5, "symptoms": list(symptoms)}


@pytest.mark.parametrize("profile", [CHINA, "uk-school-today", PENNSYLVANIA, "yuncheng-2022"])
@pytest.mark.parametrize("symptom", [one.code for one in BLANKS["health"].fields["symptoms"].choices])
def test_no_symptom_is_ready_unless_a_rule_says_one_may_come_with_it(profile: str, symptom: str) -> None:
    on = "2022-08-08" if profile == "yuncheng-2022" else "2026-11-16"
    source = pack.in_force(LIBRARY, profile, Moment.parse(on).day)
    mild = {name for _, rule in source.rules for name in getattr(rule, "mild", ())}
    said = _judged(profile, f"{on}T08:30", _health(on, symptom)).outcome
    assert said in ("verify", "deferred") or (said == "ready" and symptom in mild)


def test_a_strange_symptom_is_asked_until_a_later_day_is_without_it_or_an_illness_explains_it() -> None:
    uk, on, day = "uk-school-today", "2026-11-17T08:30", _health("2026-11-16", "jaundice")
    asked = _judged(uk, on, day)
    assert (asked.outcome, asked.may_return_on) == ("verify", Moment.parse(on).day)
    assert [owed.what for owed in asked.owes] == ["answer:symptoms"]
    unknown: tuple[str, Answers] = ("health", {"day": "2026-11-17", "temp_am": 36.5})
    assert _judged(uk, on, day, unknown).outcome == "verify", "a temperature says nothing of it"
    assert _judged(uk, on, day, _health("2026-11-17", "runny_nose")).outcome == "ready"
    ill: tuple[str, Answers] = (
        "illness",
        {"disease": "hepatitis_a", "onset": "2026-11-16", "jaundice_at": "2026-11-16"},
    )
    assert {one.rule for one in _judged(uk, on, day, ill).findings} == {"uk-ukhsa/hepatitis-a"}


# ------------------------------------------------------------------ a day that has not come, and fever medicine


ON, COMES = "2026-11-16", "2026-11-18"
UNWELL: Answers = {"day": COMES, "temp_am": 38.9, "symptoms": []}


@pytest.mark.parametrize("profile", [CHINA, "uk-school-today", PENNSYLVANIA])
@pytest.mark.parametrize(
    ("row", "blank"),
    [
        (("illness", {"disease": "varicella", "onset": COMES}), "illness"),
        (("illness", {"disease": "influenza", "seen_at": COMES}), "illness"),
        (("health", UNWELL), "health"),
        (("health", {"day": COMES, "symptoms": ["vomiting"]}), "health"),
        (("contact", {"category": "infectious", "disease": "measles", "last_on": COMES}), "contact"),
        (("test", {"sampled_at": COMES, "result": "positive"}), "test"),
        (("code", {"checked_at": COMES, "colour": "red"}), "code"),
    ],
)
def test_a_case_of_a_day_to_come_makes_nobody_ready(
    profile: str, row: tuple[str, Answers], blank: str
) -> None:
    verdict = _judged(profile, f"{ON}T08:30", row)
    (finding,) = verdict.findings
    assert (verdict.outcome, finding.says, finding.evidence) == ("verify", blank, ("r0",))
    come = _judged(profile, f"{COMES}T23:30", row).findings
    assert "schoolprep/ahead" not in {one.rule for one in come}, "its own rule speaks"


def test_what_happened_since_a_past_day_is_not_asked_about_on_it() -> None:
    """Who looks at Monday on Wednesday sees Monday's verdict; what has not come on Wednesday either is asked."""
    row: tuple[str, Answers] = ("illness", {"disease": "varicella", "onset": COMES})
    assert _judged(CHINA, f"{ON}T08:30", row, known=COMES).outcome == "ready"
    assert _judged(CHINA, f"{ON}T08:30", row, known=ON).outcome == "verify"


def test_what_is_harmless_of_a_day_to_come_is_not_asked() -> None:
    rows: list[tuple[str, Answers]] = [
        ("health", {"day": COMES, "temp_am": 36.5, "symptoms": []}),
        ("test", {"sampled_at": COMES, "result": "negative"}),
        ("code", {"checked_at": COMES, "colour": "green"}),
        ("contact", {"category": "discharged", "last_on": COMES}),
        ("illness", {"disease": "varicella", "onset": "2026-10-01", "symptoms_gone_at": "2026-10-12",
                     "crusts_dry_at": "2026-10-12", "certificate": True}),
    ]  # fmt: skip
    assert _judged(CHINA, f"{ON}T08:30", *rows).outcome == "ready"


def _under_medicine(day: str, *, taken: bool = True) -> tuple[str, Answers]:
    return "health", {"day": day, "temp_am": 36.5, "symptoms": [], "antipyretic": taken}


@pytest.mark.parametrize("profile", [CHINA, "uk-school-today", PENNSYLVANIA, "yuncheng-2022"])
def test_a_normal_temperature_under_fever_medicine_proves_nothing(profile: str) -> None:
    days = [f"{'2022-08' if profile == 'yuncheng-2022' else ON[:7]}-{day}" for day in (14, 15, 16)]

    def asked(*rows: tuple[str, Answers]) -> bool:
        verdict = _judged(profile, f"{days[2]}T08:30", *rows)
        found = "schoolprep/fever-medicine" in {one.rule for one in verdict.findings}
        assert verdict.outcome != "ready" or not found
        return found

    assert asked(_under_medicine(days[2]))
    assert asked(_under_medicine(days[1]))
    assert not asked(_under_medicine(days[0]))
    assert not asked(_under_medicine(days[2], taken=False))
    assert not asked(_under_medicine(days[1]), _under_medicine(days[2], taken=False)), "a clear day since"
    assert asked(_under_medicine(days[1]), ("health", {"day": days[2], "temp_am": 36.5})), (
        "not asked of signs"
    )


# ------------------------------------------------------------------ what concerns some people only


NOROVIRUS: Answers = {"disease": "norovirus", "onset": "2026-11-15"}


@pytest.mark.parametrize(
    ("person", "ill", "said"),
    [
        ({"category": "student"}, {}, "症状全部消失满72小时方可返校"),
        ({"category": "support"}, {}, "（接触食品的人员还要"),  # nobody said what their work is
        ({"category": "support", "post": "食堂"}, {}, "（接触食品的人员还要"),
        ({"category": "student"}, {"onset": "", "symptomless": True}, "（无症状感染者自阳性采样起满72小时）"),
    ],
)
def test_a_sentence_speaks_of_others_to_nobody(person: Answers, ill: Answers, said: str) -> None:
    answers = {name: value for name, value in {**NOROVIRUS, **ill}.items() if value != ""}
    verdict = _judged(CHINA, "2026-11-16T08:30", ("person", person), ("illness", answers))
    rules = compile_rules(pack.in_force(LIBRARY, CHINA, verdict.on.day), "140802")
    explain = Explainer(rules, DIVISIONS, "zh")
    sentences = " ".join(map(explain.sentence, verdict.findings))
    assert said in sentences
    assert ("接触食品" in sentences) == (person["category"] == "support")
    assert "最早" not in explain.says(verdict)


# ------------------------------------------------------------------ tuberculosis


@pytest.mark.parametrize(
    ("severe", "not_before"),
    [(False, "2027-01-31"), (True, "2027-04-30"), (None, "2027-01-31")],
)
def test_nobody_with_tuberculosis_is_promised_a_day_after_two_months(
    severe: bool | None, not_before: str
) -> None:
    ill: Answers = {
        "disease": "tuberculosis", "onset": "2026-10-31", "treated_at": "2026-10-31",
        "symptoms_gone_at": "2026-11-20",
    }  # fmt: skip
    said = ill if severe is None else ill | {"tb_severe": severe}
    verdict = _judged(CHINA, "2026-11-30T07:30", ("illness", said))
    (finding,) = (one for one in verdict.findings if one.rule.endswith("/tuberculosis"))
    assert (verdict.outcome, finding.says) == ("deferred", "least")
    assert finding.until is not None
    assert iso(finding.until) == not_before


def test_a_contact_of_tuberculosis_owes_a_screening_and_may_come() -> None:
    contact: Answers = {"category": "infectious", "disease": "tuberculosis", "last_on": "2026-11-20"}
    verdict = _judged(CHINA, "2026-11-30T07:30", ("contact", contact))
    assert verdict.outcome == "ready"
    assert [owed.what for owed in verdict.owes] == ["document:screening"]
    test: Answers = {"sampled_at": "2026-11-25", "result": "negative", "specimen": "结核菌素试验（PPD）"}
    after = _judged(CHINA, "2026-11-30T07:30", ("contact", contact), ("test", test))
    assert (after.outcome, after.owes) == ("ready", ())
    assert after.findings


# ------------------------------------------------------------------ suspected cases and subtypes


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("疑似水痘", "varicella"),
        ("水痘（疑似）", "varicella"),
        ("水痘？", "varicella"),
        ("疑似：流行性腮腺炎", "mumps"),
        ("麻疹疑似病例", "measles"),
        ("手足口病待排", "hfmd"),
        ("suspected measles", "measles"),
    ],
)
def test_a_suspected_case_is_one_until_it_is_ruled_out(written: str, code: str) -> None:
    answers = _filed({"disease": written, "onset": "2026-11-15"})
    assert (answers["disease"], answers["certainty"]) == (code, "suspected")
    assert _judged(CHINA, "2026-11-16T08:30", ("illness", answers)).outcome != "ready"


def test_what_was_written_as_suspected_is_told() -> None:
    row = Gate(BLANKS["illness"], SHEET).row({"disease": "疑似水痘", "onset": "2026-11-15"})
    assert [(cell.field, cell.reading.repair) for cell in row.cells] == [("disease", "suspected")]


def test_suspected_and_confirmed_at_once_is_asked() -> None:
    row = Gate(BLANKS["illness"], SHEET).row(
        {"disease": "疑似水痘", "certainty": "实验室确诊", "onset": "2026-11-15"}
    )
    assert any(cell.reading.doubtful for cell in row.cells)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("甲型H1N1流感", "influenza"),
        ("乙型流感病毒感染", "influenza"),
        ("猴痘", "mpox"),
        ("支原体肺炎", "mycoplasma"),
        ("腺病毒感染", "adenovirus"),
        ("合胞病毒", "rsv"),
        ("基孔肯雅热", "chikungunya"),
        ("志贺菌感染", "dysentery"),
        ("O157", "stec"),
        ("乙脑", "encephalitis"),
    ],
)
def test_what_schools_of_2026_write_is_an_illness(written: str, code: str) -> None:
    answers = _filed({"disease": written, "onset": "2026-11-15"})
    assert answers["disease"] == code
    assert _judged(CHINA, "2026-11-16T08:30", ("illness", answers)).outcome != "ready"


@pytest.mark.parametrize("written", ["不是水痘", "水痘或麻疹", "疑似", "疑似水泡"])
def test_what_names_no_one_illness_is_not_guessed(written: str) -> None:
    gate = Gate(BLANKS["illness"], SHEET)
    row = gate.row({"disease": written, "onset": "2026-11-15"})
    assert row.problems or any(cell.reading.problem or cell.reading.doubtful for cell in row.cells)


# ------------------------------------------------------------------ Pennsylvania by its own law


def test_readmission_in_pennsylvania_is_verified() -> None:
    ill: Answers = {"disease": "varicella", "onset": "2026-09-01", "rash_at": "2026-09-01"}
    waits = _judged(PENNSYLVANIA, "2026-09-08T08:00", ("illness", ill))
    assert (waits.outcome, [owed.what for owed in waits.owes]) == ("incomplete", ["document:certificate"])
    assert (
        _judged(PENNSYLVANIA, "2026-09-08T08:00", ("illness", ill | {"certificate": True})).outcome == "ready"
    )


def test_scabies_in_pennsylvania_is_not_over_with_the_first_treatment() -> None:
    ill: Answers = {"disease": "scabies", "onset": "2026-09-01", "treated_at": "2026-09-02"}
    assert _judged(PENNSYLVANIA, "2026-09-03T08:00", ("illness", ill)).outcome == "incomplete"
