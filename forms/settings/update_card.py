"""Updates: which version runs, a newer one from a file, and the way back to the one before."""

from __future__ import annotations

from functools import partial

from forms.look.style import set_kind
from forms.pages.asking import UPDATES, Asking
from forms.pages.background import Job
from forms.pages.notice import Notice
from forms.parts.card import WordButton, text_label
from forms.settings.card import SettingsCard, acts
from forms.words.tr import say
from schoolprep.desk import Desk
from schoolprep.facts.steps import Steps
from schoolprep.updates import TakenUpdate, UpdateFile, Versions, go_back, read, running_from, take, trusted


class UpdateCard(SettingsCard):
    """See the module. Nothing of the version that runs is touched; the next start takes what was chosen here."""

    def __init__(self, desk: Desk, asking: Asking, versions: Versions | None = None) -> None:
        """`versions` is where this program runs from, unless it is said."""
        super().__init__(desk, "settings.update")
        self.asking = asking
        self.versions = versions or running_from()
        self.maker = trusted()
        self.state, self.signer = text_label("", wrap=True, select=True), text_label("quiet", wrap=True)
        self.update_from = WordButton("settings.update_from", icon="open", tip="settings.update_from_tip")
        self.update_from.clicked.connect(self._choose)
        self.back = WordButton("settings.update_back", icon="undo", facts={"version": ""})
        self.back.clicked.connect(self._go_back)
        self.body.addWidget(self.state)
        self.body.addWidget(self.signer)
        self.body.addLayout(acts(self.update_from, self.back))
        self.composed(self.fill)

    def fill(self) -> None:
        """Say what runs, what the next start takes, and what lies beside it."""
        versions = self.versions
        self.signer.setVisible(versions is not None)
        self.update_from.setVisible(versions is not None)
        self.back.setVisible(versions is not None and bool(versions.other))
        if versions is None:
            self.state.setText(say("settings.update_checkout"))
            return
        self.signer.setText(
            say(
                "settings.update_test" if self.maker.test else "settings.update_signed_by",
                maker=self.maker.name,
            )
        )
        set_kind(self.signer, "problem" if self.maker.test else "quiet")
        waits = "update_waits" if versions.next != versions.running else ""
        key = waits or ("update_kept" if versions.other else "update_alone")
        facts = {"running": versions.running, "next": versions.next, "other": versions.other}
        self.state.setText(say(f"settings.{key}", **facts))
        self.back.bind(self.back.setText, "settings.update_back", version=versions.other)

    # ------------------------------------------------------------- a newer one

    def _choose(self) -> None:
        files = self.asking.open_files(self, "settings.update_title", UPDATES)
        if len(files) > 1:
            self.noticed.emit(Notice("settings.update_one", tone="error"))
        elif files and self.versions:
            steps = read(files[0], self.versions, self.maker)
            self._start(Job(say("settings.update_reading", name=files[0].name), steps).then(self._offer))

    def _offer(self, file: UpdateFile) -> None:
        assert self.versions is not None
        update, running = file.update, self.versions.running
        facts = {"version": update.version, "made": update.made.isoformat(), "maker": self.maker.name}
        if self.asking.sure(self, say("settings.update_sure", running=running, **facts)):
            title = say("settings.update_taking", version=update.version)
            self._start(Job(title, take(file, self.versions)).then(self._taken))

    def _taken(self, taken: TakenUpdate) -> None:
        self.fill()
        says = "settings.update_taken_gone" if taken.gone else "settings.update_taken"
        facts = {"version": taken.version, "gone": " ".join(taken.gone)}
        self.noticed.emit(Notice(says, facts))

    # ------------------------------------------------------------- the way back

    def _go_back(self) -> None:
        versions = self.versions
        if versions is None:
            return
        other = versions.other
        if self.asking.sure(self, say("settings.update_back_sure", version=other, next=versions.next)):
            self._start(
                Job(say("settings.update_trying", version=other), _back(versions)).then(self._went_back)
            )

    def _went_back(self, version: str) -> None:
        self.fill()
        self.noticed.emit(Notice("settings.update_went_back", {"version": version}))

    def _start(self, job: Job[object]) -> None:
        self._busy(on=True)
        self.started.emit(job.always(partial(self._busy, on=False)))

    def _busy(self, *, on: bool) -> None:
        for button in (self.update_from, self.back):
            button.setEnabled(not on)


def _back(versions: Versions) -> Steps[str]:
    yield 0, 1
    return go_back(versions)
