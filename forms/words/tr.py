"""Tr: the window's words in the language of the reader, switched while the program runs.

Every sentence stands in `forms/words/*.toml` (or the core's own words); a widget binds a key to the setter
that shows it and says it again when the language changes. Qt's own words come from Qt's own translations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from schoolprep.facts import languages, words
from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import Filling, Problem
from schoolprep.facts.text import Text

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    _Base = QWidget
else:
    _Base = object

words.add(Path(__file__).parent)


class _Tongue:
    """The language spoken now, with Qt's own words for it; there is one, as there is one QApplication."""

    lang: Lang = languages.MOTHER_TONGUE
    qt: QTranslator | None = None


def lang() -> Lang:
    """The language the window speaks now."""
    return _Tongue.lang


def say(key: str, /, **facts: Filling) -> str:
    """The sentence of `key` in the reader's language; raises `KeyError` where nobody wrote it."""
    return words.say(key, _Tongue.lang, **facts)


def say_problem(problem: Problem) -> str:
    """A problem as one sentence in the reader's language."""
    return words.say_problem(problem, _Tongue.lang)


def language_after(lang: Lang) -> Lang:
    """The next language, round and round."""
    known = languages.known()
    return known[(known.index(lang) + 1) % len(known)]


def names_of_folder() -> list[str]:
    """What the folder of school files is called, in every language."""
    return [words.say("start.folder", known) for known in languages.known()]


class NameOfNext(Text):
    """What the next language calls itself."""

    __slots__ = ()

    def __getitem__(self, lang: Lang) -> str:
        """After `lang`."""
        return languages.of(language_after(lang)).name

    def _is(self) -> object:
        return ()


def listed(names: Iterable[str]) -> str:
    """Names between the mark of the reader's language."""
    return words.listed(names, _Tongue.lang)


def clauses(parts: Iterable[str]) -> str:
    """Parts of one sentence."""
    return words.clauses(parts, _Tongue.lang)


def sentences(parts: Iterable[str]) -> str:
    """Sentences on one line."""
    return words.sentences(parts, _Tongue.lang)


def speak(app: QApplication, language: Lang) -> None:
    """Switch the whole program to a language: our words, Qt's words, names of months and days."""
    _Tongue.lang = language
    qt = languages.of(language).qt
    QLocale.setDefault(QLocale(qt))
    if _Tongue.qt is not None:
        app.removeTranslator(_Tongue.qt)
        _Tongue.qt = None
    own = QTranslator(app)
    if own.load(f"qtbase_{qt}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        _Tongue.qt = own
        app.installTranslator(own)
    for window in app.topLevelWidgets():
        QCoreApplication.sendEvent(window, QEvent(QEvent.Type.LanguageChange))


class Worded(_Base):
    """Mixin for widgets with words: `bind` a key to a setter; all are said again when the language changes.

    Stands before the Qt class: `class Card(Worded, QFrame)`.
    """

    _bound: list[tuple[Callable[[str], object], str, dict[str, Filling]]]
    _composed: list[Callable[[], object]]

    def bind(self, setter: Callable[[str], object], key: str, /, **facts: Filling) -> None:
        """Say `key` through `setter` now and after every change of language; binding a setter again replaces it."""
        held = self.__dict__.setdefault("_bound", [])
        held[:] = [entry for entry in held if entry[0] != setter]
        held.append((setter, key, facts))
        setter(say(key, **facts))

    def composed(self, tell: Callable[[], object]) -> None:
        """Tell what is made of several words now, and again after every change of language, in the order given."""
        self.__dict__.setdefault("_composed", []).append(tell)
        tell()

    def retranslate(self) -> None:
        """Say every bound word again, then what is composed; a widget that is not built yet has neither."""
        for setter, key, facts in self.__dict__.get("_bound", ()):
            setter(say(key, **facts))
        for tell in self.__dict__.get("_composed", ()):
            tell()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange and self.__dict__.get("_spoken") != lang():
            self.__dict__["_spoken"] = (
                lang()
            )  # Qt sends the event once for itself and once for each translator
            self.retranslate()
        super().changeEvent(event)
