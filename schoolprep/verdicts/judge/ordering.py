"""Ordering: every measure the known facts ever ordered by the rules in force and by those they took over from.

Where `judge` asks who may come back, this asks what was ordered: also chains that are over and tested, stays that have
stopped mattering, and what a change of edition counted anew, left running or closed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from schoolprep.facts.days import Day
from schoolprep.loop.measure import Measure
from schoolprep.loop.succession import Ordered, settled, until
from schoolprep.rules.pack import AnyRule, Carried, Exposure, InForce, Screening, Watch
from schoolprep.verdicts.judge import exposure, screening, watch
from schoolprep.verdicts.judge.transition import between, clauses_of
from schoolprep.verdicts.judge.view import View

Orders = Callable[[View], list[Ordered]]


def compile_orders(source: InForce) -> Iterator[Orders]:
    """What each rule that orders anything ever ordered."""
    clauses = clauses_of(source.former)
    for pack, rule in source.rules:
        about = [*clauses.get(f"{pack.id}/{rule.id}", ()), *clauses.get(rule.replaces, ())]
        if ask := _governed(rule, f"{pack.id}/{rule.id}", pack.since.toordinal(), about):
            yield ask
    for one in source.former:
        if one.clause.how != "recount" and (ask := _carried(one)):
            yield ask


def ever_ordered(orders: Iterable[Orders], view: View) -> dict[str, Measure]:
    """Every measure ever ordered, by its id."""
    found = [one for ask in orders for one in ask(view)]
    return settled(found) if found else {}


def _orders(rule: AnyRule, key: str) -> Orders | None:
    if isinstance(rule, Exposure):
        return exposure.compile_orders(rule, key)
    if isinstance(rule, Screening):
        return screening.compile_orders(rule, key)
    return watch.compile_orders(rule, key) if isinstance(rule, Watch) else None


def _governed(rule: AnyRule, key: str, since: Day, clauses: Sequence[Carried]) -> Orders | None:
    """What a rule ordered since its pack applies, with what it counted anew and without what ran on."""
    running_on = [one.since for one in clauses if one.clause.how == "runs_on"]
    ask = _orders(between(rule, since=max(running_on)) if running_on else rule, key)
    olds = [old for one in clauses if one.clause.how == "recount" and (old := _recounted(one))]
    if ask is None:
        return None
    own, first = ask, since - _asked_after(rule)

    def governed(view: View) -> list[Ordered]:
        then = [one for old in olds for one in old(view)]
        counted_anew = {one.ground for one in then if one.gone}
        return [*(one for one in own(view) if one.reaches(first) or one.ground in counted_anew), *then]

    return governed


def _asked_after(rule: AnyRule) -> int:
    """Days after its end on which a measure still holds: samples that are late are asked for until the stay is old."""
    return max(0, rule.look_back - rule.within_days) if isinstance(rule, Screening) else 0


def _before(one: Carried) -> Orders | None:
    """What the earlier rule ordered before the new pack's first day."""
    return _governed(between(one.rule, until=one.since - 1), one.key, one.old.since.toordinal(), one.earlier)


def _recounted(one: Carried) -> Orders | None:
    """The same, up to the day from which the new rule counts what still ran."""
    ask = _before(one)
    if ask is None:
        return None
    own = ask

    def cut(was: Ordered) -> Ordered:
        return until(was, one.since - 1)._replace(gone=True) if was.reaches(one.since) else was

    return lambda view: [cut(was) for was in own(view)]


def _carried(one: Carried) -> Orders | None:
    """What runs on under the earlier edition, or was closed by the new one."""
    ask = _before(one)
    if ask is None or one.clause.how == "runs_on":
        return ask
    own, last = ask, one.last
    return lambda view: [until(was, last) for was in own(view)]
