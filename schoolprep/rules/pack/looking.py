"""Looking: which blanks of a person a rule looks at, so that what no rule asks does not stand first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from schoolprep.rules.pack.illness import Cluster, IllnessRule, Testing, Unwell, Watch
from schoolprep.rules.pack.kinds import (
    Colour,
    Household,
    Monitoring,
    Post,
    Proof,
    Symptoms,
    TravelCard,
)

_OF: Mapping[str, str] = {
    "stay": "travel", "route": "travel", "travel": "travel", "first_point": "travel", "contact": "contact",
    "test": "test", "code": "code", "card": "code", "cohabitants": "cohabitant",
}  # fmt: skip
"""What a rule is `of`: the blank it is told in; what stands in the person's own is none of these."""
_KINDS: Mapping[type[msgspec.Struct], tuple[str, ...]] = {
    Proof: ("test",),
    Testing: ("test",),
    Monitoring: ("health",),
    Symptoms: ("health",),
    Unwell: ("health",),
    Colour: ("code",),
    TravelCard: ("code", "travel"),
    Household: ("cohabitant",),
    Post: ("contact",),
    Watch: ("contact",),
    IllnessRule: ("illness",),
    Cluster: ("illness", "health"),
}


def looked_at(rules: Iterable[msgspec.Struct]) -> tuple[str, ...]:
    """The blanks that rules look at, those that most rules look at first."""
    counts: Counter[str] = Counter()
    for rule in rules:
        of = _OF.get(getattr(rule, "of", ""))
        counts.update({*_KINDS.get(type(rule), ()), *([of] if of else [])})
    return tuple(name for name, _ in counts.most_common())
