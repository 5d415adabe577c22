"""Papers: people's papers are kept in the school's file, found again, proposed to whom they belong, and given out."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from pathlib import Path, PurePath
from typing import NamedTuple

from schoolprep.facts.blank import Field, hidden
from schoolprep.facts.file import File, Person
from schoolprep.facts.paper import PAPER_BLANK, paper_digest
from schoolprep.facts.problem import CallError, Problem
from schoolprep.facts.record import Answers, Entry, Record
from schoolprep.facts.traditional import simplified
from schoolprep.intake.arriving import Arriving
from schoolprep.intake.reading import GivenFile, files_of
from schoolprep.intake.reading.sniffing import HEAD, FileKind, kind_of
from schoolprep.store import Records

MOST_PAPER = 20 << 20
"""Bytes of one paper: a telephone's picture has 5 MB, a scan of ten pages 10 MB."""
PAPER_KINDS: tuple[FileKind, ...] = ("picture", "pdf")
"""What a paper may be. It is never opened by another program from here."""


class Paper(NamedTuple):
    """One paper on file; `what` is a code of the blank's choices, empty where nobody said."""

    record: str
    digest: str
    name: str
    what: str
    size: int
    filed: str
    """When it was filed, ISO 8601 with offset."""


class PaperArrival(NamedTuple):
    """What became of one file: whose paper it is now (or would be), and as what; or why it is nobody's."""

    file: str
    subject: str
    what: str
    record: str
    """Empty where nothing was filed."""
    problem: Problem | None = None


class PapersDesk:
    """See the module. `filed` is told of every record that went in, `files` is everybody's file."""

    def __init__(
        self,
        store: Records,
        filed: Callable[[list[Record]], None],
        files: Callable[[], Mapping[str, File]],
    ) -> None:
        self._store = store
        self._filed = filed
        self._files = files

    @property
    def what(self) -> Field:
        """The question what a paper is, with its choices."""
        return hidden()[PAPER_BLANK]["what"]

    def of(self, subject: str) -> list[Paper]:
        """A person's papers, the newest first."""
        found = [one for one in self._store.current_of(subject) if one.blank == PAPER_BLANK]
        return [_paper(one) for one in reversed(found)]

    def attach(
        self, subject: str, name: str, content: bytes, what: str = "", act: str | None = None
    ) -> Record:
        """Keep a paper for a person. `what`: what it is; empty: what its name says. `act`: it is more of this one.

        Raises `CallError` for what is neither picture nor PDF, is too large, or is there already; `KnownError` where
        it cannot be saved.
        """
        self.refuse(name, content)
        digest = paper_digest(content)
        if any(one.digest == digest for one in self.of(subject)):
            raise CallError("paper.there-already", file=name)
        answers: Answers = {"digest": digest, "name": PurePath(name).name, "size": str(len(content))}
        if what := what or self.what_by_name(name):
            answers["what"] = what
        entry = Entry(blank=PAPER_BLANK, subject=subject, answers=answers)
        records = self._store.append([entry], act, PurePath(name).name, papers=[content])
        self._filed(records)
        return records[0]

    def attaching(
        self,
        paths: Sequence[Path],
        subject: str = "",
        what: str = "",
        *,
        dry: bool = False,
        passwords: Mapping[Path, str] | None = None,
    ) -> Generator[float, None, list[PaperArrival]]:
        """Steps through files, folders and archives: each picture and PDF is kept for whom it belongs to.

        What is kept is one act. `subject`: whose all of them are; empty: what the name of each says. `dry`: nothing is
        filed. Raises `NeedsPassword`; what else is wrong with one is told of it.
        """
        act: str | None = None

        def one(file: GivenFile, _: str) -> Generator[float, None, PaperArrival]:
            nonlocal act
            yield 0
            with file.opened() as source:
                content = source.read(MOST_PAPER + 1)
            self.refuse(file.name, content)
            owner = subject or self._owner(file.name)
            said = what or self.what_by_name(file.name)
            if dry:
                return PaperArrival(file.name, owner, said, "")
            record = self.attach(owner, file.name, content, said, act)
            act = record.act
            return PaperArrival(file.name, owner, said, record.id)

        arriving = Arriving[PaperArrival](one, passwords or {}, alone_raises=False)
        yield from arriving.all(paths)
        wrong = (PaperArrival(notice.file, "", "", "", notice.problem) for notice in arriving.unread)
        return [*arriving.read, *wrong]

    def _owner(self, name: str) -> str:
        """Whose paper it is by its name. Raises `CallError` where that says nobody, or several."""
        found = self.whose(name)
        if len(found) != 1:
            raise CallError("paper.several" if found else "paper.nobody", file=name, people=len(found))
        return found[0]

    def are_papers(self, paths: Sequence[Path]) -> bool:
        """Whether these, and all in the folders among them, are pictures and PDFs."""
        try:
            return bool(paths) and all(file.kind in PAPER_KINDS for file in files_of(paths).files)
        except CallError:
            return False

    def refuse(self, name: str, content: bytes) -> None:
        """Raises `CallError` for bytes that are no paper."""
        if len(content) > MOST_PAPER:
            raise CallError("paper.too-large", file=name, most=MOST_PAPER >> 20)
        if kind_of(content[:HEAD]) not in PAPER_KINDS:
            raise CallError("paper.wrong-kind", file=name)

    def content(self, paper: Paper) -> bytes:
        """The bytes of a paper. Raises `CallError` where they are not here as they were."""
        return self._store.paper(paper.digest)

    def what_by_name(self, name: str) -> str:
        """What a paper is by the words of its file's name; empty where it says nothing."""
        stem = simplified(PurePath(name).stem)
        words = ((word, one.code) for one in self.what.choices for word in (one.label["zh"], *one.also))
        found = [(len(word), code) for word, code in words if word in stem]
        return max(found)[1] if found else ""

    def whose(self, name: str) -> list[str]:
        """Whose paper it may be by its file's name, with its folders: by a number, else by a name (and its class).

        One: the proposal. Several: somebody has to say.
        """
        text = "".join(name.split()).upper()
        people = {subject: file.person for subject, file in self._files().items()}
        by_number = [subject for subject, person in people.items() if _is_numbered(person, text)]
        return by_number or _named(people, text)


def _is_numbered(person: Person, text: str) -> bool:
    return any(_stands_alone(number, text) for number in (person.document, person.number) if number)


def _named(people: Mapping[str, Person], text: str) -> list[str]:
    """Those of the longest name that stands in a text; of several those whose class stands there too."""
    named = {subject: person for subject, person in people.items() if person.name and person.name in text}
    longest = max((len(person.name) for person in named.values()), default=0)
    found = [subject for subject, person in named.items() if len(person.name) == longest]
    in_class = [one for one in found if (unit := people[one].class_name) and unit in text]
    return in_class or found


def _stands_alone(number: str, text: str) -> bool:
    """Whether a number stands in a text as one of its own, and not inside a longer one."""
    at = text.find(number.upper())
    if at < 0 or len(number) < _TELLING:
        return False
    around = text[at - 1 : at] + text[at + len(number) : at + len(number) + 1]
    return not any(sign.isascii() and sign.isalnum() for sign in around)


_TELLING = 4
"""Signs a number must have to mean somebody."""


def _paper(record: Record) -> Paper:
    said = record.answers or {}
    size = str(said.get("size", ""))
    return Paper(
        record.id, str(said.get("digest", "")), str(said.get("name", "")), str(said.get("what", "")),
        int(size) if size.isdigit() else 0, record.written,
    )  # fmt: skip
