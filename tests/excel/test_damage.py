"""Damaged workbooks: what can be mended comes in right, what cannot is told, and nothing wrong comes in silently."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from bench.damage import together
from tests.damage_operators import DAMAGES, Damage
from tests.damage_school import Book, Outcome, clean, taken_in

ALONE, TOGETHER = 2, 20
"""Schools each damage is tried on by itself, and schools with several damages at once."""


def _damaged(seed: int, *damages: Damage) -> Book:
    chance = Random(seed)
    book = clean(chance)
    for damage in damages:
        damage.apply(chance, book)
    return book


def _is_told(outcome: Outcome) -> bool:
    receipt = outcome.receipt
    return bool(receipt.refused or receipt.doubtful or receipt.notes or receipt.left_out)


def test_every_reality_has_an_operator() -> None:
    assert {damage.row for damage in DAMAGES} >= set(range(1, 33)) - {7, 8}
    assert len({damage.name for damage in DAMAGES}) == len(DAMAGES) >= 30


def test_a_clean_school_comes_in_whole(tmp_path: Path) -> None:
    outcome = taken_in(_damaged(0), tmp_path)
    assert (outcome.wrong, outcome.recall, outcome.precision) == ([], 1, 1)
    assert not _is_told(outcome)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.name)
@pytest.mark.parametrize("seed", range(ALONE))
def test_alone_nothing_wrong_comes_in_and_nothing_is_lost_in_silence(
    seed: int, damage: Damage, tmp_path: Path
) -> None:
    book = _damaged(seed, damage)
    outcome = taken_in(book, tmp_path)
    if damage.told:
        assert len(outcome.wrong) <= len(outcome.receipt.notes)
    else:
        assert outcome.wrong == []
    if book.excused or outcome.recall < 1:
        assert _is_told(outcome)


@pytest.mark.parametrize(
    "damage", [one for one in DAMAGES if one.mends and not one.told], ids=lambda one: one.name
)
@pytest.mark.parametrize("seed", range(ALONE))
def test_what_can_be_mended_comes_in_whole_once_a_person_has_said_so(
    seed: int, damage: Damage, tmp_path: Path
) -> None:
    outcome = taken_in(_damaged(seed, damage), tmp_path, accept=True)
    assert outcome.wrong == []
    assert outcome.recall == 1


@pytest.mark.parametrize("seed", range(TOGETHER))
def test_together_nothing_wrong_comes_in_either(seed: int, tmp_path: Path) -> None:
    drawn = together(seed)
    book = _damaged(seed, *drawn)
    outcome = taken_in(book, tmp_path)
    assert outcome.wrong == [], [damage.name for damage in drawn]
    if book.excused or outcome.recall < 1:
        assert _is_told(outcome), [damage.name for damage in drawn]
