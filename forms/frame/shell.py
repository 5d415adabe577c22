"""Shell: the window around the pages of an open school: rail, top bar, the page, bottom bar and notices.

It places pages and passes on what they hand over; it decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import tzinfo
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from forms.frame.finder import Finder, Hit
from forms.frame.rail import Rail
from forms.frame.seats import whose_file
from forms.look.current import length
from forms.look.style import set_kind
from forms.pages.background import Job, Office
from forms.pages.carried import files_of
from forms.pages.notice import Notice, NoticeBar
from forms.pages.page import MadePage, Page, Wanted
from forms.parts.card import Elided, IconButton, WordButton, text_label
from forms.parts.daypick import DayButton
from forms.words import dates
from forms.words.tr import Worded, lang, say
from schoolprep.facts.days import Moment
from schoolprep.facts.problem import Filling, KnownError, Series
from schoolprep.handover.among import sealed_among

if TYPE_CHECKING:
    from schoolprep.desk import Changed, Desk

MomentClock = Callable[[tzinfo | None], Moment]
_FOLLOW_MS = 60_000
_NAMED = 3
"""Files that are named of those that are left over."""
_STEP_MINUTES = 10
"""How far now may run on before everybody is judged anew: tests expire by the hour, nothing by the minute."""


class TopBar(Worded, QWidget):
    """School, the day judged for, the rules, search, lock."""

    asked = Signal(str, object)
    """The page of people, and whom the search found as a `Wanted`."""

    def __init__(self, find: Callable[[str], Sequence[Hit]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_kind(self, "top")
        self.setFixedHeight(length("top"))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 14, 0)
        row.setSpacing(12)
        self.school = Elided("strong")
        self.day = DayButton()
        self.rules = Elided("quiet")
        self.finder = Finder(find)
        self.finder.setFixedWidth(320)
        self.finder.chosen.connect(self._found)
        self.finder.searched.connect(self._searched)
        self.lock = WordButton("shell.lock", icon="lock", tip="shell.lock_tip")
        row.addWidget(self.school, 12)  # whole before the rules are
        row.addWidget(self.day)
        row.addWidget(self.rules, 4)
        row.addWidget(self.finder)
        row.addWidget(self.lock)

    def _found(self, subject: str) -> None:
        self.asked.emit("people", Wanted(chosen=subject))

    def _searched(self, text: str) -> None:
        self.asked.emit("people", Wanted(text=text))

    def show_school(self, name: str) -> None:
        """Show whose file is open."""
        self.school.setText(name)
        self.school.setMaximumWidth(self.school.sizeHint().width() + 2)


class OtherDay(Worded, QWidget):
    """The tinted bar that stands over everything while another day than now is judged for."""

    picked = Signal(object)
    """None: back to now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_kind(self, "other_day")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 2, 14, 2)
        self.text = text_label("")
        self.now = WordButton("shell.day_now", kind="link")
        self.now.clicked.connect(self._back)
        row.addWidget(self.text)
        row.addStretch(1)
        row.addWidget(self.now)
        self._on = Moment(1)
        self.hide()

    def _back(self) -> None:
        self.picked.emit(None)

    def show_day(self, on: Moment) -> None:
        """Say which day."""
        self._on = on
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language."""
        super().retranslate()
        self.text.setText(say("shell.day_other", day=dates.full(self._on)))


class BottomBar(Worded, QWidget):
    """Last saved, running work, problems."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_kind(self, "bottom")
        self.setFixedHeight(length("bottom"))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 10, 0)
        row.setSpacing(10)
        self.saved = text_label("note")
        self.job = text_label("note")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(120)
        self.figures = text_label("note")
        self.cancel = WordButton("shell.cancel", kind="link")
        self.problems = WordButton("shell.problems_none", kind="link", tip="shell.problems_tip")
        self.help = IconButton("help", "shell.help")
        self.help.setFixedSize(26, 26)
        for widget in (self.saved, self.job, self.bar, self.figures, self.cancel):
            row.addWidget(widget)
        self.dock = QWidget()
        """The room in which notices stand."""
        self.dock.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        row.addWidget(self.dock, 1)
        row.addWidget(self.problems)
        key = text_label("key", "F8")
        row.addWidget(key)
        row.addWidget(self.help)
        self.bind(self.saved.setText, "shell.saved_nothing")
        self._job: Job[object] | None = None
        self.cancel.clicked.connect(self._cancel)
        self._show_job(None)
        self.show_problems(0)

    def show_saved(self, at: Moment) -> None:
        """Say when something was last filed."""
        self.bind(self.saved.setText, "shell.saved", time=dates.clock(at))

    def show_problems(self, number: int) -> None:
        """Say how many problems stand on the page."""
        self.problems.setEnabled(number > 0)
        if number:
            self.problems.bind(self.problems.setText, "shell.problems", number=number)
        else:
            self.problems.bind(self.problems.setText, "shell.problems_none")

    def show_job(self, job: Job[object]) -> None:
        """Show the progress of a job until it ends."""
        job.progressed.connect(self._progressed)
        job.ended.connect(self._ended)
        self._show_job(job)

    def _show_job(self, job: Job[object] | None) -> None:
        self._job = job
        for widget in (self.job, self.bar, self.figures, self.cancel):
            widget.setVisible(job is not None)
        if job is not None:
            self.job.setText(job.title)
            self.bar.setRange(0, 0)
            self.figures.setText("")
            self.bind(self.bar.setAccessibleName, "shell.progress_name", title=job.title)

    def _progressed(self, done: int, total: int) -> None:
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(done)
        self.figures.setText(say("shell.progress", done=done, total=total))

    def _ended(self) -> None:
        self._show_job(None)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()


