"""Rulebook: what this school judges by: the program's packs with all that it decided about them, and the deciding.

An imported pack stands beside the program's until it is switched on; one with the id of a known pack then stands in its
place, and a newer edition of it replaces the older, whose record is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from schoolprep.facts.days import Day, Moment
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.gate.porter import Porter
from schoolprep.facts.problem import CallError, Problem, Series
from schoolprep.facts.record import Answers, Entry, Record
from schoolprep.facts.schooldays import Spell
from schoolprep.facts.schooldays.filed import spells_of
from schoolprep.facts.subject import RULES, THE_SCHOOL
from schoolprep.rules.pack import Library, Pack, Profile, in_force, joined, lint, proved, renamed
from schoolprep.rules.pack.change import SCHOOL_PACKS, Change, Way, changed, check, find, school_packs
from schoolprep.rules.pack.flaws import Flaw
from schoolprep.rules.pack.source import Source
from schoolprep.store import Records
from schoolprep.verdicts.decisions import CHANGE, PACK, SWITCH, Decisions, Import, Switch
from schoolprep.verdicts.judge import Rules, compile_rules, rules_of_the_gate

Append = Callable[[Iterable[Entry]], list[Record]]
"""How a desk files: everybody who shows something is told."""


_BREAKS = frozenset({"tests-beyond", "tests-unordered", "branch-missing", "outlasts"})
"""What a single new number can upset elsewhere in its rule, with a sentence of its own."""


class ListedPack(NamedTuple):
    """A pack as the list of packs shows it."""

    pack: Pack
    on: bool
    imported: Import | None
    switch: Switch | None


class Rulebook:
    """See the module; `decided`: what it follows from.

    `library` raises `CallError` where a pack that is switched on cannot be read any more.
    """

    def __init__(self, store: Records, own: Library, divisions: Divisions, file: Append) -> None:
        self.decided = Decisions(store)
        self._porter = Porter({})
        self._store = store
        self._own = own
        self._divisions = divisions
        self._file = file
        self._library: Library | None = None
        self._compiled: dict[tuple[str, Day, Day], Rules] = {}
        self._calendar: tuple[Spell, ...] | None = None

    def forget(self) -> None:
        """Something was filed about rules or the calendar, or the school was changed."""
        self.decided.forget()
        self._library = self._calendar = None
        self._compiled.clear()

    # -------------------------------------------------------------- what is judged by

    def in_force(self, on: Moment, profile: str | None = None) -> Rules:
        """The compiled rules of a day. Raises `CallError` for an unknown profile."""
        key = (profile or self._store.school.profile, on.day, self._store.today())
        if key not in self._compiled:
            self._compiled[key] = self.compiled(self.library(), on, profile)
        return self._compiled[key]

    def _spells(self) -> tuple[Spell, ...]:
        """What the school filed of its calendar."""
        if self._calendar is None:
            self._calendar = spells_of(self._store.current_of(THE_SCHOOL))
        return self._calendar

    def broken(self, on: Moment) -> Problem | None:
        """Why nobody can be judged (a change of the school that fits no rule, a pack that cannot be read), or None."""
        try:
            self.in_force(on)
        except CallError as wrong:
            return wrong.problem
        return None

    def compiled(self, library: Library, on: Moment, profile: str | None = None) -> Rules:
        """The rules of a day out of another library: for looking before deciding."""
        school, seat = self._store.school, self._store.seat
        rules = compile_rules(
            in_force(library, profile or school.profile, on.day),
            school.region,
            self._spells(),
            known=self._store.today(),
        )
        return rules_of_the_gate(rules) if seat is not None and seat.role == "gate" else rules

    # -------------------------------------------------------------- what follows

    def packs(self) -> list[ListedPack]:
        """Every pack known here, the program's own first, with whether it applies and who said so."""
        imports, switches, named = self.decided.imports(), self.decided.switches(), self._named()
        found: list[ListedPack] = []
        for id_ in dict.fromkeys((*self._own.packs, *imports)):
            switch = switches.get(id_)
            if id_ in self._own.packs:
                on = id_ in named and not _stands_in(id_, imports, switch) and (switch is None or switch.on)
                found.append(ListedPack(self._own.packs[id_], on, None, switch))
            if id_ in imports:
                on = switch is not None and switch.on and switch.imported
                found.append(ListedPack(imports[id_].pack, on, imports[id_], switch))
        return found

    def _named(self) -> frozenset[str]:
        """The packs of the profile in use."""
        profile = self.base().profiles.get(self._store.school.profile)
        return frozenset(profile.packs if profile else ())

    def library(self) -> Library:
        """Everything this school can judge by, with its switches and its own numbers."""
        if self._library is None:
            self._library = self._with(self.decided.changes())
        return self._library

    def library_with(
        self, *changes: Change, without: Collection[str] = (), added: Collection[str] = ()
    ) -> Library:
        """The same as if `changes` had been filed and packs switched: for looking before deciding.

        `without`: packs left out, the school's own numbers in them as well; `added`: packs that apply beside those of
        the profile, an imported one before the program's own of that id. Raises `CallError`.
        """
        base = self._tried(without, added)
        full = [self.named_in_full(change) for change in changes]
        decided = self.decided.changes()
        filed = [one for one in decided if not any(_replaces(change, one) for change in full)]
        tried = [change for change in full if _differs(base, change, decided)]
        made = self._with([*filed, *tried], base)
        return renamed(made, lambda profile: (name for name in profile.packs if name not in without))

    def _tried(self, without: Collection[str], added: Collection[str]) -> Library:
        """The packs as they would be switched, without the school's own numbers. Raises `CallError`."""
        base, imports = self.base(), self.decided.imports()
        packs = joined(base.packs, {id_: imports[id_].pack for id_ in added if id_ in imports})
        for id_ in added:
            if id_ not in packs:
                raise CallError("rules.unknown-pack", pack=id_, known=Series(packs))
        return renamed(
            Library(packs, base.profiles),
            lambda profile: (name for name in (*profile.packs, *added) if name not in without),
        )

    def base(self) -> Library:
        """The packs switched on here, without the school's own numbers."""
        imports, switches = self.decided.imports(), self.decided.switches()
        for id_, problem in self.decided.unreadable().items():
            # without it the school would judge by less than it decided
            if id_ in switches and switches[id_].on and switches[id_].imported:
                raise CallError(problem.code, **problem.facts)
        standing = (id_ for id_ in imports if _stands_in(id_, imports, switches.get(id_)))
        packs = joined(self._own.packs, {id_: imports[id_].pack for id_ in standing})
        off = {id_ for id_, switch in switches.items() if not switch.on}
        on = [one for one in switches.values() if one.on and one.pack in packs]

        def names(profile: Profile) -> Iterator[str]:
            added = (one.pack for one in on if one.profile == profile.id)
            return (name for name in (*profile.packs, *added) if name not in off)

        return renamed(Library(packs, self._own.profiles), names)

    def _with(self, changes: Iterable[Change], base: Library | None = None) -> Library:
        base = base or self.base()
        own = {pack.id: pack for pack in _school_packs(base, changes)}
        return renamed(
            Library(joined(base.packs, own), base.profiles),
            lambda profile: (
                *profile.packs,
                *(school for name in profile.packs if (school := f"{SCHOOL_PACKS}{name}") in own),
            ),
        )

    def flaws(self, pack: Pack, source: Source | None = None) -> list[Flaw]:
        """What lint and examples say of a pack, beside the packs this school has; with lines of its `source`."""
        from schoolprep.verdicts.vetting import vet  # noqa: PLC0415 - only where a pack is looked through

        return vet(proved(pack), self.base(), self._divisions, self._store.school.profile, source)

    # -------------------------------------------------------------- deciding

    def take(self, text: str, file: str, found: Sequence[Flaw] | None = None) -> tuple[Pack, Sequence[Flaw]]:
        """File a pack; it is off until it is switched on, and a newer edition of one that is on goes on applying.

        `found`: its flaws, where they were looked for already beside the packs of now.
        Raises `CallError` for a text that is no pack, and for a newer edition with grave flaws of a pack that is on:
        then the older one stays in force.
        """
        pack = self.decided.pack_of(text, file)
        if pack.id.startswith(SCHOOL_PACKS):
            raise CallError("rulebook.reserved", file=file, pack=pack.id, start=SCHOOL_PACKS)
        flaws = self.flaws(pack, Source.of(text, file)) if found is None else found
        older = self.decided.imports().get(pack.id)
        switch = self.decided.switches().get(pack.id)
        if older is not None and older.text == text:
            raise CallError("rulebook.same-pack", file=file, pack=pack.id)
        if older is not None and switch is not None and switch.on and switch.imported:
            self._refuse_grave(pack, flaws)
            self._refuse_lost(pack)
        answers: Answers = {"pack": pack.id, "file": file, "text": text}
        self._let_in(PACK, answers, _ids(older))
        return pack, flaws

    def _refuse_grave(self, pack: Pack, flaws: Sequence[Flaw]) -> None:
        grave = sum(flaw.grave for flaw in flaws)
        if grave:
            raise CallError("rulebook.grave", pack=pack.id, count=grave)

    def _refuse_lost(self, pack: Pack) -> None:
        """A change of the school that the pack would leave without its rule or number is told, not dropped."""
        for change in self.decided.changes():
            if change.rule.startswith(f"{pack.id}/"):
                try:
                    check(joined(self.base().packs, {pack.id: pack}), change)
                except CallError as wrong:
                    raise CallError("rulebook.lost-change", pack=pack.id, rule=change.rule) from wrong

    def switch(
        self, pack_id: str, *, on: bool, why: str, document: str = "", found: Sequence[Flaw] | None = None
    ) -> None:
        """Switch a pack on or off. Raises `CallError`: no such pack, no reason, grave flaws, nothing to switch.

        Switching off a pack of a higher layer than the school needs a document. `found`: the flaws of a pack to be
        switched on, where they were looked for already beside the packs of now.
        """
        imported = self.decided.imports().get(pack_id)
        own = self._own.packs.get(pack_id)
        pack = imported.pack if imported else own
        if pack is None:
            known = Series(dict.fromkeys((*self._own.packs, *self.decided.imports())))
            raise CallError("rules.unknown-pack", pack=pack_id, known=known)
        if not why.strip():
            raise CallError("rulebook.no-switch-why", pack=pack_id)
        if on:
            source = imported.source if imported else None
            self._refuse_grave(pack, self.flaws(pack, source) if found is None else found)
            self._refuse_lost(pack)
        elif pack.layer != "school" and not document.strip():
            raise CallError("rulebook.off-needs-document", pack=pack_id)
        last = self.decided.switches().get(pack_id)
        if any(one.on == on for one in self.packs() if one.pack is pack):
            raise CallError("rulebook.on-already" if on else "rulebook.off-already", pack=pack_id)
        answers: Answers = {
            "pack": pack_id, "on": on, "imported": imported is not None, "profile": self._store.school.profile,
            "why": why.strip(), "document": document.strip(),
        }  # fmt: skip
        self._let_in(SWITCH, answers, _ids(last))

    def drop(self, pack_id: str) -> None:
        """Withdraw an imported pack and its switch; the program's own of this id applies again."""
        filed = self.decided.filed(pack_id)
        if not filed:
            known = Series(self.decided.imports(), nothing="—")
            raise CallError("rulebook.not-imported", pack=pack_id, known=known)
        left = self._own.packs.get(pack_id)
        lost = [one for one in self.decided.changes() if one.rule.startswith(f"{pack_id}/")]
        for change in lost:
            try:
                check({pack_id: left} if left else {}, change)
            except CallError as wrong:
                raise CallError("rulebook.lost-change", pack=pack_id, rule=change.rule) from wrong
        switch = self.decided.switches().get(pack_id)
        olds = [(PACK, old) for old in filed] + [(SWITCH, old) for old in _ids(switch)]
        self._file([Entry(blank=blank, subject=RULES, answers=None, replaces=(old,)) for blank, old in olds])

    def weigh(self, change: Change) -> Way:
        """Where a change would go. Raises `CallError` where it may not be filed: why, document, value."""
        base = self.base()
        going = check(base.packs, change)
        self._refuse_broken(base, change)
        return going

    def unfit(self, change: Change) -> Problem | None:
        """Why the rule with this change would make no sense (a test beyond its stage); None where it would.

        A reason is not asked for: the change is only tried.
        """
        tried = self.named_in_full(change)._replace(why=change.why or "—")
        try:
            self._refuse_broken(self.base(), tried)
        except CallError as wrong:
            return wrong.problem
        return None

    def _refuse_broken(self, base: Library, change: Change) -> None:
        """The rule made of all the school's changes must still make sense (test days within their stage)."""
        library = self.library_with(change)
        pack, rule = find(base.packs, change.rule)
        made = library.packs.get(f"{SCHOOL_PACKS}{pack.id}")
        if made is None:  # set back to what the packs say
            return
        for own in made.rule:
            for flaw in lint.of_rule(made, own) if own.id == rule.id else ():
                if flaw.grave or flaw.code in _BREAKS:
                    known = flaw.code in _BREAKS
                    code = f"rulebook.breaks-{flaw.code}" if known else "rulebook.breaks"
                    raise CallError(code, rule=change.rule, parameter=flaw.parameter, **flaw.facts)

    def named_in_full(self, change: Change, on: Day | None = None, profile: str | None = None) -> Change:
        """The change with the whole key of its rule; of several of that name the one in force on the day.

        Raises `CallError` where that leaves several.
        """
        base = self.base()
        standing: set[str] = set()
        if on is not None and "/" not in change.rule:
            rules = in_force(base, profile or self._store.school.profile, on).rules
            standing = {f"{pack.id}/{rule.id}" for pack, rule in rules}
        pack, rule = find(base.packs, change.rule, standing)
        return change._replace(rule=f"{pack.id}/{rule.id}")

    def change(self, change: Change) -> Way:
        """File a change; it takes the place of an earlier one of the same target. Raises `CallError`."""
        change = self.named_in_full(change)
        going = self.weigh(change)
        olds = tuple(one.record for one in self.decided.changes() if _replaces(change, one))
        answers: Answers = {"rule": change.rule, "why": change.why.strip()}
        for name in ("parameter", "value", "variant", "document"):
            if text := str(getattr(change, name)).strip():
                answers[name] = text
        if change.off:
            answers["off"] = True
        self._let_in(CHANGE, answers, olds)
        return going

    def _let_in(self, blank: str, answers: Answers, replaces: tuple[str, ...]) -> None:
        entry = Entry(blank=blank, subject=RULES, answers=answers, replaces=replaces)
        self._file([self._porter.let_in(entry)])

    def withdraw_change(self, change: Change) -> None:
        """Take back what was filed of this rule and target; without one, everything of the rule.

        Raises `CallError` where nothing was filed. It works for a rule that is no longer there as well.
        """
        filed = [one for one in self.decided.changes() if _meant(change, one)]
        if not filed:
            raise CallError("rulebook.no-change", rule=change.rule)
        self._file(Entry(blank=CHANGE, subject=RULES, answers=None, replaces=(one.record,)) for one in filed)


