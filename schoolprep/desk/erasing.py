"""Erasing: what is on file of somebody goes for good when they or the law ask it; a certificate says what was done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from schoolprep.declarations import Data
from schoolprep.desk.workspace import WorkspaceDesk
from schoolprep.facts.blank import hidden
from schoolprep.facts.days import local
from schoolprep.facts.file import File, Person
from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import CallError, KnownError, Series
from schoolprep.facts.record import Record
from schoolprep.facts.subject import is_person
from schoolprep.facts.text import Text
from schoolprep.facts.words import listed, say
from schoolprep.intake import remembered_layouts
from schoolprep.roster.masks import MASKS
from schoolprep.rules.pack import Pack
from schoolprep.store import Store
from schoolprep.store.records.erasing import Erased, Erasure
from schoolprep.store.records.nouns import spoken

KEEP_DAYS = "privacy.keep-days"
"""Setting of a school: days it keeps what no source names a time for, after the purpose is over."""
_NOTHING = Erased("", {}, 0, 0)
_TELLING = 2
"""Signs a name must have to be looked for in what others say."""


class ErasureOutlook(NamedTuple):
    """What an erasure would take, and what it does not reach."""

    subjects: tuple[str, ...]
    """The person, and whoever turned out to be the same."""
    person: Person
    would: Erased
    mentions: int
    """Records of other people that name this person: they are theirs, and stay."""
    copies: tuple[Path, ...]
    """Older copies beside the file, which hold everything until they are made anew or thinned out."""


class Keeping(NamedTuple):
    """What was collected for a purpose that is over, and until when it may be kept."""

    pack: str
    title: Text
    cites: Text
    forms: tuple[str, ...]
    ended: date
    """The last day of the pack."""
    until: date
    """What was filed up to this day is of that purpose: to the pack's end, or, where the school's rules are over
    altogether, all there is."""
    days: int | None
    """How many days after it: as the source says, else as the school does; None: nobody has said."""
    said_by_source: bool
    would: Erased
    """What erasing it would take now."""

    def is_due(self, today: date) -> bool:
        """Whether its time is over."""
        return self.days is not None and today > self.ended + timedelta(days=self.days)

    @property
    def erasure(self) -> Erasure:
        """What erases it: these answers of everybody."""
        return Erasure(blanks=self.forms, until=f"{self.until.isoformat()}T23:59:59+14:00")


class Certificate(NamedTuple):
    """What was erased, for the family's hands and the school's folder; nothing of it is kept in the file."""

    school: str
    person: Person
    why: str
    erased: Erased
    author: str
    written: str
    mentions: int
    copies: tuple[str, ...]
    in_china: bool
    titles: Mapping[str, Text]

    def lines(self, lang: Lang) -> list[str]:
        """The title and the paragraphs of the paper."""
        return [say("privacy.certificate-title", lang), *self._paragraphs(lang)]

    def _paragraphs(self, lang: Lang) -> Iterator[str]:
        who = self.person
        unit = who.class_name or who.department or say("privacy.no-unit", lang)
        yield say("privacy.certificate-done", lang, school=self.school, written=spoken(self.written))
        number = MASKS["identity"](who.document) if who.document else say("privacy.no-number", lang)
        yield say("privacy.certificate-whom", lang, name=who.name, unit=unit, document=number)
        yield say("privacy.certificate-why", lang, why=self.why)
        if self.in_china:
            yield say("privacy.certificate-law", lang)
        counts = listed(
            (
                say("privacy.count", lang, blank=self.titles.get(blank, blank), n=count)
                for blank, count in self.erased.counts.items()
            ),
            lang,
        )
        yield say(
            "privacy.certificate-what", lang, counts=counts, n=self.erased.records, papers=self.erased.papers
        )
        yield say("privacy.certificate-left", lang)
        if self.mentions:
            yield say("privacy.certificate-mentions", lang, n=self.mentions)
        yield (
            say("privacy.certificate-copies", lang, n=len(self.copies), copies=Series(self.copies))
            if self.copies
            else say("privacy.certificate-no-copies", lang)
        )
        yield say("privacy.certificate-hands", lang)
        yield say("privacy.certificate-sign", lang, number=self.erased.act[:12], author=self.author)


class ErasingDesk:
    """See the module. `erased` is told of whom nothing is left."""

    def __init__(
        self,
        store: Store,
        data: Data,
        workspace: WorkspaceDesk,
        files: Callable[[], Mapping[str, File]],
        erased: Callable[[frozenset[str]], None],
    ) -> None:
        self._store = store
        self._data = data
        self._workspace = workspace
        self._files = files
        self._erased = erased

    def outlook(self, subject: str) -> ErasureOutlook:
        """What an erasure of somebody would take; nothing is changed."""
        person = self._files()[subject].person
        subjects = self._same(subject)
        would = self._store.erasures.would_take([Erasure(one) for one in subjects])
        mentions = sum(_names(record, person) for record in self._of_others(subjects))
        return ErasureOutlook(subjects, person, would, mentions, tuple(self._store.older_copies()))

    def erase(self, subject: str, why: str) -> Certificate:
        """Erase everything about somebody for good. Raises `CallError` without a reason, `KnownError` for a full disk.

        The same for whoever was found to be the same person. What others say of them stays theirs.
        """
        if not why.strip():
            raise CallError("privacy.no-reason")
        outlook = self.outlook(subject)
        person = outlook.person
        what = [Erasure(one) for one in outlook.subjects]
        erased = self._store.erasures.erase(
            what, why.strip(), words=[*filter(None, (person.document, person.name))]
        )
        self._forget_names(person)
        self._erased(frozenset(outlook.subjects))
        filed = self._store.of_act(erased.act)[0]
        return Certificate(
            self._workspace.school.name, person, why.strip(), erased, filed.author,
            local(filed.written, self._workspace.school.zone).text(), outlook.mentions,
            tuple(path.name for path in outlook.copies), self._workspace.school.region[:1].isdigit(),
            {id_: blank.title for id_, blank in {**self._data.blanks, **hidden()}.items()},
        )  # fmt: skip

    def renew_copies(self) -> Path:
        """One fresh copy in the place of every older one beside the file. Raises `KnownError` for a full disk."""
        return self._store.renew_copies()

    # -------------------------------------------------------------- what has been kept long enough

    def keepings(self, today: date) -> list[Keeping]:
        """What was collected for purposes that are over and still stands, by the packs of the school's profile."""
        library = self._data.library
        profile = library.profiles.get(self._workspace.school.profile)
        if profile is None:
            return []
        packs = [library.packs[one] for one in profile.packs if one in library.packs]
        over = profile.until is not None and profile.until < today
        found = [
            self._keeping(one, today if over else one.until)
            for one in packs
            if one.retention and one.until and one.until < today
        ]
        return [one for one in found if one.would.records]

    def _keeping(self, pack: Pack, until: date) -> Keeping:
        assert pack.retention is not None
        assert pack.until is not None
        said = pack.retention.days
        days = self.own_days if said is None else said
        forms = tuple(pack.retention.forms.split())
        made = Keeping(
            pack.id,
            pack.title,
            pack.retention.cites,
            forms,
            pack.until,
            until,
            days,
            said is not None,
            _NOTHING,
        )
        return made._replace(would=self._store.erasures.would_take([made.erasure]))

    @property
    def own_days(self) -> int | None:
        """For how many days the school keeps what no source names a time for; None: it has not said."""
        kept = self._workspace.school.settings.get(KEEP_DAYS)
        return kept if isinstance(kept, int) and not isinstance(kept, bool) else None

    def keep_for(self, days: int) -> None:
        """Keep it for so many days after the purpose is over."""
        self._workspace.keep_setting(KEEP_DAYS, days)

    def erase_kept(self, keeping: Keeping, why: str) -> Erased:
        """Erase it for good; the counts remain. Raises `KnownError` for a full disk."""
        erased = self._store.erasures.erase([keeping.erasure], why, purpose=keeping.pack)
        self._erased(frozenset(self._files()))
        return erased

    # -------------------------------------------------------------- who it is

    def _same(self, subject: str) -> tuple[str, ...]:
        """Those whose records this person's replaced and who are on file no more: they were joined."""
        found, waiting = [subject], [subject]
        while waiting:
            olds = (old for record in self._store.history(waiting.pop()) for old in record.replaces)
            for old in olds:
                other = self._subject_of(old)
                if is_person(other) and other not in found and other not in self._files():
                    found.append(other)
                    waiting.append(other)
        return tuple(found)

    def _subject_of(self, record: str) -> str:
        try:
            return self._store.record(record).subject
        except KnownError:  # it stands on a device of which only a part is here
            return ""

    def _of_others(self, subjects: tuple[str, ...]) -> Iterator[Record]:
        return (
            one for one in self._store.current() if is_person(one.subject) and one.subject not in subjects
        )

    def _forget_names(self, person: Person) -> None:
        """Files named after the person, among what is remembered of layouts."""
        memory = remembered_layouts.load(self._workspace.school.settings.get(remembered_layouts.SETTING))
        kept = remembered_layouts.without_names(memory, [*filter(None, (person.document, person.name))])
        if kept != memory:
            self._workspace.keep_setting(remembered_layouts.SETTING, remembered_layouts.dump(kept))


def _names(record: Record, person: Person) -> bool:
    """Whether a record of somebody else names this person."""
    said = "\n".join(map(str, (record.answers or {}).values()))
    named = len(person.name) >= _TELLING and person.name in said
    return named or bool(person.document and person.document in said)