class HelpPanel(Worded, QWidget):
    """What F1 says about the page: a line of its own over the page, closed by F1 or Esc."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_kind(self, "notice", tone="info")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 10, 8)
        text = QVBoxLayout()
        text.setSpacing(4)
        self.title = text_label("strong")
        self.text = text_label(wrap=True, select=True)
        self.keys = text_label("note", wrap=True)
        self.bind(self.keys.setText, "rail.help_keys")
        for label in (self.title, self.text, self.keys):
            text.addWidget(label)
        row.addLayout(text, 1)
        self.close_button = IconButton("close", "shell.help_close")
        self.close_button.clicked.connect(self.hide)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self._page = ""
        self.hide()

    def show_page(self, name: str) -> None:
        """Explain a page."""
        self._page = name
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language."""
        super().retranslate()
        if self._page:
            self.title.setText(say("rail.help_title", page=say(f"rail.{self._page}")))
            self.text.setText(say(f"rail.{self._page}_help"))
            self.setAccessibleName(self.title.text())
            self.setAccessibleDescription(self.text.text())


class Shell(Worded, QWidget):
    """Everything one sees while a school is open."""

    lock_asked = Signal()
    dressed = Signal(str)
    spoken = Signal(str)
    school_changed = Signal()
    """Its settings may have changed."""
    moved = Signal()
    """Another page is looked at."""
    heard = Signal(object)
    """What the desk says changed; on the window's thread, from whatever thread it was said."""
    broken = Signal()
    """What was filed about rules leaves nobody to be judged by them."""

    def __init__(
        self,
        desk: Desk,
        pages: Mapping[str, MadePage],
        clock: MomentClock,
        on: Moment | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`pages` by name in the order of the rail; each is made when it is first shown. `on` None: judge for now."""
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.desk = desk
        self._now: Callable[[], Moment] = lambda: clock(desk.workspace.school.zone)
        self._picked = on
        self.on = on or self._now()
        self._makers = dict(pages)
        self._pages: dict[str, Page] = {}
        self._problems: dict[str, int] = {}
        self._stale: set[str] = set()
        self.office = Office(self)
        self._build()
        self._keys()
        desk.changed.append(self.heard.emit)
        self.heard.connect(self._changed)
        self.office.started.connect(self.bottom.show_job)
        self._timer = QTimer(self)
        self._timer.setInterval(_FOLLOW_MS)
        self._timer.timeout.connect(self._follow)
        self._timer.start()
        self._show_day()
        self.go(next(iter(self._makers)))

    def _build(self) -> None:
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        self.rail = Rail(list(self._makers))
        self.rail.chosen.connect(self.go)
        across.addWidget(self.rail)
        down = QVBoxLayout()
        down.setSpacing(0)
        self.top = TopBar(self._find)
        self.top.finder.setVisible(self.has("people"))  # at the gate the list has its own
        self.top.day.picked.connect(self.pick_day)
        self.top.lock.clicked.connect(self.lock_asked)
        self.top.asked.connect(self.show_wanted)
        self.other_day = OtherDay()
        self.other_day.picked.connect(self.pick_day)
        self.help = HelpPanel()
        self.stack = QStackedWidget()
        self.bottom = BottomBar()
        self.notices = NoticeBar(self.bottom.dock, self)
        self.bottom.problems.clicked.connect(self._next_problem)
        self.bottom.help.clicked.connect(self._help)
        for widget in (self.top, self.other_day, self.help):
            down.addWidget(widget)
        down.addWidget(self.stack, 1)
        down.addWidget(self.bottom)
        across.addLayout(down, 1)

    def _keys(self) -> None:
        if self.has("people"):
            QShortcut(QKeySequence("Ctrl+K"), self, self.top.finder.open)
        for keys, slot in (
            ("Ctrl+D", self.top.day.open),
            ("Ctrl+L", self.lock_asked.emit),
            ("F1", self._help),
            ("F8", self._next_problem),
            ("Ctrl+Z", self.notices.undo),
        ):
            QShortcut(QKeySequence(keys), self, slot)
        for number, name in enumerate(list(self._makers)[:9], 1):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            shortcut.setObjectName(name)
            shortcut.activated.connect(self._go_by_key)

    # ------------------------------------------------------------- pages

    def page(self, name: str) -> Page:
        """The page of that name; made now if it was not yet."""
        if name not in self._pages:
            page = self._makers[name](self.desk, self.on)
            self._pages[name] = page
            page.noticed.connect(self.notices.tell)
            page.hushed.connect(self.notices.hush)
            page.asked.connect(self.show_wanted)
            page.started.connect(self.start)
            page.counted.connect(self._counted)
            page.badged.connect(self._badged)
            page.dressed.connect(self.dressed)
            page.spoken.connect(self.spoken)
            self.stack.addWidget(page)
        return self._pages[name]

    def current(self) -> Page:
        """The page one sees."""
        page = self.stack.currentWidget()
        assert isinstance(page, Page)
        return page

    def go(self, name: str) -> None:
        """Show a page."""
        page = self.page(name)
        if name in self._stale:
            self._stale.discard(name)
            page.show_day(self.on)
            page.refresh(None)
        self.stack.setCurrentWidget(page)
        self.rail.choose(name)
        self.help.show_page(name)
        self.bottom.show_problems(self._problems.get(name, 0))
        self.moved.emit()

    def has(self, name: str) -> bool:
        """Whether there is such a page."""
        return name in self._makers

    def show_wanted(self, name: str, wanted: Wanted) -> None:
        """Show a page with what another one asked for."""
        if name in self._makers:
            self.go(name)
            self.page(name).show_wanted(wanted)

    def start(self, job: Job[object]) -> None:
        """Run a job; its known failures become a notice, its faults the report."""
        job.failed.connect(self._failed)
        self.office.start(job)

    def leave(self) -> None:
        """Let every page put away what is half done."""
        self.top.finder.close_list()
        for page in self._pages.values():
            page.leave()

    def unfinished(self) -> bool:
        """Whether work runs, or something stands on a page that is nowhere else."""
        return bool(self.office.running()) or any(page.unfinished() for page in self._pages.values())

    def picked(self) -> Moment | None:
        """The moment chosen to judge for; None: now."""
        return self._picked

    def close_work(self) -> None:
        """Before the school is closed: drafts put away, work ended, nothing listens any more."""
        self.leave()
        self.office.close()
        self._timer.stop()
        self.heard.disconnect(self._changed)
        self.desk.changed.clear()

    # ------------------------------------------------------------- files dropped

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped anywhere in the window."""
        if files_of(event.mimeData()) and (self.has("intake") or self.has("handover")):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """What colleagues hand over goes to Hand-over; else to the page one sees, or to Intake where it reads none."""
        files = files_of(event.mimeData())
        event.acceptProposedAction()
        sealed = sealed_among(files) if self.has("handover") else []
        if not sealed and self.has("intake"):
            self._give(files)
            return
        self.go("handover")
        self.current().take_files(sealed or files)
        left = [path for path in files if path not in sealed]
        if sealed and left and self.has("intake"):
            facts: dict[str, Filling] = {
                "n": len(left),
                "names": Series([path.name for path in left[:_NAMED]]),
            }
            give = partial(self._give, left)
            self.notices.tell(
                Notice("handoverpage.others_left", facts, "warn", "handoverpage.others_take", give)
            )

    def _give(self, files: Sequence[Path]) -> None:
        if not self.current().take_files(files):
            self.go("intake")
            self.current().take_files(files)

    # ------------------------------------------------------------- the day

    def pick_day(self, on: Moment | None) -> None:
        """Judge for another moment; None: for now, as it goes on."""
        self._picked = on
        self._judge_for(on or self._now())

    def _judge_for(self, on: Moment) -> None:
        if on != self.on:
            self.on = on
            self._stale = set(self._pages) - {self.current().name}
            self.current().show_day(on)
        self._show_day()

    def _follow(self) -> None:
        """Now runs on: everybody is judged anew every ten minutes and at midnight, if now is judged for.

        It may also be put back: by whoever sets a clock right that was a year ahead.
        """
        now = self._now()
        if self._picked is None and abs(now.earliest - self.on.earliest) >= _STEP_MINUTES:
            self._judge_for(now)

    def _show_day(self) -> None:
        followed = self._picked is None
        self.top.show_school(whose_file(self.desk))
        self.top.day.show_day(self.on, followed=followed)
        self.other_day.show_day(self.on)
        self.other_day.setVisible(not followed)
        source = self.desk.rules.in_force(self.on).source
        profile = self.desk.data.library.profiles[source.profile].title[lang()]
        rules = [pack.title[lang()] for pack in source.packs]
        self.top.rules.setText(say("shell.rules", rules=" · ".join([profile, " + ".join(rules)])))

    def retranslate(self) -> None:
        """Say what is composed again."""
        super().retranslate()
        self._show_day()

    # ------------------------------------------------------------- what happens

    def _changed(self, changed: Changed) -> None:
        self.bottom.show_saved(self._now())
        if changed is None:
            if self.desk.rules.broken(self.on) is not None:
                self.broken.emit()
                return
            self._show_day()
            self.school_changed.emit()
        self._stale = set(self._pages) - {self.current().name}
        self.current().refresh(changed)

    def _find(self, text: str) -> list[Hit]:
        hits = []
        for subject in self.desk.people.search(text, limit=200):
            person = self.desk.people.file(subject).person
            tail = f"…{person.document[-4:]}" if person.document else ""
            note = " ".join(part for part in (person.class_name or person.department, tail) if part)
            hits.append(Hit(subject, person.name, note))
        return hits

    def _failed(self, wrong: Exception) -> None:
        if isinstance(wrong, KnownError):
            self.notices.tell(Notice.of_error(wrong))
        else:
            raise wrong

    def _counted(self, number: int) -> None:
        page = self.sender()
        if isinstance(page, Page):
            self._problems[page.name] = number
            if page is self.current():
                self.bottom.show_problems(number)

    def _badged(self, number: int) -> None:
        page = self.sender()
        if isinstance(page, Page):
            self.rail.badge(page.name, number)

    def _go_by_key(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.go(sender.objectName())

    def _next_problem(self) -> None:
        self.current().next_problem()

    def _help(self) -> None:
        self.help.setVisible(not self.help.isVisible())
