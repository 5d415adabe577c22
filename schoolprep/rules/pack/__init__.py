"""Pack: return rules of one authority for one span of time, in TOML that a school doctor can read.

Not a programming language: a small set of rule kinds with named parameters, because what changes between editions
is parameters. Each kind is one struct here (what may be said) and one module in `verdicts/judge/` (what it means).
Every rule carries its sentences in both languages, its source and its own examples.
"""

from __future__ import annotations

from schoolprep.rules.pack.citing import authority, described, seen, sources, standing
from schoolprep.rules.pack.conditions import Condition, Dates
from schoolprep.rules.pack.declared import (
    LAYERS,
    CitedDocument,
    Cites,
    Document,
    Example,
    Expect,
    Layer,
    Lift,
    Plain,
    Rule,
    Variant,
)
from schoolprep.rules.pack.illness import (
    Cluster,
    IllnessRule,
    Similar,
    Testing,
    Unwell,
    Watch,
    illness_beside,
)
from schoolprep.rules.pack.kinds import (
    Answer,
    Colour,
    Exposure,
    Household,
    Monitoring,
    Post,
    Proof,
    Screening,
    Stage,
    Symptoms,
    TravelCard,
)
from schoolprep.rules.pack.library import (
    Shelf,
    asks_where,
    contents,
    in_force,
    joined,
    load,
    proofs,
    proved,
    read,
    renamed,
    source,
    span,
    within,
)
from schoolprep.rules.pack.model import AnyRule, Carried, InForce, Library, Pack, PackHead, Profile
from schoolprep.rules.pack.transition import Transition
from schoolprep.rules.pack.varying import varied

__all__ = [
    "LAYERS",
    "Answer",
    "AnyRule",
    "Carried",
    "CitedDocument",
    "Cites",
    "Cluster",
    "Colour",
    "Condition",
    "Dates",
    "Document",
    "Example",
    "Expect",
    "Exposure",
    "Household",
    "IllnessRule",
    "InForce",
    "Layer",
    "Library",
    "Lift",
    "Monitoring",
    "Pack",
    "PackHead",
    "Plain",
    "Post",
    "Profile",
    "Proof",
    "Rule",
    "Screening",
    "Shelf",
    "Similar",
    "Stage",
    "Symptoms",
    "Testing",
    "Transition",
    "TravelCard",
    "Unwell",
    "Variant",
    "Watch",
    "asks_where",
    "authority",
    "contents",
    "described",
    "illness_beside",
    "in_force",
    "joined",
    "load",
    "proofs",
    "proved",
    "read",
    "renamed",
    "seen",
    "source",
    "sources",
    "span",
    "standing",
    "varied",
    "within",
]