def _replaces(new: Change, old: Change) -> bool:
    """Whether a change takes an earlier one's place: setting a rule aside takes the place of all, and they of it."""
    if new.rule != old.rule:
        return False
    return new.off or old.off or new.target == old.target


def _meant(asked: Change, filed: Change) -> bool:
    """Whether a filed change is one that was asked for, the rule named in full or by its own id."""
    named = filed.rule == asked.rule or filed.rule.partition("/")[2] == asked.rule
    whole = not asked.parameter and not asked.off
    return named and (whole or (filed.parameter, filed.off) == (asked.parameter, asked.off))


def _stands_in(id_: str, imports: Mapping[str, Import], switch: Switch | None) -> bool:
    """Whether an imported pack has taken the place of the program's own of that id."""
    return id_ in imports and switch is not None and switch.on and switch.imported


def _ids(said: Import | Switch | None) -> tuple[str, ...]:
    return (said.record,) if said is not None else ()


def _differs(base: Library, change: Change, decided: Iterable[Change]) -> bool:
    """Whether a change makes another rule than the packs have. Raises `CallError` where it cannot be made.

    To set a number back to what the packs say is to take the school's own away: where there is one, that is no
    mistake.
    """
    try:
        changed(find(base.packs, change.rule)[1], change)
    except CallError as wrong:
        if wrong.problem.code == "rulebook.same-value" and any(_replaces(change, one) for one in decided):
            return False
        raise
    return True


def _school_packs(base: Library, changes: Iterable[Change]) -> Iterator[Pack]:
    """Raises `CallError` where a change no longer fits: without it the school would be judged by less."""
    listed = list(changes)
    for change in listed:
        try:
            changed(find(base.packs, change.rule)[1], change)
        except CallError as wrong:
            raise CallError("rulebook.unfit-change", rule=change.rule) from wrong
    yield from school_packs(base.packs, listed)
