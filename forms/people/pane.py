"""Pane: one blank of one person: the records on file and the form, from which records are filed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from forms.editors.base import EditorTools
from forms.editors.form import Form
from forms.pages.notice import Notice
from forms.parts.card import LinkButton, text_label
from forms.people import summary
from forms.people.records import RecordList
from forms.words.tr import Worded, lang
from schoolprep.desk import Desk
from schoolprep.desk.drafts import Drafts
from schoolprep.facts.blank import Blank
from schoolprep.facts.days import Day
from schoolprep.facts.draft import Draft, Unfinished
from schoolprep.facts.problem import KnownError, Problem
from schoolprep.facts.record import Record
from schoolprep.facts.search import plain

AskedAbout = Callable[[str], frozenset[str]]
"""Of a person: the records about which the rules still ask something."""
_KEEP_MS = 300
"""A draft is kept so long after the last stroke."""


class Pane(Worded, QWidget):
    """Shows a person's records of one blank; `filed(record)` after one was filed."""

    noticed = Signal(object)
    counted = Signal(int)
    filed = Signal(object)
    left = Signal()
    """The form was put aside: the keyboard shall go back to where it came from."""
    waiting = Signal()
    """Which drafts are kept has changed."""
    wanted = Signal(QWidget)

    def __init__(
        self,
        desk: Desk,
        blank: Blank,
        tools: EditorTools,
        asked_about: AskedAbout,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.blank = blank
        self._asked_about = asked_about
        self.subject = ""
        self._nobody = False
        self._unkept = False
        """Something was written since the draft was kept."""
        self._today: Callable[[], Day] = tools.today
        self._drafts = Drafts(desk)
        self._records: list[Record] = []
        self.records = RecordList(blank, desk.data.divisions, desk.workspace.school.zone)
        self.form = Form(blank, tools)
        self._title = text_label("section")
        self.unread = text_label("problem", wrap=True, select=True)
        self.new_button = LinkButton("people.to_new")
        self.withdraw_button = LinkButton("people.withdraw", tip="people.withdraw_tip")
        self._keep = QTimer(self)
        self._keep.setSingleShot(True)
        self._keep.setInterval(_KEEP_MS)
        self._keep.timeout.connect(self.keep)
        self._build()

    def _build(self) -> None:
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(10)
        body.addWidget(self.records)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self.withdraw_button)
        head.addWidget(self.new_button)
        body.addLayout(head)
        body.addWidget(self.unread)
        body.addWidget(self.form)
        body.addStretch(1)
        self.records.opened.connect(self.open_record)
        self.records.withdrawn.connect(self.withdraw)
        self.new_button.clicked.connect(self._to_new)
        self.withdraw_button.clicked.connect(self._withdraw_shown)
        self.form.changed.connect(self._changed)
        self.form.file_asked.connect(self.file)
        self.form.put_aside.connect(self.put_aside)
        self.form.discarded.connect(self.discard)
        self.form.counted.connect(self.counted)
        self.form.wanted.connect(self.wanted)

    # ------------------------------------------------------------- what is shown

    def show_person(self, subject: str) -> None:
        """Show a person's records, and the draft that waits, if one does."""
        self.keep()
        self.subject, self._nobody = subject, False
        self.records.collapse()
        self._read()
        self._rest()

    def show_nobody(self) -> None:
        """Show the blank of a person who is not on file yet."""
        self.keep()
        self._nobody = True
        self._records = []
        draft = self._drafts.new_person(self._date())
        self.subject = draft.subject
        self._show(draft)

    def refresh(self) -> None:
        """Show the records as they stand now; what is being written stays."""
        if self.subject and not self._nobody:
            self._read()
            ids = tuple(record.id for record in self._records)
            gone = not set(self._draft.replaces) <= {*ids, *self._unread_words()}
            if not self._draft.touched and (gone or (not self.blank.many and self._draft.replaces != ids)):
                self._rest()

    def open_record(self, record: str) -> None:
        """Put a record into the form, to be corrected."""
        found = next((known for known in self._records if known.id == record), None)
        if found is None:
            return
        self.keep()
        self._show(self._drafts.new(self.blank.id, self.subject, self._date(), found))
        self.form.go()
        self.wanted.emit(self.form)

    def put_right(self, record: str) -> None:
        """Show the form that an unread answer belongs to, its words beside it; filing it settles that answer."""
        self.keep()
        self._show(self._drafts.put_right(record, self._date()))
        self.form.go()
        self.wanted.emit(self)

    @property
    def _draft(self) -> Draft:
        assert self.form.draft is not None
        return self.form.draft

    def _date(self) -> date:
        return date.fromordinal(self._today())

    def _read(self) -> None:
        mine = [record for record in self.desk.people.records(self.subject) if record.blank == self.blank.id]
        self._records = summary.newest_first(self.blank, mine)
        self._show_records()

    def _show_records(self) -> None:
        waiting = {record for blank, record in self._drafts.kept(self.subject) if blank == self.blank.id}
        chosen = self.form.draft.replaces[0] if self.form.draft and self.form.draft.replaces else ""
        self.records.show_records(self._records if self.blank.many else [], waiting, chosen)

    def _rest(self) -> None:
        """What the form shows when nothing was asked: the one record there is, what is unfinished, else a new one."""
        one = self._unfinished() if self.blank.many else next(iter(self._records), None)
        self._show(self._drafts.new(self.blank.id, self.subject, self._date(), one))

    def _unfinished(self) -> Record | None:
        """The record in which something is still to be answered, unless another one is being written."""
        if not self.blank.finished_later or (self.blank.id, "") in self._drafts.kept(self.subject):
            return None
        asked = self._asked_about(self.subject)
        return next((record for record in self._records if record.id in asked), None)

    def _show(self, draft: Draft) -> None:
        self.form.show_draft(draft)
        self.form.say_kept(kept=draft.touched)
        self.records.choose(draft.replaces[0] if draft.replaces else "")
        self._show_head()
        self._show_records()

    def _show_head(self) -> None:
        draft = self.form.draft
        replaced = next((r for r in self._records if draft and r.id in draft.replaces), None)
        blank = self.blank.title[lang()]
        if replaced is None:
            self.bind(self._title.setText, "editors.form_new", blank=blank)
        elif replaced == self._unfinished():
            told = summary.main(self.blank, replaced.answers or {}, self.desk.data.divisions)
            self.bind(self._title.setText, "editors.form_finish", told=told)
        else:
            facts = {
                "author": replaced.author,
                "written": summary.written(replaced, self.desk.workspace.school.zone),
            }
            self.bind(self._title.setText, "editors.form_correct", **facts)
        self.new_button.bind(
            self.new_button.setText, "people.another" if self.blank.finished_later else "people.to_new"
        )
        for button in (self.new_button, self.withdraw_button):
            button.setVisible(replaced is not None and self.blank.many)
        words = self._unread_words() if draft and draft.replaces else {}
        told = next((words[id_] for id_ in (draft.replaces if draft else ()) if id_ in words), "")
        self.unread.setVisible(bool(told))
        self.bind(self.unread.setText, "people.unread_words", words=told)

    def _unread_words(self) -> dict[str, str]:
        """The answers of this person that nobody could read, by record, as they were written and where."""
        file = self.desk.people.files().get(self.subject)
        waiting = (one for one in (file.unread_answers if file else ()) if not one.done)
        return {one.record: self.desk.filing.unread_words(one.record, lang()) for one in waiting}

    def retranslate(self) -> None:
        """Word the head."""
        super().retranslate()
        self._show_head()

    # ------------------------------------------------------------- drafts

    def keep(self) -> None:
        """Keep the draft in the file now."""
        self._keep.stop()
        draft = self.form.draft
        if draft is None or not self._unkept:
            return
        self._unkept = False
        self._drafts.keep(draft, nobody=self._nobody)
        self.form.say_kept(kept=True)
        self.waiting.emit()

    def put_aside(self) -> None:
        """Esc: the draft is kept; a correction leaves the form, and the keyboard goes back."""
        self.keep()
        if self.blank.many and self._draft.replaces:
            self._rest()
        self.left.emit()

    def discard(self) -> None:
        """Throw the draft away; can be undone."""
        self._forget_strokes()
        draft = self._draft
        if draft.touched:
            self._drafts.drop(draft, nobody=self._nobody)
            again = partial(self._take_up, draft, nobody=self._nobody)
            self.noticed.emit(Notice("people.discarded", {}, "info", "notice.undo", again))
            self.waiting.emit()
        if self._nobody:
            self.show_nobody()
        else:
            self._rest()
        self.form.go()

    def _take_up(self, draft: Draft, *, nobody: bool) -> None:
        """A draft thrown away, or filed and undone, is there again."""
        self._drafts.keep(draft, nobody=nobody)
        if (draft.subject == self.subject or nobody) and self._nobody == nobody:
            self._show(draft)
        self.waiting.emit()

    def _forget_strokes(self) -> None:
        """What stands in the form needs no keeping any more."""
        self._keep.stop()
        self._unkept = False

    def _changed(self) -> None:
        self._unkept = True
        self.form.say_kept(kept=False)
        self._keep.start()

    def _to_new(self) -> None:
        self.keep()
        self._show(self._drafts.new(self.blank.id, self.subject, self._date()))
        self.form.go()

    # ------------------------------------------------------------- filing

    def file(self) -> None:
        """File what stands in the form, or show what stands in the way."""
        draft = self._draft
        if self.form.show_problems():
            return
        if self._is_numbers_of_another(draft) or (self._nobody and not self._name_subject(draft)):
            return
        replaces = draft.replaces
        try:
            record = self.desk.filing.file_draft(draft)
        except Unfinished:
            self.form.show_problems()
            return
        except KnownError as wrong:
            self.keep()
            self.noticed.emit(Notice.of_error(wrong))
            return
        self._forget_strokes()
        self._drafts.drop(draft, nobody=self._nobody)
        undo = partial(self._undo, record.act, None if replaces else draft, nobody=self._nobody)
        says = "people.corrected" if replaces else "people.filed"
        facts = {"blank": self.blank.title}
        nobody = self._nobody
        if not nobody:
            self._read()
            self._rest()
            self.form.go()
        self.waiting.emit()
        self.noticed.emit(Notice(says, facts, "done", "notice.undo", undo))
        self.filed.emit(record)

    def _is_numbers_of_another(self, draft: Draft) -> bool:
        """Whether a number in the form is somebody else's on file: it is told, and nothing is filed."""
        if draft.blank.id != "person":
            return False
        mine = "" if self._nobody else draft.subject
        holder = self.desk.people.holder(draft.answers, but=mine)
        if holder is not None:
            person = self.desk.people.file(holder).person
            unit = person.class_name or person.department or ""
            facts = {"name": person.name, "unit": unit, "number": person.number or person.register_no or ""}
            self.noticed.emit(Notice.of_error(Problem("people.number_taken", facts)))
        return holder is not None

    def _name_subject(self, draft: Draft) -> bool:
        """A document gives the same subject on every device (DESIGN §3); False where somebody has it already."""
        number, kind = draft.answers.get("document_no"), draft.answers.get("document_type")
        if not isinstance(number, str) or not isinstance(kind, str):
            return True
        known = next(
            (
                file
                for file in self.desk.people.files().values()
                if plain(file.person.document) == plain(number)
            ),
            None,
        )
        if known is not None:
            facts = {
                "name": known.person.name,
                "unit": known.person.class_name or known.person.department or "",
            }
            self.noticed.emit(Notice.of_error(Problem("people.known_already", facts)))
            return False
        draft.subject = self.desk.people.subject_of(kind, number)
        return True

    def withdraw(self, record: str) -> None:
        """Take a record back; can be undone."""
        try:
            taken = self.desk.filing.withdraw(record)
        except KnownError as wrong:
            self.noticed.emit(Notice.of_error(wrong))
            return
        self._read()
        if self.form.draft is None or record in self.form.draft.replaces:
            self._rest()
        facts = {"blank": self.blank.title}
        self.noticed.emit(
            Notice("people.withdrawn", facts, "done", "notice.undo", partial(self._undo, taken[0].act))
        )
        self.waiting.emit()

    def _withdraw_shown(self) -> None:
        if self._draft.replaces:
            self.withdraw(self._draft.replaces[0])

    def _undo(self, act: str, draft: Draft | None = None, *, nobody: bool = False) -> None:
        try:
            self.desk.filing.undo(act)
        except KnownError as wrong:
            self.noticed.emit(Notice.of_error(wrong))
            return
        if draft is not None:
            self._take_up(draft, nobody=nobody)
        elif self.subject and not self._nobody:
            self._read()
            if not self._draft.touched:
                self._rest()
        self.noticed.emit(Notice("shell.undone", {}, "info"))
