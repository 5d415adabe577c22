"""No writing, however long and of whatever signs, keeps the program busy: it is read, or refused with a sentence."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from schoolprep.facts import blank, kinds
from schoolprep.facts.divisions import load
from schoolprep.facts.kinds import Frame
from tests.readings import code

BLANKS = blank.load()
FRAME = Frame(load(), "140802", filled_on=date(2022, 8, 8))
_SECONDS = "120"
"""CPU seconds for all together, which need five; one catastrophic pattern needs minutes for a single cell."""


@pytest.mark.skipif(sys.platform == "win32", reason="a process of Windows has no such limit")
def test_thirty_thousand_signs_of_everything_are_soon_read_as_every_kind() -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "tests.long_cells", _SECONDS], check=False, capture_output=True
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("blanks", [" " * 400, "\u3000" * 400, "\n" * 400, " \t" * 200])
def test_blanks_that_fill_a_column_up_are_one(blanks: str) -> None:
    field = BLANKS["test"]["sampled_at"]
    assert kinds.read(field, f"2022-08-08 08:30{blanks}", FRAME).value == "2022-08-08T08:30"
    assert kinds.read(field, f"2022-08-08{blanks}08:30", FRAME).value == "2022-08-08T08:30"
    assert code(kinds.read(field, f"2022-08-08 08:30{blanks}x", FRAME)) == "date-unreadable"


@pytest.mark.parametrize(
    ("blank", "field", "sign"),
    [("person", "name", "（"), ("person", "name", "王"), ("test", "sampled_at", "8"), ("person", "phone", "1"),
     ("person", "class_name", "高"), ("travel", "place", "区")],
)  # fmt: skip
def test_what_is_longer_than_any_answer_is_refused_by_its_beginning(
    blank: str, field: str, sign: str
) -> None:
    problem = kinds.read(BLANKS[blank][field], sign * 32_000, FRAME).problem
    assert problem is not None
    assert problem.code == "kinds.too-long"
    assert len(str(problem.facts["value"])) < 30


def test_a_remark_may_be_as_long_as_a_cell() -> None:
    assert kinds.read(BLANKS["person"]["remark"], "记" * 32_767, FRAME).plain
