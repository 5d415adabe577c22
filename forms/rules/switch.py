"""Switch: a pack switched on or off by the school: reason, document, who changes; a pack with grave flaws stays off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import Signal

from forms.pages.background import Job
from forms.rules.decision import Decision, ToldLine
from forms.words.tr import lang, say
from schoolprep.desk.whatif import Side
from schoolprep.facts.problem import CallError, Filling
from schoolprep.facts.steps import Steps
from schoolprep.rules.pack import Pack, proved
from schoolprep.rules.pack.flaws import Flaw
from schoolprep.verdicts import vetting


class _Asked(NamedTuple):
    """Which pack, and which way."""

    pack: Pack
    on: bool


class _Vetted(NamedTuple):
    """What is wrong with a pack that is to be switched on."""

    pack: Pack
    flaws: list[Flaw]


class SwitchForm(Decision):
    """See the module."""

    started = Signal(object)
    """A `Job` to run."""

    _asked: _Asked | None = None
    _flaws: list[Flaw] | None = None
    _idle = False
    """It makes no difference on the day judged for."""

    def ask(self, pack: Pack, *, on: bool) -> None:
        """Ask for a pack to be switched."""
        self.bind(self.why.setPlaceholderText, "packspage.why_hint")
        self.bind(self.document.setPlaceholderText, "packspage.document_hint")
        self._asked, self._flaws = _Asked(pack, on), None
        self.filed_key = "packspage.switched_on" if on else "packspage.switched_off"
        self.begin(self.why)
        if on:
            self._vet(pack)

    def _vet(self, pack: Pack) -> None:
        """Look a pack through before it may be switched on, off the window's thread."""
        imported = self.desk.rules.decided.imports().get(pack.id)
        source = imported.source if imported else None
        base, profile, divisions = (
            self.desk.rules.base(),
            self.desk.workspace.school.profile,
            self.desk.data.divisions,
        )

        def steps() -> Steps[_Vetted]:
            yield 0, 1
            return _Vetted(pack, vetting.vet(proved(pack), base, divisions, profile, source))

        self.started.emit(Job(say("packspage.vetting"), steps()).then(self._vetted))

    def _vetted(self, vetted: _Vetted) -> None:
        if self._asked is not None and self._asked.pack is vetted.pack:
            self._flaws = vetted.flaws
            self.edited()

    def is_open(self) -> bool:
        """Whether a pack is being switched."""
        return self._asked is not None

    def forget(self) -> None:
        """No pack is."""
        self._asked = self._flaws = None

    def ready(self) -> bool:
        """A pack to be switched on was looked through."""
        return self._asked is not None and (not self._asked.on or self._flaws is not None)

    def weigh(self) -> tuple[Side, Side] | None:
        """The day with the pack and without it; where that is the same, nobody changes."""
        self._idle = False
        if self._asked is None:
            return None
        id_, grave = self._asked.pack.id, sum(flaw.grave for flaw in self._flaws or ())
        if grave:
            raise CallError("packspage.grave_stays_off", count=grave)
        after = Side(self.on, with_=(id_,)) if self._asked.on else Side(self.on, without=(id_,))
        if not self._differs():
            self._idle, self.moves = True, 0
            return None
        return Side(self.on), after

    def _differs(self) -> bool:
        """Whether the pack applies that day with one of the two and not with the other."""
        if self._asked is None:
            return False
        pack, day = self._asked.pack, self.on.day
        applies = any(one is pack for one in self.desk.rules.in_force(self.on).source.packs)
        inside = pack.since.toordinal() <= day and (pack.until is None or day <= pack.until.toordinal())
        return inside and applies != self._asked.on

    def tell(self) -> ToldLine:
        """What follows."""
        if self._asked is None:
            return "", "note"
        if not self.ready():
            return say("packspage.vetting"), "note"
        if self._idle:
            return say("packspage.idle"), "note"
        return say("packspage.on_means" if self._asked.on else "packspage.off_means"), "caution"

    def needs_document(self) -> bool:
        """Switching off what a higher layer ordered rests on a document."""
        return self._asked is not None and not self._asked.on and self._asked.pack.layer != "school"

    def decide(self) -> Mapping[str, Filling]:
        """File the switch."""
        if self._asked is None:
            return {}
        pack, on = self._asked
        why, document = self.why.text(), self.document.text()
        self.desk.rules.switch(pack.id, on=on, why=why, document=document, found=self._flaws)
        return {"pack": pack.title[lang()]}

    def word(self) -> None:
        """The title."""
        if self._asked is not None:
            key = "packspage.switch_on" if self._asked.on else "packspage.switch_off"
            title = say(key, pack=self._asked.pack.title[lang()])
            self.head_label.setText(title)
            self.setAccessibleName(title)
