"""How the tests speak of a writing that was not understood."""

from __future__ import annotations

from schoolprep.facts.kinds import Reading


def code(reading: Reading) -> str:
    """Why a writing was not understood; nothing is made of it."""
    assert reading.value is None
    assert reading.problem is not None
    return reading.problem.code.removeprefix("kinds.")
