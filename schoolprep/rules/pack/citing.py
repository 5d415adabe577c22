"""Citing: the document a rule stands on, what it was read in, and how far that carries, in words a principal can name.

Keys and addresses of a pack's sources are its author's; nothing here says them.
"""

from __future__ import annotations

from collections.abc import Iterator

from schoolprep.facts.problem import Series
from schoolprep.facts.text import Joined, Same, Text
from schoolprep.facts.words import Phrase
from schoolprep.rules.pack.declared import CitedDocument, Cites, HowRead
from schoolprep.rules.pack.model import AnyRule, PackHead

_CARRIES: frozenset[HowRead] = frozenset(("full", "excerpt", "summary", "report", "copy", "quoted"))
"""Numbers read in one of these ways need no other look."""


def authority(pack: PackHead, cites: Cites) -> Text:
    """Whose word it is, document and number."""
    own = _own(pack, cites)
    layer = (own.layer if own else pack.document.layer) or pack.layer
    title, number = (own.title, own.number) if own else (pack.document.title, pack.document.number)
    return Phrase(f"rules.authority-{'numbered' if number else 'plain'}", layer=Phrase(f"rules.layer-{layer}"),
                  title=title, number=number)  # fmt: skip


def sources(pack: PackHead, cites: Cites) -> list[Text]:
    """What the wording was read in, the rule's own document first: title, issuer, number, date, how far it was read."""
    return [described(one) for one in _cited(pack, cites)]


def described(one: CitedDocument) -> Text:
    """A document with its issuer, number and date, and how far it was read."""
    about = [part for part in (one.issuer, Same(one.number), Same(one.issued)) if part and part.source]
    kind = "about" if about else "plain"
    return Phrase(f"rules.document-{kind}", title=one.title, about=Series(about), read=_how_read(one))


def standing(pack: PackHead, cites: Cites) -> Text:
    """How far the numbers are checked: how each document was read, and what is to be said beside."""
    parts = [*dict.fromkeys(map(_how_read, _cited(pack, cites))), *filter(None, (cites.seen,))]
    return Joined(parts or [Phrase("rules.read-unread")])


def seen(pack: PackHead, rule: AnyRule) -> bool:
    """Whether the rule's numbers were read in public and nothing of them is to be checked or was added here."""
    read = [one.read for one in _cited(pack, rule.cites)]
    return rule.cites.seen is None and bool(read) and _CARRIES.issuperset(read)


def _own(pack: PackHead, cites: Cites) -> CitedDocument | None:
    return pack.sources.get(cites.document)


def _cited(pack: PackHead, cites: Cites) -> Iterator[CitedDocument]:
    for key in dict.fromkeys((cites.document, *cites.sources)):
        if key in pack.sources:
            yield pack.sources[key]


def _how_read(one: CitedDocument) -> Text:
    quoted = {"by": one.by or one.title} if one.read == "quoted" else {}
    return Phrase(f"rules.read-{one.read}", **quoted)
