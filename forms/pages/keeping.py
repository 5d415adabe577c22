"""Keeping: pages that give files to be kept, and what an intake gives, written by steps.

The empty workbook, the forms for phones and on paper, the receipt, the refused rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from PySide6.QtWidgets import QWidget

from forms.pages.asking import Asking, FileDialogs, place_for_people
from forms.pages.background import Job
from forms.pages.notice import Notice
from forms.pages.page import Page
from forms.words.tr import say
from schoolprep.desk import Data, Desk
from schoolprep.desk.access import AccessFile
from schoolprep.desk.log import Leaving
from schoolprep.desk.papers import Paper
from schoolprep.facts.blank import Blanks
from schoolprep.facts.days import Moment
from schoolprep.facts.languages import Lang
from schoolprep.facts.naming import file_name
from schoolprep.facts.problem import KnownError
from schoolprep.facts.steps import Steps
from schoolprep.intake import Receipt
from schoolprep.intake.returned import ReturnedBook
from schoolprep.roster import Roster

_Written = TypeVar("_Written")


class Kept(NamedTuple):
    """A file that was written, and the sentence that says so."""

    path: Path
    says: str = "rosters.saved"


class KeepingPage(Page):
    """A page that asks where a file shall be kept, and writes it off the window's thread."""

    def __init__(
        self, desk: Desk, on: Moment, parent: QWidget | None = None, *, asking: Asking | None = None
    ) -> None:
        super().__init__(desk, on, parent)
        self.asking = asking or FileDialogs()

    def keep_file(
        self, title: str, name: str, steps: Callable[[Path], Steps[Kept]], leaving: Leaving | None = None
    ) -> None:
        """Ask where to keep a file of this name, and go through the steps that write it there. `title` is a key.

        `leaving`: what the log says of it.
        """
        out = place_for_people(self.asking, self, title, file_name(name))
        if out is None:
            return
        try:
            job = logged(self.desk, Job(say("rosters.saving", name=out.name), steps(out)), leaving)
        except KnownError as wrong:
            self.noticed.emit(Notice.of_error(wrong))
            return
        self.started.emit(job.then(self._kept))

    def _kept(self, kept: Kept) -> None:
        shows = partial(self.asking.show_folder, kept.path.parent)
        self.noticed.emit(Notice(kept.says, {"path": str(kept.path)}, "done", "notice.open_folder", shows))


def logged(desk: Desk, job: Job[_Written], leaving: Leaving | None) -> Job[_Written]:
    """A job that writes something that leaves: its line stands in the log before it, and goes where it fails.

    Raises `KnownError` where the line cannot be filed.
    """
    if leaving is None:
        return job
    return job.broken_off(partial(desk.log.take_back, desk.log.hand_out(leaving)))


def blank_workbook(blanks: Blanks, out: Path, lang: Lang) -> Steps[Kept]:
    """The empty workbook with drop-downs and help."""
    yield 0, 1
    from exports import blank_workbook as book  # noqa: PLC0415 - openpyxl takes a while and may never be needed

    book.write(blanks, out, lang)
    return Kept(out)


def paper(desk: Desk, kept: Paper, out: Path) -> Steps[Kept]:
    """A copy of somebody's paper."""
    yield 0, 1
    from exports import saving  # noqa: PLC0415 - as above

    saving.save(out, desk.papers.content(kept))
    return Kept(out, "people.paper_kept_there")


def access_book(told: AccessFile, out: Path) -> Steps[Kept]:
    """One person's whole file for the family."""
    yield 0, 1
    from exports import access as book  # noqa: PLC0415 - as above

    book.write(told, out)
    return Kept(out, "people.access_kept")


def phone_form(data: Data, out: Path) -> Steps[Kept]:
    """The form families fill in on their phones."""
    yield 0, 1
    from exports import phone_form as book  # noqa: PLC0415 - as above

    book.write(data.phone_form, data.blanks, out)
    return Kept(out, "intakepage.phone_saved")


def roster_book(drawn: Roster, out: Path) -> Steps[Kept]:
    """A roster, or a class form to print."""
    from exports import workbook  # noqa: PLC0415 - as above

    yield from workbook.write(drawn, out)
    return Kept(out)


def receipt(told: Receipt, out: Path, lang: Lang) -> Steps[Kept]:
    """What an intake did, cell by cell."""
    yield 0, 1
    from exports import receipt as book  # noqa: PLC0415 - as above

    book.write(told, out, lang)
    return Kept(out)


def refused(books: Sequence[ReturnedBook], out: Path, suffix: str, lang: Lang) -> Steps[Kept]:
    """The refused rows in their senders' layouts; the first book at `out`, the others beside it."""
    from exports import returned  # noqa: PLC0415 - as above

    for at, book in enumerate(books):
        path = out if at == 0 else book.path_in(out.parent, suffix)
        for done, total in returned.write(book, path, lang):
            yield at * total + done, len(books) * total
    return Kept(out)
