"""Course: an illness from its onset to its end, what it explains meanwhile, and whether the person is back since.

An illness explains its own symptoms (`symptoms.toml`) and no others, from its onset to the end its own rules give or
the end of the symptoms, whichever comes first; where neither is filed, for as many days as such an illness lasts. It
explains nothing while its rules cannot say whether it is over, and "no exclusion" never covers fever, vomiting or
diarrhoea.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from schoolprep.facts.days import MINUTES_A_DAY, Day, Moment
from schoolprep.facts.file import Illness
from schoolprep.rules.pack import AnyRule, IllnessRule, Symptoms, Unwell
from schoolprep.verdicts.judge.conditions import (
    EVER,
    NEVER,
    Back,
    IllnessCase,
    Minute,
    first_day,
    has_come,
    reach,
)
from schoolprep.verdicts.judge.signs import FEVER, GRAVE, NO_FEVER, Sign, is_clear, natural
from schoolprep.verdicts.judge.view import Term, View
from schoolprep.verdicts.verdict import merged


class Course(NamedTuple):
    """One illness as it has run up to the moment judged for."""

    names: frozenset[str]
    """Its symptoms."""
    begins: Day
    ends: Minute
    """The end of what it explains."""
    cool: Minute
    """The same of a fever."""
    speaks: bool
    """Whether its rules say for sure that it holds the person now, or that it is over."""
    keeps: bool
    """Whether any rule ever keeps out for it."""
    evidence: tuple[str, ...]
    """The records that say so: judged from these alone it runs the same."""

    def runs(self, sign: Sign) -> bool:
        """Whether a sign is this illness."""
        ends = self.cool if sign.name == FEVER else self.ends
        return sign.name in self.names and self.begins <= sign.day and sign.settled <= ends

    def explains(self, sign: Sign) -> bool:
        """Whether the rules of this illness judge a sign, so that nobody else has to."""
        return self.speaks and (self.keeps or sign.name not in GRAVE) and self.runs(sign)


class Courses:
    """What the rules in force say of each illness."""

    def __init__(self, rules: Iterable[AnyRule] = ()) -> None:
        known = tuple(rules)
        limits = [rule.fever for rule in known if isinstance(rule, Symptoms | Unwell)]
        self.fever = min((limit for limit in limits if limit is not None), default=NO_FEVER)
        """°C from which a temperature is a fever."""
        self._of: dict[str, list[IllnessRule]] = {}
        for rule in known:
            if isinstance(rule, IllnessRule):
                for disease in rule.diseases:
                    self._of.setdefault(disease, []).append(rule)

    def begun(self, view: View) -> list[Course]:
        """How each illness on record that has begun has run."""
        found = (self.course(ill, view) for ill in view.file.illnesses if begun(ill, view))
        return [course for course in found if course is not None]

    def course(self, ill: Illness, view: View) -> Course | None:
        """How an illness has run; None where nobody knows since when."""
        begins = first_day(ill)
        if begins is None:
            return None
        kind, rules = natural(ill.disease), self._of.get(ill.disease or "other", [])
        gone = _come(ill.symptoms_gone, view)
        first, last, said = self._term(ill, view)
        keeps = any(rule.until or rule.ask for rule in rules)
        if last == EVER:  # no rule gives it an end of its own
            last = gone
        ends = min(gone, last, (begins + kind.days + 1) * MINUTES_A_DAY)
        returns = [one for rule in rules if (one := self.back(rule, ill, view))]
        back = min((one.at for one in returns), default=NEVER)
        now = view.on.earliest
        return Course(
            frozenset(kind.symptoms), begins, min(ends, back), min(ends, back, _come(ill.temperature_normal, view)),
            speaks=first > now or last <= now or not keeps, keeps=keeps,
            evidence=merged((ill.record,), said, (one.record for one in returns)),
        )  # fmt: skip

    def _term(self, ill: Illness, view: View) -> Term:
        """When it is over by its dates alone, papers and tests taken as given; asked by each of its rules."""
        kept = view.terms.get((self, ill.record))
        if kept is None:
            kept = view.terms[self, ill.record] = self._by_days(ill, view)
        return kept

    def _by_days(self, ill: Illness, view: View) -> Term:
        case = IllnessCase(ill, view, fever=self.fever, dates_only=True)
        met = [
            reach(rule.until, case._replace(anchor_counts=rule.anchor_counts), view.on.earliest)
            for rule in self._of.get(ill.disease or "other", [])
            if rule.until is not None
        ]
        return Term(
            max((one.first for one in met), default=EVER),
            max((one.last for one in met), default=EVER),
            merged(*(one.evidence for one in met)),
        )

    def back(self, rule: IllnessRule, ill: Illness, view: View) -> Back | None:
        """That the person is known to be back since the illness was over by its dates at the earliest.

        A 返校 step says so, or a clear day of monitoring `settled_days` later.
        """
        begins = first_day(ill)
        if begins is None or rule.only_by_paper or not (view.file.links or view.file.health):
            return None
        over = max(self._term(ill, view).first, begins * MINUTES_A_DAY)
        if rule.ask:
            kind = natural(ill.disease)
            over = (begins + kind.days + 1) * MINUTES_A_DAY if kind.days else NEVER
        return self._returned(rule, over, view) or self._calm(rule, ill, over, view)

    def _returned(self, rule: IllnessRule, over: Minute, view: View) -> Back | None:
        steps = [link for link in view.file.links if link.step == "return" and link.starts is not None]
        came = [
            (link.starts.latest, link.record)
            for link in steps
            if link.starts is not None and link.starts.latest >= over and has_come(link.starts, view.on)
        ]
        if not came:
            return None
        at, record = min(came)
        settled = view.on.day - over // MINUTES_A_DAY >= rule.settled_days
        return Back(min(at, view.on.earliest), record, settled)

    def _calm(self, rule: IllnessRule, ill: Illness, over: Minute, view: View) -> Back | None:
        since = over // MINUTES_A_DAY + rule.settled_days
        if since > view.on.day:
            return None
        names = {*natural(ill.disease).symptoms, *GRAVE}
        calm = [
            (row.day, row.record)
            for row in view.file.health
            if row.day is not None and since <= row.day <= view.on.day and is_clear(row, self.fever, names)
        ]
        if not calm:
            return None
        day, record = min(calm)
        return Back(min((day + 1) * MINUTES_A_DAY, view.on.earliest), record, settled=True)


def begun(ill: Illness, view: View) -> bool:
    """Whether the illness had begun by the moment judged for; one without its dates may have."""
    dates = (ill.onset, ill.rash, ill.positive, ill.seen, ill.treated)
    filed = [at for at in dates if at is not None]
    return not filed or any(has_come(at, view.on) for at in filed)


def with_illnesses(
    own: tuple[str, ...], deciding: Iterable[Sign], known: Sequence[Course]
) -> tuple[str, ...]:
    """Records of days with those of the illnesses that explain their signs, and those of the days these rest on."""
    found, signs = own, tuple(deciding)
    for _ in known:  # each may bring days that another explains
        shown = [sign for sign in signs if sign.row.record in found]
        more = (one.evidence for one in known if any(map(one.explains, shown)))
        found = merged(found, *more)
    return found


def _come(at: Moment | None, view: View) -> Minute:
    """The end of a date that has come; never of one that has not, or that nobody filed."""
    return at.latest if at is not None and has_come(at, view.on) else NEVER
