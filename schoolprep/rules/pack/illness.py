"""Illness: kinds of rule for illnesses, days unwell, contacts, tests of a post and clusters.

What may be said; `schoolprep/verdicts/judge/` (illness, unwell, watch, testing, cluster) has the meaning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from schoolprep.facts.schooldays import Calendar
from schoolprep.facts.text import Inside, Text
from schoolprep.facts.words import Phrase
from schoolprep.rules.outcome import Outcome
from schoolprep.rules.pack.conditions import Circumstance, Condition
from schoolprep.rules.pack.declared import Plain, Rule

ILLNESS_BRANCHES = ("running", "least", "open", "missing", "papers")
"""Held until a day that is known; held at least until one; held, no day known; an answer that would decide is missing;
a paper or test is."""


_SHORTER = ("running", "open", "papers")
"""Of these nothing is left but the condition; of the others something is to be found out, which is said."""


def standard_says(
    title: Text, condition: Text, branches: Iterable[str] = ILLNESS_BRANCHES
) -> dict[str, Text]:
    """The sentences of an illness rule, made from its title and its condition in words."""
    return {
        branch: Phrase(f"illness.{branch}", title=Inside(title), condition=condition) for branch in branches
    }


def illness_beside(rule: Rule, branch: str) -> Text:
    """A rule's sentence where the first day and what is owed stand beside it: a standard one is shorter then."""
    if isinstance(rule, IllnessRule) and branch in _SHORTER:
        standing = standard_says(rule.title, rule.condition, (branch,))
        if rule.says[branch] == standing[branch]:
            return Phrase("illness.beside", title=Inside(rule.title), condition=rule.condition)
    return rule.says[branch]


class IllnessRule(Rule, frozen=True, kw_only=True, tag="illness"):
    """Somebody with one of `diseases` stays out until `until` is met, or, without it, need not stay out at all."""

    diseases: tuple[str, ...]
    """Codes of the blank 疾病; `other` and an unnamed disease are asked."""
    condition: Text
    """`until` in words, e.g. 体温正常、其他症状消失满48小时; title and condition make the sentences."""
    clauses: Mapping[Circumstance, Text] = {}
    """What of `condition` concerns some people only, by the question of `until` that says whom: it is said where its
    place stands (`{food_handler}`), of nobody whom it surely does not concern."""
    until: Condition | None = None
    """None: nobody is kept out; the finding is a note."""
    ask: bool = False
    """No numbers are known for these diseases: a doctor is to be asked."""
    calendar: Calendar
    """By which the day of return is the first school day on or after."""
    anchor_counts: bool = False
    """True: the day counted from is day 1 (DOMAIN §8 A1 takes day 0)."""
    settled_days: int = 14
    """Days after the end by dates from which a clear day of monitoring says that the person is back: no certificate
    and no date is asked any more. A filed 返校 says so at once. A number of this program, of no document."""
    only_by_paper: bool = False
    """True: without the paper nobody comes back, however long ago it was."""
    says: Mapping[str, Text] = {}
    """Own sentences; for the other branches the standard ones."""

    def __post_init__(self) -> None:
        if bool(self.until) and self.ask:
            raise ValueError("`ask` is for a rule without `until`")
        branches = ILLNESS_BRANCHES if self.until else ("ask",) if self.ask else ("none",)
        standing = standard_says(self.title, self.condition, branches)
        msgspec.structs.force_setattr(self, "says", standing | dict(self.says))


class Unwell(Rule, frozen=True, kw_only=True, tag="unwell"):
    """A day with fever or a listed symptom, of somebody without an illness record for it, keeps out.

    Back after `hours` without them (a day of monitoring counts to its 24:00) and a clear day on record.
    """

    fever: float | None = None
    """°C from which a temperature is a fever (A23: a parameter of the pack, never a constant); None: not looked at."""
    symptoms: tuple[str, ...] = ()
    mild: tuple[str, ...] = ()
    """Symptoms with which one may come, by the document; what neither these nor `symptoms` name is asked about."""
    hours: int
    """Hours after 24:00 of the last bad day; 0: the next clear day."""
    medicine: bool = False
    """True: a day on which fever medicine was taken is not a clear day."""
    look_back: int
    calendar: Calendar


class Watch(Rule, frozen=True, kw_only=True, tag="watch"):
    """Contacts of a disease: watched for so many days, or kept out where they are not immune.

    Who is a contact must be filed (接触史 传染病接触, or a co-resident's disease); it is never guessed.
    """

    diseases: tuple[str, ...]
    watch_days: int
    """Days after the last exposure on which symptoms are looked for."""
    excluded_from: int | None = None
    """Without immunity kept out from this day after the first exposure; None: nobody is kept out."""
    excluded_through: int | None = None
    """... through this day after the last."""
    screened_by: tuple[str, ...] = ()
    """Words one of which stands in 样本类型 of the examination a contact owes since the first exposure; it keeps nobody
    out."""
    calendar: Calendar


class Testing(Rule, frozen=True, kw_only=True, tag="testing"):
    """People of a post are tested `tests` times in every `days` days (一天一检 … 十四天一检; DOMAIN §1.6)."""

    tests: int
    days: int
    posts: tuple[str, ...] = ()
    """Words one of which stands in 岗位 or 部门."""
    high_risk: bool = False
    """Also whoever is on duty in a high-risk post."""
    categories: tuple[Literal["student", "teacher", "support", "other"], ...] = ()
    """Everybody of these categories."""
    outcome: Outcome = "incomplete"

    def __post_init__(self) -> None:
        if not 0 < self.tests <= self.days:
            raise ValueError("tests: at least one, and at most one a day")


class Similar(Plain, frozen=True, kw_only=True):
    """What counts as the same illness: any of these diseases, or any of these symptoms on a day of monitoring."""

    name: Text
    diseases: tuple[str, ...] = ()
    symptoms: tuple[str, ...] = ()
    fever: float | None = None
    """°C from which a temperature counts as well."""
    and_symptoms: tuple[str, ...] = ()
    """... only together with one of these."""


class Cluster(Rule, frozen=True, kw_only=True, tag="cluster"):
    """`cases` of one illness in a class, dormitory or campus within `days` rolling days of onset (A26): a signal."""

    similar: tuple[Similar, ...]
    cases: int = 1
    days: int
    within: tuple[Literal["class", "dormitory", "campus"], ...]
    school_days: bool = False
    """True: `days` are calendar days or days of school, whichever reaches the number first (连续3天)."""
    calendar: Calendar = "weekdays"
    """By which a day is one of school."""
    share: int | None = None
    """Instead of `cases`: this percentage of the class ill, those still ill counted; only of a class that is on file
    as a whole, never of a list of absentees."""
    groups: int = 1
    """So many classes or dormitories that reach it make one signal of the campus."""
    suspends: int | None = None
    """Days of class suspension the source advises; None: the signal is a report, not an advice."""
    deadline_hours: int | None = None
    """Hours after the case that reached the number within which it is told; 0 at once; None: the source says none, and
    24 are taken."""
    tell: Text
    """Whom to tell."""
    shown_days: int = 7
    """Days after its last case on which the signal is still shown: a setting of this program, of no document."""
