"""Perhaps: everybody on file whom what a row says may mean, however loosely; nothing is ever filed by it.

What stands behind a name is cut off (赵敏（走读）, 陈小宝38.5), several names of one cell are several people, a given
name or initials mean everybody who is called so, and a name nearly somebody's in the same class may be theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from schoolprep.facts.search import spellings
from schoolprep.intake.alike import one_character_apart
from schoolprep.intake.documents import is_slip
from schoolprep.intake.people import PeopleOnFile, name_key, text
from schoolprep.intake.rows import RowSubject

_HAN = re.compile(r"[\u3005-\u3007\u3400-\u9fff\U00020000-\U0003ffff·]+")
_SPACE_BETWEEN = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
_COUNTED = re.compile(r"\d+\s*[)）]?\s*[号班组床位]|[一二三四五六七八九十]\s*[)）]?\s*班")
"""What counts somebody or a class before a name."""
_LATIN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_APART = re.compile(r"[、,，;；/&+\n]|\band\b", re.IGNORECASE)
_SHORTEST, _LONGEST = 2, 8
"""Signs of a Chinese name that is looked for in a longer writing."""
_PLAIN = 3
"""Up to so many signs a Chinese writing is one name, and none is looked for in it."""
_PREFIX = 3
"""Letters that are left of a name that was shortened (Ben for Benjamin); a single one is its initial."""


class PerhapsMeant:
    """See the module. Made of people who do not change while it is asked."""

    def __init__(self, people: PeopleOnFile) -> None:
        self._people = people
        self._found: dict[RowSubject, tuple[str, ...]] = {}

    def of(self, who: RowSubject) -> tuple[str, ...]:
        """Everybody by their number, and by their name: those of the row's class, where there are any."""
        found = self._found.get(who)
        if found is None:
            numbered = [*filter(None, [self._people.with_document(who.document)]), *self._numbered(who)]
            found = self._found[who] = tuple(dict.fromkeys((*numbered, *self._named(who))))
        return found

    def near(self, who: RowSubject) -> list[str]:
        """Everybody of the row's class whose name is a character away, or sounds alike."""
        names = ((one, self._says(one, "name")) for one in self._classes.get(who.class_name, ()))
        return [one for one, name in names if _is_near(name, who.name)]

    def _numbered(self, who: RowSubject) -> Sequence[str]:
        """Whoever has the number; one that is counted within a class is anybody's where nothing else is said."""
        return self._people.with_number(who) or ([] if who.name else self._people.holders(who.number))

    def _named(self, who: RowSubject) -> Sequence[str]:
        if not who.name:
            return ()
        namesakes = self._people.namesakes(who.name)
        exact = [one for one in namesakes if not self._is_another(one, who)]
        ours = self._ours(exact, who)
        if ours or (exact and not who.class_name):
            return ours or exact
        near = self.near(who) if who.class_name else []
        loose = () if namesakes else self._loosely(who)
        return [*exact, *near, *loose]

    def _is_another(self, subject: str, who: RowSubject) -> bool:
        """Whether a namesake has another document, no slip of the pen apart, and not even the class or birth date."""
        own = self._says(subject, "document_no")
        differs = bool(who.document and own) and who.document != own and not is_slip(who.document, own)
        return differs and not self._ours([subject], who)

    def _ours(self, found: Sequence[str], who: RowSubject) -> list[str]:
        """Those of the birth date that is written, else of the class."""
        for field, said in (("birth_date", who.birth_date), ("class_name", who.class_name)):
            if meant := [one for one in found if said and self._says(one, field) == said]:
                return meant
        return []

    def _loosely(self, who: RowSubject) -> Sequence[str]:
        """Whom parts of what stands where the name should be mean."""
        ways = (who.name, _SPACE_BETWEEN.sub("", who.name), _COUNTED.sub(" ", who.name))
        pieces = dict.fromkeys(piece.strip("·") for way in ways for piece in _HAN.findall(way))
        found = [one for piece in pieces for one in self._in_han(piece)]
        if latin := self._in_latin(who):
            found += latin
        return self._ours(found, who) or found

    # Chinese names

    def _in_han(self, piece: str) -> Iterator[str]:
        """Whom a Chinese writing names: whole, among other words, or by their given name."""
        if exact := self._people.namesakes(piece):
            yield from exact
        elif len(piece) > _PLAIN:
            yield from self._among(piece)
        else:
            yield from self._given.get(piece, ())

    def _among(self, piece: str) -> Iterator[str]:
        """The longest names that stand in a writing, from its beginning."""
        at = 0
        while at < len(piece):
            sizes = range(min(_LONGEST, len(piece) - at), _SHORTEST - 1, -1)
            size = next((size for size in sizes if self._people.namesakes(piece[at : at + size])), 0)
            yield from self._people.namesakes(piece[at : at + size]) if size else ()
            at += size or 1

    @cached_property
    def _given(self) -> dict[str, list[str]]:
        """Everybody by a given name of two characters and more."""
        found: dict[str, list[str]] = {}
        for one, name in self._names:
            if _HAN.fullmatch(name):
                for at in range(1, len(name) - _SHORTEST + 1):
                    found.setdefault(name[at:], []).append(one)
        return found

    # Names in letters

    def _in_latin(self, who: RowSubject) -> list[str]:
        """Whom a name in letters means: all of its words in any order, else those of each name it holds."""
        whole = _words(who.name)
        if not whole:
            return []
        parts = [words for part in _APART.split(who.name) if (words := _words(part))]
        shorter = [whole[:end] for end in range(len(whole) - 1, 0 if who.class_name else 1, -1)]
        shorter += [whole[start:] for start in range(1, len(whole) - 1)]  # Miss Amy Smith
        tries: tuple[Iterable[list[str]], ...] = (
            [whole],
            parts if len(parts) > 1 else (),
            *([one] for one in shorter),
        )
        for several in tries:
            if found := [one for words in several for one in self._called(words)]:
                return found
        return []

    def _called(self, words: Sequence[str]) -> list[str]:
        return [one for one, own in self._by_letter.get(words[0][0], ()) if _are_words(words, own)]

    @cached_property
    def _by_letter(self) -> dict[str, list[tuple[str, list[str]]]]:
        """Everybody whose name is in letters, with its words, by what any of them begins with."""
        found: dict[str, list[tuple[str, list[str]]]] = {}
        for one, name in self._names:
            words = _words(name)
            for letter in dict.fromkeys(word[0] for word in words):
                found.setdefault(letter, []).append((one, words))
        return found

    # Everybody

    @cached_property
    def _names(self) -> list[tuple[str, str]]:
        return [(one, text(answers, "name")) for one, answers in self._people.about.items()]

    @cached_property
    def _classes(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for subject, answers in self._people.about.items():
            found.setdefault(text(answers, "class_name"), []).append(subject)
        return found

    def _says(self, subject: str, field: str) -> str:
        return text(self._people.about[subject], field)


def _words(name: str) -> list[str]:
    """The words of a name in letters, in small ones."""
    return [] if _HAN.search(name) else [word.casefold() for word in _LATIN.findall(name)]


def _are_words(said: Sequence[str], own: Sequence[str]) -> bool:
    """Whether each of the words that were written is another one of somebody's own."""
    left = list(own)
    for word in said:
        meant = next((one for one in left if _is_word(word, one)), None)
        if meant is None:
            return False
        left.remove(meant)
    return True


def _is_word(said: str, own: str) -> bool:
    """Whether a word is one of a name: itself, its initial, or one of the two shortened."""
    if len(said) == 1 or said == own:
        return own.startswith(said)
    shorter, longer = sorted((said, own), key=len)
    return len(shorter) >= _PREFIX and longer.startswith(shorter)


def _is_near(one: str, other: str) -> bool:
    if name_key(one) == name_key(other):
        return False  # a birth date or number tells them apart, or the name would have been known
    sound = len(one) == len(other) and bool(set(spellings(one)[:1]) & set(spellings(other)))
    return sound or one_character_apart(one, other)
