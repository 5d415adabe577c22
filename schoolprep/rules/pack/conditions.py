"""Conditions: dated conditions of a rule, nested as a text has them (DOMAIN §8 A24).

What may be said; `judge/conditions.py` has the meaning. Each condition is met from one moment on: `all_of` with its
last part, `any_of` with its first; a count of days or hours runs from one date of the illness, or from the later or
earlier of several.
"""

from __future__ import annotations

from typing import Literal

from schoolprep.rules.pack.declared import Plain

Event = Literal[
    "onset", "seen", "rash", "treated", "temperature_normal", "improving", "symptoms_gone", "swelling",
    "swelling_gone", "crusts_dry", "jaundice", "positive", "discharged",
]  # fmt: skip
"""Dates of the blank 疾病 that can be counted from."""
Circumstance = Literal[
    "symptomless", "pneumonia", "jaundiced", "coverable", "food_handler", "adult", "under_five", "tb_severe"
]
"""What a condition can turn on: answers of the blank 疾病, and two facts about the person."""

UNITS = ("days", "hours", "months")
"""What is counted after a date: a field of a condition each."""


class Dates(Plain, frozen=True, kw_only=True):
    """The later or the earlier of several dates; exactly one of the two is given."""

    the_later: tuple[Event | Dates, ...] = ()
    the_earlier: tuple[Event | Dates, ...] = ()

    def __post_init__(self) -> None:
        if bool(self.the_later) == bool(self.the_earlier):
            raise ValueError("one of the_later, the_earlier")


class Condition(Plain, frozen=True, kw_only=True):
    """One condition: a combination, or one leaf; exactly one form is given."""

    all_of: tuple[Condition, ...] = ()
    any_of: tuple[Condition, ...] = ()
    days: int | None = None
    """Whole days `after` a date; the last one counts until 24:00 (DOMAIN §8 A1, A4)."""
    hours: int | None = None
    """Hours `after` a date; a bare date counts as its 24:00 (A25)."""
    months: int | None = None
    """Calendar months `after` a date, until 24:00 of the same day of the month."""
    after: Event | Dates | None = None
    document: Literal["certificate"] | None = None
    """A paper handed in (复课证明, 复学诊断证明)."""
    assessed: Literal["health_authority"] | None = None
    """The health authority's word that the person may return."""
    symptom_free: bool | None = None
    """The symptoms are gone and have not come back."""
    negatives: int | None = None
    """So many negative tests of `specimens`, each `apart_hours` after the one before."""
    specimens: tuple[str, ...] = ()
    """Words one of which stands in 样本类型 (粪便, stool); none: any test."""
    apart_hours: int = 0
    apart_days: int = 0
    """... or on days so far apart (隔日: 2)."""
    nothing: bool | None = None
    """Nothing is asked: met at any time."""
    when: Circumstance | None = None
    """`then` where the answer is yes, `otherwise` where it is no."""
    then: Condition | None = None
    otherwise: Condition | None = None

    def __post_init__(self) -> None:
        counts = [n for unit in UNITS if (n := getattr(self, unit)) is not None]
        forms = [
            bool(self.all_of), bool(self.any_of), bool(counts), self.document is not None, self.assessed is not None,
            self.symptom_free is not None, self.nothing is not None, self.negatives is not None, self.when is not None,
        ]  # fmt: skip
        if sum(forms) != 1:
            raise ValueError("a condition has exactly one form")
        if counts and (len(counts) != 1 or self.after is None or counts[0] < 0):
            raise ValueError(f"one of {', '.join(UNITS)}, none below 0, with `after`")
        if self.when is not None and (self.then is None or self.otherwise is None):
            raise ValueError("`when` needs `then` and `otherwise`")
