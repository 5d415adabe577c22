"""Text: one text in every language: `text[lang]`. Declared ones hold what was written, composed ones say it anew.

Declarations write a text as a table of languages (`{ zh = "姓名", en = "Name" }`); `as_text` is the hook by which
msgspec reads such a table, `declared` gives it back.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any

from schoolprep.facts import languages
from schoolprep.facts.languages import Lang


class Text(ABC):
    """One text; which words it has is asked by the language."""

    __slots__ = ()

    @abstractmethod
    def __getitem__(self, lang: Lang) -> str:
        """The text in `lang`."""

    @abstractmethod
    def _is(self) -> object:
        """What makes two texts equal."""

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and isinstance(other, Text) and other._is() == self._is()

    def __hash__(self) -> int:
        return hash(repr(self._is()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._is()!r})"

    @property
    def source(self) -> str:
        """The text in the language sentences are first written in."""
        return self[languages.MOTHER_TONGUE]

    def declared(self) -> str | dict[Lang, str]:
        """The text as a declaration writes it."""
        return {lang: self[lang] for lang in languages.beside()}


class Written(Text):
    """A text as its writer wrote it, by language."""

    __slots__ = ("words",)

    def __init__(self, words: Mapping[Lang, str]) -> None:
        self.words = words

    def __getitem__(self, lang: Lang) -> str:
        """As it was written in `lang`, else as that language's catalogue or fallback says it."""
        said = self.words.get(lang)
        return languages.of(lang).text(self.words) if said is None else said

    def _is(self) -> object:
        return dict(self.words)

    def declared(self) -> str | dict[Lang, str]:
        """As it was written."""
        return dict(self.words)


class Same(Text):
    """A text that is the same in every language: a name, a number, somebody's own words."""

    __slots__ = ("said",)

    def __init__(self, said: str = "") -> None:
        self.said = said

    def __getitem__(self, lang: Lang) -> str:
        """Itself."""
        return self.said

    def _is(self) -> object:
        return self.said


class Reference(Text):
    """A text that declarations may also write as one for every language (an address)."""

    __slots__ = ("text",)

    def __init__(self, text: Text) -> None:
        self.text = text

    def __getitem__(self, lang: Lang) -> str:
        """The text in `lang`."""
        return self.text[lang]

    def _is(self) -> object:
        return self.text

    def declared(self) -> str | dict[Lang, str]:
        """As it was written."""
        return self.text.said if isinstance(self.text, Same) else self.text.declared()


class Inside(Text):
    """A title as it stands inside a sentence: without its capital, unless it is an abbreviation."""

    __slots__ = ("title",)

    def __init__(self, title: Text) -> None:
        self.title = title

    def __getitem__(self, lang: Lang) -> str:
        """The title in `lang`."""
        said = self.title[lang]
        lowered = languages.of(lang).lowers and said[1:2].islower()
        return said[0].lower() + said[1:] if lowered else said

    def _is(self) -> object:
        return self.title


class Joined(Text):
    """Sentences or remarks on one line, between the marks of the language."""

    __slots__ = ("parts",)

    def __init__(self, parts: Iterable[Text]) -> None:
        self.parts = tuple(parts)

    def __getitem__(self, lang: Lang) -> str:
        """The parts in `lang`."""
        return languages.of(lang).marks.sentences.join(part[lang] for part in self.parts)

    def _is(self) -> object:
        return self.parts


def as_text(into: type, given: Any) -> Text:
    """A declared text, for msgspec; `ValueError` says what is wrong with it."""
    if not issubclass(into, Text):
        raise NotImplementedError
    if isinstance(given, into):
        return given
    if isinstance(given, str) and into is Reference:
        return Reference(Same(given))
    if not isinstance(given, Mapping):
        raise ValueError(f"Expected `object`, got `{type(given).__name__}`")
    for lang in languages.beside():
        if lang not in given:
            raise ValueError(f"Object missing required field `{lang}`")
    for lang, said in given.items():
        if lang not in languages.known():
            raise ValueError(f"Object contains unknown field `{lang}`")
        if not isinstance(said, str):
            raise ValueError(f"Expected `str`, got `{type(said).__name__}`")
    text = Written(dict(given))
    return Reference(text) if into is Reference else text
