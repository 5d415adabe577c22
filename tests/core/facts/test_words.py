"""Words: a sentence with its facts."""

from __future__ import annotations

import pytest

from schoolprep.facts.words import filled


@pytest.mark.parametrize(
    ("n", "said"),
    [(0, "0 rows are in 甲"), (1, "1 row is in 甲"), ("1", "1 row is in 甲"), (21, "21 rows are in 甲")],
)
def test_a_number_takes_its_words(n: object, said: str) -> None:
    assert filled("{n:row is|rows are} in {sheet}", {"n": n, "sheet": "甲"}) == said  # type: ignore[dict-item]


def test_other_places_stay_as_they_are() -> None:
    assert filled("{n:05.1f} {m:.2f}|{s}", {"n": 36.5, "m": 1, "s": "甲"}) == "036.5 1.00|甲"
