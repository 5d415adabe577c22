"""Kills over joining, sealing, merging, acknowledging and erasing: what was acknowledged is there, every file opens."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from schoolprep.desk import Desk, Who
from tests.handover_school import DATA, KEY, Hands, brought, filed_health, school_of

if sys.platform == "win32":
    pytest.skip("kills as Unix does", allow_module_level=True)

KILLS = int(os.environ.get("SCHOOLPREP_KILLS", "1"))
"""Kills of each kind at random moments; many more are run by setting it."""

WITHOUT_END = """
import sys
from pathlib import Path
from schoolprep.desk import Key, Desk, Who
from schoolprep.desk.joining import join
from schoolprep.facts.record import Entry
from schoolprep.facts.steps import finish
from tests.program import program_data
what, folder, key = sys.argv[1], Path(sys.argv[2]), Key.of_recovery_code(sys.argv[3])
data = program_data()
def told(*said):
    print(*said, flush=True)
if what == "join":
    told("ready")
    for n in range(10**6):
        join(folder / "w.invitation", sys.argv[4], folder / f"w{n}.schoolprep", key, data, Who("x", f"x{n}")).close()
        told(n)
name = "school" if what in ("merge", "acknowledge", "erase") else "wang"
who = Who("校长", "principal's computer") if name == "school" else Who("someone", "computer of wang")
desk = Desk.open(folder / f"{name}.schoolprep", key, data, who)
subjects = sorted(desk.people.files())
told("ready")
for n in range(10**6):
    if what == "seal":
        answers = {"day": f"2022-{1 + n // 28 % 12:02}-{1 + n % 28:02}", "temp_am": 36.5}
        (record,) = desk.filing.append([Entry(blank="health", subject=subjects[0], answers=answers)])
        told(record.id, desk.handover.seal(folder / f"{n}.envelope").number)
    elif what == "merge":
        told(finish(desk.handover.merging(finish(desk.handover.reading([folder / f"{n % 6}.envelope"])))).merged)
    elif what == "acknowledge":
        desk.handover.acknowledge(folder / "back")
        told(n)
    else:
        subject = desk.people.new_person()
        desk.filing.append([Entry(blank="person", subject=subject, answers={"name": f"secret{n}"})])
        desk.erasing.erase(subject, "why")
        told(subject)
"""


def killed(what: str, folder: Path, acknowledgements: int, *more: str) -> list[str]:
    """Let another process go on without end, kill it after so many acknowledgements; what it acknowledged."""
    call = [sys.executable, "-c", WITHOUT_END, what, str(folder), KEY.recovery_code(), *more]
    with subprocess.Popen(call, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = [process.stdout.readline() for _ in range(acknowledgements + 1)]
        process.kill()
        told += process.stdout.read().splitlines()
    return [line.strip() for line in told[1:] if line.strip()]


@pytest.fixture
def hands(tmp_path: Path) -> Hands:
    made = school_of(tmp_path)
    wang = made.colleague("wang", "class-teacher", "七年级1班")
    for number in range(6):
        filed_health(wang, "王小明", 36.5, f"2022-07-0{number + 1}")
        wang.handover.seal(tmp_path / f"{number}.envelope")
    (tmp_path / "back").mkdir()
    wang.close()
    return made


def reopened(hands: Hands, name: str = "school") -> Desk:
    """The workspace after the kill; it opens, and all of it is whole."""
    desk = Desk.open(hands.folder / f"{name}.schoolprep", KEY, DATA, Who("x", "x"))
    assert desk.workspace.verify() == []
    return desk


@pytest.mark.parametrize("seed", range(KILLS))
def test_sealing(hands: Hands, seed: int) -> None:
    hands.principal.close()
    told = killed("seal", hands.folder, random.Random(seed).randint(1, 9))
    wang = reopened(hands, "wang")
    ids = {one.id for subject in wang.people.files() for one in wang.people.history(subject)}
    numbers = Counter(line.split()[1] for line in told if " " in line)
    assert {line.split()[0] for line in told if " " in line} <= ids
    assert max(numbers.values()) == 1, "no number twice"
    last = wang.handover.seal(hands.folder / "last.envelope")
    assert last.number > max(map(int, numbers))
    principal = reopened(hands)
    assert brought(principal, hands.folder / "last.envelope").arrivals[0].problem is None
    wang.close()
    principal.close()


@pytest.mark.parametrize("seed", range(KILLS))
def test_merging(hands: Hands, seed: int) -> None:
    hands.principal.close()
    told = killed("merge", hands.folder, random.Random(seed).randint(1, 5))
    principal = reopened(hands)
    here = [one for subject in principal.people.files() for one in principal.people.history(subject)]
    assert sum(map(int, told)) <= len([one for one in here if one.blank == "health"])
    assert brought(principal, hands.folder / "5.envelope").arrivals[0].problem is None
    assert principal.workspace.verify() == []
    principal.close()


@pytest.mark.parametrize(("what", "acknowledged"), [("acknowledge", 3), ("erase", 2)])
def test_acknowledging_and_erasing(hands: Hands, what: str, acknowledged: int) -> None:
    hands.principal.close()
    told = killed(what, hands.folder, acknowledged)
    principal = reopened(hands)
    if what == "erase":
        assert not set(told) & set(principal.people.files())
    principal.close()
    left = [path.name for path in hands.folder.iterdir() if path.name.startswith("school.schoolprep")]
    assert left == ["school.schoolprep"]


def test_joining(hands: Hands) -> None:
    invited = hands.invite("w", "class-teacher", "七年级1班")
    told = killed("join", hands.folder, 1, invited.code)
    for number in map(int, told):
        reopened(hands, f"w{number}").close()
    hands.principal.close()
