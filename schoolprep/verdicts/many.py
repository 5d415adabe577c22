"""Many: many people judged in several processes; the same verdicts in the same order as in one.

A process gets the ground of all verdicts once (rules in force, area list, peers) and compiles it for itself; people
travel as bytes, in portions, and only so many portions at a time, so that memory does not grow with the people. It
works where processes are spawned (Windows), and where none can be started everybody is judged in this one.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from pickle import PicklingError
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from schoolprep.facts import collector, divisions
from schoolprep.facts.area import Area, Areas
from schoolprep.facts.days import Day, Moment
from schoolprep.facts.file import File
from schoolprep.facts.schooldays import Spell
from schoolprep.rules.pack import InForce
from schoolprep.verdicts.judge import compile_rules, judge
from schoolprep.verdicts.judge.peers import Peers
from schoolprep.verdicts.verdict import Verdict

if TYPE_CHECKING:
    from concurrent.futures import Future

ENOUGH = 20_000
"""From so many people on processes are worth their start (a second, much of it reading rules and divisions)."""
PORTION = 1_000
"""People sent to a process at a time."""
_AHEAD = 2
"""Portions under way for each process."""

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[File]).decode


class CommonGround(NamedTuple):
    """What the verdicts rest on besides the files: plain data, the same for everybody."""

    source: InForce
    region: str
    areas: tuple[Area, ...]
    peers: Peers
    on: Moment
    spells: tuple[Spell, ...] = ()
    """Of the school's calendar."""
    known: Day = 0
    """The day on which the verdicts are asked for."""


Portion = list[File]


def processes() -> int:
    """How many processes this computer has room for."""
    return max(
        1, min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, 32)
    )


def judged(
    files: Iterable[File], ground: CommonGround, workers: int | None = None
) -> Iterator[list[Verdict]]:
    """The verdicts on `files` in their order, portion by portion; `workers` None: as many as there is room for.

    Closing the iterator ends the processes.
    """
    portions = in_portions(files)
    workers = processes() if workers is None else workers
    if workers > 1:
        yield from _in_processes(portions, ground, workers)
    else:
        here = _Here(ground)
        yield from map(here.judge, portions)


def in_portions(files: Iterable[File]) -> Iterator[Portion]:
    """Files so many at a time, in their order."""
    people = iter(files)
    while portion := list(islice(people, PORTION)):
        yield portion


def _in_processes(portions: Iterator[Portion], ground: CommonGround, workers: int) -> Iterator[list[Verdict]]:
    """In processes as long as there are any; what they did not finish is judged here."""
    from concurrent.futures import Future, ProcessPoolExecutor  # noqa: PLC0415 - one school in a hundred is so large
    from multiprocessing import get_context  # noqa: PLC0415

    under_way: deque[tuple[Portion, Future[list[Verdict]]]] = deque()
    here: _Here | None = None
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _begin, (ground,))
    try:
        while True:
            while here is None and len(under_way) < workers * _AHEAD and (portion := next(portions, None)):
                try:
                    under_way.append((portion, pool.submit(_judge, _encode(portion))))
                except _NO_PROCESS:
                    here = _Here(ground)
                    under_way.append((portion, Future()))
            if not under_way:
                break
            portion, answer = under_way.popleft()
            if here is None:
                try:
                    yield answer.result()
                    continue
                except _NO_PROCESS:
                    here = _Here(ground)
            yield here.judge(portion)
        if here is not None:
            yield from map(here.judge, portions)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_NO_PROCESS = (OSError, PicklingError, RuntimeError)
"""Processes cannot be started here, or one was ended from outside (memory, an antivirus program)."""


class _Here:
    """The ground made ready in a process."""

    def __init__(self, ground: CommonGround) -> None:
        self.ground = ground
        self.rules = compile_rules(ground.source, ground.region, ground.spells, known=ground.known)
        self.areas = Areas(ground.areas, divisions.load())

    def judge(self, portion: Portion) -> list[Verdict]:
        """The verdicts on a portion."""
        rules, areas, on, peers = self.rules, self.areas, self.ground.on, self.ground.peers
        with collector.resting():
            return [judge(file, areas, rules, on, peers) for file in portion]


_process: list[_Here] = []
"""In a process of its own: its ground, made ready once."""


def _begin(ground: CommonGround) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the process that asked; it ends this one
    _process[:] = [_Here(ground)]


def _judge(portion: bytes) -> list[Verdict]:
    return _process[0].judge(_decode(portion))
