"""Neighbours: what is seen of a pack only beside the others: what it replaces, what it contradicts, gaps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from schoolprep.facts.problem import Series
from schoolprep.rules.pack.anatomy import anatomies, parameters, tag
from schoolprep.rules.pack.declared import LAYERS
from schoolprep.rules.pack.flaws import Flaw
from schoolprep.rules.pack.model import AnyRule, Library, Pack, Profile

_FAR = date(9999, 12, 30)
_Span = tuple[date, date]


def of_pack(pack: Pack, library: Library, profile: str) -> Iterator[Flaw]:
    """The flaws of a pack among those of a library; `profile` names the packs it is used with."""
    packs = {**library.packs, pack.id: pack}
    beside = _beside(pack, packs, library.profiles.get(profile))
    yield from _replacing(pack, packs, beside)
    yield from _lifting(pack, packs)
    yield from _carrying(pack, packs)
    yield from _contradicting(pack, packs, beside)
    if profile in library.profiles:
        yield from _never(pack, library.profiles[profile], beside)


def _beside(pack: Pack, packs: Mapping[str, Pack], profile: Profile | None) -> list[Pack]:
    """The packs it applies together with, itself among them."""
    names = (*(profile.packs if profile else ()), pack.id)
    return [packs[name] for name in dict.fromkeys(names) if name in packs]


def _target(key: str, packs: Mapping[str, Pack]) -> tuple[Pack, AnyRule] | None:
    pack_id, _, rule_id = key.partition("/")
    if pack_id not in packs:
        return None
    return next(((packs[pack_id], rule) for rule in packs[pack_id].rule if rule.id == rule_id), None)


def _replacing(pack: Pack, packs: Mapping[str, Pack], beside: Sequence[Pack]) -> Iterator[Flaw]:
    for rule in pack.rule:
        if not rule.replaces:
            continue
        facts = {"replaces": rule.replaces}
        if circle := _circle(f"{pack.id}/{rule.id}", packs):
            yield Flaw("circle", pack.id, rule.id, "replaces", {"circle": " → ".join(circle)})
            continue
        target = _target(rule.replaces, packs)
        if target is None:
            yield Flaw("replaces-unknown", pack.id, rule.id, "replaces", facts)
        elif not _above(target[0], pack):
            yield Flaw("replaces-not-higher", pack.id, rule.id, "replaces", facts)
        for other_pack in beside:
            for other in other_pack.rule:
                twin = other.replaces == rule.replaces and other_pack.layer == pack.layer
                first = (other_pack.id, other.id) < (pack.id, rule.id)
                if twin and first and _meet(_span(pack), _span(other_pack)):
                    both = {"other": f"{other_pack.id}/{other.id}", "replaces": rule.replaces}
                    yield Flaw("replaced-twice", pack.id, rule.id, "replaces", both)


def _above(target: Pack, pack: Pack) -> bool:
    """Whether a pack may put its rule in the place of another's: of a higher layer, or earlier of its own (二十条)."""
    theirs, own = LAYERS.index(target.layer), LAYERS.index(pack.layer)
    return theirs < own or (theirs == own and target.since < pack.since)


def _circle(start: str, packs: Mapping[str, Pack]) -> list[str]:
    """The way from a rule over what each replaces back to one already passed; empty where it ends."""
    way = [start]
    while True:
        found = _target(way[-1], packs)
        if found is None or not found[1].replaces:
            return []
        way.append(found[1].replaces)
        if way[-1] in way[:-1]:
            return way


def _lifting(pack: Pack, packs: Mapping[str, Pack]) -> Iterator[Flaw]:
    for at, lifted in enumerate(pack.lift):
        target = _target(lifted.rule, packs)
        if target is None:
            yield Flaw("replaces-unknown", pack.id, "", f"lift.{at}.rule", {"replaces": lifted.rule})
        elif not _above(target[0], pack):
            yield Flaw("replaces-not-higher", pack.id, "", f"lift.{at}.rule", {"replaces": lifted.rule})


def _carrying(pack: Pack, packs: Mapping[str, Pack]) -> Iterator[Flaw]:
    """Transitions that speak of a rule nobody has, or count anew by one this pack has not."""
    own = {rule.id for rule in pack.rule}
    for at, clause in enumerate(pack.transition):
        if _target(clause.of, packs) is None:
            yield Flaw("transition-unknown", pack.id, "", f"transition.{at}.of", {"of": clause.of})
        if clause.to and clause.to not in own:
            yield Flaw("transition-unknown", pack.id, "", f"transition.{at}.to", {"of": clause.to})
        if clause.how == "recount" and not clause.to:
            yield Flaw("transition-without-rule", pack.id, "", f"transition.{at}.to", {"of": clause.of})


