"""Given tables: what a person gave as tables of people's answers: a file, or what stands on the clipboard.

A list that a class chat collected becomes a table; a notice of risk areas is none, and is said to be one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from typing import NamedTuple

from schoolprep.facts.country import country_at
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.kinds.base import Frame
from schoolprep.facts.languages import MOTHER_TONGUE
from schoolprep.facts.problem import CallError
from schoolprep.facts.steps import finish
from schoolprep.facts.words import say
from schoolprep.intake.bulletin import read_bulletin
from schoolprep.intake.chat_parts import ChatWords
from schoolprep.intake.class_book import with_book
from schoolprep.intake.collected import collected
from schoolprep.intake.reading import GivenFile, NeedsPassword, decoded, read
from schoolprep.intake.reading.page import read_markup
from schoolprep.intake.reading.text import read_text_table
from schoolprep.intake.tables import Table
from schoolprep.intake.vocabulary import Vocabulary

_MOST_NOTICE = 1 << 18
"""Letters of a notice; the longest of 2022 had a tenth of that."""
_SPEAKS_OF_AREAS = re.compile(r"风险|涉疫|封控|管控|防范区|静默")
_CELL_BETWEEN = "\t"


class Clip(NamedTuple):
    """What stands on a clipboard: as a page (empty where it is none), and as text."""

    html: str
    text: str
    name: str = ""
    """What it is called to whom it is shown; empty: 剪贴板."""


class IsNotice(CallError):
    """What was given is a notice of risk areas, and no sheet about people; `text` is what it says."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__("intake.is-notice", file=name)
        self.text = text


TableReading = Callable[[GivenFile, str], Generator[float, None, list[Table]]]


def reading_for(words: Vocabulary, frame: Frame, kept: Sequence[str] = ()) -> TableReading:
    """How the tables of one file are read; the steps raise `IsNotice`, `NeedsPassword`, `CallError`.

    `kept`: the passwords of what the school itself handed out; nobody is asked for them.
    """
    western = country_at(frame.zone) is not None

    def unlocked(file: GivenFile, password: str) -> Generator[float, None, list[Table]]:
        for one in (password,) if password else ("", *kept):
            try:
                return (yield from read(file, one, western=western))
            except NeedsPassword as wrong:
                refused = wrong
        raise NeedsPassword(file, wrong=bool(password)) from refused

    def tables_of(file: GivenFile, password: str) -> Generator[float, None, list[Table]]:
        tables = with_book((yield from unlocked(file, password)))
        found = list(_with_lists(tables, ChatWords(words, frame.divisions)))
        if _is_plain_text(file, found):
            _refuse_notice(decoded(file), file.name, frame.divisions)
        return found

    return tables_of


def pasted_tables(clip: Clip, words: Vocabulary, divisions: Divisions) -> list[Table]:
    """The tables on a clipboard: as a page where it is one, else as text.

    Raises `IsNotice`, and `CallError` where nothing is written there.
    """
    name = clip.name or say("intake.clipboard", MOTHER_TONGUE)
    tables = _on_page(clip.html, name) or _in_text(clip.text, name)
    if not tables:
        raise CallError("intake.clipboard-empty")
    found = list(_with_lists(tables, ChatWords(words, divisions)))
    if found == tables and _CELL_BETWEEN not in clip.text:
        _refuse_notice(clip.text, name, divisions)
    return found


def _with_lists(tables: Iterable[Table], words: ChatWords) -> Iterator[Table]:
    return (collected(table, words) for table in tables)


def _is_plain_text(file: GivenFile, tables: Sequence[Table]) -> bool:
    """Whether a file is lines of text, and no list of a chat."""
    if file.suffix == ".txt":
        return not any(table.text for table in tables)
    return bool(tables) and file.suffix == ".docx" and all(table.text for table in tables)


def _refuse_notice(text: str, name: str, divisions: Divisions) -> None:
    if len(text) > _MOST_NOTICE or not _SPEAKS_OF_AREAS.search(text):
        return
    table, *_ = read_bulletin(text, divisions, name)
    if len(table.cells) > 1:
        raise IsNotice(name, text)


def _on_page(html: str, name: str) -> list[Table]:
    """The tables of a page; none where it has none."""
    if "<table" not in html.lower():
        return []
    try:
        return finish(read_markup(html, name, name))
    except CallError:
        return []  # the text beside it says the same


def _in_text(text: str, name: str) -> list[Table]:
    if not text.strip():
        return []
    return finish(read_text_table(text.encode("utf-8", "replace"), name, name))
