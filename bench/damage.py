"""Damage: what an intake makes of spoiled workbooks: recall and precision, one line for each way of going wrong.

Recall: the share of what is true and can still be known that is on file, before and after a person accepted what is
doubtful. Precision: the share of what is on file that is true. Silent wrong values: on file, not true, nobody asked.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from statistics import mean

from tests.damage_operators import DAMAGES, Damage
from tests.damage_school import Outcome, clean, taken_in

SCHOOLS = 3
"""Schools each damage is tried on."""
TOGETHER = 60
"""Schools with several damages at once."""


def tried(seed: int, damages: Sequence[Damage], *, accept: bool) -> Outcome:
    """What became of one school with these damages."""
    chance = Random(seed)
    book = clean(chance)
    for damage in damages:
        damage.apply(chance, book)
    with tempfile.TemporaryDirectory() as folder:
        return taken_in(book, Path(folder), accept=accept)


def together(seed: int) -> list[Damage]:
    """Several damages that can befall one file: not two formats, and none that a text file cannot show."""
    chance = Random(seed)
    drawn = chance.sample([damage for damage in DAMAGES if not damage.told], chance.randrange(3, 7))
    formats = [damage for damage in drawn if damage.row == 29][:1]
    return [*(damage for damage in drawn if damage.row != 29 and not (formats and damage.dress)), *formats]


def main() -> None:
    """Measure and print."""
    print(f"{'damage':24} {'recall':>7} {'accepted':>9} {'precision':>10} {'silent wrong':>13}")
    wrong = 0
    for damage in DAMAGES:
        wrong += _line(damage.name, range(SCHOOLS), _always(damage), told=damage.told)
    wrong += _line("several together", range(TOGETHER), together)
    print(f"{len(DAMAGES)} damages; silent wrong values in all: {wrong}   aim 0")


def _always(damage: Damage) -> Callable[[int], Sequence[Damage]]:
    return lambda seed: [damage]


def _line(name: str, seeds: range, damages: Callable[[int], Sequence[Damage]], *, told: bool = False) -> int:
    plain = [tried(seed, damages(seed), accept=False) for seed in seeds]
    accepted = [tried(seed, damages(seed), accept=True) for seed in seeds]
    wrong = sum(max(len(one.wrong) - len(one.receipt.notes) * told, 0) for one in plain)
    print(
        f"{name:24} {mean(one.recall for one in plain):7.3f} {mean(one.recall for one in accepted):9.3f} "
        f"{mean(one.precision for one in plain):10.3f} {wrong:13d}"
    )
    return wrong


if __name__ == "__main__":
    main()