def _contradicting(pack: Pack, packs: Mapping[str, Pack], beside: Sequence[Pack]) -> Iterator[Flaw]:
    """Two rules of one layer about the same with different numbers: the stricter applies, and one is a mistake.

    Inside one pack that is a flaw; between packs of one layer it is told, because both documents may say so.
    """
    for other_pack in beside:
        if other_pack.layer != pack.layer or not _meet(_span(pack), _span(other_pack)):
            continue
        for rule in pack.rule:
            for other in other_pack.rule:
                same = other_pack.id == pack.id
                key = f"{other_pack.id}/{other.id}"
                if (other_pack.id, other.id) >= (pack.id, rule.id) or _in_place_of(
                    key, f"{pack.id}/{rule.id}", packs
                ):
                    continue
                if differing := _differing(rule, other):
                    yield Flaw("contradicts", pack.id, rule.id, differing, {"other": key}, grave=same)


def _in_place_of(one: str, other: str, packs: Mapping[str, Pack]) -> bool:
    """Whether one of two rules stands in the place of the other, directly or over others in between."""
    return other in _passed(one, packs) or one in _passed(other, packs)


def _passed(key: str, packs: Mapping[str, Pack]) -> list[str]:
    """What a rule replaces, what that one replaces, and so on."""
    way: list[str] = []
    while (found := _target(key, packs)) and found[1].replaces and found[1].replaces not in way:
        key = found[1].replaces
        way.append(key)
    return way


def _differing(rule: AnyRule, other: AnyRule) -> str:
    """The first number in which two rules about the same differ; empty where they are not or do not."""
    anatomy = anatomies().get(tag(rule))
    if type(rule) is not type(other) or anatomy is None or not anatomy.about:
        return ""
    own, others = parameters(rule), parameters(other)
    for name in anatomy.about:
        mine, theirs = own.get(name), others.get(name)
        if isinstance(mine, list) and isinstance(theirs, list):
            if mine != theirs and set(mine).isdisjoint(theirs):
                return ""
        elif mine != theirs:
            return ""
    for path, value in own.items():
        if (
            isinstance(value, int | float)
            and not isinstance(value, bool)
            and others.get(path, value) != value
        ):
            return path
    return ""


def _never(pack: Pack, profile: Profile, beside: Sequence[Pack]) -> Iterator[Flaw]:
    """Rules that apply on no day: the pack's days lie outside the profile's, or the rule is replaced on all of them."""
    applies = _common(_span(pack), (profile.since, profile.until or _FAR))
    if applies is None:
        facts = {"profile": profile.id, "since": f"{profile.since}", "until": f"{profile.until or '—'}"}
        yield Flaw("never-in-profile", pack.id, parameter="since", facts=facts, grave=False)
        return
    for rule in pack.rule:
        key = f"{pack.id}/{rule.id}"
        over = [one for one in beside if any(other.replaces == key for other in one.rule)]
        if over and not list(gaps([_span(one) for one in over], applies)):
            names = Series(one.id for one in over)
            yield Flaw("replaced-always", pack.id, rule.id, "", {"by": names}, grave=False)


def of_profile(profile: Profile, packs: Mapping[str, Pack]) -> Iterator[Flaw]:
    """Packs nobody has, and days inside a layer's editions on which it has none."""
    for name in profile.packs:
        if name not in packs:
            yield Flaw("profile-unknown-pack", profile.id, parameter="packs", facts={"pack": name})
    own = (profile.since, profile.until or _FAR)
    for layer in LAYERS:
        spans = [
            _common(_span(packs[name]), own)
            for name in profile.packs
            if name in packs and packs[name].layer == layer
        ]
        held = [span for span in spans if span is not None]
        if not held:
            continue
        whole = (min(span[0] for span in held), max(span[1] for span in held))
        for first, last in gaps(held, whole):
            facts = {"since": f"{first}", "until": f"{last}", "layer": layer}
            yield Flaw("gap", profile.id, parameter="packs", facts=facts, grave=False)


def gaps(spans: Sequence[_Span], whole: _Span) -> Iterator[_Span]:
    """The stretches of `whole` that no span covers."""
    day = whole[0]
    for first, last in sorted(spans):
        if first > whole[1]:
            break
        if first > day:
            yield day, first - timedelta(days=1)
        day = max(day, last + timedelta(days=1))
    if day <= whole[1]:
        yield day, whole[1]


def _span(pack: Pack) -> _Span:
    return pack.since, min(pack.until or _FAR, _FAR)


def _common(one: _Span, other: _Span) -> _Span | None:
    first, last = max(one[0], other[0]), min(one[1], other[1])
    return (first, last) if first <= last else None


def _meet(one: _Span, other: _Span) -> bool:
    return _common(one, other) is not None
