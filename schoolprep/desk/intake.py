"""Intake: workbooks, notices and risk-area lists are planned, looked at and taken in; two who are one become one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from pathlib import Path

from schoolprep.declarations import Data
from schoolprep.desk.workspace import WorkspaceDesk
from schoolprep.facts.days import Moment
from schoolprep.facts.problem import CallError
from schoolprep.facts.record import Answers, Record
from schoolprep.facts.steps import Steps, finish
from schoolprep.facts.subject import PAIRS, people_among
from schoolprep.intake import (
    Choices,
    Plan,
    Receipt,
    Taken,
    alike,
    area_lines,
    joining,
    known_now,
    own_templates,
    plan,
    plan_areas,
    plan_pasted,
    remembered_layouts,
    replan,
    taking_in,
    template,
)
from schoolprep.intake.alike import Alike
from schoolprep.intake.given_tables import Clip
from schoolprep.intake.template import Templates
from schoolprep.store import Records
from schoolprep.verdicts.judging import Afresh, Changed, Judging


class IntakeDesk:
    """See the module. `changed` is told whom a change concerns."""

    def __init__(
        self,
        store: Records,
        data: Data,
        workspace: WorkspaceDesk,
        judging: Judging,
        changed: Callable[[Changed], None],
        *,
        kept: Callable[[], Sequence[str]] = tuple,
    ) -> None:
        """`kept`: the passwords of what the school itself handed out."""
        self._kept = kept
        self._store = store
        self._data = data
        self._workspace = workspace
        self._judging = judging
        self._changed = changed

    # -------------------------------------------------------------- plans

    def plan(
        self,
        paths: Sequence[Path],
        today: date | None = None,
        choices: Choices | None = None,
        passwords: Mapping[Path, str] | None = None,
    ) -> Steps[Plan]:
        """Steps that read workbooks and return a `Plan`; nothing is written.

        `choices`: what a person said about columns; without any, what is remembered of the layouts counts.
        `passwords`: those a person gave, by file; the steps raise `NeedsPassword` where one is missing or wrong.
        """
        return plan(
            paths,
            self._store,
            self._data.blanks,
            self._data.divisions,
            self._region,
            today=today,
            choices=choices or self._begun(),
            passwords=passwords,
            phone_form=self._data.phone_form,
            class_forms=self._data.purposes,
            is_past=self._is_past(today),
            kept=self._kept(),
        )

    def plan_pasted(self, clip: Clip, today: date | None = None) -> Steps[Plan]:
        """The same as `plan` for what stands on the clipboard; the steps raise `IsNotice` too."""
        return plan_pasted(
            clip,
            self._store,
            self._data.blanks,
            self._data.divisions,
            self._region,
            today=today,
            choices=self._begun(),
            class_forms=self._data.purposes,
            is_past=self._is_past(today),
        )

    def replan(self, what: Plan, choices: Choices, today: date | None = None) -> Steps[Plan]:
        """The files of a plan, planned with other choices and without reading them again."""
        return replan(
            what,
            choices,
            self._data.divisions,
            self._region,
            today=today,
            class_forms=self._data.purposes,
        )

    def resume(self, what: Plan, today: date | None = None) -> Steps[Plan]:
        """A plan that was taken in, planned again over what is on file now: what still waits in it can be answered."""
        return self.replan(known_now(what, self._store), what.choices, today)

    def plan_areas(
        self,
        lists: Sequence[Path | str],
        today: date | None = None,
        passwords: Mapping[Path, str] | None = None,
        pasted: str = "",
    ) -> Steps[Plan]:
        """The same as `plan` for risk-area lists; a `str` is a bulletin's pasted text, which is called `pasted`."""
        return plan_areas(
            lists,
            self._store,
            self._data.blanks,
            self._data.divisions,
            self._region,
            today=today,
            passwords=passwords,
            pasted=pasted,
        )

    def put_area_right(
        self,
        what: Plan,
        entry: area_lines.AreaLine,
        answers: Answers,
        today: date | None = None,
        *,
        everywhere: bool = False,
    ) -> Steps[Plan]:
        """A plan of risk areas made anew with one entry as a person wrote it; for `everywhere` see `put_right`."""
        return area_lines.put_right(
            what, entry, answers, self._store, self._data.divisions, region=self._region, today=today,
            everywhere=everywhere,
        )  # fmt: skip

    @property
    def _region(self) -> str:
        return self._workspace.school.region

    def _is_past(self, today: date | None) -> bool:
        """Whether the school works by rules that are over: what was of an earlier year is looked at again."""
        profile = self._data.library.profiles.get(self._workspace.school.profile)
        return bool(today and profile and profile.until and profile.until < today)

    # -------------------------------------------------------------- taking in

    def take_in(self, what: Plan, accept: bool | Collection[int] = False) -> Receipt:
        """Write a plan as one act; `accept`: all that is doubtful, or its places in `Plan.doubtful`."""
        taken = finish(self.taking_in(what, accept))
        self.remember(what)
        self.renew(taken)
        return taken.receipt

    def taking_in(self, what: Plan, accept: bool | Collection[int] = False) -> Steps[Taken]:
        """The steps of writing a plan, on any thread; `remember` and `renew` make it count in the window."""
        return taking_in(self._store, what, accept)

    def reading_afresh(self, taken: Taken, on: Moment) -> Steps[Afresh] | None:
        """Steps that read and judge everybody for a moment, on any thread; None where that is a moment's work."""
        long = self._judging.grounds.takes_long(people_among(taken.subjects))
        return self._judging.afresh(on) if long else None

    def renew(self, taken: Taken, read: Afresh | None = None) -> None:
        """What was taken in counts from now on; `read`: what `reading_afresh` ended with."""
        if not taken.receipt.act:
            return
        if read is not None and self._judging.adopt(read):
            self._changed(None)
        else:
            self._changed(self._judging.filed_about(taken.subjects))

    def _begun(self) -> Choices:
        """The choices an intake begins with."""
        return remembered_layouts.recalled(self.remembered())._replace(templates=self.own_templates())

    # -------------------------------------------------------------- the layouts of tools

    def templates(self) -> Templates:
        """The layouts of tools by which sheets are known, the program's and the school's own."""
        return {**template.load(), **self.own_templates()}

    def own_templates(self) -> Templates:
        """Those the school added."""
        return own_templates.kept(self._workspace.school.settings.get(own_templates.KEPT_TEMPLATES))

    def add_template(self, path: Path) -> str:
        """Add one from its file; what the school has of that name is replaced. Returns its name; raises `CallError`."""
        try:
            text = path.read_bytes()
        except OSError as wrong:
            raise CallError("intake.no-file", file=path.name) from wrong
        added = own_templates.read_template(text, path.name, self._data.blanks)
        self._keep_templates({**self.own_templates(), path.stem: added})
        return path.stem

    def withdraw_template(self, name: str) -> None:
        """Forget one of the school's own. Raises `CallError` where it has none of that name."""
        own = self.own_templates()
        if name not in own:
            raise CallError("intake.no-template", name=name)
        self._keep_templates({other: one for other, one in own.items() if other != name})

    def _keep_templates(self, own: Templates) -> None:
        self._workspace.keep_setting(own_templates.KEPT_TEMPLATES, own_templates.dump(own))

    # -------------------------------------------------------------- remembered layouts

    def remembered(self) -> remembered_layouts.Memory:
        """What is remembered of the layouts that were put right by hand."""
        return remembered_layouts.load(self._workspace.school.settings.get(remembered_layouts.SETTING))

    def remember(self, what: Plan, sender: str = "") -> None:
        """Remember what a person said about the layouts of a plan, for the next file that has them."""
        self._keep_remembered(remembered_layouts.learned(self.remembered(), what.choices, what.pages, sender))

    def forget(self, layout: str) -> None:
        """Forget what was said about a layout."""
        self._keep_remembered({key: kept for key, kept in self.remembered().items() if key != layout})

    def _keep_remembered(self, memory: remembered_layouts.Memory) -> None:
        if memory != self.remembered():
            self._workspace.keep_setting(remembered_layouts.SETTING, remembered_layouts.dump(memory))

    # -------------------------------------------------------------- two who are one

    def look_alikes(self) -> list[Alike]:
        """People on file who may be one and the same, without those of whom a person said that they are not."""
        people: dict[str, Answers] = {}
        for record in self._store.current():
            if record.blank == "person" and record.answers:
                people[record.subject] = record.answers
        return alike.look_alikes(people, self.not_the_same())

    def not_the_same(self) -> dict[frozenset[str], str]:
        """The pairs that are not the same person, and the record that says so (withdrawn, they are alike again)."""
        return alike.apart(self._store.current_of(PAIRS))

    def set_apart(self, one: str, other: str) -> list[Record]:
        """Remember that two people who look alike are not the same."""
        records = self._store.append([alike.set_apart(one, other)])
        self._changed(self._judging.filed(records))
        return records

    def join(self, keep: str, other: str) -> list[Record]:
        """Make one person of two, as one act that `undo` takes back. Raises `CallError` for different documents."""
        moved = self._store.current_of(other)
        entries = joining.joined(self._store.current_of(keep), moved, self._data.blanks)
        records = self._store.append(entries, about=self._judging.grounds.file(keep).person.name)
        self._changed(self._judging.filed([*moved, *records]))
        return records
