"""Steps: what the steps of custody (环节) are, as declared: stretches in which a person stays, rides, and acts."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec


class CustodyStep(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One of them (`custody.toml`)."""

    code: str
    form: Literal["stretch", "ride", "act", "unknown"]
    handed: bool = False
    """Somebody must take the person over."""
    frees: bool = False
    """Who was held is free from then on."""
    place: int = 0
    """In the usual course, from 0."""


class _Declared(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    step: tuple[CustodyStep, ...]


UNKNOWN_STEP = CustodyStep(code="", form="unknown", place=-1)
"""A link of which nobody said what it is."""


@cache
def steps() -> Mapping[str, CustodyStep]:
    """Every step by its code, in the usual course."""
    text = files("schoolprep.loop").joinpath("custody.toml").read_text("utf-8")
    declared = msgspec.convert(tomllib.loads(text), _Declared).step
    return {one.code: msgspec.structs.replace(one, place=at) for at, one in enumerate(declared)}


def step_of(code: str | None) -> CustodyStep:
    """The step of a link."""
    return steps().get(code or "", UNKNOWN_STEP)
