"""Changed envelopes, acknowledgements and invitations: each is told for what it is, and nothing of it comes in."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.fuzz_envelopes import Genuine, genuine, tried


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Genuine:
    return genuine(tmp_path_factory.mktemp("fuzz"))


def test_what_is_not_changed_comes_in(whole: Genuine, tmp_path: Path) -> None:
    """Else the others were told for nothing."""
    for name, content in whole.files.items():
        if name != "invitation":
            path = tmp_path / name
            path.write_bytes(content)
            (found,) = list(whole.read_by(name, path))
            assert found.problem is None


@pytest.mark.parametrize("portion", range(6))
def test_nothing_that_was_changed_comes_in(whole: Genuine, tmp_path: Path, portion: int) -> None:
    """`bench.fuzz envelopes` runs many more."""
    found = {
        seed: tried(Random(seed), whole, tmp_path / "x.envelope")
        for seed in range(portion * 50, portion * 50 + 50)
    }
    assert {seed: said for seed, said in found.items() if said not in ("told", "whole")} == {}
