"""Stretch: a measure with the custody that answers it; one stay in a room answers one measure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from schoolprep.facts.file import Link
from schoolprep.loop.chain import CustodyChain
from schoolprep.loop.measure import Measure


class Stretch(NamedTuple):
    """One measure with the links that answer it, in time; either may be missing, never both."""

    measure: Measure | None
    links: tuple[Link, ...]

    @property
    def link(self) -> Link | None:
        """The last of them: where the person is, or was."""
        return self.links[-1] if self.links else None


def answered(measures: Iterable[Measure], chain: CustodyChain) -> dict[str, tuple[Link, ...]]:
    """By the id of a measure the links that answer it: each link answers at most one, the best fitting."""
    known = list(measures)
    found: dict[str, list[Link]] = {}
    for link in chain.stretches:
        if best := _best(link, [one for one in known if one.kind == link.step and _meets(one, link)]):
            found.setdefault(best.id, []).append(link)
    return {id_: tuple(links) for id_, links in found.items()}


def _best(link: Link, fitting: list[Measure]) -> Measure | None:
    """The measure that a link is for.

    Not one whose place another took; not one that counts from a later day than the link began on, while another fits;
    then the one that began nearest to it.
    """
    over = {id_ for one in fitting for id_ in one.recounts}
    at = link.starts or link.ends
    day = at.day if at else 0

    def distance(one: Measure) -> tuple[bool, int, str]:
        return day < one.anchor, abs(day - one.starts), one.id

    return min((one for one in fitting if one.id not in over), key=distance, default=None)


def _meets(measure: Measure, link: Link) -> bool:
    early = link.ends is None or link.ends.day >= measure.starts
    late = measure.ends is None or link.starts is None or link.starts.day <= measure.ends
    return early and late


def stretches(held: Iterable[Measure], ordered: Iterable[Measure], chain: CustodyChain) -> Iterator[Stretch]:
    """The measures that hold, those that are over as far as custody answered them, then custody without a measure.

    Of several links of one measure the last stands beside it, the others by themselves.
    """
    holding = list(held)
    every: Mapping[str, Measure] = {one.id: one for one in (*holding, *ordered)}  # by what was ordered, whole
    answers = answered(every.values(), chain)
    names = dict.fromkeys(one.id for one in holding)
    told = [Stretch(every[one.id], answers.get(one.id, ())) for one in holding]
    told += [Stretch(every[id_], links) for id_, links in answers.items() if id_ not in names]
    beside = {stretch.link.record for stretch in told if stretch.link}
    yield from told
    yield from (Stretch(None, (link,)) for link in chain.stretches if link.record not in beside)
